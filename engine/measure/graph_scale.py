"""A big graph: how soon neighbours, paths and communities are there, beside networkx in the same run.

The library is synthetic: communities are planted, and entities are mentioned by a power law, so that there
are hubs. Every document is real text whose names are its mentions.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from engine.graph.queries import GraphQueries
from engine.models import ModelShelf
from engine.neighbours import GraphFilter
from engine.records import (
    Document,
    EntityRef,
    FileStatus,
    Mention,
    Passage,
    Relation,
    ResolvedMention,
    SourceFile,
)
from engine.settings import Models
from engine.store import documents, edges, graph, ledger
from engine.store.connection import Store

_PAIRS_AN_ENTITY = 3
_SENTENCES_A_DOCUMENT = 10
_ENTITIES_A_COMMUNITY = 250
_AT_HOME = 0.8
_TYPED = 0.1
_POWER = 0.7
_LABELS = ("PER", "ORG", "LOC", "PER")
_PREDICATES = ("works_for", "located_in", "part_of")
_NS_A_YEAR = 365 * 86_400 * 10**9
_N_ASKED = 60

Say = Callable[[str], None]
_Pair = tuple[int, int]


def measure_graph(n_entities: int, folder: Path, *, say: Say) -> dict[str, Any]:
    """Return milliseconds and seconds; the library is made in ``folder``."""
    say(f"growing a library of {n_entities} entities")
    started = time.perf_counter()
    pairs = grow_graph(folder / "graph.satchel", n_entities)
    grown_s = time.perf_counter() - started
    store = Store.open(folder / "graph.satchel", is_read_only=True)
    try:
        say("asking")
        queries = GraphQueries(store, ModelShelf(Models(), models_root=None))
        answer = _ask(queries, store)
    finally:
        store.close()
    say("asking networkx")
    return {
        "entities": n_entities,
        "pairs": len(pairs),
        "grown_s": round(grown_s, 1),
        **answer,
        "networkx": _networkx(pairs, n_entities),
    }


def grow_graph(path: Path, n_entities: int) -> set[_Pair]:
    """Write a library with so many entities to ``path``; return the pairs that it joins."""
    chance = random.Random(n_entities)
    pairs = planted_pairs(n_entities, chance)
    store = Store.open(path)
    with store.write() as db:
        folder_id = ledger.add_folder(db, str(path.parent))
        for number, start in enumerate(range(0, len(pairs), _SENTENCES_A_DOCUMENT)):
            _put(db, folder_id, path.parent, number, pairs[start : start + _SENTENCES_A_DOCUMENT], chance)
    store.close()
    return {(min(pair), max(pair)) for pair in pairs}


def planted_pairs(n_entities: int, chance: random.Random) -> list[_Pair]:
    """Return pairs of entities: the first by a power law, the second mostly of the same community."""
    n_communities = max(1, n_entities // _ENTITIES_A_COMMUNITY)
    homes = [chance.randrange(n_communities) for _ in range(n_entities)]
    of_home: list[list[int]] = [[] for _ in range(n_communities)]
    for entity, home in enumerate(homes):
        of_home[home].append(entity)
    ranks = list(range(1, n_entities + 1))
    chance.shuffle(ranks)
    bounds = list(accumulate(rank**-_POWER for rank in ranks))
    firsts = chance.choices(range(n_entities), cum_weights=bounds, k=_PAIRS_AN_ENTITY * n_entities)
    firsts[:n_entities] = range(n_entities)  # each has a neighbour
    pairs = [
        (
            first,
            chance.choice(of_home[homes[first]])
            if chance.random() < _AT_HOME
            else chance.randrange(n_entities),
        )
        for first in firsts
    ]
    chance.shuffle(pairs)
    return [(a, b if a != b else (a + 1) % n_entities) for a, b in pairs]


def _put(
    db: Any, folder_id: int, folder: Path, number: int, pairs: Sequence[_Pair], chance: random.Random
) -> None:
    """Store a document that says of each pair, in a sentence, that the two met."""
    text = ""
    mentions: list[ResolvedMention] = []
    relations: list[Relation] = []
    for pair in pairs:
        start = len(text)
        refs = []
        for entity, after in zip(pair, (" met ", ". "), strict=True):
            name, label = f"Entity {entity}", _LABELS[entity % len(_LABELS)]
            mention = Mention(
                start=len(text), end=len(text) + len(name), label=label, score=0.9, source="bench"
            )
            mentions.append(ResolvedMention(mention=mention, key=name.casefold(), name=name))
            refs.append(EntityRef(label, name.casefold()))
            text += name + after
        span = {"start": start, "end": len(text) - 1}
        relations.append(Relation(subject=refs[0], predicate="co_mention", object=refs[1], score=1.0, **span))
        if chance.random() < _TYPED:
            predicate = chance.choice(_PREDICATES)
            relations.append(
                Relation(subject=refs[0], predicate=predicate, object=refs[1], score=0.8, **span)
            )
    document_id = documents.insert(
        db, content_hash=f"{number:032x}", format="text", read_stamp="bench",
        document=Document(text=text, title=f"Document {number}"),
        passages=[Passage(ordinal=0, start=0, end=len(text))],
    )  # fmt: skip
    name = str(folder / f"{number}.txt")
    modified_ns = (30 + number % 25) * _NS_A_YEAR
    ledger.put_files(
        db, folder_id, [SourceFile(path=name, size_bytes=1, modified_ns=modified_ns, inode=str(number))]
    )
    (row,) = ledger.next_waiting(db, limit=1)
    ledger.set_status(db, row.file_id, FileStatus.INDEXED, document_id=document_id)
    graph.replace_knowledge(db, document_id, mentions=mentions, relations=relations, stamp="bench")


def _ask(queries: GraphQueries, store: Store) -> dict[str, Any]:
    """Ask about the most mentioned third, the hubs, and about any others."""
    rows = queries.entities(limit=1_000_000)
    chance = random.Random(0)
    asked = [
        row.entity_id for row in (*rows[: _N_ASKED // 2], *chance.sample(rows, min(_N_ASKED, len(rows))))
    ]
    one = [(entity_id,) for entity_id in asked]
    two = [tuple(chance.sample(asked, 2)) for _ in range(_N_ASKED)]
    recent = GraphFilter(labels=("PER", "ORG"), since="2010")
    again: list[tuple[()]] = [()] * 5
    queries.neighbourhood([asked[0]])  # what is loaded once is loaded
    first_path = _times(queries.paths, two[:1])
    first_overview = _times(queries.overview, again[:1])
    with store.read() as db:
        stamp = _times(edges.stamp, [(db,)] * 5)
    return {
        "communities": queries.overview().n_communities,
        "neighbourhood": _times(lambda id_: queries.neighbourhood([id_]), one),
        "neighbourhood_150": _times(lambda id_: queries.neighbourhood([id_], budget=150), one[:20]),
        "neighbourhood_filtered": _times(lambda id_: queries.neighbourhood([id_], filter=recent), one),
        "path": _times(lambda a, b: queries.paths(a, b, n_paths=1), two),
        "three_paths": _times(queries.paths, two),
        "three_by_evidence": _times(lambda a, b: queries.paths(a, b, is_by_evidence=True), two),
        "first_path": first_path,
        "first_overview": first_overview,
        "overview": _times(queries.overview, again),
        "community": _times(queries.community, one[:20]),
        "by_centrality": _times(lambda: queries.entities(order="centrality"), again),
        "growth": _times(queries.growth, again),
        "timeline": _times(queries.timeline, one[:20]),
        "stamp": stamp,
    }


def _networkx(pairs: set[_Pair], n_entities: int) -> dict[str, Any]:
    """Time the same questions on a bare networkx graph, already in memory."""
    import networkx as nx

    chance = random.Random(0)
    two = [tuple(chance.sample(range(n_entities), 2)) for _ in range(20)]
    whole: Any = nx.Graph()
    return {
        "building": _times(whole.add_edges_from, [(sorted(pairs),)]),
        "page_rank": _times(
            lambda id_: nx.pagerank(whole, personalization={id_: 1}), [(a,) for a, _ in two[:3]]
        ),
        "path": _times(lambda a, b: nx.has_path(whole, a, b) and nx.shortest_path(whole, a, b), two),
        "communities": _times(lambda: nx.community.louvain_communities(whole, seed=0), [()]),
    }


def _times(run: Callable[..., object], asked: Sequence[tuple[Any, ...]]) -> dict[str, float]:
    """Return the median and the 95th of a hundred in milliseconds, and the median of processor time."""
    took, worked = [], []
    for arguments in asked:
        started, began = time.perf_counter(), time.process_time()
        run(*arguments)
        took.append(1000 * (time.perf_counter() - started))
        worked.append(1000 * (time.process_time() - began))
    took.sort()
    worked.sort()
    last = min(len(took) - 1, int(0.95 * len(took)))
    return {
        "p50_ms": round(took[len(took) // 2], 1),
        "p95_ms": round(took[last], 1),
        "cpu_p50_ms": round(worked[len(took) // 2], 1),
        "cpu_p95_ms": round(worked[last], 1),
    }


def describe(row: dict[str, Any]) -> list[str]:
    """Say the figures for people, a line a question."""
    lines = [f"{row['entities']} entities, {row['pairs']} pairs, {row['communities']} communities"]
    for beside, parts in (("", row), ("networkx ", row["networkx"])):
        lines += [
            f"{beside + name.replace('_', ' '):<24} p50 {part['p50_ms']:>8} ms, p95 {part['p95_ms']:>8} ms; "
            f"of the processor {part['cpu_p50_ms']:>8} and {part['cpu_p95_ms']:>8} ms"
            for name, part in parts.items()
            if isinstance(part, dict) and "p50_ms" in part
        ]
    return [f"graph      {line}" for line in lines]
