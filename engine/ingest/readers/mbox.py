"""MBOX: many letters in one file, a page each.

Never held whole: the file is cut at the lines that begin with ``From `` as it
streams by. Source: RFC 4155, and the variants that escape such lines in a body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from engine.errors import InputError
from engine.ingest.readers.enclosures import Enclosures
from engine.ingest.readers.mail import letter_text
from engine.ingest.readers.mime import envelope, parse
from engine.ingest.readers.pieces import Head, Limits, Piece
from engine.ingest.source import Source
from engine.records import Reason

_BLOCK_BYTES = 1 << 20
_REACH_BYTES = 2000
_MOST_LETTER_BYTES = 100_000_000
# After an empty line only, and with a time in it or a header after it: sentences begin with "From " too.
_SEPARATOR = re.compile(
    rb"From (?:(?<=\AFrom )|(?<=\n\nFrom )|(?<=\n\r\nFrom ))[^\n]{0,900}?(?:\d\d?:\d\d[^\n]{0,60}\n|\n(?=(?i:"
    rb"Return-Path|Received|Delivered-To|X-[\w-]{1,60}|From|To|Subject|Date|Message-ID|MIME-Version|Status):))"
)
_ESCAPED = re.compile(rb"^>(?=>*From )", re.MULTILINE)


def read_mbox(
    path: Source, *, limits: Limits, is_careful: bool = False, enclosures: Enclosures | None = None
) -> Iterator[Piece]:
    """Yield head and one string a letter; arguments as for ``read_eml``.

    Raises:
        OSError: It cannot be read.
    """
    kept = enclosures or Enclosures(limits, is_careful=is_careful)
    yield Head(is_paged=True)
    n_letters = 0
    with path.open("rb") as stream:
        for letter in _letters(stream, kept):
            n_letters += 1
            if n_letters <= limits.max_pages:
                yield _page(letter, kept)
    if enclosures is None:
        if n_letters > limits.max_pages:
            yield Reason(
                code="partial.page_limit", params={"limit_pages": limits.max_pages, "n_pages": n_letters}
            )
        yield from kept.reasons()


def _page(letter: bytes, enclosures: Enclosures) -> str:
    enclosures.begin_letter()
    entity = parse(_ESCAPED.sub(b"", letter))
    pieces: list[str] = []
    n_chars = 0
    try:
        for piece in letter_text(entity, enclosures):
            pieces.append(piece)
            n_chars += len(piece)
            if n_chars > enclosures.limits.max_text_chars:
                break
    except InputError:
        enclosures.note_unread(envelope(entity).subject or "?")
    return "".join(pieces).strip("\n")


def _letters(stream: BinaryIO, enclosures: Enclosures) -> Iterator[bytes]:
    """Yield each letter without its ``From `` line; of one beyond all measure, the beginning."""
    buffer = bytearray()
    begin = scanned = 0
    beginning = b""  # of a letter that is too long, while the rest of it goes by
    while True:
        block = stream.read(_BLOCK_BYTES)
        buffer += block
        safe = len(buffer) - _REACH_BYTES if block else len(buffer)
        while (match := _SEPARATOR.search(buffer, scanned)) and match.start() < safe:
            letter = beginning or bytes(buffer[begin : match.start()])
            begin = scanned = match.end()
            beginning = b""
            if match.start() or letter.strip():
                yield letter
        if not block:
            break
        scanned = max(scanned, safe)
        if len(buffer) - begin > _MOST_LETTER_BYTES:
            enclosures.is_over = True
            beginning = beginning or bytes(buffer[begin : begin + _MOST_LETTER_BYTES])
            begin = scanned
        # One byte before the letter stays: a letter's text may itself begin with "From ".
        n_gone = max(0, min(begin, scanned - 8) - 1)
        del buffer[:n_gone]
        begin, scanned = begin - n_gone, scanned - n_gone
    if letter := beginning or bytes(buffer[begin:]):
        yield letter
