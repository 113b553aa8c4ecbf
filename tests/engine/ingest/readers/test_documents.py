"""Text documents of OpenDocument and of the old Word are read as a person would read them."""

from pathlib import Path

import pytest
from office_files import compound, doc, open_document, summary
from sample_files import packed

from engine.errors import FileDamaged, FileEncrypted, FileTooLarge
from engine.ingest.readers.pieces import Limits
from engine.ingest.readers.registry import read
from engine.records import RawText, Reason

META = (
    "<dc:title>年度报告</dc:title><meta:initial-creator>Ada</meta:initial-creator><dc:creator>Bo</dc:creator>"
    "<meta:creation-date>2024-01-31T12:00:00</meta:creation-date><dc:language>zh-CN</dc:language>"
    "<meta:keyword>one</meta:keyword><meta:keyword>二</meta:keyword>"
)


_NO_PIECES = b"\xec\xa5\xc1\x00" + bytes(6) + b"\x00\x02" + bytes(900)


def _read(tmp_path: Path, content: bytes, form: str = "odt", *, limits: Limits | None = None) -> RawText:
    path = tmp_path / "文件"
    path.write_bytes(content)
    return read(path, form, limits=limits or Limits())


def _p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def _row(*cells: str) -> str:
    each = "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in cells)
    return f"<table:table-row>{each}</table:table-row>"


def test_odt_in_reading_order(tmp_path: Path) -> None:
    citation = "<text:note-citation>1</text:note-citation>"
    note = f"<text:note>{citation}<text:note-body>{_p('note')}</text:note-body></text:note>"
    by = "<dc:creator>Bo</dc:creator><dc:date>2024</dc:date>"
    comment = f"<office:annotation>{by}{_p('why?')}</office:annotation>"
    box = f"<draw:frame><svg:title>alt</svg:title><draw:text-box>{_p('box')}</draw:text-box></draw:frame>"
    guide = "<text:ruby-base>東京</text:ruby-base><text:ruby-text>とうきょう</text:ruby-text>"
    item = "<text:list-item>{}</text:list-item>"
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        + '<text:h text:outline-level="1">第一章</text:h>'
        + _p(f"be{note}fore\n   and{comment} <text:span>after</text:span>{box}")
        + "<text:list>" + item.format(_p("one"))
        + item.format(_p("二") + "<text:list>" + item.format(_p("deep")) + "</text:list>") + "</text:list>"
        + f"<table:table>{_row(_p('a') + _p('b'), _p('丙'))}{_row('', _p('d'))}</table:table>"
        + _p("x<text:s text:c='3'/>y<text:tab/>z<text:line-break/>w")
        + _p("")
        + _p(f"<text:ruby>{guide}</text:ruby>")
    )  # fmt: skip
    margins = (
        "<style:master-page>"
        "<style:header><text:p>机密 <text:page-number>3</text:page-number></text:p></style:header>"
        "<style:footer><text:p>Acme</text:p></style:footer><style:header-left><text:p>Acme</text:p></style:header-left>"
        "</style:master-page><text:p>no header</text:p>"
    )
    raw = _read(tmp_path, open_document("text", body, meta=META, margins=margins))
    lines = [line for line in raw.pages[0].split("\n") if line]
    assert lines == [
        "第一章", "before and after", "note", "why?", "box", "one", "二", "deep", "a b\t丙", "d", "x   y\tz",
        "w", "東京", "机密", "Acme",
    ]  # fmt: skip
    assert "one\n二\ndeep\n\n" in raw.pages[0]
    assert raw.title == "年度报告"
    assert raw.attributes == {
        "author": "Ada", "created": "2024-01-31T12:00:00", "language": "zh-CN", "keywords": "one; 二",
    }  # fmt: skip


def test_odt_title_is_the_paragraph_in_the_title_style(tmp_path: Path) -> None:
    styles = '<style:style style:name="P1" style:parent-style-name="Title"/>'
    raw = _read(tmp_path, open_document("text", _p("no") + _p("My 标题", "P1"), styles=styles))
    assert raw.title == "My 标题"


def test_odp_slides_with_notes(tmp_path: Path) -> None:
    def frame(text: str, kind: str = "", attributes: str = "") -> str:
        start = f'<draw:frame presentation:class="{kind}" {attributes}>'
        return f"{start}<draw:text-box>{text}</draw:text-box></draw:frame>"

    unfilled = frame(_p("Click to add"), "subtitle", 'presentation:placeholder="true"')
    notes = (
        f"<presentation:notes><draw:page-thumbnail/>{frame(_p('记得 smile'), 'notes')}</presentation:notes>"
    )
    comment = "<office:annotation><dc:creator>Bo</dc:creator><text:p>why?</text:p></office:annotation>"
    body = (
        f"<draw:page>{frame(_p('point') + _p('二'), 'outline')}"
        f"<draw:g><draw:g><draw:custom-shape>{_p('shape')}</draw:custom-shape></draw:g></draw:g>"
        f"{unfilled}{frame(_p('The title'), 'title')}{comment}{notes}</draw:page>"
        f"<draw:page><draw:frame><table:table>{_row(_p('a'), _p('b'))}{_row(_p('c'), _p('d'))}</table:table>"
        f"</draw:frame></draw:page><draw:page/>"
    )
    raw = _read(tmp_path, open_document("presentation", body), "odp")
    assert raw.is_paged
    assert raw.pages == (
        "The title\n\npoint\n二\n\nshape\n\n备注：\n记得 smile\n\n批注：\nwhy?", "a\tb\nc\td", "",
    )  # fmt: skip
    assert raw.title == "The title"
    short = _read(tmp_path, open_document("presentation", body), "odp", limits=Limits(max_pages=1))
    assert short.partial == Reason(code="partial.page_limit", params={"limit_pages": 1, "n_pages": 3})


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (open_document("text", _p("x"), is_locked=True), FileEncrypted),
        (open_document("text", _p("x"))[:-40], FileDamaged),
        (packed({"mimetype": "application/vnd.oasis.opendocument.text"}), FileDamaged),
        (open_document("text", "<text:p>never closed"), FileDamaged),
        (open_document("text", _p("x" * 3_000_000)), FileTooLarge),
        (packed({"content.xml": '<!DOCTYPE d [<!ENTITY a "boom">]><d>&a;</d>'}), FileDamaged),
        (b"not a zip", FileDamaged),
    ],
)
@pytest.mark.parametrize("form", ["odt", "odp", "ods"])
def test_bad_open_documents(tmp_path: Path, content: bytes, error: type[Exception], form: str) -> None:
    with pytest.raises(error):
        _read(tmp_path, content, form)


