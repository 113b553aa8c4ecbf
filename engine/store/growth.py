"""How the library grew by the dates of its documents, and when an entity was written about."""

from __future__ import annotations

from apsw import Connection

from engine.neighbours import GrowthPoint, TimelinePoint
from engine.store import documents
from engine.store.dates import date_of
from engine.store.rows import fetch


def growth(db: Connection) -> tuple[GrowthPoint, ...]:
    """Return a point for each month that a document is of, in order of time."""
    rows = fetch(
        db,
        f"""WITH dated AS MATERIALIZED (
                SELECT id, substr({date_of("document.id")}, 1, 7) AS month FROM document),
            mentioned AS (SELECT document_id, count(*) AS n FROM mention
                          WHERE entity_id IS NOT NULL GROUP BY 1),
            related AS (SELECT document_id, count(*) AS n FROM relation
                        WHERE subject_id <> object_id GROUP BY 1),
            known AS (SELECT min(month) AS month FROM mention JOIN dated ON dated.id = document_id
                      WHERE entity_id IS NOT NULL GROUP BY entity_id),
            new AS (SELECT month, count(*) AS n FROM known GROUP BY 1)
            SELECT dated.month, count(*), total(mentioned.n), total(related.n), coalesce(new.n, 0)
            FROM dated LEFT JOIN mentioned ON mentioned.document_id = dated.id
            LEFT JOIN related ON related.document_id = dated.id LEFT JOIN new ON new.month = dated.month
            WHERE dated.month IS NOT NULL GROUP BY dated.month ORDER BY dated.month""",
    )
    return tuple(
        GrowthPoint(
            month=month, n_documents=n_documents, n_mentions=int(n_mentions), n_relations=int(n_relations),
            n_new_entities=n_new,
        )
        for month, n_documents, n_mentions, n_relations, n_new in rows
    )  # fmt: skip


def timeline(db: Connection, entity_id: int, *, limit: int) -> tuple[TimelinePoint, ...]:
    """Return the documents that mention an entity, oldest first; of too many the latest."""
    rows = fetch(
        db,
        f"""SELECT document_id, {date_of("counted.document_id")} AS date, n FROM (
                SELECT document_id, count(*) AS n FROM mention WHERE entity_id = ? GROUP BY document_id
            ) AS counted ORDER BY date DESC, document_id DESC LIMIT ?""",
        (entity_id, limit),
    )
    places = documents.places(db, [document_id for document_id, _, _ in rows])
    return tuple(
        TimelinePoint(
            document_id=document_id, path=place.path, title=documents.shown_title(place.title, place.path),
            date=date or "", n_mentions=n_mentions,
        )
        for document_id, date, n_mentions in reversed(rows)
        if (place := places.get(document_id)) is not None
    )  # fmt: skip
