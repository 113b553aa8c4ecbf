"""PPT: the text of PowerPoint 97 to 2007, one page a slide, in the order of the presentation ([MS-PPT]).

A container is followed by its children, so that a walk over records needs no depth.
Texts of masters are not read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from engine.errors import FileDamaged, FileEncrypted
from engine.ingest.readers.compound_file import opened_compound
from engine.ingest.readers.pieces import Head, Limits, Piece
from engine.ingest.readers.slides import COMMENTS, NOTES, joined
from engine.ingest.source import Source
from engine.records import Reason

_DOCUMENT, _NOTES_ATOM, _SLIDE_PERSIST, _SLIDE_LIST = 1000, 1009, 1011, 4080
_OUTLINE_REF, _TEXT_HEADER, _TEXT_CHARS, _TEXT_BYTES, _STRING = 3998, 3999, 4000, 4008, 4026
_USER_EDIT, _PERSIST_DIRECTORY, _COMMENT = 4085, 6002, 12000
_TITLES = frozenset((0, 6))
_NOTES_TEXT = 2
_ENCRYPTED_TOKEN = 0xF3D1C4DF
_SLIDES, _NOTES_LIST = 0, 2
_LINE_ENDS = str.maketrans({"\r": "\n", "\x0b": "\n"})


class _Record(NamedTuple):
    kind: int
    instance: int
    start: int
    end: int


@dataclass(slots=True)
class _Entry:
    """One slide or page of notes of a list: where it is, its id, and the outline's texts by their order."""

    place: int
    slide_id: int
    texts: list[tuple[int, str]] = field(default_factory=list)


def read_ppt(path: Source, *, limits: Limits) -> Iterator[Piece]:
    """Yield head and one string a slide.

    Raises:
        FileEncrypted: It asks for a password.
        FileDamaged: It is no compound file, or its tables lead nowhere.
    """
    with opened_compound(path) as compound:
        stated, properties = compound.title, compound.properties
        user = compound.stream("Current User").read()
        data = compound.stream("PowerPoint Document").read()
    title = stated if stated and not stated.lower().startswith(("powerpoint", "slide ")) else ""
    yield Head(is_paged=True, title=title or None, attributes=properties)
    try:
        places, document = _places(data, user)
        lists = _lists(data, places.get(document, 0))
        notes = dict(_notes(data, places, _once(lists[_NOTES_LIST], places)))
        slides = _once(lists[_SLIDES], places)
    except (struct.error, IndexError) as error:
        raise FileDamaged(detail=str(error)) from error
    for slide in slides[: limits.max_pages]:
        texts, comments = _texts(data, places.get(slide.place), slide.texts)
        titles = [text for kind, text in texts if kind in _TITLES]
        blocks = [text for kind, text in texts if kind not in _TITLES]
        if titles and not title:
            title = " ".join(titles[0].split())
            yield Head(is_paged=True, title=title, attributes=properties)
        asides = {NOTES: notes.get(slide.slide_id, ""), COMMENTS: "\n".join(comments)}
        yield joined([*titles, *blocks], asides)
    if len(slides) > limits.max_pages:
        params = {"limit_pages": limits.max_pages, "n_pages": len(slides)}
        yield Reason(code="partial.page_limit", params=params)


def _records(data: bytes, at: int, end: int) -> Iterator[_Record]:
    """Yield every record from ``at`` on, containers before what is in them."""
    while at + 8 <= end:
        version, kind, n_bytes = struct.unpack_from("<HHI", data, at)
        at += 8
        yield _Record(kind, version >> 4, at, min(at + n_bytes, end))
        if version & 0xF != 0xF:
            at += n_bytes


def _container(data: bytes, at: int) -> Iterator[_Record]:
    if 0 <= at <= len(data) - 8:
        n_bytes = struct.unpack_from("<I", data, at + 4)[0]
        yield from _records(data, at, min(at + 8 + n_bytes, len(data)))


def _places(data: bytes, user: bytes) -> tuple[dict[int, int], int]:
    """Return where each numbered object is by the latest edit, and the number of the document."""
    token, edit = struct.unpack_from("<II", user, 12)
    if token == _ENCRYPTED_TOKEN:
        raise FileEncrypted
    places: dict[int, int] = {}
    document = 0
    seen: set[int] = set()
    while edit and edit not in seen:
        seen.add(edit)
        record = next(_container(data, edit), None)
        if record is None or record.kind != _USER_EDIT:
            raise FileDamaged(detail="no record of edits")
        previous, directory, number = struct.unpack_from("<III", data, record.start + 8)
        if record.end - record.start >= 32:
            raise FileEncrypted
        document = document or number
        for persist_id, place in _directory(data, directory):
            places.setdefault(persist_id, place)
        edit = previous
    return places, document


