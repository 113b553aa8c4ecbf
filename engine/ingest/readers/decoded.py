"""A text file as chunks, lines or one string, in whatever encoding it is; never held whole unless asked.

Output: text with the line ends of the file (chunks) or newlines (lines, whole).
What is asked for whole has a size limit; above it a reader falls back to chunks.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterable, Iterator

from engine.ingest.encoding import declared_encoding, detect, sample
from engine.ingest.readers.pieces import Limits
from engine.ingest.source import Source, size_of

MOST_WHOLE_BYTES = 32_000_000
_BLOCK_BYTES = 1 << 22
_LONGEST_ENCODED = 4
LONGEST_LINE = 1 << 20
_PIECE_CHARS = 1 << 18


def chunks(path: Source, limits: Limits) -> Iterator[str]:
    """Yield the text of a file in chunks, as it stands.

    Raises:
        EncodingUnknown: It is no text.
        OSError: It cannot be read.
    """
    with path.open("rb") as stream:
        block = stream.read(_BLOCK_BYTES)
        shown = block
        if len(block) == _BLOCK_BYTES:
            stream.seek(0)
            shown = sample(iter(lambda: stream.read(_BLOCK_BYTES), b""))
            stream.seek(_BLOCK_BYTES)
        encoding = detect(shown, declared=declared_encoding(block))
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        n_bytes = 0
        while block and n_bytes <= limits.max_text_chars * _LONGEST_ENCODED:
            yield decoder.decode(block)
            n_bytes += len(block)
            block = stream.read(_BLOCK_BYTES)
        yield decoder.decode(b"", final=True)


def plain_chunks(path: Source, limits: Limits) -> Iterator[str]:
    r"""Yield chunks with ``\n`` line ends and no byte order mark; errors as for ``chunks``."""
    decoder = io.IncrementalNewlineDecoder(None, translate=True)
    is_first = True
    for text in chunks(path, limits):
        yield str(decoder.decode(text.removeprefix("\ufeff") if is_first else text))
        is_first = False
    yield str(decoder.decode("", final=True))


def lines(path: Source, limits: Limits) -> Iterator[str]:
    r"""Yield lines with their ``\n``; one longer than a million characters comes in parts without.

    Errors as for ``chunks``.
    """
    rest = ""
    for chunk in plain_chunks(path, limits):
        *whole, rest = (rest + chunk).split("\n")
        for line in whole:
            yield line + "\n"
        while len(rest) > LONGEST_LINE:
            yield rest[:LONGEST_LINE]
            rest = rest[LONGEST_LINE:]
    if rest:
        yield rest


def whole(path: Source, limits: Limits, *, most_bytes: int = MOST_WHOLE_BYTES) -> str | None:
    r"""Return the text with ``\n`` line ends, or None if the file is too large to hold.

    Errors as for ``chunks``.
    """
    if size_of(path) > most_bytes:
        return None
    return "".join(plain_chunks(path, limits))


def gathered(parts: Iterable[str]) -> Iterator[str]:
    """Put small parts together: a message of its own for every line would be slow."""
    kept: list[str] = []
    n_chars = 0
    for part in parts:
        kept.append(part)
        n_chars += len(part)
        if n_chars >= _PIECE_CHARS:
            yield "".join(kept)
            kept.clear()
            n_chars = 0
    if kept:
        yield "".join(kept)
