"""Recommendations: what was done fades, what was seen is not told again, and nothing hidden ever comes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from apsw import Connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_makers import FOLDER, make_file, mention

from engine.records import Reason
from engine.search.profile import main_directions
from engine.search.recommend import recommend
from engine.search.walk import Edge, walk
from engine.search.wanted import DAY_MS, HALF_LIFE_DAYS, SEEN_DAYS, Direction, Wanted, fade, weigh
from engine.store import graph_write, ledger, likeness, vectors
from engine.store.connection import Store
from engine.store.rows import count, fetch
from engine.suggestions import ActivityKind, ActivityRow, Followed, SuggestedDocument

DIMENSION = 8
NOW = 1_000 * DAY_MS


class AxisEncoder:
    """Takes a query "axis 3" for the third direction."""

    id = "m"

    def encode(self, texts: list[str]) -> np.ndarray:
        return np.stack([meaning(int(text.split()[-1])) for text in texts])


def meaning(axis: int) -> np.ndarray:
    vector = np.full(DIMENSION, 0.05, np.float32)
    vector[axis] = 1
    return vector / np.linalg.norm(vector)


def add(
    db: Connection, path: str, names: Sequence[str] = (), *, axis: int | None = None, age_days: float = 500
) -> int:
    text = f"{', '.join(names)}. {path}"
    document_id = make_file(db, f"{FOLDER}/{path}", [text], content_hash=path, title=path)
    graph_write.replace_knowledge(
        db, document_id, mentions=[mention(text, name) for name in names], relations=[], stamp="1"
    )
    db.execute(
        "UPDATE file SET modified_ns = ? WHERE document_id = ?",
        (int((NOW - age_days * DAY_MS) * 1e6), document_id),
    )
    if axis is not None:
        (passage_id,) = fetch(db, "SELECT id FROM passage WHERE document_id = ?", (document_id,))[0]
        vectors.insert(db, [passage_id], meaning(axis)[None], model_id="m")
    return document_id


def act(kind: ActivityKind, what: int | str, *, age_days: float = 1) -> ActivityRow:
    return ActivityRow(
        activity_id=1, kind=kind, at_ms=int(NOW - age_days * DAY_MS),
        name=what if isinstance(what, str) else "",
        document_id=what if kind in ("opened", "corrected") and isinstance(what, int) else None,
        entity_id=what if kind == "looked_at" and isinstance(what, int) else None,
    )  # fmt: skip


def entity(db: Connection, name: str) -> int:
    return count(db, "SELECT id FROM entity WHERE name = ?", (name,))


def recommended(
    db: Connection, *rows: ActivityRow, follows: Sequence[Followed] = (), limit: int = 10
) -> dict[int, SuggestedDocument]:
    wanted = weigh(rows, follows, now_ms=NOW)
    found = recommend(db, wanted, encoder=AxisEncoder(), now_ms=NOW, limit=limit, rrf_k=60)
    return {one.document_id: one for one in found}


def reasons(one: SuggestedDocument) -> dict[str, Mapping[str, object]]:
    return {reason.code: reason.params for reason in one.reasons}


@pytest.fixture
def db(store: Store) -> Iterator[Connection]:
    with store.write() as made:
        vectors.ensure(made, model_id="m", dimension=DIMENSION)
        yield made


@given(one=st.floats(0, 400), more=st.floats(0, 400))
def test_what_was_done_fades_steadily(one: float, more: float) -> None:
    assert 0 <= fade((one + more) * DAY_MS) <= fade(one * DAY_MS) <= 1
    assert fade((one + HALF_LIFE_DAYS) * DAY_MS) == pytest.approx(fade(one * DAY_MS) / 2)
    assert fade(-one * DAY_MS) == 1  # a clock that was set back


def test_the_later_act_counts_more(db: Connection) -> None:
    early, late = add(db, "e/1", ["Ada"]), add(db, "l/1", ["Bea"])
    by_early, by_late = add(db, "e/2", ["Ada"]), add(db, "l/2", ["Bea"])
    rows = (act("opened", late, age_days=1), act("opened", early, age_days=60))
    assert list(recommended(db, *rows)) == [by_late, by_early]
    rows = (act("opened", early, age_days=1), act("opened", late, age_days=60))
    assert list(recommended(db, *rows)) == [by_early, by_late]


def test_because_of_what_was_opened_by_name_and_by_meaning(db: Connection) -> None:
    opened = add(db, "opened", ["Ada", "Bea"], axis=0)
    by_name = add(db, "name", ["Ada"])
    by_meaning = add(db, "meaning", axis=0)
    for number in range(30):
        add(db, f"else{number}/x", [f"Solo{number}"], axis=1 + number % 7)
    found = recommended(db, act("opened", opened))
    assert set(found) == {by_name, by_meaning}
    assert reasons(found[by_name]) == {
        "because.opened": {"title": "opened", "document_id": opened, "n": 1, "names": ["Ada"]}
    }
    assert reasons(found[by_meaning])["because.close"]["title"] == "opened"


def test_because_of_what_is_followed_looked_at_and_searched(db: Connection) -> None:
    met = add(db, "met", ["Ada", "Bea"])
    close = add(db, "close", axis=3)
    for number in range(30):
        add(db, f"else{number}/x", [f"Solo{number}"], axis=4 + number % 4)
    follow = Followed(
        followed_id=1, name="Ada", label="PER", entity_id=entity(db, "Ada"), since_ms=0, seen_ms=0
    )
    found = recommended(db, act("looked_at", entity(db, "Bea")), act("searched", "axis 3"), follows=[follow])
    assert set(found) == {met, close}
    assert found[met].reasons == (
        Reason(code="because.followed", params={"n": 1, "names": ["Ada"]}),
        Reason(code="because.looked_at", params={"n": 1, "names": ["Bea"]}),
    )
    assert reasons(found[close]) == {"because.searched": {"query": "axis 3"}}


def test_what_is_new_where_the_user_works_comes_before_what_is_new_elsewhere(db: Connection) -> None:
    opened = add(db, "项目/opened", ["Ada"])
    here = add(db, "项目/here", age_days=5)
    there = add(db, "elsewhere/there", age_days=5)
    add(db, "项目/old", age_days=90)
    found = recommended(db, act("opened", opened))
    assert list(found) == [here, there]
    assert reasons(found[here])["because.new_in_folder"]["folder"] == f"{FOLDER}/项目"
    assert list(reasons(found[there])) == ["because.new"]


def test_what_was_opened_and_its_versions_are_not_told_again_soon(db: Connection) -> None:
    prose = [f"word{number}" for number in range(20)]
    opened, version = add(db, "opened", prose), add(db, "version", prose)
    other = add(db, "other", prose[:5])
    likeness.regroup(db, threshold=0.5)
    assert likeness.members(db, [opened, version, other]).keys() == {opened, version}
    assert set(recommended(db, act("opened", opened))) == {other}
    long_ago = act("opened", other, age_days=SEEN_DAYS + 1)
    assert other not in recommended(db, act("opened", opened), long_ago)


def test_without_activity_the_newest_and_the_most_connected_come_with_honest_reasons(db: Connection) -> None:
    connected = add(db, "connected", ["Ada", "Bea", "Cyd"])
    add(db, "one", ["Ada"])
    add(db, "two", ["Bea"])
    newest = add(db, "newest", age_days=1)
    found = recommended(db)
    assert list(reasons(found[newest])) == ["because.new"]
    assert "because.central" in reasons(found[connected])
    assert not any(
        code in reasons(one) for one in found.values() for code in ("because.opened", "because.close")
    )


def test_an_empty_library_recommends_nothing(db: Connection) -> None:
    assert recommended(db) == {}
    assert recommended(db, act("opened", 7), act("looked_at", 3), act("searched", "axis 1")) == {}


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_nothing_gone_hidden_or_seen_is_ever_recommended(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    store = Store.open(Path(tmp_path_factory.mktemp("any")) / "library.satchel")
    names = st.lists(st.sampled_from(["Ada", "Bea", "Cyd", "Dov"]), max_size=3, unique=True)
    with store.write() as db:
        vectors.ensure(db, model_id="m", dimension=DIMENSION)
        ids = [
            add(db, f"{at % 3}/{at}", data.draw(names), axis=data.draw(st.integers(0, 2)), age_days=at)
            for at in range(6)
        ]
        opened = data.draw(st.lists(st.sampled_from(ids), max_size=3))
        gone = data.draw(st.sets(st.sampled_from(ids), max_size=3))
        hidden = data.draw(st.sets(st.sampled_from(ids), max_size=3)) - gone
        files = dict(fetch(db, "SELECT document_id, id FROM file"))
        ledger.remove_files(db, [files[id_] for id_ in gone])
        for id_ in hidden:
            db.execute("UPDATE file SET status = 'ignored' WHERE id = ?", (files[id_],))
        found = recommended(db, *(act("opened", id_) for id_ in opened))
    store.close()
    assert not set(found) & {*opened, *gone, *hidden}
    assert all(one.reasons for one in found.values())
    assert set(found) <= set(ids)


def test_walkers_keep_together_and_hubs_pass_on_little() -> None:
    edges = [Edge(1, 10, 1), Edge(1, 11, 1), Edge(2, 12, 1), Edge(2, 13, 1)]
    edges += [Edge(9, document_id, 1) for document_id in range(10, 40)]
    found = walk(edges, {("document", 10): 1.0})
    assert found[11] > 3 * found[12]
    assert walk(edges, {("document", 99): 1.0}) == {}
    assert walk([], {("document", 10): 1.0}) == {}


def test_two_interests_stay_two_directions() -> None:
    made = [Direction(meaning(axis), 1.0, 0.5) for axis in (0, 0, 5)]
    first, second = main_directions(made)
    assert (first.weight, second.weight) == (2.0, 1.0)
    assert float(first.vector @ meaning(0)) == pytest.approx(1)
    assert float(second.vector @ meaning(5)) == pytest.approx(1)
    assert len(main_directions([Direction(meaning(axis), 1.0, 0.5) for axis in range(7)])) == 3


def test_interests_add_up_and_only_recent_ones_are_seen() -> None:
    rows = (act("opened", 1, age_days=0), act("corrected", 1, age_days=14), act("opened", 2, age_days=40))
    wanted = weigh(rows, (), now_ms=NOW)
    assert wanted.documents[1] == pytest.approx(1 + 1.5 / 2)
    assert wanted.seen == {1}
    assert weigh((), (), now_ms=NOW) == Wanted()
