"""JSON, JSON Lines, GeoJSON: strings and numbers with their keys, a line each, in the order they stand in.

Output: ``key: value`` lines; keys within keys as ``outer.inner``, counted anew in
each element of a list, with a blank line after it; short values of a list share a
line. ``null`` and empty strings say nothing and are left out.

A scanner, not a tree: duplicate keys stay, any depth is safe, several values in a
row are read. From the first thing on that is no JSON, the rest is kept as it stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.ingest.readers.decoded import gathered, whole
from engine.ingest.readers.pieces import Head, Limits, Piece
from engine.ingest.readers.text import read_text
from engine.ingest.source import Source
from engine.records import Reason

_TOKEN = re.compile(
    r'[ \t\n\r\f\x1e]*+(?:(?P<string>"[^"\\]*+(?:\\.[^"\\]*+)*+")|(?P<mark>[{}\[\],:])'
    r"|(?P<number>[-+]?\d[\d.eE+-]{0,400}|true|false|null|NaN|-?Infinity)(?![\w]))",
    re.DOTALL,
)
_SPACE = re.compile(r"[ \t\n\r\f\x1e]*")
_DEEPEST = 1000
_MOST_KEYS_SHOWN = 4
_LONGEST_SHARED = 60
_LONGEST_LINE = 400


def read_json(path: Source, *, limits: Limits) -> Iterator[Piece]:
    """Yield head and text of a JSON file; one too large to hold, or no JSON at all, as plain text.

    Raises:
        EncodingUnknown: It is no text.
        OSError: It cannot be read.
    """
    text = whole(path, limits)
    if text is None or not _TOKEN.match(text):
        yield from read_text(path, limits=limits)
        return
    yield Head()
    lines = JsonLines(text)
    yield from gathered(lines)
    if lines.is_too_deep:
        yield Reason(code="partial.too_deep", params={"limit_levels": _DEEPEST})


@dataclass(slots=True)
class _Level:
    """An open object or list; ``first_key`` is where the keys shown begin in the path to it."""

    is_list: bool
    first_key: int
    key: str = ""
    is_element: bool = False
    is_headed: bool = False


class JsonLines:
    """Iterates over the lines that a JSON text reads as.

    Attributes:
        is_too_deep: Whether values were left out because they stand too deep.
    """

    def __init__(self, text: str) -> None:
        self.is_too_deep = False
        self._text = text
        self._levels: list[_Level] = []
        self._n_deeper = 0
        self._shared: list[str] = []  # short values of a list that wait for their line
        self._shared_key = ""
        self._is_blank = True

    def __iter__(self) -> Iterator[str]:
        at = 0
        pending: str | None = None  # a string that may turn out to be a key
        while match := _TOKEN.match(self._text, at):
            at = match.end()
            mark = match["mark"]
            if mark == ":" and pending is not None and self._levels and not self._levels[-1].is_list:
                self._levels[-1].key, pending = pending, None
                continue
            if pending is not None:
                yield from self._value(pending)
                pending = None
            if match["string"] is not None:
                pending = _string(match["string"])
            elif mark:
                yield from self._structure(mark)
            elif match["number"] != "null":
                yield from self._value(match["number"])
        if pending is not None:
            yield from self._value(pending)
        yield from self._flush()
        if rest := self._text[at:].strip():
            yield "\n" + rest

    def _structure(self, mark: str) -> Iterator[str]:
        if mark in "{[":
            if self._n_deeper or len(self._levels) >= _DEEPEST:
                self._n_deeper += 1
                return
            yield from self._open(is_list=mark == "[")
        elif mark in "}]":
            if self._n_deeper:
                self._n_deeper -= 1
            elif self._levels:
                yield from self._close()

    def _open(self, *, is_list: bool) -> Iterator[str]:
        outer = self._levels[-1] if self._levels else None
        if outer is None:
            self._levels.append(_Level(is_list, 0, is_element=not is_list))
            return
        if is_list:
            self._levels.append(_Level(is_list, outer.first_key))
            return
        yield from self._flush()
        if not outer.is_list:
            self._levels.append(_Level(is_list, outer.first_key))
            return
        if not outer.is_headed and (name := self._name()):
            outer.is_headed = True
            yield self._line(f"{name}:")
        self._levels.append(_Level(is_list, len(self._levels), is_element=True))

    def _close(self) -> Iterator[str]:
        level = self._levels.pop()
        if not self._levels or not self._levels[-1].is_list or not level.is_list:
            yield from self._flush()
        elif self._shared:
            self._shared[-1] += ";"  # a list in a list, such as a pair of coordinates
        if level.is_element and not self._is_blank:
            self._is_blank = True
            yield "\n"

    def _value(self, value: str) -> Iterator[str]:
        if self._n_deeper:
            self.is_too_deep = True
            return
        if not value:
            return
        if not self._levels or not self._levels[-1].is_list:
            yield from self._flush()
            name = self._name()
            yield self._line(f"{name}: {value}" if name else value)
            return
        if len(value) > _LONGEST_SHARED or "\n" in value:
            yield from self._flush()
            name = self._name()
            yield self._line(f"{name}: {value}" if name else value)
            return
        if not self._shared:
            self._shared_key = self._name()
        self._shared.append(value)
        if sum(map(len, self._shared)) > _LONGEST_LINE:
            yield from self._flush()

    def _flush(self) -> Iterator[str]:
        if self._shared:
            values = ", ".join(self._shared).replace(";,", ";").rstrip(";")
            self._shared.clear()
            yield self._line(f"{self._shared_key}: {values}" if self._shared_key else values)

    def _line(self, line: str) -> str:
        self._is_blank = False
        return line + "\n"

    def _name(self) -> str:
        first = self._levels[-1].first_key if self._levels else 0
        keys = [level.key for level in self._levels[first:] if not level.is_list and level.key]
        return ".".join(keys[-_MOST_KEYS_SHOWN:])


def _string(token: str) -> str:
    if "\\" not in token:
        return token[1:-1].strip()
    try:
        return str(json.loads(token, strict=False)).strip()
    except ValueError:  # an escape that JSON does not know
        return token[1:-1].strip()
