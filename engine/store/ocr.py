"""Pages that are pictures, and half minutes of recordings: which wait to be read, and what was read.

Addressed by the hash of a file's bytes, so that a page is read once, however often
its document is made anew and however many copies there are.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from apsw import Connection

from engine.pages import Box, OcrLine
from engine.records import StageProgress
from engine.store import ledger, members
from engine.store.rows import as_json, count, fetch, fetch_ids

_PARTS = 10_000
"""Boxes are kept in so many parts of the width and height of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPage:
    """A page to be read, and one of the files that have it, whose drive is there.

    ``path`` is a file on disk; where that is an archive, ``member`` is the name of the file in it.
    """

    page_id: int
    content_hash: str
    page: int
    format: str
    path: str
    member: str
    size_bytes: int
    modified_ns: int


def expect(db: Connection, content_hash: str, pages: Iterable[int]) -> None:
    """Let pages wait to be read, unless they were."""
    db.executemany(
        "INSERT INTO ocr_page (content_hash, page) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [(content_hash, page) for page in pages],
    )


def next_waiting(
    db: Connection, *, skipped: Collection[int] = (), without: Collection[str] = ()
) -> WaitingPage | None:
    """Return the page to read next, longest known first; none of ``skipped`` (ids), ``without`` (formats)."""
    rows = fetch(
        db,
        """SELECT ocr_page.id, ocr_page.content_hash, page, format, home.path, file.path,
                  home.size_bytes, home.modified_ns
           FROM ocr_page JOIN document ON document.content_hash = ocr_page.content_hash
           JOIN file ON file.document_id = document.id
           JOIN file AS home ON home.id = coalesce(file.archive_id, file.id)
           JOIN folder ON folder.id = home.folder_id AND is_online
           WHERE stamp IS NULL AND ocr_page.id NOT IN (SELECT value FROM json_each(?))
             AND format NOT IN (SELECT value FROM json_each(?))
           ORDER BY ocr_page.id LIMIT 1""",
        (as_json(skipped), json.dumps(sorted(without))),
    )
    for page_id, digest, page, form, home, path, size_bytes, modified_ns in rows:
        return WaitingPage(
            page_id=page_id,
            content_hash=digest,
            page=page,
            format=form,
            path=home,
            member=members.name_inside(path, home),
            size_bytes=size_bytes,
            modified_ns=modified_ns,
        )
    return None


def put(db: Connection, page_id: int, lines: Sequence[OcrLine] | None, *, stamp: str) -> None:
    """Keep what ``stamp`` (an OCR engine) read off a page; None when it could not."""
    blob = None if lines is None else _pack(lines)
    db.execute("UPDATE ocr_page SET stamp = ?, lines = ? WHERE id = ?", (stamp, blob, page_id))


def pages(db: Connection, content_hash: str) -> dict[int, tuple[OcrLine, ...] | None]:
    """Return what was read off the pages of a file by number; None where that failed."""
    rows = fetch(
        db,
        "SELECT page, lines FROM ocr_page WHERE content_hash = ? AND stamp IS NOT NULL",
        (content_hash,),
    )
    return {page: None if blob is None else _unpack(blob) for page, blob in rows}


def read_again(db: Connection, content_hash: str) -> None:
    """Let the files of these bytes be read again, to put into their text what was read off their pages."""
    ids = fetch_ids(db, "SELECT id FROM document WHERE content_hash = ?", (content_hash,))
    ledger.read_again(db, ids)


def read_again_if_overtaken(db: Connection, file_id: int, codes: Collection[str]) -> None:
    """Let a file be read again, or what it holds, whose text says that pages wait when none does any more.

    The last of them was read while its text was made of those before. ``codes`` are the reasons that say so.
    """
    overtaken = fetch_ids(
        db,
        """SELECT DISTINCT document.id FROM file JOIN document ON document.id = document_id
           WHERE (file.id = ?1 OR file.archive_id = ?1) AND status = 'partial'
             AND code IN (SELECT value FROM json_each(?2))
             AND EXISTS (SELECT 1 FROM ocr_page WHERE content_hash = document.content_hash)
             AND NOT EXISTS (
                 SELECT 1 FROM ocr_page WHERE content_hash = document.content_hash AND stamp IS NULL
             )""",
        (file_id, json.dumps(sorted(codes))),
    )
    ledger.read_again(db, overtaken)


def progress_of(db: Connection, content_hash: str) -> StageProgress:
    """Return how many picture pages of a file were read, of all that it has."""
    ((n_pages, n_read),) = fetch(
        db, "SELECT count(*), count(stamp) FROM ocr_page WHERE content_hash = ?", (content_hash,)
    )
    return StageProgress(done=n_read, total=n_pages)


def progress(db: Connection) -> StageProgress:
    """Return how many pages were read, of all that are pictures."""
    n_pages = count(db, "SELECT count(*) FROM ocr_page")
    return StageProgress(
        done=n_pages - count(db, "SELECT count(*) FROM ocr_page WHERE stamp IS NULL"), total=n_pages
    )


def forgive(db: Connection, file_ids: Sequence[int]) -> None:
    """Let the pages of these files that could not be read wait once more."""
    db.execute(
        """UPDATE ocr_page SET stamp = NULL WHERE stamp IS NOT NULL AND lines IS NULL AND content_hash IN
               (SELECT content_hash FROM file WHERE id IN (SELECT value FROM json_each(?)))""",
        (as_json(file_ids),),
    )


def forgive_formats(db: Connection, formats: Collection[str], *, stamp: str) -> None:
    """Let pages of these formats wait once more that something else than ``stamp`` could not read."""
    db.execute(
        """UPDATE ocr_page SET stamp = NULL WHERE stamp <> ? AND lines IS NULL AND content_hash IN
               (SELECT content_hash FROM document WHERE format IN (SELECT value FROM json_each(?)))""",
        (stamp, json.dumps(sorted(formats))),
    )


def expect_none(db: Connection, formats: Collection[str]) -> None:
    """Let no page of these formats wait any more."""
    db.execute(
        """DELETE FROM ocr_page WHERE stamp IS NULL AND content_hash IN
               (SELECT content_hash FROM document WHERE format IN (SELECT value FROM json_each(?)))""",
        (json.dumps(sorted(formats)),),
    )


def expect_again(db: Connection, code: str, *, format: str | None = None) -> int:
    """Let files wait whose picture pages were left alone for the reason ``code``; return how many documents.

    ``format`` restricts it to files of one format.
    """
    lacking = fetch_ids(
        db,
        """SELECT DISTINCT document.id FROM file JOIN document ON document.id = document_id
           WHERE status = 'partial' AND code = ?1 AND (?2 IS NULL OR format = ?2)""",
        (code, format),
    )
    ledger.read_again(db, lacking)
    return len(lacking)


def _pack(lines: Iterable[OcrLine]) -> bytes:
    rows = [[line.text, [[start, end, *_parts(box)] for start, end, box in line.words]] for line in lines]
    return zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode())


def _unpack(blob: bytes) -> tuple[OcrLine, ...]:
    return tuple(
        OcrLine(
            text=text,
            words=tuple((start, end, Box(*(part / _PARTS for part in box))) for start, end, *box in words),
        )
        for text, words in json.loads(zlib.decompress(blob))
    )


def _parts(box: Box) -> list[int]:
    return [round(side * _PARTS) for side in (box.left, box.top, box.right, box.bottom)]
