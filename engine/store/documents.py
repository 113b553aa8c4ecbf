"""Documents: text addressed by the hash of its bytes, with passages and full text.

Offsets are code points of the document's cleaned text. A document goes, with
all that was derived from it, when no file points at it any more.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial as bind
from itertools import groupby
from pathlib import PurePath
from typing import Any

from apsw import Connection

from engine.errors import FileNotInLibrary
from engine.language.keywords import keywords
from engine.language.minhash import Signature
from engine.records import Document, DocumentView, Page, Passage, Reason, TextMention
from engine.store import graph_write, likeness, link_write, placements, profiles, vectors
from engine.store.framed import FrameReader, pack, unpack
from engine.store.rows import as_json, count, fetch, fetch_id, fetch_ids
from engine.store.terms import index_text

PICTURED = frozenset(("pdf", "png", "jpeg", "gif", "tiff", "bmp", "webp"))
"""Formats whose pages can be shown as they look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a document stands: the first of its paths, the title that it states, how many files it has.

    ``modified_ns`` is when the file at ``path`` was changed last (Unix).
    """

    path: str
    title: str | None
    n_copies: int
    modified_ns: int


def find(db: Connection, content_hash: str, format: str, read_stamp: str) -> int | None:
    """Return the document of these bytes if this version of the readers made it."""
    return fetch_id(
        db,
        "SELECT id FROM document WHERE content_hash = ? AND format = ? AND read_stamp = ?",
        (content_hash, format, read_stamp),
    )


def n_passages(db: Connection, document_id: int) -> int:
    """Return how many passages a document has."""
    return count(db, "SELECT count(*) FROM passage WHERE document_id = ?", (document_id,))


def owners(db: Connection, passage_ids: Iterable[int]) -> dict[int, int]:
    """Return the document of each passage."""
    return dict(
        fetch(
            db,
            "SELECT id, document_id FROM passage WHERE id IN (SELECT value FROM json_each(?))",
            (as_json(passage_ids),),
        )
    )


def exists(db: Connection, document_id: int) -> bool:
    """Tell whether the document is still there."""
    return fetch_id(db, "SELECT id FROM document WHERE id = ?", (document_id,)) is not None


def partial(db: Connection, document_id: int) -> Reason | None:
    """Return why the text is not the whole of its file, or None."""
    stored: Any = db.execute("SELECT partial FROM document WHERE id = ?", (document_id,)).get
    return _reason(stored)


def insert(
    db: Connection,
    *,
    content_hash: str,
    format: str,
    document: Document,
    passages: Sequence[Passage],
    read_stamp: str,
    signature: Signature | None = None,
) -> int:
    """Store a document with its passages, their full text and its signature; return its id.

    One that is there already is returned as it is; one that an older version of
    the readers made is replaced, and its files point at the new one.
    """
    before = fetch(
        db,
        "SELECT id, read_stamp, added_ms FROM document WHERE content_hash = ? AND format = ?",
        (content_hash, format),
    )
    file_ids: list[int] = []
    former, added_ms = "", time.time_ns() // 1_000_000
    for document_id, stamp, known_ms in before:
        if stamp == read_stamp:
            return int(document_id)
        added_ms = known_ms
        former = text(db, document_id)
        file_ids = fetch_ids(db, "SELECT id FROM file WHERE document_id = ?", (document_id,))
        db.execute("UPDATE file SET document_id = NULL WHERE document_id = ?", (document_id,))
        _delete(db, document_id)
    db.execute(
        """INSERT INTO document
               (content_hash, format, title, text, n_chars, pages, attributes, partial, read_stamp, added_ms)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            content_hash, format, document.title, pack(document.text), len(document.text),
            json.dumps([(page.number, page.start, page.end, page.is_ocr) for page in document.pages]),
            _json(document.attributes),
            None if document.partial is None
            else _json({"code": document.partial.code, "params": dict(document.partial.params)}),
            read_stamp, added_ms,
        ),
    )  # fmt: skip
    document_id = db.last_insert_rowid()
    _insert_passages(db, document_id, document.text, passages)
    db.execute(
        "UPDATE file SET document_id = ? WHERE id IN (SELECT value FROM json_each(?))",
        (document_id, as_json(file_ids)),
    )
    likeness.put(db, document_id, signature)
    link_write.put(db, document_id, document, format=format)
    profiles.put(db, document_id, title=document.title, attributes=document.attributes)
    placements.settle(
        db, document_id, content_hash=content_hash, format=format, text=document.text, former=former
    )
    return document_id


def _insert_passages(db: Connection, document_id: int, text: str, passages: Sequence[Passage]) -> None:
    for passage in passages:
        db.execute(
            'INSERT INTO passage (document_id, ordinal, start, "end", page) VALUES (?, ?, ?, ?, ?)',
            (document_id, passage.ordinal, passage.start, passage.end, passage.page),
        )
        db.execute(
            "INSERT INTO passage_index (rowid, text) VALUES (?, ?)",
            (db.last_insert_rowid(), index_text(text[passage.start : passage.end])),
        )


