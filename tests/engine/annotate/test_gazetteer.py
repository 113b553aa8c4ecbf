"""The gazetteer finds what it knows, only where it stands as a name, and merges with the model's mentions."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.annotate.gazetteer import Gazetteer, merge_mentions
from engine.records import Mention

LEXICONS = Path(__file__).parents[3] / "resources" / "lexicons"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(LEXICONS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("钱学森毕业于上海交通大学。", ["上海交通大学/ORG"]),
        ("他从江苏省苏州市到了美國。", ["江苏省/LOC", "苏州市/LOC", "美國/LOC"]),
        ("发展中国家的最大连接数", []),
        ("今日本报讯", []),
        ("他是法国人，会说法国菜名", []),
        ("中国人民的大国", ["中国/LOC"]),
        ("世界卫生组织（WHO）位于日内瓦", ["世界卫生组织/ORG", "日内瓦/LOC"]),
        ("She moved from London to New\nYork in 1850.", ["London/LOC", "New\nYork/LOC"]),
        ("In Paris, the World Health Organization met.", ["Paris/LOC", "World Health Organization/ORG"]),
        ("Paris Hilton and Jack London read the Paris Review.", []),
        ("the University of London, Bank of France", []),
        ("see https://example.org/France and France.py or #France, FranceX", []),
        ("a turkey in china, to polish, nice reading", []),
        ("在London的大学", ["London/LOC"]),
    ],
)
def test_names_are_found_where_they_stand_alone(gazetteer: Gazetteer, text: str, expected: list[str]) -> None:
    found = gazetteer.find(text)

    assert [f"{text[m.start : m.end]}/{m.label}" for m in found] == expected
    assert all(m.source == "gazetteer" and 0 < m.score < 1 for m in found)


def test_a_changed_lexicon_has_another_id(tmp_path: Path) -> None:
    (tmp_path / "places.txt").write_text("#label LOC\nNarnia\n", "utf-8")
    first = Gazetteer.load(tmp_path)
    (tmp_path / "places.txt").write_text("#label LOC\nNarnia\nArchenland\n", "utf-8")
    second = Gazetteer.load(tmp_path)

    assert first.id != second.id
    assert len(second.find("Narnia and Archenland")) == 2


def test_shipped_lexicons_are_small_sorted_and_documented() -> None:
    readme = (LEXICONS / "README.md").read_text("utf-8")
    for path in LEXICONS.glob("*.txt"):
        label, *names = path.read_text("utf-8").splitlines()
        assert label.startswith("#label ")
        assert names == sorted(set(names))
        assert path.name in readme
    assert sum(path.stat().st_size for path in LEXICONS.iterdir()) < 2_000_000


def mention(start: int, end: int, label: str = "PER", score: float = 0.5, source: str = "model") -> Mention:
    return Mention(start=start, end=end, label=label, score=score, source=source)


def spans(source: str) -> st.SearchStrategy[list[Mention]]:
    one = st.builds(
        lambda start, length, label, score: mention(start, start + length, label, score, source),
        st.integers(0, 20),
        st.integers(1, 6),
        st.sampled_from(["PER", "LOC"]),
        st.sampled_from([0.3, 0.9]),
    )
    return st.lists(one, max_size=8)


@given(model=spans("model"), known=spans("gazetteer"), seed=st.integers(0, 9))
def test_merged_mentions_never_overlap_and_ignore_the_order(
    model: list[Mention], known: list[Mention], seed: int
) -> None:
    merged = merge_mentions(model, known)

    assert all(a.end <= b.start for a, b in itertools.pairwise(merged))
    assert {(m.start, m.end) for m in merged} <= {(m.start, m.end) for m in (*model, *known)}
    taken = {at for m in merged for at in range(m.start, m.end)}
    assert all(taken & set(range(m.start, m.end)) for m in (*model, *known))
    shuffler = random.Random(seed)
    assert merge_mentions(shuffler.sample(model, len(model)), shuffler.sample(known, len(known))) == merged


def test_the_longer_mention_wins_then_the_surer_one_then_the_models() -> None:
    place = mention(0, 2, "LOC", 0.9, "gazetteer")

    assert merge_mentions([mention(0, 5, "ORG")], [place]) == (mention(0, 5, "ORG"),)
    assert merge_mentions([mention(0, 2, "PER", 0.4)], [place]) == (place,)
    assert merge_mentions([mention(0, 2, "PER", 0.9)], [place]) == (mention(0, 2, "PER", 0.9),)
    assert merge_mentions([mention(0, 2, "LOC", 0.4)], [place]) == (mention(0, 2, "LOC", 0.9),)
    assert merge_mentions([], [place]) == (place,)
