"""CoNLL in every dialect comes out as spans; what is written says the same as the spans did."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import CorpusInvalid, CorpusLineTooLong, CorpusTagWrong
from engine.teaching import LabelledSpan, LabelledText
from engine.training.material.corpora.conll import read, to_tokens, write

_ADA = [("Ada Lovelace", "PER"), ("London", "LOC"), ("Paris", "LOC")]


def named(path: Path) -> list[tuple[str, str]]:
    return [(text.text[span.start : span.end], span.label) for text in read(path) for span in text.spans]


def write_lines(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.mark.parametrize(
    "tags",
    [
        "B-PER I-PER O B-LOC B-LOC",
        "I-PER I-PER O I-LOC B-LOC",
        "B-PER E-PER O S-LOC S-LOC",
        "B-PER L-PER O U-LOC U-LOC",
        "B-per I-per O B-loc B-loc",
    ],
)
@pytest.mark.parametrize("separator", ["\t", " ", "   "])
def test_every_tag_scheme_says_the_same(tmp_path: Path, tags: str, separator: str) -> None:
    tokens = ["Ada", "Lovelace", "left", "London", "Paris"]
    lines = [token + separator + tag for token, tag in zip(tokens, tags.split(), strict=True)]
    assert named(write_lines(tmp_path / "some.conll", *lines)) == _ADA


def test_chinese_with_middle_tags_is_read_without_spaces(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "zh.bmes", "清 B-ORG", "华 M-ORG", "大 M-ORG", "学 E-ORG", "在 O", "京 S-LOC"
    )
    assert named(path) == [("清华大学", "ORG"), ("京", "LOC")]
    assert [text.text for text in read(path)] == ["清华大学在京"]


def test_conll_2003_is_read_as_it_is(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "eng.testa",
        "-DOCSTART- -X- O O", "", "EU NNP I-NP I-ORG", "rejects VBZ I-VP O", "German JJ I-NP I-MISC", "",
        "-DOCSTART- -X- O O", "", "Peter NNP I-NP I-PER", "Blackburn NNP I-NP I-PER",
    )  # fmt: skip
    assert named(path) == [("EU", "ORG"), ("German", "MISC"), ("Peter Blackburn", "PER")]
    assert [text.place for text in read(path)] == ["eng.testa:3", "eng.testa:9"]


def test_comments_stand_before_sentences_and_hashes_are_tokens(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "multi.conll",
        "# id 7 domain=en", "# more", "# _ _ O", "Ada _ _ B-PER", "# _ _ O", "", "#", "Bob _ _ B-PER",
    )  # fmt: skip
    assert [text.text for text in read(path)] == ["# Ada #", "Bob"]


def test_bracket_and_quote_tokens_are_no_syntax(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "some.conll", '"\tO', "Ada\tB-PER", "[\tO", "x y\tO")
    assert [text.text for text in read(path)] == ['" Ada [ x y']


@pytest.mark.parametrize(
    ("lines", "line", "tag"),
    [
        (["Ada B-PER", "met O", "Bob I-PER"], 3, "I-PER"),
        (["Ada B-PER", "London I-LOC"], 2, "I-LOC"),
        (["Ada B-PER", "", "Bob I-PER"], 3, "I-PER"),
        (["Ada B-PER", "met O", "Bob S-PER"], 1, "B-PER"),
        (["Bob S-PER", "", "Ada B-PER"], 3, "B-PER"),
        (["Bob S-PER", "met O", "Ada E-PER"], 3, "E-PER"),
        (["Bob S-PER", "Ada B-PER", "x E-LOC"], 3, "E-LOC"),
        (["Ada B-PER", "met X-PER"], 2, "X-PER"),
        (["Ada B-PER", "met B-"], 2, "B-"),
        (["Ada B-PER", "met B--"], 2, "B--"),
        (["Ada B-PER", "met PER"], 2, "PER"),
        (["Ada\tB-PER", "met\t"], 2, ""),
    ],
)
def test_a_wrong_tag_is_named(tmp_path: Path, lines: list[str], line: int, tag: str) -> None:
    path = write_lines(tmp_path / "wrong.conll", *lines)
    with pytest.raises(CorpusTagWrong) as caught:
        list(read(path))
    assert caught.value.params == {"path": str(path), "line": line, "tag": tag}


@pytest.mark.parametrize("lines", [["Ada\tB-PER", "met O"], ["Ada B-PER", "O"], ["Ada\tB-PER", "\tO"]])
def test_a_line_without_token_and_tag_is_named(tmp_path: Path, lines: list[str]) -> None:
    with pytest.raises(CorpusInvalid) as caught:
        list(read(write_lines(tmp_path / "wrong.conll", *lines)))
    assert caught.value.params["line"] == 2


def test_a_sentence_that_never_ends_is_refused(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "endless.conll", "Ada\tB-PER", "", *["x" * 9_999 + "\tO"] * 101)
    with pytest.raises(CorpusLineTooLong) as caught:
        list(read(path))
    assert caught.value.params["line"] == 103


def text_of(written: str, *spans: tuple[int, int, str]) -> LabelledText:
    return LabelledText(text=written, spans=tuple(LabelledSpan(*span) for span in spans))


def test_writing_parts_words_marks_and_cjk_characters() -> None:
    given_text = text_of("Ada's AI在北京。", (0, 3, "PER"), (9, 11, "LOC"))
    assert list(to_tokens(given_text)) == [
        ("Ada", "B-PER"), ("'", "O"), ("s", "O"), ("AI", "O"), ("在", "O"), ("北", "B-LOC"), ("京", "I-LOC"),
        ("。", "O"),
    ]  # fmt: skip


def test_a_span_within_a_token_takes_all_of_it_but_not_what_another_names() -> None:
    assert list(to_tokens(text_of("unLondonish", (2, 8, "LOC")))) == [("unLondonish", "B-LOC")]
    both = text_of("ParisXLondon", (0, 5, "LOC"), (6, 12, "LOC"))
    assert list(to_tokens(both)) == [("ParisX", "B-LOC"), ("London", "B-LOC")]


@st.composite
def whole_tokens(draw: st.DrawFn) -> LabelledText:
    """Return a text whose spans begin and end with a token."""
    words = draw(
        st.lists(st.sampled_from(["Ada", "é1", "在", "。", "#", "\ufeff", "x"]), min_size=1, max_size=8)
    )
    gaps = draw(st.lists(st.sampled_from([" ", "\n", " \r\n"]), min_size=len(words), max_size=len(words)))
    text, bounds = "", []
    for word, gap in zip(words, gaps, strict=True):
        bounds.append((len(text), len(text) + len(word)))
        text += word + gap
    spans, at = [], 0
    while at < len(words):
        n = draw(st.integers(0, 2))
        inside = bounds[at : at + n]
        if inside and text[inside[0][0] : inside[-1][1]].strip(" \r\n\ufeff"):
            label = draw(st.sampled_from(["PER", "人名"]))
            spans.append(LabelledSpan(inside[0][0], inside[-1][1], label))
        at += max(1, n)
    return LabelledText(text=text, spans=tuple(spans))


@given(texts=st.lists(whole_tokens(), max_size=4))
def test_what_is_written_names_the_same(
    texts: list[LabelledText], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("conll") / "some.conll"
    write(texts, path)

    def squeezed(text: str) -> str:
        return "".join(text.replace("\ufeff", "").split())

    assert [(squeezed(name), label) for name, label in named(path)] == [
        (squeezed(text.text[span.start : span.end]), span.label) for text in texts for span in text.spans
    ]
