"""What may be meant by words of a query, as the full-text index is asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.searches import Substitute, Substitution
from engine.store.terms import Term, phrase

Reading = tuple[str, ...]
"""Words and runs that stand for what was typed, all of them together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """Terms of a query in a row, and the readings that they may have; see ``Substitution``."""

    terms: tuple[Term, ...]
    readings: tuple[Reading, ...]
    kind: Substitute
    is_applied: bool = True
    is_instead: bool = True

    @property
    def expression(self) -> str:
        """The FTS5 expression of any of the readings."""
        return " OR ".join(f"({' AND '.join(map(phrase, reading))})" for reading in self.readings)

    @property
    def record(self) -> Substitution:
        """The same for whoever asked."""
        return Substitution(
            asked=" ".join(term.text for term in self.terms),
            meant=tuple(_joined(reading) for reading in self.readings),
            kind=self.kind,
            is_applied=self.is_applied,
            is_instead=self.is_instead,
        )


def corrected(text: str, meant: Sequence[Meant]) -> str:
    """Return a query with the likeliest reading in place of what is nowhere in the library."""
    for one in meant:
        if one.is_instead and one.is_applied:
            first, *others = one.terms
            text = text.replace(first.text, _joined(one.readings[0]), 1)
            for other in others:
                text = text.replace(other.text, "", 1)
    return " ".join(text.split())


def _joined(reading: Reading) -> str:
    return ("" if not reading[0].isascii() else " ").join(reading)
