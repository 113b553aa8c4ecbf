"""Read JSON records one at a time: a JSON array, or one JSON value a line.

In an array a record's number, from 1, stands for its line: exports are often
one endless line, and a person finds "the third task" sooner than a column.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TextIO

from engine.errors import CorpusInvalid, CorpusLineTooLong
from engine.training.material.corpora.lines import open_text, read_lines, require_size

LIMIT_RECORD_CHARS = 4_000_000
"""Longest record of an array, in code points."""

_CHUNK = 1 << 16
_ARRAY = re.compile(r"\s*\[\s*(?:[\[{\]]|\Z)")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


def read_records(path: Path) -> Iterator[tuple[int, Any]]:
    """Yield the line, or in an array the number, of each record and the record.

    Raises:
        CorpusInvalid: It is not JSON, or nested too deeply.
        CorpusLineTooLong: A line, a record or the file is longer than is read.
        CorpusUndecodable: It is not UTF-8 text.
        FileUnreadable: It is no file, or may not be read.
    """
    with open_text(path) as stream:
        is_array = _ARRAY.match(stream.read(_CHUNK)) is not None
    if is_array:
        require_size(path)
        with open_text(path) as stream:
            yield from _Elements(path, stream)
        return
    for number, line in read_lines(path):
        if line.strip():
            with _faults(path, number):
                record = _DECODER.decode(line)
            yield number, record


class _Elements:
    """The elements of one array; holds no more than the one being read."""

    def __init__(self, path: Path, stream: TextIO) -> None:
        self._path = path
        self._stream = stream
        self._text = ""
        self._at = 0
        self._number = 1

    def __iter__(self) -> Iterator[tuple[int, Any]]:
        self._take("[")
        if self._peek() == "]":
            self._take("]")
        else:
            yield from self._elements()
        if self._peek():
            self._refuse("something follows the array")

    def _elements(self) -> Iterator[tuple[int, Any]]:
        sign = ","
        while sign == ",":
            if self._peek() not in ("{", "["):
                self._refuse("not JSON: a record is an object or an array")
            yield self._number, self._element()
            self._number += 1
            sign = self._take(",", "]")

    def _element(self) -> Any:
        while True:
            try:
                with _faults(self._path, self._number):
                    value, self._at = _DECODER.raw_decode(self._text, self._at)
            except CorpusInvalid as error:
                # It may only be cut off: more is read, twice as much each time.
                is_cut = isinstance(error.__cause__, json.JSONDecodeError)
                if not is_cut or not self._fill():
                    raise
            else:
                return value

    def _peek(self) -> str:
        """Return the next character that is no white space, ``""`` at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in " \t\r\n":
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._fill():
                return ""

    def _take(self, *wanted: str) -> str:
        sign = self._peek()
        if sign not in wanted:
            self._refuse(f"not JSON: expected {' or '.join(wanted)} after the record before")
        self._at += 1
        return sign

    def _fill(self) -> bool:
        rest = self._text[self._at :]
        if len(rest) > LIMIT_RECORD_CHARS:
            raise CorpusLineTooLong(path=str(self._path), line=self._number, limit_chars=LIMIT_RECORD_CHARS)
        more = self._stream.read(max(_CHUNK, len(rest)))
        self._text, self._at = rest + more, 0
        return bool(more)

    def _refuse(self, detail: str) -> NoReturn:
        raise CorpusInvalid(path=str(self._path), line=self._number, detail=detail)


@contextmanager
def _faults(path: Path, number: int) -> Iterator[None]:
    try:
        yield
    except json.JSONDecodeError as error:
        raise CorpusInvalid(path=str(path), line=number, detail=f"not JSON: {error.msg}") from error
    except RecursionError as error:
        raise CorpusInvalid(path=str(path), line=number, detail="nested too deeply") from error
    except ValueError as error:
        raise CorpusInvalid(path=str(path), line=number, detail=f"not JSON: {error}") from error
