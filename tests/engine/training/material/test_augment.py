"""Varied texts: names of the same label and script, offsets that fit, the same for the same seed."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from engine.teaching import LabelledSpan, LabelledText
from engine.training.material.augment import augment, read_lexicon

LEXICONS = Path(__file__).parents[4] / "resources" / "lexicons"
POOL = {"Ada": "PER", "Grace Hopper": "PER", "Globex": "ORG", "London": "LOC", "北京": "LOC", "上海市": "LOC"}


def labelled(*parts: str) -> LabelledText:
    """Join ``parts``; those in the pool are spans."""
    spans, text = [], ""
    for part in parts:
        if part in POOL:
            spans.append(LabelledSpan(len(text), len(text) + len(part), POOL[part]))
        text += part
    return LabelledText(text=text, spans=tuple(spans), labels=("PER", "ORG", "LOC"), place="here:1")


words = st.sampled_from([*POOL, " met ", " 在 ", ", ", " straße ", " İt "])
texts = st.lists(st.lists(words, min_size=1, max_size=8).map(lambda parts: labelled(*parts)), max_size=6)


@given(given=texts, seed=st.integers(0, 1000), rate=st.floats(0, 1), case_rate=st.floats(0, 1))
def test_a_varied_text_is_labelled_as_before(
    given: list[LabelledText], seed: int, rate: float, case_rate: float
) -> None:
    varied = augment(given, n_versions=2, rate=rate, case_rate=case_rate, seed=seed)
    names = {name.casefold(): label for name, label in POOL.items()}

    assert len(varied) <= 2 * len(given)
    assert not {item.text for item in varied} & {item.text for item in given}
    for item in varied:
        assert (item.labels, item.place) == (("PER", "ORG", "LOC"), "here:1")
        assert all(names[item.text[s.start : s.end].casefold()] == s.label for s in item.spans)
        assert all(a.end <= b.start for a, b in zip(item.spans, item.spans[1:], strict=False))
    assert varied == augment(given, n_versions=2, rate=rate, case_rate=case_rate, seed=seed)


def test_a_name_keeps_its_script_and_its_place() -> None:
    given = [labelled("London", " and ", "北京"), labelled("Ada", " 在 ", "上海市")]
    varied = augment(given, n_versions=20, rate=1.0, case_rate=0.0)
    assert {item.text for item in varied} == {"London and 上海市", "Ada 在 北京"}


def test_lexicons_give_more_names_of_labels_that_are_there() -> None:
    lexicon = read_lexicon(LEXICONS)
    given = [labelled("Ada", " saw ", "London")]
    varied = augment(given, lexicon=lexicon, n_versions=30, rate=1.0, case_rate=0.0)
    places = [item.text[item.spans[1].start : item.spans[1].end] for item in varied]

    assert len(varied) > 20
    assert all(lexicon[place] == "LOC" for place in places)
    assert all(item.text.startswith("Ada saw ") for item in varied)


def test_case_noise_leaves_the_offsets() -> None:
    given = [labelled("Ada", " and ", "Grace Hopper", " met")]
    varied = augment(given, n_versions=20, rate=0.0, case_rate=1.0)
    assert {item.text for item in varied} == {
        "ada and grace hopper met",
        "ADA AND GRACE HOPPER MET",
        "Ada And Grace Hopper Met",
    }
    assert all(item.spans == given[0].spans for item in varied)
