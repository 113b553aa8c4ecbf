"""Keeps corrections where they belong while documents come, change and go.

A placement says at which span of a document's text a correction holds. It is kept
under the hash of the bytes, so that copies, renamed files and files that come back
need nothing done. An edited file is another document: what held in the former one
is found again in it by quote and context, or holds nowhere until that can be done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from apsw import Connection

from engine.records import Span
from engine.store import corrections, graph_write
from engine.store.anchor import anchor
from engine.store.rows import as_json, fetch


@dataclass(frozen=True, slots=True)
class _Sought:
    """A correction that may hold in a document; ``start`` is where it stood in the text before."""

    correction_id: int
    quote: str
    before: str
    after: str
    start: int | None


def follow(
    db: Connection, *, path: str, former_id: int | None, document_id: int, read: Callable[[int], str]
) -> None:
    """Let the corrections of a file hold in the document that it has now.

    Args:
        db: A connection in a transaction.
        path: The file's.
        former_id: The document that it had before, if that is still there.
        document_id: The document that it has now.
        read: Returns a document's text.
    """
    sought = _sought(
        db,
        """WITH held AS (
               SELECT document.id AS document_id, correction_id, placement.start
               FROM document JOIN placement USING (content_hash, format) WHERE document.id IN (?1, ?2)
           )
           SELECT id, quote, before, after,
                  (SELECT start FROM held WHERE document_id = ?1 AND correction_id = correction.id)
           FROM correction
           WHERE id IN (SELECT id FROM correction WHERE path = ?3
                        UNION SELECT correction_id FROM held WHERE document_id = ?1)
             AND id NOT IN (SELECT correction_id FROM held WHERE document_id = ?2)
           ORDER BY id""",
        (former_id, document_id, path),
    )
    if not sought:
        return
    text = read(document_id)
    former = "" if former_id is None else read(former_id)
    placed = [one.correction_id for one in sought if _place(db, document_id, one, text=text, former=former)]
    if placed:
        graph_write.let_wait(db, [document_id])
    ids = as_json(one.correction_id for one in sought)
    db.execute(
        """UPDATE correction SET path = ?1
           WHERE id IN (SELECT value FROM json_each(?2)) AND path NOT IN (SELECT path FROM file)""",
        (path, ids),
    )
    # Of the versions that are gone only this former one may be needed again soon.
    db.execute(
        """DELETE FROM placement WHERE correction_id IN (SELECT value FROM json_each(?))
           AND (content_hash, format) NOT IN (SELECT content_hash, format FROM document)""",
        (ids,),
    )


def settle(
    db: Connection, document_id: int, *, content_hash: str, format: str, text: str, former: str = ""
) -> None:
    """Let the corrections of these very bytes hold in the document that was just made of them.

    Another version of the readers may have read another ``text`` out of them than ``former``.
    """
    sought = _sought(
        db,
        """SELECT id, quote, correction.before, correction.after, coalesce(placement.start, correction.start)
           FROM correction LEFT JOIN placement ON correction_id = correction.id
               AND placement.content_hash = ?1 AND placement.format = ?2
           WHERE id IN (SELECT id FROM correction WHERE content_hash = ?1 AND format = ?2
                        UNION SELECT correction_id FROM placement WHERE content_hash = ?1 AND format = ?2)
           ORDER BY id""",
        (content_hash, format),
    )
    db.execute("DELETE FROM placement WHERE content_hash = ? AND format = ?", (content_hash, format))
    for one in sought:
        _place(db, document_id, one, text=text, former=former or text)


def move(db: Connection, old_path: str, new_path: str) -> None:
    """Note that a file has another path."""
    db.execute("UPDATE correction SET path = ? WHERE path = ?", (new_path, old_path))


def _sought(db: Connection, sql: str, values: tuple[Any, ...]) -> list[_Sought]:
    return [_Sought(*row) for row in fetch(db, sql, values)]


def _place(db: Connection, document_id: int, one: _Sought, *, text: str, former: str) -> bool:
    """Let a correction hold where it is found in ``text``; False when that is not certain."""
    start = anchor(
        text, quote=one.quote, before=one.before, after=one.after, former=former, former_start=one.start
    )
    if start is None:
        return False
    span = Span(start, start + len(one.quote))
    db.execute(
        """INSERT INTO placement (content_hash, format, correction_id, start, "end")
           SELECT content_hash, format, ?, ?, ? FROM document WHERE id = ?""",
        (one.correction_id, span.start, span.end, document_id),
    )
    db.execute(
        "UPDATE correction SET before = ?, after = ? WHERE id = ?",
        (*corrections.context(text, span), one.correction_id),
    )
    return True
