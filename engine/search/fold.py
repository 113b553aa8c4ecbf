"""Leaves out hits that say what a better one says already.

Versions and copies of one text bring the same passage several times. The best
stays; one of another document of its group that shares most of its words goes.
What a version says differently stays a hit of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from apsw import Connection

from engine.language.minhash import tokens
from engine.search.fuse import Fused
from engine.store import documents, likeness
from engine.store.rows import as_json, fetch

_SAME_SHARE = 0.5
"""Of a passage's pairs of words; versions are cut into passages at different places."""

_Place = tuple[int, int, int]
_Pair = tuple[str, str]


@dataclass(slots=True)
class _Shown:
    """What the hits of one document of a group say."""

    pairs: dict[int, set[_Pair]] = field(default_factory=dict)

    def says(self, document_id: int, pairs: set[_Pair]) -> bool:
        """Whether another document said most of that; if none did, note that this one says it."""
        if pairs and any(
            len(pairs & said) >= _SAME_SHARE * len(pairs)
            for other_id, said in self.pairs.items()
            if other_id != document_id
        ):
            return True
        self.pairs.setdefault(document_id, set()).update(pairs)
        return False


def fold(db: Connection, fused: Sequence[Fused], *, limit: int) -> list[Fused]:
    """Return the first ``limit`` entries that say something of their own, best first."""
    places = _places(db, fused)
    groups = likeness.members(db, {document_id for document_id, _, _ in places.values()})
    shown: dict[int, _Shown] = {}
    kept: list[Fused] = []
    for entry in fused:
        if len(kept) == limit:
            break
        place = places.get(entry.item[1]) if entry.item[0] == "passage" else None
        group = groups.get(place[0]) if place is not None else None
        if place is not None and group is not None:
            (text,) = documents.passage_texts(db, [place])
            if shown.setdefault(group, _Shown()).says(place[0], _pairs(text)):
                continue
        kept.append(entry)
    return kept


def _places(db: Connection, fused: Sequence[Fused]) -> Mapping[int, _Place]:
    rows = fetch(
        db,
        'SELECT id, document_id, start, "end" FROM passage WHERE id IN (SELECT value FROM json_each(?))',
        (as_json(entry.item[1] for entry in fused if entry.item[0] == "passage"),),
    )
    return {passage_id: (document_id, start, end) for passage_id, document_id, start, end in rows}


def _pairs(text: str) -> set[_Pair]:
    """Return each two words in a row, the last one with nothing: so a single word has a pair too."""
    words = tokens(text)
    return set(zip(words, [*words[1:], ""], strict=True))
