"""Groups of documents whose text is nearly the same: copies in other formats, versions, drafts.

Groups are a function of the signatures alone, never of the order in which documents
came: they are worked out for all documents at once when some have changed. The cost is near
linear: signatures are cut into bands, and documents with an equal band meet in a
bucket (locality-sensitive hashing: Indyk and Motwani, STOC 1998), where each is
compared only with one of them, chosen by signature. Groups are the connected parts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from apsw import Connection
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from engine.language.minhash import N_PLACES, Signature, similarity
from engine.store.rows import as_json, fetch, fetch_id, fetch_ids

_BANDS = 32
"""Of four places each: of two texts with a Jaccard similarity of 0.5 seven in eight share one, of 0.8 all."""


@dataclass(frozen=True, slots=True)
class Places:
    """Files that say nearly the same: some of their paths, and how many there are."""

    paths: tuple[str, ...]
    n_files: int


_FACTORS = np.arange(1, N_PLACES + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) | np.uint64(1)


def put(db: Connection, document_id: int, signature: Signature | None) -> None:
    """Keep the signature of a new document; groups are out of date from now on."""
    if signature is not None:
        db.execute(
            "INSERT INTO likeness (document_id, signature) VALUES (?, ?)",
            (document_id, signature.astype("<u4").tobytes()),
        )
        outdate(db)


def outdate(db: Connection) -> None:
    """Note that documents came or went, so that groups have to be worked out again."""
    db.execute("DELETE FROM property WHERE name = 'likeness'")


def is_outdated(db: Connection, threshold: float) -> bool:
    """Tell whether documents changed since groups were worked out, or the threshold did."""
    return (
        fetch_id(db, "SELECT 1 FROM property WHERE name = 'likeness' AND value = ?", (str(threshold),))
        is None
    )


def regroup(db: Connection, threshold: float) -> int:
    """Work out the groups; return how many documents changed theirs.

    Args:
        db: A connection in a transaction.
        threshold: Jaccard similarity, 0 to 1, from which on two texts are nearly the same.
    """
    rows = fetch(
        db,
        """SELECT document_id, signature, group_id FROM likeness
           JOIN document ON document.id = document_id ORDER BY content_hash, format""",
    )
    signatures = np.frombuffer(b"".join(row[1] for row in rows), dtype="<u4").reshape(-1, N_PLACES)
    group_ids = [rows[first][0] if first >= 0 else None for first in groups(signatures, threshold)]
    changed = [
        (group_id, row[0]) for row, group_id in zip(rows, group_ids, strict=True) if group_id != row[2]
    ]
    db.executemany("UPDATE likeness SET group_id = ? WHERE document_id = ?", changed)
    db.execute("INSERT OR REPLACE INTO property (name, value) VALUES ('likeness', ?)", (str(threshold),))
    return len(changed)


def groups(signatures: Signature, threshold: float) -> list[int]:
    """Return for each row of ``signatures`` the first row of its group, -1 where it is like no other."""
    if len(signatures) < 2:
        return [-1] * len(signatures)
    # Equal signatures are one; the rest does not depend on their order.
    distinct, kind = np.unique(signatures, axis=0, return_inverse=True)
    part = _parts(distinct, threshold)[kind.reshape(-1)]
    _, first, size = np.unique(part, return_index=True, return_counts=True)
    rank = np.searchsorted(np.unique(part), part)
    return [int(first[at]) if size[at] > 1 else -1 for at in rank]


def members(db: Connection, document_ids: Iterable[int]) -> dict[int, int]:
    """Return the group of each of the documents that is in one."""
    rows = fetch(
        db,
        """SELECT document_id, group_id FROM likeness WHERE group_id IS NOT NULL
           AND document_id IN (SELECT value FROM json_each(?))""",
        (as_json(document_ids),),
    )
    return dict(rows)


def versions(db: Connection, document_id: int) -> list[int]:
    """Return the other documents of its group."""
    return fetch_ids(
        db,
        """SELECT other.document_id FROM likeness AS own JOIN likeness AS other USING (group_id)
           WHERE own.document_id = ?1 AND other.document_id <> ?1 ORDER BY other.document_id""",
        (document_id,),
    )


def places(db: Connection, document_ids: Iterable[int], *, most: int) -> dict[int, Places]:
    """Return where the text of each document, or nearly the same, stands; paths sorted, its own included.

    Args:
        db: A connection.
        document_ids: Which.
        most: Paths at most for each.
    """
    rows = fetch(
        db,
        """WITH wanted AS (SELECT value AS id FROM json_each(?1)),
           place AS (
               SELECT wanted.id, path FROM wanted JOIN file ON document_id = wanted.id
               UNION
               SELECT wanted.id, path FROM wanted JOIN likeness AS own ON own.document_id = wanted.id
               JOIN likeness AS other ON other.group_id = own.group_id
               JOIN file ON file.document_id = other.document_id
           ),
           counted AS (
               SELECT id, path, count(*) OVER (PARTITION BY id) AS n_files,
                      row_number() OVER (PARTITION BY id ORDER BY path) AS rank FROM place
           )
           SELECT id, path, n_files FROM counted WHERE rank <= ?2 ORDER BY id, path""",
        (as_json(document_ids), most),
    )
    found: dict[int, tuple[list[str], int]] = {}
    for document_id, path, n_files in rows:
        found.setdefault(document_id, ([], n_files))[0].append(path)
    return {document_id: Places(tuple(paths), n_files) for document_id, (paths, n_files) in found.items()}


def _parts(distinct: Signature, threshold: float) -> NDArray[np.int32]:
    """Return the number of the connected part of each signature; rows are sorted and none is twice there."""
    n_rows = len(distinct)
    mark = (distinct * _FACTORS).sum(axis=1, dtype=np.uint64)
    links: list[NDArray[np.intp]] = []
    for band in np.split(np.arange(N_PLACES), _BANDS):
        # Another order in each band: a document that is like some of its bucket meets one of them.
        order = np.argsort(mark * _FACTORS[band[0]], kind="stable")
        _, first, bucket = np.unique(distinct[order][:, band], axis=0, return_index=True, return_inverse=True)
        least = np.empty(n_rows, dtype=np.intp)
        least[order] = order[first[bucket.reshape(-1)]]
        met = np.flatnonzero(least != np.arange(n_rows))
        alike = met[similarity(distinct[met], distinct[least[met]]) >= threshold]
        links.append(np.stack([alike, least[alike]]))
    sources, targets = np.concatenate(links, axis=1)
    graph = coo_array((np.ones(len(sources), dtype=np.int8), (sources, targets)), shape=(n_rows, n_rows))
    _, part = connected_components(graph, directed=False)
    return np.asarray(part, dtype=np.int32)
