"""Tables of spans and of tokens, as spreadsheets and notebooks write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import CorpusInvalid, CorpusLineTooLong, CorpusSpanWrong, CorpusTagWrong
from engine.training.material.corpora.table import read


def named(path: Path) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (text.text, [(text.text[span.start : span.end], span.label) for span in text.spans])
        for text in read(path)
    ]


def table(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "some.csv"
    path.write_text(content, "utf-8", newline="")
    return path


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_rows_of_one_text_belong_together(tmp_path: Path, end: str) -> None:
    rows = [
        "label,text,start,end,by",
        'PER,"Ada, in London",0,3,me',
        'LOC,"Ada, in London",8,14,me',
        ",no one,,,me",
    ]
    assert named(table(tmp_path, end.join(rows))) == [
        ("Ada, in London", [("Ada", "PER"), ("London", "LOC")]),
        ("no one", []),
    ]


def test_a_text_may_have_several_lines_and_its_place_is_the_first(tmp_path: Path) -> None:
    path = table(tmp_path, 'text\tstart\tend\tlabel\n"Ada\nmet ""Bob"""\t9\t12\tper\n\nx\t0\t1\tper\n')
    assert named(path) == [('Ada\nmet "Bob"', [("Bob", "PER")]), ("x", [("x", "PER")])]
    assert [text.place for text in read(path)] == ["some.csv:2", "some.csv:5"]


def test_tokens_in_rows_as_spreadsheets_have_them(tmp_path: Path) -> None:
    content = (
        "Sentence #,Word,POS,Tag\nSentence: 1,Ada,NNP,B-per\n,Lee,NNP,I-per\n"
        'Sentence: 2,"1,5",CD,O\n,Bob,NNP,B-per'
    )
    assert named(table(tmp_path, content)) == [
        ("Ada Lee", [("Ada Lee", "PER")]),
        ("1,5 Bob", [("Bob", "PER")]),
    ]


@pytest.mark.parametrize(
    ("content", "kind", "line"),
    [
        ("text,begin,end,label\nAda,0,3,PER\n", CorpusInvalid, 1),
        ("text,start,end,label\nAda,0,3,PER\nAda,0,3\n", CorpusInvalid, 3),
        ("text,start,end,label\nAda,0,3,PER\nBob,0,3.0,PER\n", CorpusInvalid, 3),
        ("text,start,end,label\nAda,0,3,PER\nBob,nan,3,PER\n", CorpusInvalid, 3),
        ("text,start,end,label\nAda,0,3,PER\nBob,٠,3,PER\n", CorpusInvalid, 3),
        ("text,start,end,label\nAda,0,3,PER\nBob,-1,3,PER\n", CorpusInvalid, 3),
        ("text,start,end,label\nAda,0,3,PER\nBob,0,,PER\n", CorpusInvalid, 3),
        ("text,start,end,label\nAda,0,3,PER\nBob,0,3,\n", CorpusInvalid, 3),
        ("text,start,end,label\nAda,0,3,PER\nBob,0,4,PER\n", CorpusSpanWrong, 3),
        ("text,start,end,label\nAda,0,3,PER\nAda,0,3,LOC\n", CorpusSpanWrong, 2),
        ('text,start,end,label\nAda,0,3,PER\n"Ada,0,3,PER\n', CorpusInvalid, 3),
        ('text,start,end,label\nAda,0,3,PER\n"Ada" x,0,3,PER\n', CorpusInvalid, 3),
        ("sentence,token,tag\n1,Ada,B-PER\n1,,O\n", CorpusInvalid, 3),
        ("sentence,token,tag\n1,Ada,B-PER\n2,Bob,I-PER\n", CorpusTagWrong, 3),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, content: str, kind: type[CorpusInvalid], line: int) -> None:
    with pytest.raises(CorpusInvalid) as caught:
        named(table(tmp_path, content))
    assert type(caught.value) is kind
    assert caught.value.params["line"] == line


def test_a_quote_that_is_never_closed_does_not_swallow_the_file(tmp_path: Path) -> None:
    path = table(tmp_path, 'text,start,end,label\n"Ada,0,3,PER\n' + "Ada,0,3,PER\n" * 100_000)
    with pytest.raises(CorpusLineTooLong):
        named(path)