def _directory(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    record = next(_container(data, at), None)
    if record is None or record.kind != _PERSIST_DIRECTORY:
        raise FileDamaged(detail="no directory of objects")
    at = record.start
    while at + 4 <= record.end:
        (head,) = struct.unpack_from("<I", data, at)
        n_places = min(head >> 20, (record.end - at - 4) // 4)
        for index in range(n_places):
            yield (head & 0xFFFFF) + index, struct.unpack_from("<I", data, at + 4 + 4 * index)[0]
        at += 4 + 4 * (head >> 20)


def _lists(data: bytes, at: int) -> dict[int, list[_Entry]]:
    """Return the lists of slides and of notes, in their order."""
    found: dict[int, list[_Entry]] = {_SLIDES: [], _NOTES_LIST: []}
    entries: list[_Entry] | None = None
    entries_end = kind = 0
    for number, record in enumerate(_container(data, at)):
        if not number and record.kind != _DOCUMENT:
            raise FileDamaged(detail="no document record")
        if record.kind == _SLIDE_LIST:
            entries, entries_end = found.get(record.instance), record.end
        elif entries is None or record.start >= entries_end:
            continue
        elif record.kind == _SLIDE_PERSIST and record.end - record.start >= 16:
            place, _, _, slide_id = struct.unpack_from("<4I", data, record.start)
            entries.append(_Entry(place, slide_id))
        elif record.kind == _TEXT_HEADER and record.end - record.start >= 4:
            (kind,) = struct.unpack_from("<I", data, record.start)
            if entries:
                entries[-1].texts.append((kind, ""))
        elif record.kind in (_TEXT_CHARS, _TEXT_BYTES) and entries and entries[-1].texts:
            entries[-1].texts[-1] = (kind, _text(data, record))
    return found


def _once(entries: list[_Entry], places: dict[int, int]) -> list[_Entry]:
    """Return the entries without those that repeat an object: such a list was made to take long."""
    return list({places.get(entry.place, -entry.place): entry for entry in reversed(entries)}.values())[::-1]


def _notes(data: bytes, places: dict[int, int], entries: list[_Entry]) -> Iterator[tuple[int, str]]:
    for entry in entries:
        for record in _container(data, places.get(entry.place, -1)):
            if record.kind == _NOTES_ATOM and record.end - record.start >= 4:
                (slide_id,) = struct.unpack_from("<I", data, record.start)
                texts, _ = _texts(data, places.get(entry.place), entry.texts)
                # What else stands there is the page's header and footer.
                yield slide_id, "\n".join(text for kind, text in texts if kind == _NOTES_TEXT)
                break


def _texts(
    data: bytes, at: int | None, outline: list[tuple[int, str]]
) -> tuple[list[tuple[int, str]], list[str]]:
    """Return a slide's texts with their kinds, the outline's where it points to them, and its comments."""
    found: list[tuple[int, str]] = []
    comments: list[str] = []
    unused = dict(enumerate(outline))
    kind = comment_end = 0
    for record in _container(data, -1 if at is None else at):
        if record.kind == _TEXT_HEADER and record.end - record.start >= 4:
            (kind,) = struct.unpack_from("<I", data, record.start)
        elif record.kind in (_TEXT_CHARS, _TEXT_BYTES):
            found.append((kind, _text(data, record)))
        elif record.kind == _OUTLINE_REF and record.end - record.start >= 4:
            found += filter(None, [unused.pop(struct.unpack_from("<I", data, record.start)[0], None)])
        elif record.kind == _COMMENT:
            comment_end = record.end
        elif record.kind == _STRING and record.instance == 1 and record.start < comment_end:
            comments.append(_text(data, record).strip())
    # A text of one star stands for the number of the slide, or for a date.
    shown = [(kind, text) for kind, text in (*found, *unused.values()) if text.strip() not in ("", "*")]
    return shown, comments


def _text(data: bytes, record: _Record) -> str:
    encoding = "latin-1" if record.kind == _TEXT_BYTES else "utf-16-le"
    text = data[record.start : record.end].decode(encoding, "replace").translate(_LINE_ENDS)
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n\0")
