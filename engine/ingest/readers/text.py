"""Plain text and source code: the text as it stands, in whatever encoding it is."""

from __future__ import annotations

from collections.abc import Iterator

from engine.ingest.readers.decoded import chunks
from engine.ingest.readers.pieces import Head, Limits, Piece
from engine.ingest.source import Source


def read_text(path: Source, *, limits: Limits) -> Iterator[Piece]:
    """Yield the text of a file in chunks.

    Raises:
        EncodingUnknown: It is no text.
        OSError: It cannot be read.
    """
    yield Head()
    yield from chunks(path, limits)
