"""RTF: text in the right characters, and what a hostile file cannot do."""

from pathlib import Path

import pytest

from engine.errors import FileDamaged
from engine.ingest.formats import sniff
from engine.ingest.readers.pieces import Limits
from engine.ingest.readers.registry import read
from engine.ingest.sandbox import ReaderPool
from engine.records import RawText, Reason
from engine.settings import Indexing

_FONTS = (
    r"{\fonttbl{\f0\fcharset0 Times;}"
    r"{\f1\fnil\fcharset134 {\*\falt SimSun}\'cb\'ce\'cc\'e5;}"
    r"{\f2\fcharset2 Symbol;}{\f3\fcharset238 Arial CE;}}"
)


def _read(tmp_path: Path, body: str, *, start: str = r"{\rtf1\ansi\ansicpg1252\deff0" + _FONTS) -> RawText:
    path = tmp_path / "x.rtf"
    path.write_bytes((start + body).encode("latin-1"))
    assert sniff(path) == "rtf"
    return read(path, "rtf", limits=Limits())


def _hex(text: str, encoding: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(encoding))


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (r"First\par Second \b bold\b0  end\line next}", "First\n\nSecond bold end\nnext"),
        (r"caf\'e9 \ldblquote q\rdblquote\~x\-y\_z \{\}\\}", "café “q”\u00a0xy-z {}\\"),
        (r"\f1 " + _hex("知识图谱", "gbk") + r"\f0  and \f3 \'e8}", "知识图谱 and č"),
        (r"\loch\af0\hich\af0\dbch\af1 " + _hex("中文", "gbk") + "}", "中文"),
        (r"\u20013?\u25991?\uc2\u-10179\'3f\'3f\u-8704\'3f\'3f\uc0\u33 !}", "中文\U0001f600!!"),
        (r"\uc1\u8364 ?uro}", "€uro"),
        (r"{\field{\*\fldinst HYPERLINK \"http://x\"}{\fldrslt shown}}{\*\unknown gone}{\pict 0102}}",
         "shown"),
        (r"{\upr{old}{\*\ud{new}}} {\v hidden}seen {\deleted gone}}", "new seen"),
        (r"{\loch\*\cs7 kept}}", "kept"),
        (r"\trowd\intbl a\cell b\par c\cell\row\intbl d\cell\cell\row\pard after}", "a\tb c\nd\nafter"),
        (r"{\listtext\f2\'b7\tab}one\par{\listtext\f2\'b7\tab}two\par\pard end}", "•\tone\n•\ttwo\nend"),
        (r"text{\footnote note}{\header top}{\headerl top} more}", "text more\n\nnote\n\ntop"),
        (r"a\bin3 }}}b}ignored", "ab"),
    ],
)  # fmt: skip
def test_text(tmp_path: Path, body: str, shown: str) -> None:
    raw = _read(tmp_path, body)
    assert raw.pages[0].strip() == shown
    assert raw.partial is None


@pytest.mark.parametrize(
    ("page", "encoding", "text"),
    [
        (936, "gbk", "年度报告"),
        (950, "big5", "年度報告"),
        (932, "cp932", "年次報告"),
        (949, "cp949", "연간"),
        (1251, "cp1251", "Отчёт"),
    ],
)
def test_the_code_page_of_the_document(tmp_path: Path, page: int, encoding: str, text: str) -> None:
    start = rf"{{\rtf1\ansi\ansicpg{page}\deff0{{\fonttbl{{\f0\fnil\fcharset0 X;}}}}\f0 "
    assert _read(tmp_path, _hex(text, encoding) + "}", start=start).pages[0].strip() == text


def test_second_bytes_that_are_letters(tmp_path: Path) -> None:
    data = "丂一丄".encode("gbk")  # \x81@ and the like
    body = "".join(chr(byte) if 0x30 <= byte < 0x5B else f"\\'{byte:02x}" for byte in data)
    assert "丂一丄" in _read(tmp_path, r"\f1 " + body + "}").pages[0]


def test_information(tmp_path: Path) -> None:
    info = (
        r"{\info{\title " + _hex("报告", "gbk") + r"}{\author Ada}{\subject s}{\keywords k}{\doccomm d}"
        r"{\creatim\yr2024\mo1\dy31\hr9\min5}{\revtim\yr1601\mo1\dy1}{\operator gone}}body}"
    )
    raw = _read(tmp_path, info, start=r"{\rtf1\ansi\ansicpg936")
    assert raw.title == "报告"
    assert raw.attributes == {
        "author": "Ada", "subject": "s", "keywords": "k", "description": "d", "created": "2024-01-31T09:05",
    }  # fmt: skip
    assert raw.pages == ("body",)


def test_deep_groups_are_bounded(tmp_path: Path) -> None:
    raw = _read(tmp_path, "kept" + "{" * 300_000 + "lost" + "}" * 300_000 + "kept too}")
    assert raw.pages == ("keptkept too",)
    assert raw.partial == Reason(code="partial.too_deep", params={"limit_levels": 2000})


@pytest.mark.parametrize("body", ["kept", r"kept{\b", "kept\\", r"kept\'", r"kept\bin99999999 x"])
def test_a_cut_file_is_read_as_far_as_it_goes(tmp_path: Path, body: str) -> None:
    raw = _read(tmp_path, body)
    assert raw.pages[0].startswith("kept")
    assert raw.partial == Reason(code="partial.damaged")


@pytest.mark.parametrize("content", [b"", b"no rtf", b"\\rtf1 x"])
def test_what_is_no_rtf(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    with pytest.raises(FileDamaged):
        read(path, "rtf", limits=Limits())


def test_every_format_is_read_in_the_sandbox(tmp_path: Path) -> None:
    samples = {
        "a.rtf": r"{\rtf1 kept}", "a.md": "kept", "a.csv": "kept,x\ny,z\n", "a.json": '{"a":"kept"}',
        "a.srt": "kept",
        "a.ipynb": '{"cells":[{"cell_type":"code","source":"kept"}]}', "a.rst": "kept", "a.org": "kept",
        "a.tex": "kept", "a.adoc": "kept", "a.xml": "<a>kept</a>", "a.po": 'msgid "kept"\n',
    }  # fmt: skip
    pool = ReaderPool(Indexing(n_readers=1))
    try:
        for name, text in samples.items():
            path = tmp_path / name
            path.write_text(text)
            assert "kept" in pool.read(path, sniff(path) or "").pages[0], name
    finally:
        pool.close()


def test_odd_numbers_do_no_harm(tmp_path: Path) -> None:
    body = r"\uc-5\u99999999 \u-99999999 \f-3 \'e9 \ansicpg99999 \'e9{\info{\creatim\yr-1\mo999999}}ok}"
    assert _read(tmp_path, body).pages[0].endswith("ok")