def delete_orphans(db: Connection, document_ids: Sequence[int]) -> None:
    """Delete those of the documents that no file points at, with all that they support."""
    for document_id in document_ids:
        if fetch_id(db, "SELECT id FROM file WHERE document_id = ? LIMIT 1", (document_id,)) is not None:
            continue
        db.execute(
            "DELETE FROM ocr_page WHERE content_hash = (SELECT content_hash FROM document WHERE id = ?)",
            (document_id,),
        )
        _delete(db, document_id)


def _delete(db: Connection, document_id: int) -> None:
    graph_write.remove_knowledge(db, document_id)
    passage_ids = fetch_ids(db, "SELECT id FROM passage WHERE document_id = ?", (document_id,))
    vectors.delete(db, passage_ids)
    db.executemany("DELETE FROM passage_index WHERE rowid = ?", [(id_,) for id_ in passage_ids])
    db.execute("DELETE FROM document WHERE id = ?", (document_id,))
    likeness.outdate(db)


def text(db: Connection, document_id: int) -> str:
    """Return the whole text of a document, "" when it is gone."""
    blob: Any = db.execute("SELECT text FROM document WHERE id = ?", (document_id,)).get
    return "" if blob is None else unpack(blob)


def passage_texts(db: Connection, rows: Sequence[tuple[int, int, int]]) -> list[str]:
    """Return the text of each ``(document_id, start, end)``, "" where the document is gone.

    Only the frames that are asked for are unpacked.
    """
    texts = [""] * len(rows)
    order = sorted(range(len(rows)), key=lambda index: rows[index])
    with db:  # one state of the library, should the caller not have asked for that
        for document_id, alike in groupby(order, key=lambda index: rows[index][0]):
            if not exists(db, document_id):
                continue
            with db.blob_open("main", "document", "text", document_id, False) as blob:
                reader = FrameReader(bind(_read, blob))
                for index in alike:
                    texts[index] = reader.cut(*rows[index][1:])
    return texts


def places(db: Connection, document_ids: Iterable[int]) -> dict[int, Place]:
    """Return where each of the documents stands that are there."""
    rows = fetch(
        db,
        """SELECT document.id, min(path), title, count(*), modified_ns
           FROM document JOIN file ON document_id = document.id
           WHERE document.id IN (SELECT value FROM json_each(?)) GROUP BY document.id""",
        (as_json(document_ids),),
    )  # beside a min() SQLite gives the other columns of the same row
    return {
        document_id: Place(path=path, title=title, n_copies=n_copies, modified_ns=modified_ns)
        for document_id, path, title, n_copies, modified_ns in rows
    }


def shown_title(title: str | None, path: str) -> str:
    """Return the title that a document states, else the name of its file."""
    return title or PurePath(path).name


def view(db: Connection, document_id: int) -> DocumentView:
    """Return everything the Document screen shows.

    Raises:
        FileNotInLibrary: There is no such document (any more).
    """
    rows = fetch(
        db,
        "SELECT format, title, text, pages, attributes, partial FROM document WHERE id = ?",
        (document_id,),
    )
    paths = [
        path
        for (path,) in fetch(db, "SELECT path FROM file WHERE document_id = ? ORDER BY path", (document_id,))
    ]
    if not rows or not paths:
        raise FileNotInLibrary(path=str(document_id))
    form, title, blob, pages, attributes, partial_json = rows[0]
    whole, stated = unpack(blob), json.loads(attributes)
    return DocumentView(
        document_id=document_id,
        path=paths[0],
        paths=tuple(paths),
        title=shown_title(title, paths[0]),
        format=form,
        text=whole,
        pages=_pages(pages),
        has_pictures=form in PICTURED,
        attributes=stated,
        partial=_reason(partial_json),
        mentions=_mentions(db, document_id),
        keywords=keywords(whole, stated=str(stated.get("keywords", ""))),
    )


def source_of(db: Connection, document_id: int) -> tuple[str, str]:
    """Return the content hash and the format of a document's files.

    Raises:
        FileNotInLibrary: There is no such document (any more).
    """
    rows = fetch(db, "SELECT content_hash, format FROM document WHERE id = ?", (document_id,))
    if not rows:
        raise FileNotInLibrary(path=str(document_id))
    return rows[0][0], rows[0][1]


def _pages(stored: str) -> tuple[Page, ...]:
    return tuple(
        Page(number=number, start=start, end=end, is_ocr=bool(is_ocr and is_ocr[0]))
        for number, start, end, *is_ocr in json.loads(stored)
    )


def _mentions(db: Connection, document_id: int) -> tuple[TextMention, ...]:
    rows = fetch(
        db,
        """SELECT start, "end", label, score, entity_id, entity.name
           FROM mention JOIN entity ON entity.id = entity_id WHERE document_id = ? ORDER BY start, "end" """,
        (document_id,),
    )
    return tuple(
        TextMention(start=start, end=end, label=label, score=score, entity_id=entity_id, entity_name=name)
        for start, end, label, score, entity_id, name in rows
    )


def _read(blob: Any, offset: int, size: int) -> bytes:
    blob.seek(offset)
    return bytes(blob.read(size))


def _reason(stored: str | None) -> Reason | None:
    return None if stored is None else Reason(**json.loads(stored))


def _json(value: Any) -> str:
    return json.dumps(dict(value), ensure_ascii=False, sort_keys=True)
