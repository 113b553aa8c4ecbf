"""Readers give the text a person would see, and say in a typed error why there is none."""

from pathlib import Path

import pytest
from sample_files import docx, packed, paragraph, pdf, side_part

from engine.errors import (
    EncodingUnknown,
    FileDamaged,
    FileEncrypted,
    FileTooLarge,
    FileUnreadable,
    UnsupportedFormat,
)
from engine.ingest.readers.html import is_hard_for_lexbor
from engine.ingest.readers.pieces import Limits, assemble
from engine.ingest.readers.registry import read, stream
from engine.records import RawText, Reason

LIMITS = Limits()


def _read(tmp_path: Path, content: bytes, form: str, *, limits: Limits = LIMITS) -> RawText:
    path = tmp_path / "file"
    path.write_bytes(content)
    return read(path, form, limits=limits)


def test_text_is_kept_as_it_stands_in_any_encoding(tmp_path: Path) -> None:
    text = "第一行：知识库\r\n\tsecond line\n"
    for encoding in ("utf-8", "gb18030", "utf-16"):
        assert _read(tmp_path, text.encode(encoding), "text").pages == (text,)
    assert (
        _read(tmp_path, '<?xml version="1.0" encoding="cp437"?><a>é'.encode("cp437"), "text")
        .pages[0]
        .endswith("é")
    )


def test_a_long_text_is_read_in_pieces_without_a_seam(tmp_path: Path) -> None:
    text = "第一行：知识库 line\n" * 400_000
    raw = _read(tmp_path, text.encode("gb18030"), "text")
    assert raw.pages == (text,)


PAGE = """<!doctype html><html lang="zh"><head><title> 知识
 图谱 </title><meta name="Author" content="Ada"><style>p{}</style><script>var x = "<p>no</p>";</script></head>
<body><h1>Heading</h1><p>First <b>bold</b>
 words<br>next&nbsp;line &amp; more</p><ul><li>one<li>two</ul>
<table><tr><td>a</td><td>b</td></tr><tr><td>c<td>d</table><pre>  keep
   this</pre><noscript>no</noscript><div>last<div>nested</div></div></body></html>"""
PAGE_TEXT = """Heading

First bold words
next\u00a0line & more

one
two

a\tb
c\td

  keep
   this

last
nested"""


@pytest.mark.parametrize("is_retry", [False, True])
def test_html_by_either_parser(tmp_path: Path, is_retry: bool) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(PAGE.encode())
    raw = assemble(stream(path, "html", limits=LIMITS, is_retry=is_retry))
    assert raw.pages == (PAGE_TEXT,)
    assert raw.title == "知识 图谱"
    assert raw.attributes == {"author": "Ada", "language": "zh"}


def test_html_charset_is_what_the_page_says(tmp_path: Path) -> None:
    page = '<meta charset="big5"><p>臺灣大學'.encode("big5")
    assert _read(tmp_path, page, "html").pages == ("臺灣大學",)


def test_deep_and_wide_pages_take_the_safe_parser(tmp_path: Path) -> None:
    deep = "<div>" * 50_000 + "bottom"
    wide = "<p " + " ".join(f"a{i}=1" for i in range(20_000)) + ">wide</p>"
    assert is_hard_for_lexbor(deep)
    assert is_hard_for_lexbor(wide)
    assert not is_hard_for_lexbor("<p>x<li>" * 5000)
    assert _read(tmp_path, deep.encode(), "html").pages == ("bottom",)
    assert _read(tmp_path, wide.encode(), "html").pages == ("wide",)


def test_pdf_pages_title_and_attributes(tmp_path: Path) -> None:
    info = "/Title(A study)/Author(Ada)/CreationDate(D:20240131120500+08'00')"
    raw = _read(tmp_path, pdf(["First page", "", "Third"], info=info), "pdf")
    assert raw.pages == ("First page", "", "Third")
    assert raw.is_paged
    assert raw.title == "A study"
    assert raw.attributes == {"author": "Ada", "created": "2024-01-31T12:05:00"}
    assert raw.partial is None


def test_pdf_page_limit_is_said(tmp_path: Path) -> None:
    raw = _read(tmp_path, pdf(["a", "b", "c"]), "pdf", limits=Limits(max_pages=2))
    assert raw.pages == ("a", "b")
    assert raw.partial == Reason(code="partial.page_limit", params={"limit_pages": 2, "n_pages": 3})


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", pdf(["x"])[:60], b"not a pdf"])
def test_damaged_pdf(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(FileDamaged):
        _read(tmp_path, content, "pdf")


def test_encrypted_pdf(tmp_path: Path) -> None:
    locked = pdf(["x"]).replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -1/O<"
        + b"00" * 32
        + b">/U<"
        + b"11" * 32
        + b">>>",
    )
    with pytest.raises(FileEncrypted):
        _read(tmp_path, locked, "pdf")


