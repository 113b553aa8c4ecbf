"""What is reviewed next: the least certain first, not the same again and again, nothing twice."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from store_makers import make_file, mention

from engine.annotate.correct import USER
from engine.records import Mention, ResolvedMention, Span
from engine.store import corrections, graph
from engine.store.connection import Store
from engine.store.mentions import PlacedMention
from engine.training.material.uncertain import choose, uncertain_mentions

TEXT = "Ada met Bob. Cy saw Ada and Bob. "


def scored(resolved: ResolvedMention, score: float, *, source: str = "ner") -> ResolvedMention:
    return replace(resolved, mention=replace(resolved.mention, score=score, source=source))


def test_the_least_certain_come_first_in_their_sentences_and_corrected_ones_do_not(store: Store) -> None:
    with store.write() as db:
        one = make_file(db, "/files/one.txt", [TEXT], title="One")
        mentions = [
            scored(mention(TEXT, "Ada"), 0.9),
            scored(mention(TEXT, "Bob"), 0.7),
            scored(mention(TEXT, "Cy"), 0.6),
            scored(mention(TEXT, "Ada", nth=1), 1.0, source=USER),
            scored(mention(TEXT, "Bob", nth=1), 0.56),
        ]
        graph.replace_knowledge(db, one, mentions=mentions, relations=[], stamp="s")
        first, second, third, fourth = uncertain_mentions(db)
        quoted = (first.evidence.before, first.evidence.text, first.evidence.after)
        assert (*quoted, first.label, first.score) == ("Cy saw Ada and ", "Bob", ".", "PER", 0.56)
        assert (first.evidence.document_id, first.evidence.title) == (one, "One")
        assert [row.evidence.text for row in (second, third, fourth)] == ["Cy", "Bob", "Ada"]
        assert fourth.evidence.start == 0
        assert uncertain_mentions(db, limit=1) == (first,)
        # One that has yet to be applied counts too.
        corrections.add(db, one, [Span(13, 15)], label=None, text=TEXT)
        assert "Cy" not in [row.evidence.text for row in uncertain_mentions(db)]


def test_a_library_without_mentions_has_nothing_to_review(store: Store) -> None:
    assert uncertain_mentions(store.reader()) == ()


def placed(number: int, score: float, entity: int, document: int) -> PlacedMention:
    found = Mention(start=number, end=number + 1, label="PER", score=score, source="ner")
    return PlacedMention(document_id=document, entity_id=entity, mention=found, passage=Span(0, 9))


pools = st.lists(st.tuples(st.floats(0.55, 1), st.integers(0, 3), st.integers(0, 2)), max_size=15).map(
    lambda rows: [placed(number, *row) for number, row in enumerate(rows)]
)


@given(pool=pools, limit=st.integers(0, 20))
def test_each_is_chosen_once_and_within_an_entity_and_document_by_score(
    pool: list[PlacedMention], limit: int
) -> None:
    chosen = choose(pool, limit=limit)
    assert len(chosen) == min(limit, len(pool)) == len(set(chosen))
    assert set(chosen) <= set(pool)
    assert choose(pool, limit=limit) == chosen
    assert not chosen or chosen[0].mention.score == min(one.mention.score for one in pool)
    for place in {(one.entity_id, one.document_id) for one in chosen}:
        scores = [one.mention.score for one in chosen if (one.entity_id, one.document_id) == place]
        assert scores == sorted(scores)


def test_other_entities_and_documents_come_before_more_of_the_same() -> None:
    same = [placed(number, 0.56 + number / 1000, entity=1, document=1) for number in range(5)]
    others = [placed(10, 0.6, entity=2, document=2), placed(11, 0.7, entity=3, document=1)]
    assert [one.entity_id for one in choose([*same, *others], limit=4)] == [1, 2, 3, 1]
