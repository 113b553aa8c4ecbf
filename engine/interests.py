"""What belongs with what, what is worth opening, and the history that this is read from.

History is kept in the library file and nowhere else, for as long as the settings say; with
``history.keep`` off nothing is written and nothing of it counts. What is erased is gone from the file.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from apsw import Connection

from engine.annotate.keys import query_keys
from engine.errors import EntityUnknown, FileNotInLibrary
from engine.models import ModelShelf
from engine.records import EntityBrief, Reason
from engine.search.legs import Encoder
from engine.search.recommend import recommend
from engine.search.related import related_documents
from engine.search.related_entities import related_entities
from engine.search.search import search
from engine.search.suggest import suggest
from engine.search.wanted import DAY_MS, HALF_LIFE_DAYS, Wanted, weigh
from engine.settings import Settings
from engine.store import activity, documents, followed, graph
from engine.store.connection import Store
from engine.suggestions import ActivityKind, ActivityRow, Followed, News, SuggestedDocument, SuggestedEntity

_COUNTS_DAYS = 6 * HALF_LIFE_DAYS
"""What is older counts less than a sixtieth."""
_MOST_ACTS = 1_000
_NEWS_DEPTH = 200
"""Hits of a followed search among which its news are looked for."""


class Interests:
    """The interests of the one user of a library; may be used from any thread."""

    def __init__(
        self,
        store: Store,
        models: ModelShelf,
        settings: Callable[[], Settings],
        *,
        clock: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        """Read and write ``store``; ``settings`` gives those in force, ``clock`` Unix milliseconds."""
        self._store = store
        self._models = models
        self._settings = settings
        self._clock = clock

    def related(self, document_id: int, *, limit: int = 10) -> tuple[SuggestedDocument, ...]:
        """Return the documents that belong with one, best first.

        Raises:
            FileNotInLibrary: There is no such document (any more).
        """
        with self._store.read() as db:
            if not documents.exists(db, document_id):
                raise FileNotInLibrary(path=str(document_id))
            return related_documents(db, document_id, limit=limit, rrf_k=self._settings().searching.rrf_k)

    def related_entities(self, entity_id: int, *, limit: int = 10) -> tuple[SuggestedEntity, ...]:
        """Return the entities that belong with one, best first.

        Raises:
            EntityUnknown: There is no such entity (any more).
        """
        with self._store.read() as db:
            brief = _entity(db, entity_id)
            return related_entities(
                db, entity_id, label=brief.label, limit=limit, rrf_k=self._settings().searching.rrf_k
            )

    def recommended(
        self, *, limit: int = 12, waits_for_encoder: bool = True
    ) -> tuple[SuggestedDocument, ...]:
        """Return documents that may be worth opening, best first."""
        encoder, now_ms = self._encoder(waits_for_encoder), self._clock()
        with self._store.read() as db:
            return recommend(
                db, self._wanted(db, now_ms), encoder=encoder, now_ms=now_ms, limit=limit,
                rrf_k=self._settings().searching.rrf_k,
            )  # fmt: skip

    def activity(self, *, offset: int = 0, limit: int = 200) -> tuple[ActivityRow, ...]:
        """Return what the user did, the latest first."""
        with self._store.read() as db:
            return activity.rows(db, offset=offset, limit=limit)

    def followed(self) -> tuple[Followed, ...]:
        """Return what is followed, in the order it was chosen."""
        with self._store.read() as db:
            return followed.rows(db)

    def news(self, *, limit: int = 10) -> tuple[News, ...]:
        """Return what came into the library since ``note_news_seen``, for each thing followed that has news.

        ``limit`` bounds the documents of each.
        """
        with self._store.read() as db:
            found = [(row, self._new_documents(db, row)) for row in followed.rows(db)]
            told = (
                News(
                    followed=row,
                    n_documents=len(ids),
                    documents=suggest(
                        db,
                        dict.fromkeys(ids, 1.0),
                        reasons=dict.fromkeys(ids, _news_reason(row)),
                        limit=limit,
                    ),
                )
                for row, ids in found
            )
            return tuple(one for one in told if one.documents)

    def note_opened(self, document_id: int) -> None:
        """Remember that a document was opened."""
        self._note_document("opened", document_id)

    def note_corrected(self, document_id: int) -> None:
        """Remember that something in a document was corrected."""
        self._note_document("corrected", document_id)

    def note_looked_at(self, entity_id: int) -> None:
        """Remember that an entity was looked at."""
        self._note(lambda db, at_ms: activity.note_entity(db, entity_id, at_ms=at_ms))

    def note_searched(self, query: str) -> None:
        """Remember what was searched, and meant: not what is still being typed."""
        self._note(lambda db, at_ms: activity.note_query(db, query, at_ms=at_ms))

    def erase(self, activity_id: int | None = None, *, since_ms: int | None = None) -> int:
        """Erase one act, all since a time or (neither given) all, without a trace; return how many."""
        with self._store.write() as db:
            n_erased = activity.erase(db, activity_id=activity_id, since_ms=since_ms)
        self._store.shrink_log()
        return n_erased

    def follow(self, entity_id: int | None = None, *, query: str = "") -> Followed:
        """Follow an entity or, without one, a search; doing it again changes nothing.

        Raises:
            EntityUnknown: There is no such entity (any more), and no query.
        """
        with self._store.write() as db:
            if entity_id is not None or not query.strip():
                followed_id = followed.follow_entity(db, entity_id or 0, at_ms=self._clock())
            else:
                followed_id = followed.follow_query(db, query, at_ms=self._clock())
            if followed_id is None:
                raise EntityUnknown(name=str(entity_id), near=[])
            return next(row for row in followed.rows(db) if row.followed_id == followed_id)

    def unfollow(self, followed_id: int) -> None:
        """Follow it no more, and leave no trace of it."""
        with self._store.write() as db:
            followed.unfollow(db, followed_id)
        self._store.shrink_log()

    def note_news_seen(self) -> None:
        """Remember that the news were looked at."""
        with self._store.write() as db:
            followed.mark_seen(db, at_ms=self._clock())

    def _wanted(self, db: Connection, now_ms: int) -> Wanted:
        since_ms = now_ms - int(_COUNTS_DAYS * DAY_MS)
        keeps = self._settings().history.keep
        rows = activity.rows(db, since_ms=since_ms, limit=_MOST_ACTS) if keeps else ()
        return weigh(rows, followed.rows(db), now_ms=now_ms)

    def _new_documents(self, db: Connection, row: Followed) -> list[int]:
        """Return what is new in one thing, the newest first; of a search by words only."""
        if row.entity_id is not None:
            return followed.new_with_entity(db, row.entity_id, since_ms=row.seen_ms)
        if row.label is not None:
            return []
        result = search(
            db, row.name, limit=_NEWS_DEPTH, encoder=None, entity_keys=query_keys,
            settings=self._settings().searching,
        )  # fmt: skip
        ids = list(dict.fromkeys(hit.document_id for hit in result.hits if hit.document_id is not None))
        return followed.added_since(db, ids, since_ms=row.seen_ms)

    def _note_document(self, kind: ActivityKind, document_id: int) -> None:
        self._note(lambda db, at_ms: activity.note_document(db, kind, document_id, at_ms=at_ms))

    def _note(self, note: Callable[[Connection, int], None]) -> None:
        """Write one act, if any may be, and erase what is too old, once a day at most."""
        history, now_ms = self._settings().history, self._clock()
        if not history.keep:
            return
        oldest_ms = now_ms - history.days * DAY_MS
        with self._store.write() as db:
            is_due = activity.has_older(db, oldest_ms - DAY_MS)
            if is_due:
                activity.erase_before(db, oldest_ms)
            note(db, now_ms)
        if is_due:
            self._store.shrink_log()

    def _encoder(self, waits: bool) -> Encoder | None:
        return self._models.encoder if waits else self._models.encoder_if_loaded()


def _entity(db: Connection, entity_id: int) -> EntityBrief:
    found = graph.entity_briefs(db, [entity_id])
    if entity_id not in found:
        raise EntityUnknown(name=str(entity_id), near=[])
    return found[entity_id]


def _news_reason(row: Followed) -> tuple[Reason, ...]:
    code = "because.searched" if row.label is None else "because.followed"
    params = {"query": row.name} if row.label is None else {"n": 1, "names": [row.name]}
    return (Reason(code=code, params=params),)