def test_deep_open_documents_are_read(tmp_path: Path) -> None:
    depth = 20_000
    body = "<table:table><table:table-row><table:table-cell>" * depth + _p("core")
    body += "</table:table-cell></table:table-row></table:table>" * depth
    assert "core" in _read(tmp_path, open_document("text", body)).pages[0]
    lists = "<text:list><text:list-item>" * depth + _p("core") + "</text:list-item></text:list>" * depth
    assert _read(tmp_path, open_document("text", lists)).pages[0].strip() == "core"
    spaces = _p("a" + "<text:s text:c='999999999'/>" * 10 + "b")
    assert len(_read(tmp_path, open_document("text", spaces)).pages[0]) < 2000


def test_old_word_by_its_pieces(tmp_path: Path) -> None:
    text = (
        "知识库\r\x13 HYPERLINK \"x\" \x14link\x15 and \x13PAGE\x14\x13 SEQ \x142\x15\x15 end\r"
        "甲\r乙\x07b\x07\x07c\x07\x07d\x07\r"
        "kept gone also\r\x13EQ \\* jc2 \\o\\ad(\\s\\up 10(かん),漢)\x15 𐌲\u2011\x1e\x01\r"
    )  # fmt: skip
    rows = [text.index("b\x07") + 2, text.index("d\x07") + 2]
    text = text[: rows[1]] + "\x07" + text[rows[1] :]
    content = doc(
        text,
        narrow="Café “1”\r",
        footnotes="\x02 脚注\r",
        deleted="gone ",
        row_ends=rows,
        in_cells=[text.index("甲") + 1],
    )
    raw = _read(tmp_path, content, "doc")
    lines = [line for line in raw.pages[0].split("\n") if line]
    assert lines == [
        "Café “1”", "知识库", "link and 2 end", "甲 乙\tb", "c\t\td", "kept also", "漢 𐌲\u2011-", " 脚注",
    ]  # fmt: skip
    assert raw.partial is None


@pytest.mark.parametrize(
    ("code_page", "encoding"), [(936, "gbk"), (65001, "utf-8"), (0, "gbk"), (1200, "utf-16-le")]
)
def test_old_office_says_its_title_in_any_code_page(tmp_path: Path, code_page: int, encoding: str) -> None:
    ticks = (133_511_760_000_000_000).to_bytes(8, "little")
    stated = summary(
        code_page,
        title="年度工作报告".encode(encoding),
        author=b"" if encoding[-2:] == "le" else b"Ada",
        created=ticks,
    )
    raw = _read(tmp_path, doc("x", properties=stated), "doc")
    assert raw.title == "年度工作报告"
    assert raw.attributes.get("created") == "2024-01-31T12:00:00"
    assert raw.attributes.get("author", "Ada") == "Ada"


def test_old_office_with_damaged_properties_is_read(tmp_path: Path) -> None:
    stated = summary(936, title=b"x")
    for damaged in (stated[:50], b"\xff" * 200, stated[:60] + b"\xff" * 100):
        raw = _read(tmp_path, doc("text\r", properties=damaged), "doc")
        assert (raw.pages[0].strip(), raw.title) == ("text", None)


def test_old_word_stops_at_the_text_limit(tmp_path: Path) -> None:
    raw = _read(tmp_path, doc("字" * 3000), "doc", limits=Limits(max_text_chars=1000))
    assert len(raw.pages[0]) == 1000
    assert raw.partial == Reason(code="partial.text_limit", params={"limit_chars": 1000})


def _word_6(text: bytes) -> bytes:
    word = bytearray(4096)
    word[2:4] = (0x65).to_bytes(2, "little")
    word[24:32] = (512).to_bytes(4, "little") + (512 + len(text)).to_bytes(4, "little")
    word[512 : 512 + len(text)] = text
    return compound({"WordDocument": bytes(word)})


def test_word_6_in_the_encoding_that_it_is_in(tmp_path: Path) -> None:
    text = "关于知识管理的一份报告\r姓名\x07年龄\x07\x07\x13 PAGE \x141\x15 第二段文字也在这里\r"
    assert _read(tmp_path, _word_6(text.encode("gb18030")), "doc").pages[0].split() == [
        "关于知识管理的一份报告", "姓名", "年龄", "1", "第二段文字也在这里",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (doc("x", flags=0x0100), FileEncrypted),
        (doc("x")[:1500], FileDamaged),
        (doc("x")[:100], FileDamaged),
        (compound({"WordDocument": _NO_PIECES, "1Table": b""}), FileDamaged),
        (compound({"WordDocument": b"\xec\xa5\xc1\x00"}), FileDamaged),
        (compound({"Other": b""}), FileDamaged),
        (b"", FileDamaged),
    ],
)  # fmt: skip
def test_bad_old_word(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        _read(tmp_path, content, "doc")
