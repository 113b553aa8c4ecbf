"""Links between documents: whom one refers to, and who refers to it.

What a document says is kept with it (``engine.store.link_write``); which document is meant is looked up
when it is asked for, so that files may come, go and be renamed in any order.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence
from typing import Any

from apsw import Connection

from engine.errors import FileNotInLibrary
from engine.language.references import page_key, page_path
from engine.neighbours import DocumentLink, DocumentLinks
from engine.store import documents
from engine.store.rows import as_json, fetch
from engine.store.terms import phrase, tokens

_MOST = 1000
"""Links of a direction in one answer."""

_Row = tuple[str, str, int, int]
"""Kind, target and span of a link."""


def document_links(db: Connection, document_id: int) -> DocumentLinks:
    """Return the links of a document; those to files that are not there too, other unresolved ones not.

    Raises:
        FileNotInLibrary: There is no such document (any more).
    """
    if not documents.exists(db, document_id):
        raise FileNotInLibrary(path=str(document_id))
    pages = _Pages(db)
    out = [*_named_by(db, document_id), *_pages_out(db, document_id, pages)]
    into = [*_naming(db, document_id), *_pages_into(db, document_id, pages)]
    return DocumentLinks(
        out=_dressed(db, [(other, document_id, row) for other, row in out]),
        into=_dressed(db, [(other, other, row) for other, row in into]),
    )


def _named_by(db: Connection, document_id: int) -> list[tuple[int | None, _Row]]:
    rows = fetch(
        db,
        """SELECT identifier.document_id, kind, target, start, "end"
           FROM link JOIN identifier USING (kind, key)
           WHERE link.document_id = ?1 AND identifier.document_id <> ?1
           ORDER BY start, kind, identifier.document_id LIMIT ?2""",
        (document_id, _MOST),
    )
    return [(row[0], row[1:]) for row in rows]


def _naming(db: Connection, document_id: int) -> list[tuple[int, _Row]]:
    rows = fetch(
        db,
        """SELECT link.document_id, kind, target, start, "end" FROM identifier JOIN link USING (kind, key)
           WHERE identifier.document_id = ?1 AND link.document_id <> ?1
           ORDER BY link.document_id, start, kind LIMIT ?2""",
        (document_id, _MOST),
    )
    return [(row[0], row[1:]) for row in rows]


def _pages_out(db: Connection, document_id: int, pages: _Pages) -> list[tuple[int | None, _Row]]:
    rows = fetch(
        db,
        """SELECT key, target, start, "end" FROM link WHERE document_id = ? AND kind = 'page'
           ORDER BY start, key LIMIT ?""",
        (document_id, _MOST),
    )
    home = _paths(db, document_id)
    meant = [
        (pages.meant(key, target, home), ("page", target, start, end)) for key, target, start, end in rows
    ]
    return [(other, row) for other, row in meant if other != document_id]


def _pages_into(db: Connection, document_id: int, pages: _Pages) -> list[tuple[int, _Row]]:
    keys = sorted({key for path in _paths(db, document_id) for key in _keys(path)})
    rows = fetch(
        db,
        """SELECT document_id, key, target, start, "end" FROM link
           WHERE kind = 'page' AND key IN (SELECT value FROM json_each(?1)) AND document_id <> ?2
           ORDER BY document_id, start LIMIT ?3""",
        (as_json(keys), document_id, _MOST),
    )
    return [
        (source, ("page", target, start, end))
        for source, key, target, start, end in rows
        if pages.meant(key, target, _paths(db, source)) == document_id
    ]


class _Pages:
    """Finds the document that a link to a file means; remembers what was looked up."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._named: dict[str, list[tuple[str, int]]] = {}

    def meant(self, key: str, target: str, home: Sequence[str]) -> int | None:
        """Return the document at ``target``, seen from files at ``home``, None where there is none.

        A path counts from the folder of the file that has it, or from any folder above; a bare name is
        found anywhere, the nearest of several first.
        """
        if key not in self._named:
            self._named[key] = self._files_named(key)
        wanted = page_key(page_path(target))
        ranked = [
            (*rank, path, document_id)
            for path, document_id in self._named[key]
            if (rank := _rank(page_key(_posix(path)), wanted, home)) is not None
        ]
        return min(ranked)[-1] if ranked else None

    def _files_named(self, key: str) -> list[tuple[str, int]]:
        if not tokens(key):
            return []
        rows = fetch(
            self._db,
            """SELECT path, document_id FROM file WHERE document_id IS NOT NULL
               AND id IN (SELECT rowid FROM name_index WHERE name_index MATCH ?)""",
            (phrase(key),),
        )
        return [(path, document_id) for path, document_id in rows if key in _keys(path)]


def _rank(path: str, wanted: str, home: Sequence[str]) -> tuple[int, int] | None:
    """Return how well a file fits a link, less is better; None where it does not."""
    spellings = (path, posixpath.splitext(path)[0])
    folders = [posixpath.dirname(page_key(_posix(at))) for at in home]
    if any(posixpath.normpath(posixpath.join(folder, wanted)) in spellings for folder in folders):
        return 0, 0
    tail = posixpath.normpath(wanted).removeprefix("../").lstrip("/")
    if not any(f"/{spelling}".endswith(f"/{tail}") for spelling in spellings):
        return None
    n_shared = max((len(posixpath.commonprefix([folder, path])) for folder in folders), default=0)
    return 1, -n_shared


def _keys(path: str) -> set[str]:
    name = page_key(_posix(path).rpartition("/")[2])
    return {name, posixpath.splitext(name)[0]}


def _posix(path: str) -> str:
    return path.replace("\\", "/")


def _paths(db: Connection, document_id: int) -> list[str]:
    return [row[0] for row in fetch(db, "SELECT path FROM file WHERE document_id = ?", (document_id,))]


def _dressed(db: Connection, rows: Iterable[tuple[int | None, int, _Row]]) -> tuple[DocumentLink, ...]:
    """Return links with the other document and the text of their span; each row names both documents."""
    found = sorted(set(rows), key=lambda row: (row[1], row[2][2], row[2], row[0] or 0))
    places = documents.places(db, {other for other, _, _ in found if other is not None})
    texts = documents.passage_texts(db, [(source, row[2], row[3]) for _, source, row in found])
    return tuple(
        _link(other, places.get(other) if other is not None else None, row, text)
        for (other, _, row), text in zip(found, texts, strict=True)
    )


def _link(other: int | None, place: documents.Place | None, row: Any, text: str) -> DocumentLink:
    kind, target, start, end = row
    path = place.path if place else page_path(target)
    title = documents.shown_title(place.title if place else None, path)
    return DocumentLink(
        kind=kind, document_id=other if place else None, path=path, title=title, target=target, start=start,
        end=end, text=text,
    )  # fmt: skip
