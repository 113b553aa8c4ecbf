r"""Open a text file whose bytes nobody vouches for, and read its lines without trusting their length.

Input:  UTF-8 with or without a byte order mark, or UTF-16 with one; ``\n``, ``\r\n`` or
        ``\r`` ends a line.
Output: text; no more than one line of at most ``LIMIT_CHARS`` is held at a time.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from engine.errors import CorpusLineTooLong, CorpusUndecodable, FileUnreadable

LIMIT_CHARS = 1_000_000
"""Longest line, in code points, without its end."""

LIMIT_BYTES = 256 * 1024 * 1024
"""Largest file that is read where a line is no measure: a JSON array, a text of brat's."""

_CHUNK = 1 << 16
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_LINE_END = re.compile(r"\r\n|\r|\n")


@contextmanager
def open_text(path: Path, *, errors: str = "strict") -> Iterator[TextIO]:
    """Open ``path`` to read its text, line ends as they are.

    Args:
        path: A file.
        errors: What a wrong byte does, as ``open`` takes it.

    Raises:
        FileUnreadable: It is no file, or may not be read.
        CorpusUndecodable: While it is read: it is not text in the encoding that it begins with.
    """
    encoding = ""
    try:
        if path.exists() and not path.is_file():
            raise FileUnreadable(detail=f"not a file: {path}")
        with path.open("rb") as raw:
            mark = raw.read(2)
        encoding = _UTF16.get(mark, "utf-8-sig")
        with path.open(encoding=encoding, errors=errors, newline="") as stream:
            if mark in _UTF16:
                stream.read(1)
            yield stream
    except UnicodeDecodeError as error:
        raise CorpusUndecodable(path=str(path), line=_broken_line(path, encoding)) from error
    except OSError as error:
        raise FileUnreadable(detail=f"{error.strerror or error}: {path}") from error


def read_lines(path: Path, *, keep_ends: bool = False) -> Iterator[tuple[int, str]]:
    """Yield each line with its number from 1, without its end unless ``keep_ends``.

    Raises:
        CorpusLineTooLong: A line has more than ``LIMIT_CHARS``; its rest is not read.
        CorpusUndecodable: It is not UTF-8 text.
        FileUnreadable: It is no file, or may not be read.
    """
    with open_text(path) as stream:
        number = 0
        # Two more than the limit: room for the line's end.
        while line := stream.readline(LIMIT_CHARS + 2):
            number += 1
            content = line.rstrip("\r\n")
            if len(content) > LIMIT_CHARS:
                raise CorpusLineTooLong(path=str(path), line=number, limit_chars=LIMIT_CHARS)
            yield number, line if keep_ends else content


def require_size(path: Path) -> None:
    """Refuse a file that is too large to be read as one.

    Raises:
        CorpusLineTooLong: It has more than ``LIMIT_BYTES``.
        FileUnreadable: It is not there.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise FileUnreadable(detail=f"{error.strerror or error}: {path}") from error
    if size > LIMIT_BYTES:
        raise CorpusLineTooLong(path=str(path), line=1, limit_chars=LIMIT_BYTES)


def _broken_line(path: Path, encoding: str) -> int:
    """Return the number of the line that cannot be decoded."""
    decoder = codecs.getincrementaldecoder(encoding)()
    n_ends, previous = 0, ""
    with path.open("rb") as stream:
        while True:
            chunk = stream.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                sound = error.object[: error.start].decode(encoding.removesuffix("-sig"), "ignore")
                return n_ends + _count_ends(previous, sound) + 1
            if not chunk:
                return n_ends + 1
            n_ends += _count_ends(previous, text)
            previous = text[-1:] or previous


def _count_ends(previous: str, text: str) -> int:
    is_same_end = previous == "\r" and text.startswith("\n")
    return len(_LINE_END.findall(text)) - is_same_end
