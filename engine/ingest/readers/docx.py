"""DOCX: paragraphs, lists and tables in reading order, then notes, comments, headers and footers.

What was deleted or moved away with changes tracked is left out, and of an
alternative (``mc:AlternateContent``) the fall-back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from engine.ingest.readers.archive_parts import Parts, opened
from engine.ingest.readers.ooxml import core_properties, main_part
from engine.ingest.readers.pieces import Head, Limits, Piece
from engine.ingest.readers.wordprocessing import WordText
from engine.ingest.source import Source

_PIECE_CHARS = 1 << 18
_SIDE_PARTS = re.compile(r"(?:footnotes|endnotes|comments|header\d*|footer\d*)\.xml", re.IGNORECASE)


def read_docx(path: Source, *, limits: Limits) -> Iterator[Piece]:
    """Yield head and text of a Word document.

    Raises:
        FileEncrypted: It asks for a password.
        FileDamaged: It is no sound zip, or its XML is not well formed.
        FileTooLarge: A part unpacks to more than is safe.
    """
    with opened(path) as parts:
        main = main_part(parts, default="word/document.xml")
        properties = core_properties(parts)
        title = properties.pop("title", None)
        yield Head(title=title, attributes=properties)
        words = WordText()
        yield from _part_text(parts, main, words)
        if not title and words.title:
            yield Head(title=words.title, attributes=properties)
        folder = PurePosixPath(main).parent.as_posix().lower()
        seen: set[str] = set()
        for name in sorted(parts.names):
            at = PurePosixPath(name)
            if at.parent.as_posix() == folder and _SIDE_PARTS.fullmatch(at.name):
                text = "".join(_part_text(parts, name, WordText(is_side_part=True)))
                if text.strip() and text not in seen:
                    seen.add(text)
                    yield "\n\n" + text


def _part_text(parts: Parts, name: str, words: WordText) -> Iterator[str]:
    for _ in parts.walk(name, words):
        if words.n_chars > _PIECE_CHARS:
            yield words.take()
    yield words.take()
