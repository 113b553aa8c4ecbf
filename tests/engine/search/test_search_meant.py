"""What was meant is found, what was typed comes first, and each hit says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import pytest
from apsw import Connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_makers import make_file, mention

from engine.cli.search import render
from engine.cli.sentences import SENTENCES, sentence
from engine.search.alternatives import exact_first, find_meant
from engine.search.fuse import Fused
from engine.search.query import parse
from engine.search.reasons import Grounds, reasons
from engine.search.search import search
from engine.searches import Hit, Leg, SearchResult, Substitute
from engine.settings import Searching
from engine.store import graph
from engine.store.connection import Store
from engine.store.spelling import edits


def ask(db: Connection, query: str, *, keys: Sequence[str] = (), is_typing: bool = False) -> SearchResult:
    return search(
        db, query, limit=30, encoder=None, entity_keys=lambda _: keys, settings=Searching(),
        is_typing=is_typing,
    )  # fmt: skip


def fill(store: Store, *texts: str) -> Connection:
    with store.write() as db:
        for number, text in enumerate(texts):
            make_file(db, f"/files/{number}.txt", [text])
    return store.reader()


def marked(hit: Hit) -> list[str]:
    return [hit.passage[span.start : span.end] for span in hit.highlights]


def told(hit: Hit) -> list[str]:
    return [sentence(reason.code, reason.params) for reason in hit.reasons]


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("indemnitty", "indemnity"),
        ("indmenity", "indemnity"),
        ("ndemnity", "indemnity"),
        ("Indemnyties", "indemnities"),
        ("hypatya", "hypatia"),
        ("beijinh", "北京"),
    ],
)
def test_a_misspelt_word_finds_the_nearest(store: Store, query: str, meant: str) -> None:
    text = "Hypatia read the indemnity clause, and all indemnities, in 北京."
    result = ask(fill(store, text, "something else"), query)
    (hit,) = result.hits
    (part,) = result.substituted
    assert (part.asked, part.meant[0], part.is_applied, part.is_instead) == (query, meant, True, True)
    assert meant in [mark.lower() for mark in marked(hit)]
    assert hit.reasons[0].code == f"why.{part.kind}"


def test_one_wrong_word_of_several_is_put_right(store: Store) -> None:
    db = fill(store, "artificial intelligence is taught", "the intelligence service", "artificial flowers")
    (first, *_) = ask(db, "artifical intelligence").hits
    assert first.passage == "artificial intelligence is taught"
    assert ask(db, "artifical inteligence").hits[0].passage == "artificial intelligence is taught"


@pytest.mark.parametrize(
    "query", ["clause", "Clauses", "forum", "ISAM", "abc", '"indemnitty"', "2024x", "zzzzzzzzzz"]
)
def test_nothing_is_put_for_what_is_there_known_quoted_or_like_nothing(store: Store, query: str) -> None:
    assert ask(fill(store, "the clause of the form is an SIAM abd indemnity"), query).substituted == ()


def test_a_word_that_is_being_typed_is_not_put_right(store: Store) -> None:
    db = fill(store, "Hypatia taught", "hypatos")
    assert ask(db, "hypati", is_typing=True).substituted == ()
    assert ask(db, "hypatix", is_typing=True).substituted != ()


def test_a_rare_word_is_doubted_but_searched_for(store: Store) -> None:
    db = fill(store, "an indemnitty", *(f"indemnity {number}" for number in range(40)))
    result = ask(db, "indemnitty")
    assert [hit.passage for hit in result.hits] == ["an indemnitty"]
    assert [(part.meant, part.is_applied) for part in result.substituted] == [(("indemnity",), False)]
    assert "Did you mean indemnity?" in render(answer_of(result))


def test_pinyin_finds_chinese_and_what_was_typed_comes_first(store: Store) -> None:
    db = fill(store, *(["北京。"] * 1), "北京 and beijing", "Beijing is a city", "北京的秋天", "nothing")
    result = ask(db, "beijing")
    assert {hit.passage for hit in result.hits[:2]} == {"北京 and beijing", "Beijing is a city"}
    assert {hit.passage for hit in result.hits[2:]} == {"北京。", "北京的秋天"}
    assert [told(hit) for hit in result.hits[2:]] == [["北京, which is read 'beijing'"]] * 2
    (part,) = result.substituted
    assert (part.kind, part.is_instead) == (Substitute.PINYIN, False)


def test_filters_hold_for_what_is_meant_and_operators_mean_what_they_say(store: Store) -> None:
    with store.write() as db:
        make_file(db, "/files/a.txt", ["北京的秋天"])
        make_file(db, "/files/b.md", ["北京的冬天"])
    db = store.reader()
    result = ask(db, "beijing type:md")
    assert [(hit.path, told(hit)) for hit in result.hits] == [
        ("/files/b.md", ["北京, which is read 'beijing'"])
    ]
    assert ask(db, "beijing OR shanghai").substituted == ()
    assert ask(db, "beij* type:md").hits == ()


def test_pinyin_may_be_unfinished_while_typing(store: Store) -> None:
    db = fill(store, "北京的秋天", "别的")
    assert ask(db, "beij").hits == ()
    assert [marked(hit) for hit in ask(db, "beij", is_typing=True).hits] == [["北京"]]
    assert ask(db, "beij ", is_typing=True).hits == ()


def test_common_english_is_not_taken_for_pinyin(store: Store) -> None:
    db = fill(store, "women and men change", "我们")
    assert ask(db, "women").substituted == ()
    assert [hit.passage for hit in ask(db, "women").hits] == ["women and men change"]


def test_names_and_files_are_found_by_pinyin(store: Store) -> None:
    text = "沈砚秋在会上发言。"
    with store.write() as db:
        document_id = make_file(db, "/files/a.txt", [text])
        named = [mention(text, "沈砚秋", key="沈砚秋")]
        graph.replace_knowledge(db, document_id, mentions=named, relations=[], stamp="s")
        make_file(db, "/files/年度报告.txt", ["numbers only"])
    db = store.reader()
    (hit,) = ask(db, "shen yanqiu", keys=["沈砚秋"]).hits
    assert told(hit) == ["沈砚秋, which is read 'shen yanqiu'", "mentions 沈砚秋"]
    (hit,) = ask(db, "niandu baogao").hits
    assert (hit.path, told(hit)) == ("/files/年度报告.txt", ["file name"])


def test_a_wrong_character_of_the_same_sound_is_put_right(store: Store) -> None:
    db = fill(store, "保险公司应当赔偿损失。", "别的")
    result = ask(db, "陪偿损失")
    assert [marked(hit) for hit in result.hits] == [["赔偿损失"]]
    assert result.substituted[0].kind is Substitute.SAME_SOUND
    assert told(result.hits[0]) == ["赔偿损失, which sounds like '陪偿损失'"]
    assert ask(db, "赔偿").substituted == ()


def test_each_hit_says_why(store: Store) -> None:
    text = "Countess Lovelace wrote about the indemnity."
    with store.write() as db:
        document_id = make_file(db, "/files/indemnity.txt", [text])
        named = [mention(text, "Lovelace", key="ada lovelace")]
        graph.replace_knowledge(db, document_id, mentions=named, relations=[], stamp="s")
    (hit,) = ask(store.reader(), "indemnity", keys=["ada lovelace"]).hits
    assert told(hit) == ["contains indemnity", "mentions Lovelace", "file name"]
    entity_id = hit.reasons[1].params["entity_id"]
    assert graph.find_by_key(store.reader(), "ada lovelace") == [entity_id]


def test_what_only_meaning_brings_says_how_near_it_is() -> None:
    item = ("passage", 1)
    entry = Fused(item, ranks={Leg.VECTOR: 1})
    for similarity, phrase in ((0.8, "very close in meaning"), (0.5, "close in meaning"), (0.3, "loosely")):
        (reason,) = reasons(entry, Grounds(nearness={item: similarity}), text="", marked=(), names={})
        assert phrase in sentence(reason.code, reason.params)
    named = Fused(item, ranks={Leg.VECTOR: 1, Leg.NAME: 1})
    (reason,) = reasons(named, Grounds(nearness={item: 0.3}), text="", marked=(), names={})
    assert reason.code == "why.name"


@pytest.mark.parametrize("kind", Substitute)
def test_every_substitution_has_its_sentence(kind: Substitute) -> None:
    assert f"why.{kind}" in SENTENCES
    assert "?" not in sentence(f"why.{kind}", {"asked": "a", "words": ["b"]})


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(st.text("abcde", min_size=3, max_size=9), min_size=1, max_size=12),
    word=st.text("abcde", min_size=4, max_size=9),
)
def test_what_is_put_instead_is_within_the_distance(store: Store, words: list[str], word: str) -> None:
    with store.write() as db:
        db.execute("SAVEPOINT trial")
        make_file(db, "/files/a.txt", [" ".join(words)])
        meant = find_meant(db, parse(word).terms)
        db.execute("ROLLBACK TO trial")
    for one in meant:
        if one.kind is Substitute.SPELLING and one.is_applied:
            assert word not in words
            assert all(
                part in words and edits(word, part) <= (2 if len(word) >= 8 else 1)
                for (part,) in one.readings
            )


@given(
    kinds=st.lists(st.sampled_from(("exact", "meant", "both", "near")), max_size=12),
)
def test_exact_hits_come_before_those_that_are_only_meant(kinds: list[str]) -> None:
    entries = [Fused(("passage", number)) for number in range(len(kinds))]

    def having(kind: str) -> set[tuple[str, int]]:
        return {entry.item for entry, of in zip(entries, kinds, strict=True) if of in (kind, "both")}

    ordered = [entry.item[1] for entry in exact_first(entries, exact=having("exact"), meant=having("meant"))]
    assert sorted(ordered) == list(range(len(kinds)))
    seen = [kinds[number] for number in ordered]
    assert not any("meant" in seen[:at] for at, kind in enumerate(seen) if kind in ("exact", "both"))
    others = [number for number in ordered if kinds[number] != "meant"]
    assert others == sorted(others)


def answer_of(result: SearchResult) -> dict[str, object]:
    substituted = [asdict(part) for part in result.substituted]
    return {"hits": [], "notices": [], "substituted": substituted, "facets": {}, "took_ms": 1.0}
