"""What a relater is asked, and what its answers add to the patterns."""

from hypothesis import given
from hypothesis import strategies as st

from engine.annotate.predicates import PREDICATES as RULES
from engine.annotate.questions import add_judgements, questions
from engine.judgements import Judgement, Question
from engine.records import EntityRef, Mention, Relation, ResolvedMention, Span

PREDICATES = tuple(RULES)
TEXT = "Ada met Bob in London in 1843. Carol stayed at home. 张伟在北京为东方公司工作。"


def resolved(text: str, quote: str, label: str, *, start: int | None = None) -> ResolvedMention:
    at = text.index(quote) if start is None else start
    mention = Mention(start=at, end=at + len(quote), label=label, score=0.9, source="test")
    return ResolvedMention(mention=mention, key=quote.lower(), name=quote)


NAMES = [
    resolved(TEXT, "Ada", "PER"),
    resolved(TEXT, "Bob", "PER"),
    resolved(TEXT, "London", "LOC"),
    resolved(TEXT, "1843", "DATE"),
    resolved(TEXT, "Carol", "PER"),
    resolved(TEXT, "张伟", "PER"),
    resolved(TEXT, "北京", "LOC"),
    resolved(TEXT, "东方公司", "ORG"),
]


def test_sentences_with_two_names_that_can_relate_are_asked_about() -> None:
    first, second = questions(TEXT, NAMES, PREDICATES)
    assert TEXT[first.start : first.end] == "Ada met Bob in London in 1843."
    assert [TEXT[start:end] for start, end, _ in first.mentions] == ["Ada", "Bob", "London", "1843"]
    assert TEXT[second.start : second.end] == "张伟在北京为东方公司工作。"


def test_names_that_nothing_joins_are_not_asked_about() -> None:
    assert questions(TEXT, [NAMES[0], NAMES[3]], PREDICATES) == ()
    custom = [resolved(TEXT, "Ada", "Gadget"), resolved(TEXT, "London", "Gadget")]
    assert questions(TEXT, custom, PREDICATES) == ()
    assert questions(TEXT, NAMES, ["acquired"]) == ()


@given(n=st.integers(2, 40), gap=st.integers(1, 300))
def test_a_crowd_is_cut_into_questions_of_bounded_size(n: int, gap: int) -> None:
    text = (" " * gap).join(["Ada"] * n)
    names = [resolved(text, "Ada", "PER", start=at * (3 + gap)) for at in range(n)]
    asked = questions(text, names, PREDICATES)
    assert all(len(one.mentions) <= 12 and one.end - one.start <= 560 for one in asked)
    assert len({one.key for one in asked}) == len(asked)
    for one in asked:
        assert all(one.start <= start < end <= one.end for start, end, _ in one.mentions)


def relation(subject: str, predicate: str, object_: str, score: float, span: tuple[int, int]) -> Relation:
    return Relation(
        subject=EntityRef("PER", subject),
        predicate=predicate,
        object=EntityRef("PER", object_),
        score=score,
        start=span[0],
        end=span[1],
    )


def judged(subject: str, predicate: str, object_: str, score: float) -> Judgement:
    spans = [Span(TEXT.index(name), TEXT.index(name) + len(name)) for name in (subject, object_)]
    return Judgement(spans[0], predicate, spans[1], score)


def test_agreement_raises_the_score_and_the_surer_span_wins() -> None:
    asked = questions(TEXT, NAMES, PREDICATES)
    answers = {asked[0].key: (judged("Ada", "parent_of", "Bob", 0.95),)}
    (found,) = add_judgements([relation("ada", "parent_of", "bob", 0.9, (31, 52))], NAMES, asked, answers)
    assert found.score == 0.99
    assert TEXT[found.start : found.end] == "Ada met Bob in London in 1843."


def test_what_contradicts_stays_side_by_side() -> None:
    asked = questions(TEXT, NAMES, PREDICATES)
    answers = {asked[0].key: (judged("Bob", "parent_of", "Ada", 0.8),)}
    found = add_judgements([relation("ada", "parent_of", "bob", 0.9, (0, 30))], NAMES, asked, answers)
    assert [(r.subject.key, r.object.key, r.score) for r in found] == [
        ("ada", "bob", 0.9),
        ("bob", "ada", 0.8),
    ]


def test_a_symmetric_relation_has_one_order() -> None:
    asked = questions(TEXT, NAMES, PREDICATES)
    answers = {asked[0].key: (judged("Bob", "sibling_of", "Ada", 0.8),)}
    (found,) = add_judgements([], NAMES, asked, answers)
    assert (found.subject.key, found.object.key) == ("ada", "bob")


def test_answers_to_what_is_not_asked_any_more_add_nothing() -> None:
    old = Question(0, 30, ((0, 3, "PER"), (8, 11, "ORG")))
    answers = {old.key: (judged("Ada", "works_for", "Bob", 0.8),)}
    assert add_judgements([], NAMES, questions(TEXT, NAMES, PREDICATES), answers) == ()
