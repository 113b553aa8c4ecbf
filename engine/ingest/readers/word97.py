"""DOC: the text of Word 97 to 2007 by its table of pieces, of Word 6 and 95 as it lies in the file.

What was deleted with changes tracked and the instructions of fields are left out;
table rows are known by the properties of their paragraphs ([MS-DOC]).
"""

from __future__ import annotations

import re
import struct
from array import array
from collections.abc import Iterator

from engine.errors import FileDamaged, FileEncrypted
from engine.ingest.encoding import decode
from engine.ingest.readers.compound_file import opened_compound
from engine.ingest.readers.pieces import Head, Limits, Piece
from engine.ingest.source import Source

_FLAG_ENCRYPTED, _FLAG_TABLE_1, _FIRST_OF_97 = 0x0100, 0x0200, 0x00C1
_TEXT_BOUNDS, _CHARACTER_RUNS, _PARAGRAPH_RUNS, _PIECES = 0x18, 0xFA, 0x102, 0x1A2
# Lengths in the order in which their stories follow one another, and in which they are read.
_STORIES = ("text", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header boxes")
_READ = ("text", "boxes", "footnotes", "endnotes", "comments", "headers", "header boxes")
_PAGE_BYTES = 512
# What a property says of its characters or of the end of its paragraph.
_DELETED, _ROW_END, _IN_CELL, _ITEM = 1, 2, 3, 4
_PROPERTIES = {0x0800: _DELETED, 0x2417: _ROW_END, 0x2416: _IN_CELL, 0x460B: _ITEM}
_OPERAND_BYTES = (1, 1, 2, 4, 2, 2, -1, 3)
_FIELD = re.compile("([\x13\x14\x15])")
_CHARACTERS = str.maketrans(
    {"\x07": "\t", "\r": "\n\n", "\x0b": "\n", "\x0c": "\n\n", "\x0e": "\n\n", "\x1e": "-", "\x1f": None}
    | dict.fromkeys("\0\x01\x02\x03\x04\x05\x06\x08", None)
)
# A phonetic guide is a field without a result: "EQ … \\o\\ad(\\s\\up 10(とうきょう),東京)".
_GUIDED = re.compile(r"\s*EQ .{0,200}?\\o.{0,200}\),(.{1,200}?)\)\s*", re.DOTALL)
_EMPTY_CELLS = re.compile("[\t ]+$", re.MULTILINE)


def read_doc(path: Source, *, limits: Limits) -> Iterator[Piece]:
    """Yield head and text of a Word document of the old kind.

    Raises:
        FileEncrypted: It asks for a password.
        FileDamaged: It is no compound file, or its tables lead nowhere.
    """
    with opened_compound(path) as compound:
        yield Head(title=compound.title, attributes=compound.properties)
        word = compound.stream("WordDocument").read()
        try:
            version, flags = struct.unpack_from("<H", word, 2)[0], struct.unpack_from("<H", word, 10)[0]
            if flags & _FLAG_ENCRYPTED:
                raise FileEncrypted
            if version < _FIRST_OF_97:
                yield _of_word_6(word)
                return
            table = compound.stream("1Table" if flags & _FLAG_TABLE_1 else "0Table").read()
            whole = _whole(word, table, limits.max_text_chars)
            lengths = struct.unpack_from("<8I", word, 0x4C)
        except struct.error as error:
            raise FileDamaged(detail=str(error)) from error
    starts = [sum(lengths[:number]) for number in range(len(lengths))]
    seen: set[str] = set()
    for story in _READ:
        number = _STORIES.index(story)
        text = _plain(whole[starts[number] : starts[number] + lengths[number]])
        if story in _READ[-2:]:  # each section has its own header, most often the same
            text = "\n".join(dict.fromkeys(line for line in text.split("\n") if line.strip()))
        if text.strip() and text not in seen:
            seen.add(text)
            yield f"{text.rstrip()}\n\n"


def _of_word_6(word: bytes) -> str:
    start, end = struct.unpack_from("<II", word, _TEXT_BOUNDS)
    text = _plain(word[start:end].decode("latin-1"))
    return decode(text.encode("latin-1", "replace"))[0] if text.strip() else ""


def _whole(word: bytes, table: bytes, most: int) -> str:
    """Return all stories as one text, a code unit a character, up to a little over ``most``."""
    places, descriptors = _pieces(table, *struct.unpack_from("<II", word, _PIECES))
    marks = bytearray(len(word))
    for start, end, mark in _marked(word, table, _CHARACTER_RUNS):
        if mark == _DELETED:
            marks[start:end] = bytes([mark]) * (end - start)
    for _, end, mark in _marked(word, table, _PARAGRAPH_RUNS):
        if mark not in (0, _DELETED) and 0 < end <= len(marks) and marks[end - 1] != _DELETED:
            marks[end - 1] = mark
    parts: list[str] = []
    n_chars = 0
    for index, (_, packed, _) in enumerate(struct.iter_unpack("<HIH", descriptors)):
        n_units = places[index + 1] - places[index]
        is_narrow = bool(packed & 0x40000000)
        start = (packed & 0x3FFFFFFF) // 2 if is_narrow else packed & 0x3FFFFFFF
        end = start + max(0, min(n_units, most)) * (1 if is_narrow else 2)
        if is_narrow:
            text = word[start:end].decode("cp1252", "replace")
            marked = marks[start:end]
        else:
            units = array("H", word[start : end - (end - start) % 2][: (len(word) - start) // 2 * 2])
            text = "".join(map(chr, units))
            marked = marks[start + 1 : end : 2]
        parts.append(_with_marks(text, marked))
        n_chars += len(text)
        if n_chars > most:
            break
    return "".join(parts)


def _pieces(table: bytes, at: int, n_bytes: int) -> tuple[tuple[int, ...], bytes]:
    """Return where in the text each piece begins, one more than there are, and their descriptors."""
    end = min(at + n_bytes, len(table))
    while at + 5 <= end and table[at] == 1:
        at += 3 + struct.unpack_from("<H", table, at + 1)[0]
    if at + 5 > end or table[at] != 2:
        raise FileDamaged(detail="no table of pieces")
    plc = table[at + 5 : min(at + 5 + struct.unpack_from("<I", table, at + 1)[0], end)]
    n_pieces = (len(plc) - 4) // 12
    if n_pieces < 1:
        raise FileDamaged(detail="no table of pieces")
    places = struct.unpack_from(f"<{n_pieces + 1}I", plc)
    return places, plc[4 * (n_pieces + 1) :][: 8 * n_pieces]


def _marked(word: bytes, table: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield stretches of the file with what their properties say, of characters or of paragraphs."""
    start, n_bytes = struct.unpack_from("<II", word, at)
    plc = table[start : start + n_bytes]
    n_pages = max(0, (len(plc) - 4) // 8)
    for (number,) in struct.iter_unpack("<I", plc[4 * (n_pages + 1) :][: 4 * n_pages]):
        page = word[(number & 0x3FFFFF) * _PAGE_BYTES :][:_PAGE_BYTES]
        if len(page) < _PAGE_BYTES:
            continue
        n_runs = min(page[-1], 101)
        places = struct.unpack_from(f"<{n_runs + 1}I", page)
        for index in range(n_runs):
            if at == _CHARACTER_RUNS:
                offset = page[min(4 * (n_runs + 1) + index, 510)] * 2
                properties = page[offset + 1 : offset + 1 + page[offset]] if offset else b""
            else:
                offset = page[min(4 * (n_runs + 1) + 13 * index, 510)] * 2
                length = page[offset] * 2 - 1 if page[offset] else page[min(offset + 1, 511)] * 2 + 1
                # A byte or two of length, two of style.
                properties = (
                    page[offset + (3 if page[offset] else 4) : offset + 1 + length] if offset else b""
                )
            if mark := _mark(properties):
                yield places[index], min(places[index + 1], len(word)), mark


def _mark(properties: bytes) -> int:
    found = at = 0
    while at + 3 <= len(properties):
        (code,) = struct.unpack_from("<H", properties, at)
        n_bytes = _OPERAND_BYTES[code >> 13]
        if code in _PROPERTIES and properties[at + 2]:
            mark = _PROPERTIES[code]
            # Of a paragraph that is several: the end of a row, then a cell, then an item.
            found = mark if not found else min(found, mark)
        at += 2 + (1 + properties[at + 2] if n_bytes < 0 else n_bytes)
    return found


def _with_marks(text: str, marks: bytearray) -> str:
    if not any(marks):
        return text
    characters = list(text)
    for index, mark in enumerate(marks[: len(characters)]):
        if mark == _DELETED:
            characters[index] = "\0"
        elif mark == _ROW_END or (mark == _ITEM and characters[index] == "\r"):
            characters[index] = "\n"
        elif mark == _IN_CELL and characters[index] == "\r":
            characters[index] = " "
    return "".join(characters)


def _plain(text: str) -> str:
    """Return a story without instructions of fields, its marks as white space."""
    kept: list[str] = []
    instructions: list[bool] = []  # of the open fields, whether their instruction has not ended
    n_hidden, hidden = 0, ""
    for part in _FIELD.split(text):
        if part == "\x13":
            instructions.append(True)
            n_hidden += 1
        elif part in ("\x14", "\x15") and instructions:
            if (
                part == "\x15"
                and instructions[-1]
                and n_hidden == 1
                and (guided := _GUIDED.fullmatch(hidden))
            ):
                kept.append(guided[1])
            n_hidden -= instructions[-1]
            instructions[-1] = False
            if part == "\x15":
                instructions.pop()
        elif not n_hidden and part not in ("\x14", "\x15"):
            kept.append(part)
        else:
            hidden = part
    plain = _EMPTY_CELLS.sub("", "".join(kept).translate(_CHARACTERS))
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
