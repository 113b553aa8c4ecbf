"""The texts in an archive of iWork since 2013: protocol buffers, of which a few kinds are known.

Input:  the bytes of an ``.iwa`` file. Output: texts, and words of table cells. Source:
the layout of messages as Apple's programs write it (no specification is published).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.errors import FileDamaged
from engine.ingest.readers.snappy import unpacked

_STORAGES = frozenset((2001, 2005))
_CELL_WORDS = 6005
_SHOW, _SLIDE_NODE, _SLIDE = 2, 4, 5
_BODY, _NOTE = 0, 4
_STRING_LIST = 1
# A page break or an object in the text; ends of lines and of paragraphs.
_SIGNS = str.maketrans({"\ufffc": "", "\u2028": "\n", "\u2029": "\n", "\x04": "\n", "\x05": "\n"})


@dataclass(slots=True)
class Texts:
    """What one archive says, in the order in which it is kept there.

    Attributes:
        bodies: The running text of a document.
        others: Text boxes, headers, footnotes.
        notes: What the speaker of a slide wants to say.
        cells: Words in cells of tables.
        slide_id: Which slide it holds, 0 for none.
        order: The nodes of the slides as they are shown.
        slide_ids: The slide of each node.
    """

    bodies: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    slide_id: int = 0
    order: list[int] = field(default_factory=list)
    slide_ids: dict[int, int] = field(default_factory=dict)


def texts_of(data: bytes) -> Texts:
    """Return the texts of one archive.

    Raises:
        FileDamaged: It breaks the format.
        FileTooLarge: It unpacks to more than is safe.
    """
    texts = Texts()
    for identifier, kind, message in _messages(unpacked(data)):
        if kind in _STORAGES:
            _add_storage(texts, message)
        elif kind == _CELL_WORDS:
            texts.cells += _cell_words(message)
        elif kind == _SLIDE:
            texts.slide_id = identifier
        elif kind == _SLIDE_NODE:
            texts.slide_ids[identifier] = next(_references(message, 2), 0)
        elif kind == _SHOW:
            for number, tree in _fields(message):
                if number == 3 and isinstance(tree, bytes):
                    texts.order += _references(tree, 2)
    return texts


def _references(message: bytes, wanted: int) -> Iterator[int]:
    """Yield the identifiers that field ``wanted`` refers to."""
    for number, value in _fields(message):
        if number == wanted and isinstance(value, bytes):
            yield from (to for part, to in _fields(value) if part == 1 and isinstance(to, int))


def _add_storage(texts: Texts, message: bytes) -> None:
    kind, parts = _BODY, []
    for number, value in _fields(message):
        if number == 1 and isinstance(value, int):
            kind = value
        elif number == 3 and isinstance(value, bytes):
            parts.append(value.decode("utf-8", "replace"))
    text = "".join(parts).translate(_SIGNS).strip()
    if text:
        {_BODY: texts.bodies, _NOTE: texts.notes}.get(kind, texts.others).append(text)


def _cell_words(message: bytes) -> Iterator[str]:
    is_of_strings = False
    for number, value in _fields(message):
        if number == 1:
            is_of_strings = value == _STRING_LIST
        elif number == 3 and is_of_strings and isinstance(value, bytes):
            for part, words in _fields(value):
                if (
                    part == 3
                    and isinstance(words, bytes)
                    and (text := words.decode("utf-8", "replace").strip())
                ):
                    yield text


def _messages(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield each message with its identifier and type; a header before them says how long."""
    at = 0
    while at < len(data):
        n_bytes, at = _number(data, at)
        header, at = data[at : at + n_bytes], at + n_bytes
        identifier = 0
        for number, value in _fields(header):
            if number == 1 and isinstance(value, int):
                identifier = value
            elif number == 2 and isinstance(value, bytes):
                info = {part: of for part, of in _fields(value) if isinstance(of, int)}
                length = info.get(3, 0)
                yield identifier, info.get(1, 0), data[at : at + length]
                at += length


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield the number and value of each field of a message."""
    at = 0
    while at < len(data):
        key, at = _number(data, at)
        kind = key & 7
        if kind == 0:
            value, at = _number(data, at)
            yield key >> 3, value
        elif kind == 2:
            n_bytes, at = _number(data, at)
            yield key >> 3, data[at : at + n_bytes]
            at += n_bytes
        elif kind in (1, 5):
            at += 8 if kind == 1 else 4
        else:
            raise FileDamaged(detail="an unknown kind of field")


def _number(data: bytes, at: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, and where it ends."""
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(data):
            break
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise FileDamaged(detail="a number is cut short")
