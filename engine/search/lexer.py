"""Cuts a query into tokens: words, quotes, fields and operators, each with where it stands.

Input:  what was typed, NFC.
Output: tokens in order that leave out nothing but white space. Only where a token may begin (after white
        space or an opening parenthesis) is anything syntax: ``C++``, ``3:30`` and ``f(x)`` are words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from engine.records import Span
from engine.search.fields import ANY_NAME, KEYS


class Kind(Enum):
    """What a token is."""

    WORDS = auto()
    QUOTE = auto()
    FIELD = auto()
    OPEN = auto()
    CLOSE = auto()
    NOT = auto()
    OR = auto()
    AND = auto()
    NEAR = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One token.

    Attributes:
        text: As it stands; of a quote what is in it.
        key, values: Of a field.
        distance: Of ``NEAR``.
    """

    kind: Kind
    start: int
    end: int
    text: str
    key: str = ""
    values: tuple[str, ...] = ()
    distance: int = 0


QUOTES = '"“”「」『』'
_QUOTED = re.compile(r"\"([^\"]+)\"?|“([^”]+)”?|「([^」]+)」?|『([^』]+)』?")
_RUN = re.compile(rf"[^\s{QUOTES}]+")
_FIELD = re.compile(rf"({ANY_NAME})[:：]", re.IGNORECASE)
_BEGUN_FIELD = re.compile(rf"(?:^|(?<=[\s(（]))[-－]?(?:{ANY_NAME})[:：]$", re.IGNORECASE)
_VALUE = re.compile(rf"[^\s{QUOTES},，;；]+")
_BETWEEN_VALUES = re.compile(r"[,，;；](?=[^\s,，;；)）])")
_MINUS = re.compile(rf"[-－](?=[^\W\d_]|[{QUOTES}(（])")
_NEAR = re.compile(r"(?:NEAR|近|~)(?:[/／](\d{1,3}))?|~(\d{1,3})")
_WORDS = {"OR": Kind.OR, "||": Kind.OR, "或": Kind.OR, "AND": Kind.AND, "&&": Kind.AND,
          "NOT": Kind.NOT, "非": Kind.NOT}  # fmt: skip
_JOINING = (Kind.OR, Kind.AND, Kind.NEAR)
_OPEN, _CLOSE = "(（", ")）"
_NEAR_DISTANCE = 10
"""What FTS5 takes for ``NEAR`` without a number."""


def tokens_of(text: str) -> Iterator[Token]:
    """Yield the tokens of a query; no input is an error."""
    at, depth, is_fresh = 0, 0, True
    while at < len(text):
        if text[at].isspace():
            at, is_fresh = at + 1, True
            continue
        token = _syntax(text, at) if is_fresh else None
        token = token or _quote(text, at) or _words(text, at, depth)
        if token is None:  # a quotation mark with nothing in it
            at += 1
            continue
        depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        at, is_fresh = token.end, token.kind in (Kind.OPEN, Kind.NOT)
        yield token


def filters_in(text: str) -> tuple[Span, ...]:
    """Return where fields stand, each with its minus, that no parenthesis and no operator binds to others."""
    found, tokens, depth = [], list(tokens_of(text)), 0
    for at, token in enumerate(tokens):
        depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        if token.kind is not Kind.FIELD or depth:
            continue
        first = at - (at > 0 and tokens[at - 1].kind is Kind.NOT)
        beside = [*tokens[max(first - 1, 0) : first], *tokens[at + 1 : at + 2]]
        if not any(other.kind in _JOINING for other in beside):
            found.append(Span(tokens[first].start, token.end))
    return tuple(found)


def without_begun_field(text: str) -> str:
    """Return a query without a field at its end that has no value yet, which is no word while one types."""
    return _BEGUN_FIELD.sub("", text)


def _syntax(text: str, at: int) -> Token | None:
    """Return the token of the query language that begins here, if one does."""
    if text[at] in _OPEN:
        return Token(Kind.OPEN, at, at + 1, text[at])
    if _MINUS.match(text, at):
        return Token(Kind.NOT, at, at + 1, text[at])
    if (match := _FIELD.match(text, at)) and (field := _field(text, match)):
        return field
    return _operator(text, at)


def _operator(text: str, at: int) -> Token | None:
    run = _RUN.match(text, at)
    word = run[0] if run else ""
    if kind := _WORDS.get(word):
        return Token(kind, at, at + len(word), word)
    if match := _NEAR.fullmatch(word):
        distance = int(match[1] or match[2] or _NEAR_DISTANCE)
        return Token(Kind.NEAR, at, at + len(word), word, distance=distance)
    return None


def _field(text: str, name: re.Match[str]) -> Token | None:
    """Return a field with its values; None where none follows at once."""
    values: list[str] = []
    at = name.end()
    while at < len(text):
        if quoted := _QUOTED.match(text, at):
            value, end = quoted[quoted.lastindex or 0].strip(), quoted.end()
        elif plain := _VALUE.match(text, at):
            value = plain[0].rstrip(_CLOSE) if not set(_OPEN) & set(plain[0]) else plain[0]
            end = at + len(value)
        else:
            break
        if not value:
            break
        values.append("*" if value == "＊" else value)
        at = end
        if not (more := _BETWEEN_VALUES.match(text, at)):
            break
        at = more.end()
    if not values or not any(char.isalnum() or char == "*" for value in values for char in value):
        return None
    if at < len(text) and text[at] in ",，;；":
        at += 1
    key = KEYS[name[1].lower()]
    return Token(Kind.FIELD, name.start(), at, text[name.start() : at], key=key, values=tuple(values))


def _quote(text: str, at: int) -> Token | None:
    match = _QUOTED.match(text, at)
    if match is None:
        return None
    return Token(Kind.QUOTE, at, match.end(), match[match.lastindex or 0].strip())


def _words(text: str, at: int, depth: int) -> Token | None:
    """Return the run that begins here, without parentheses that close what was opened before."""
    match = _RUN.match(text, at)
    if match is None:
        return None
    run = match[0]
    if depth and run[0] in _CLOSE:
        return Token(Kind.CLOSE, at, at + 1, run[0])
    while depth and run[-1] in _CLOSE and _closing(run) > 0:
        run = run[:-1]
    return Token(Kind.WORDS, at, at + len(run), run)


def _closing(run: str) -> int:
    """How many parentheses a run closes that it does not open."""
    return sum((char in _CLOSE) - (char in _OPEN) for char in run)
