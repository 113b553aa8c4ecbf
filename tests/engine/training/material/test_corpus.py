"""Reading a corpus: what is right comes out whole, what is wrong is named by file and line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import CorpusInvalid, CorpusLineTooLong, CorpusTagWrong, CorpusUndecodable
from engine.training.material.corpus import Sentence, join_tokens, read_corpus

_TOKEN = st.text(alphabet="ab中é-", min_size=1, max_size=4)
_RUN = st.tuples(st.sampled_from(["O", "PER", "WORK"]), st.lists(_TOKEN, min_size=1, max_size=3))


def sentence(runs: list[tuple[str, list[str]]]) -> Sentence:
    tokens = [token for _, run in runs for token in run]
    tags = [
        "O" if label == "O" else f"{'I' if at else 'B'}-{label}"
        for label, run in runs
        for at in range(len(run))
    ]
    return Sentence(tuple(tokens), tuple(tags))


@given(corpus=st.lists(st.lists(_RUN, min_size=1, max_size=4).map(sentence), max_size=5))
def test_what_is_written_is_read(corpus: list[Sentence], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("corpus") / "some.conll"
    blocks = (
        "".join(f"{token}\t{tag}\n" for token, tag in zip(item.tokens, item.tags, strict=True))
        for item in corpus
    )
    path.write_text("\n".join(blocks), "utf-8")

    assert list(read_corpus(path)) == corpus


@pytest.mark.parametrize(
    ("content", "kind", "line"),
    [
        (b"Ada\tB-PER\nmet O\n", CorpusInvalid, 2),
        (b"Ada\tPER\n", CorpusTagWrong, 1),
        (b"\tO\n", CorpusInvalid, 1),
        (b"met\tO\nAda\tI-PER\n", CorpusTagWrong, 2),
        (b"Ada\tB-PER\nLondon\tI-LOC\n", CorpusTagWrong, 2),
        (b"Ada\tB-PER\n\nHopper\tI-PER\n", CorpusTagWrong, 3),
        (b"Ada\tB-PER\nLondon\tS-LOC\n", CorpusTagWrong, 2),
        (b"Ada\tB-PER\n" + b"x" * 1_000_001, CorpusLineTooLong, 2),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, content: bytes, kind: type[CorpusInvalid], line: int) -> None:
    path = tmp_path / "wrong.conll"
    path.write_bytes(content)
    with pytest.raises(CorpusInvalid) as caught:
        list(read_corpus(path))
    assert type(caught.value) is kind
    assert (caught.value.params["path"], caught.value.params["line"]) == (str(path), line)


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gbk.conll"
    path.write_bytes("北\tO\n".encode("gbk"))
    with pytest.raises(CorpusUndecodable):
        list(read_corpus(path))


def test_a_token_may_be_white_space_but_not_nothing(tmp_path: Path) -> None:
    path = tmp_path / "spaces.conll"
    path.write_text("Ada\tB-PER\n\xa0\tI-PER\nLee\tI-PER\n", "utf-8")
    assert list(read_corpus(path)) == [Sentence(("Ada", "\xa0", "Lee"), ("B-PER", "I-PER", "I-PER"))]


def test_tokens_become_running_text() -> None:
    assert join_tokens(["Ada", "在", "北", "京", "，", "met", "Bob"]) == (
        "Ada 在北京， met Bob",
        [0, 4, 5, 6, 7, 9, 13],
    )