BODY = (
    paragraph("年度报告", "Title")
    + paragraph("Intro &amp; more")
    + '<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>item</w:t></w:r></w:p>'
    + "<w:tbl><w:tr><w:tc>" + paragraph("a") + paragraph("a2") + "</w:tc>"
    + "<w:tc>" + paragraph("b") + "</w:tc></w:tr></w:tbl>"
    + "<w:p><w:r><w:t>kept</w:t><w:tab/><w:t>tab</w:t><w:br/><w:t>line</w:t></w:r>"
    + "<w:del><w:r><w:t>gone</w:t></w:r></w:del></w:p>"
    + "<w:p><mc:AlternateContent>"
    + "<mc:Choice><w:txbxContent>" + paragraph("box") + "</w:txbxContent></mc:Choice>"
    + "<mc:Fallback>" + paragraph("box") + "</mc:Fallback>"
    + "</mc:AlternateContent><w:r><w:t>around</w:t></w:r></w:p>"
)  # fmt: skip


def test_docx_in_reading_order(tmp_path: Path) -> None:
    core = "<dc:creator>Ada</dc:creator><dcterms:created>2024-01-31T12:00:00Z</dcterms:created>"
    notes = (
        '<w:footnote w:type="separator">'
        + paragraph("-")
        + "</w:footnote><w:footnote>"
        + paragraph("note")
        + "</w:footnote>"
    )
    parts = {
        "word/footnotes.xml": side_part("footnotes", notes),
        "word/header1.xml": side_part("hdr", paragraph("top")),
        "word/header2.xml": side_part("hdr", paragraph("top")),
    }
    raw = _read(tmp_path, docx(BODY, core=core, parts=parts), "docx")

    lines = [line for line in raw.pages[0].split("\n") if line]
    assert lines == [
        "年度报告",
        "Intro & more",
        "item",
        "a a2\tb",
        "kept\ttab",
        "line",
        "box",
        "around",
        "note",
        "top",
    ]
    assert raw.title == "年度报告"
    assert raw.attributes == {"author": "Ada", "created": "2024-01-31T12:00:00Z"}


def test_docx_by_the_library_that_people_use(tmp_path: Path) -> None:
    python_docx = pytest.importorskip("docx")
    document = python_docx.Document()
    document.core_properties.title = "报告"
    document.add_heading("第一章", 1)
    document.add_paragraph("内容")
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "甲", "乙"
    document.save(str(tmp_path / "x.docx"))
    raw = read(tmp_path / "x.docx", "docx", limits=LIMITS)
    assert raw.title == "报告"
    assert [line for line in raw.pages[0].split("\n") if line] == ["第一章", "内容", "甲\t乙"]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), FileEncrypted),
        (b"PK\x03\x04 cut", FileDamaged),
        (docx(paragraph("x"))[:-30], FileDamaged),
        (packed({"other.xml": "<a/>"}), FileDamaged),
        (docx("<w:p><w:t>never closed"), FileDamaged),
        (docx(paragraph("&a;"), prologue='<!DOCTYPE d [<!ENTITY a "boom">]>'), FileDamaged),
        (docx(paragraph("x" * 3_000_000)), FileTooLarge),
    ],
)
def test_bad_docx(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        _read(tmp_path, content, "docx")


def test_a_zip_that_lies_about_its_sizes_is_not_unpacked(tmp_path: Path) -> None:
    content = bytearray(docx(paragraph("x" * 3_000_000)))
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"word/document.xml"))
    content[at + 24 : at + 28] = (100).to_bytes(4, "little")
    with pytest.raises((FileDamaged, FileTooLarge)):
        _read(tmp_path, bytes(content), "docx")


def test_deeply_nested_tables_are_read(tmp_path: Path) -> None:
    depth = 20_000
    body = "<w:tbl><w:tr><w:tc>" * depth + paragraph("core") + "</w:tc></w:tr></w:tbl>" * depth
    assert "core" in _read(tmp_path, docx(body), "docx").pages[0]


def test_limits_and_refusals(tmp_path: Path) -> None:
    raw = _read(tmp_path, b"0123456789" * 20, "text", limits=Limits(max_text_chars=15))
    assert raw.pages == ("012345678901234",)
    assert raw.partial == Reason(code="partial.text_limit", params={"limit_chars": 15})
    assert _read(tmp_path, b" \n", "text").partial == Reason(code="partial.no_text")
    assert _read(tmp_path, pdf(["", ""]), "pdf").partial == Reason(code="partial.no_text")
    with pytest.raises(FileTooLarge):
        _read(tmp_path, b"0" * 30, "text", limits=Limits(max_file_bytes=20))
    with pytest.raises(EncodingUnknown):
        _read(tmp_path, bytes(range(256)) * 9, "text")
    with pytest.raises(UnsupportedFormat):
        _read(tmp_path, b"x", "sqlite")
    with pytest.raises(FileUnreadable):
        read(tmp_path / "nothing", "text", limits=LIMITS)
