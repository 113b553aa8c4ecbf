"""A query taken apart: what ranks passages, and what files must fulfil.

Every node is about text (``Term``, ``Near``) or about files (``Named``, ``Between``), or joins others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from engine.searches import Notice
from engine.store.terms import Term


class Field(StrEnum):
    """What can be asked of a file or of its document."""

    ENTITY = "entity"
    TYPE = "type"
    FOLDER = "folder"
    DATE = "date"
    LANGUAGE = "language"
    NAME = "name"
    TITLE = "title"
    AUTHOR = "author"
    SIZE = "size"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Near:
    """Terms with at most ``distance`` words, or CJK characters, between the first and the last."""

    terms: tuple[Term, ...]
    distance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A field has one of some values; with none given it has any.

    Attributes:
        values: As the store has them: what names end with for a type, codes for a language.
        label: Of entities only: those of this label; None means all.
        start, end: Where in the query it stands.
    """

    field: Field
    values: tuple[str, ...]
    label: str | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """``lower <= value < upper``; None is no bound. Days in ISO 8601, sizes in bytes."""

    field: Field
    lower: str | int | None
    upper: str | int | None


@dataclass(frozen=True, slots=True)
class AllOf:
    """Each of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """None of what ``part`` finds; of text, documents that hold it anywhere."""

    part: Node


Node = Term | Near | Named | Between | AllOf | AnyOf | Not


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query taken apart.

    Attributes:
        text: The words alone, without quotes and syntax.
        terms: What is asked for in words; stop words only when there is nothing else.
        units: What ranks: the terms, some of them joined. Those of a plain query are its terms.
        filters: What all files must fulfil.
        notices: What could not be understood, and was left out.
        is_open: Whether the last term may still be typed on.
    """

    text: str = ""
    terms: tuple[Term, ...] = ()
    units: tuple[Node, ...] = ()
    filters: tuple[Node, ...] = ()
    notices: tuple[Notice, ...] = ()
    is_open: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it is words and phrases, none joined by an operator."""
        return self.units == self.terms and not any(term.is_wild for term in self.terms)


def leaves(node: Node) -> Iterator[Node]:
    """Yield the nodes that join no others, in reading order."""
    match node:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            yield node


def asks_words(node: Node) -> bool:
    """Whether it is about nothing but text that is wanted."""
    match node:
        case AllOf(parts) | AnyOf(parts):
            return all(map(asks_words, parts))
        case Not():
            return False
        case _:
            return isinstance(node, Term | Near)
