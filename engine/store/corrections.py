"""Corrections: what people said of spans, kept whatever becomes of the documents.

Each holds in the documents that it has a placement in (see ``engine.store.placements``).
Undoing one deletes it: the act can be done again, and nothing of it is left behind.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from apsw import Connection

from engine.records import Span
from engine.store.anchor import CONTEXT_CHARS
from engine.store.rows import fetch, fetch_id, fetch_ids
from engine.teaching import Correction

# Of several documents that a correction holds in, the one of the file that it was made in comes first.
_PLACED = """
    SELECT correction.id, "group", placed.document_id,
           coalesce((SELECT file.path FROM file WHERE file.document_id = placed.document_id
                     ORDER BY file.path <> correction.path, file.path LIMIT 1), correction.path),
           coalesce(placed.start, correction.start), coalesce(placed."end", correction."end"),
           label, quote, created_ms
    FROM correction {join} (
        SELECT correction_id, document.id AS document_id, placement.start, placement."end"
        FROM placement JOIN document USING (content_hash, format)
    ) AS placed ON correction_id = correction.id
"""


def add(
    db: Connection,
    document_id: int,
    spans: Sequence[Span],
    *,
    label: str | None,
    text: str,
    group: int | None = None,
) -> int:
    """Note that the truth at each span of a document is ``label``; return the group.

    Args:
        db: A connection in a transaction.
        document_id: A document of the library.
        spans: At least one.
        label: None says that nothing is named there.
        text: The document's text.
        group: The act that these are part of; None begins one.
    """
    ((content_hash, form, path),) = fetch(
        db,
        """SELECT content_hash, format, (SELECT min(path) FROM file WHERE document_id = document.id)
           FROM document WHERE id = ?""",
        (document_id,),
    )
    created_ms = time.time_ns() // 1_000_000
    for span in spans:
        db.execute(
            """INSERT INTO correction ("group", path, content_hash, format, start, "end", label, quote,
                                       before, after, created_ms)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                group or 0, path or "", content_hash, form, span.start, span.end, label,
                text[span.start : span.end], *context(text, span), created_ms,
            ),
        )  # fmt: skip
        correction_id = db.last_insert_rowid()
        if group is None:
            group = correction_id
            db.execute('UPDATE correction SET "group" = id WHERE id = ?', (correction_id,))
        db.execute(
            """INSERT INTO placement (content_hash, format, correction_id, start, "end")
               VALUES (?, ?, ?, ?, ?)""",
            (content_hash, form, correction_id, span.start, span.end),
        )
    if group is None:
        raise ValueError("no span")
    return group


def context(text: str, span: Span) -> tuple[str, str]:
    """Return what stands before and after a span, as far as it is kept."""
    return (
        text[max(0, span.start - CONTEXT_CHARS) : span.start],
        text[span.end : span.end + CONTEXT_CHARS],
    )


def of_document(db: Connection, document_id: int) -> tuple[Correction, ...]:
    """Return the corrections that hold in a document, with their spans in it, in the order they were made."""
    sql = _PLACED.format(join="JOIN") + "WHERE placed.document_id = ? ORDER BY correction.id"
    return tuple(_record(row) for row in fetch(db, sql, (document_id,)))


def of_group(db: Connection, group: int) -> tuple[Correction, ...]:
    """Return the corrections of one act, in the order they were made."""
    sql = _PLACED.format(join="LEFT JOIN") + 'WHERE "group" = ? ' + _ONE_EACH
    return _one_each(fetch(db, sql, (group,)))


def every(db: Connection) -> tuple[Correction, ...]:
    """Return all corrections, in the order they were made; one that holds in several documents comes once."""
    return _one_each(fetch(db, _PLACED.format(join="LEFT JOIN") + _ONE_EACH))


def corrected_documents(db: Connection) -> list[int]:
    """Return the documents that any correction holds in."""
    return fetch_ids(
        db,
        """SELECT DISTINCT document.id FROM placement JOIN document USING (content_hash, format)
           ORDER BY document.id""",
    )


def group_of(db: Connection, correction_id: int | None) -> int | None:
    """Return the act that a correction is part of (None: the latest act), None when there is none."""
    return fetch_id(
        db,
        'SELECT "group" FROM correction WHERE ?1 IS NULL OR id = ?1 ORDER BY id DESC LIMIT 1',
        (correction_id,),
    )


def remove_group(db: Connection, group: int) -> list[int]:
    """Delete the corrections of one act; return the documents that they held in."""
    document_ids = fetch_ids(
        db,
        """SELECT DISTINCT document.id
           FROM correction JOIN placement ON correction_id = correction.id
           JOIN document ON document.content_hash = placement.content_hash
                        AND document.format = placement.format
           WHERE "group" = ? ORDER BY document.id""",
        (group,),
    )
    db.execute('DELETE FROM correction WHERE "group" = ?', (group,))
    return document_ids


_ONE_EACH = """
    ORDER BY correction.id, document_id IS NULL, NOT EXISTS (
        SELECT 1 FROM file WHERE file.document_id = placed.document_id AND file.path = correction.path
    ), document_id
"""


def _one_each(rows: Sequence[tuple[Any, ...]]) -> tuple[Correction, ...]:
    firsts: dict[int, Correction] = {}
    for row in rows:
        firsts.setdefault(row[0], _record(row))
    return tuple(firsts.values())


def _record(row: tuple[Any, ...]) -> Correction:
    correction_id, group, document_id, path, start, end, label, quote, created_ms = row
    return Correction(
        correction_id=correction_id,
        group=group,
        document_id=document_id,
        path=path,
        start=start,
        end=end,
        label=label,
        quote=quote,
        created_ms=created_ms,
    )
