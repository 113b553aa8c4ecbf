"""A workbook is read sheet by sheet, row by row, as its cells read; one made to do harm is read with care."""

import struct
from pathlib import Path

import pytest
from office_files import compound, label_cell, number_cell, open_document, xls, xlsx
from sample_files import packed

from engine.errors import FileDamaged, FileEncrypted, FileTooLarge
from engine.ingest.readers.pieces import Limits
from engine.ingest.readers.registry import read
from engine.ingest.readers.sheet_rows import cell_text, row_line
from engine.records import RawText, Reason

FAR = '<row r="1048576"><c r="XFD1048576"><v>9</v></c></row>'


def _read(tmp_path: Path, content: bytes, form: str = "xlsx", *, limits: Limits | None = None) -> RawText:
    path = tmp_path / "表格"
    path.write_bytes(content)
    return read(path, form, limits=limits or Limits())


def _lines(raw: RawText) -> list[str]:
    return raw.pages[0].rstrip("\n").split("\n")


ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>Ada</t></is></c><c r="B2"><v>3</v></c>'
    '<c r="C2"><v>0.1</v></c></row>'
    '<row r="3"><c r="A3"><v/></c></row>'
    '<row r="4"><c r="A4" s="1"><v>45322</v></c><c r="B4" s="1"><v>45322.5</v></c>'
    '<c r="D4" t="b"><v>1</v></c>'
    '<c r="E4" t="str"><f>A1</f><v>二 行</v></c><c r="F4" t="e"><v>#DIV/0!</v></c><c r="G4"/></row>'
)
ROW_LINES = [
    "姓名\t年龄 in years",
    "Ada\t3\t0.1",
    "2024-01-31\t2024-01-31T12:00:00\t\tTRUE\t二 行",
]
STRINGS = ("姓名", "年龄\nin years")


def test_sheets_in_order_with_typed_cells(tmp_path: Path) -> None:
    core = "<dc:title>名单</dc:title><dc:creator>Ada</dc:creator>"
    raw = _read(
        tmp_path, xlsx({"人员": ROWS, "Empty": "", "Other &amp; more": ROWS}, strings=STRINGS, core=core)
    )
    assert _lines(raw) == ["人员", *ROW_LINES, "", "Other & more", *ROW_LINES]
    assert raw.title == "名单"
    assert raw.attributes == {"author": "Ada"}
    assert raw.partial is None
    assert _read(tmp_path, xlsx({"Empty": ""})).partial == Reason(code="partial.no_text")


@pytest.mark.parametrize(
    "harm",
    [
        FAR,
        "<row r='1048576'><c r='XFD1048576'><v>9</v></c></row>",
        '<row spans="1:2"\n r\n="1048576"><c  r="XFD1048576"><v>9</v></c></row>',
        "<row/>" * 3 + "<row><c><v>9</v></c></row>",
    ],
)
def test_a_cell_far_away_harms_nobody(tmp_path: Path, harm: str) -> None:
    raw = _read(tmp_path, xlsx({"人员": ROWS + harm}, strings=STRINGS))
    assert _lines(raw)[:4] == ["人员", *ROW_LINES]
    assert _lines(raw)[4].strip() == "9"
    assert len(raw.pages[0]) < 200


def test_a_long_sheet_is_read_to_its_end(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="ZZ{n}"><v>{n}</v></c></row>' for n in range(1, 25_000)
    )
    raw = _read(tmp_path, xlsx({"a": rows}, members={"xl/other.txt": "x"}))
    lines = _lines(raw)
    assert len(lines) == 25_000
    assert lines[-1].split() == ["24999", "24999"]
    short = _read(tmp_path, xlsx({"a": rows}), limits=Limits(max_text_chars=1000))
    assert short.partial == Reason(code="partial.text_limit", params={"limit_chars": 1000})


def test_comments_and_text_boxes_follow(tmp_path: Path) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    members = {
        "xl/comments1.xml": f'<comments xmlns="{main}"><comment><text><t>为何？</t></text></comment>'
        "<comment><text><t>[Threaded comment] Your version of Excel</t></text></comment></comments>",
        "xl/drawings/drawing1.xml": f'<d xmlns:a="{drawing}"><a:p><a:r><a:t>a box</a:t></a:r></a:p></d>',
    }
    lines = _lines(_read(tmp_path, xlsx({"s": ROWS}, strings=STRINGS, members=members)))
    assert [line for line in lines if line][-2:] == ["为何？", "a box"]


def test_a_damaged_sheet_does_not_take_the_others_along(tmp_path: Path) -> None:
    for harm in ("", FAR):
        broken = {"bad": "<row><c></row>" + harm, "好": ROWS}
        raw = _read(tmp_path, xlsx(broken, strings=STRINGS))
        assert _lines(raw)[-4:] == ["好", *ROW_LINES]
        assert raw.partial == Reason(code="partial.parts_damaged", params={"n_parts": 1})
        with pytest.raises(FileDamaged):
            _read(tmp_path, xlsx({"bad": broken["bad"]}))


def _lying(content: bytes, name: bytes) -> bytes:
    """Return the zip with a stated size of a hundred bytes for one part."""
    changed = bytearray(content)
    at = changed.rfind(b"PK\x01\x02", 0, changed.rfind(name))
    changed[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(changed)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), FileEncrypted),
        (xlsx({"a": ROWS})[:-60], FileDamaged),
        (packed({"xl/other.xml": "<a/>"}), FileDamaged),
        (xlsx({"a": ""}, strings=["x" * 3_000_000]), FileTooLarge),
        (xlsx({"a": ""}, members={"xl/calcChain.xml": " " * 3_000_000}), FileTooLarge),
        (_lying(xlsx({"a": ""}, strings=["x" * 1_000_000]), b"xl/sharedStrings.xml"), FileDamaged),
    ],
)
def test_bad_workbooks(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        _read(tmp_path, content)


def test_definitions_are_never_expanded(tmp_path: Path) -> None:
    content = xlsx(
        {"a": FAR}, members={"xl/workbook.xml": '<!DOCTYPE d [<!ENTITY a "b">]><workbook>&a;</workbook>'}
    )
    with pytest.raises(FileDamaged):
        _read(tmp_path, content)


def test_a_binary_workbook_that_reaches_too_far_is_refused(tmp_path: Path) -> None:
    row = bytes([0, 4]) + struct.pack("<I", 1_048_575)
    cell = bytes([2, 12]) + struct.pack("<III", 16_383, 0, 0)
    members = {"xl/workbook.bin": b"", "xl/worksheets/sheet1.bin": b"\x81\x01\x00" + row + cell}
    with pytest.raises(FileTooLarge):
        _read(tmp_path, packed(members), "xlsb")
    with pytest.raises(FileDamaged):
        _read(tmp_path, packed({"xl/workbook.bin": b"\xff" * 7}), "xlsb")


def test_the_old_format(tmp_path: Path) -> None:
    cells = [label_cell(0, 0, "城市"), number_cell(0, 1, 12.0), number_cell(2, 1, 0.25)]
    box = [(0x1B6, bytes(10) + struct.pack("<H6x", 7)), (0x3C, b"\1" + "批注\nBo:为".encode("utf-16-le"))]
    formats = [(0x3C, bytes(16))]
    raw = _read(tmp_path, xls("表一", *cells, *box, *formats), "xls")
    assert _lines(raw) == ["表一", "城市\t12", "\t0.25", "", "批注", "Bo:为"]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (xls("a", number_cell(0, 0, 1.0), locked=True), FileEncrypted),
        (xls("a", number_cell(65_535, 65_535, 1.0)), FileTooLarge),
        (xls("a", number_cell(0, 0, 1.0))[:900], FileDamaged),
        (compound({"Book of another": b"x"}), FileDamaged),
        (b"", FileDamaged),
    ],
)
def test_bad_workbooks_of_the_old_format(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        _read(tmp_path, content, "xls")


def _cell(text: str = "", attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{f'<text:p>{text}</text:p>' if text else ''}</table:table-cell>"


def test_open_document_sheets(tmp_path: Path) -> None:
    comment = "<office:annotation><dc:creator>Bo</dc:creator><text:p>sure?</text:p></office:annotation>"
    number = 'office:value-type="float" office:value="{}"'
    date = 'office:value-type="date" office:date-value="2024-01-31T00:00:00"'
    truth = 'office:value-type="boolean" office:boolean-value="true"'
    rows = [
        _cell("姓名") + _cell() + _cell("more"),
        _cell("1,234.00", number.format("1234.0")) + _cell("12%", 'office:value-type="percentage"'),
        _cell("31/01/24", date) + _cell("true", truth),
        _cell("x", 'table:number-columns-repeated="3"') + _cell("", 'table:number-columns-repeated="16381"'),
        f"<table:table-cell {number.format(5)}>{comment}<text:p>5</text:p></table:table-cell>",
    ]  # fmt: skip
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    body += f'<table:table-row table:number-rows-repeated="1048571">{_cell()}</table:table-row>'
    chart = (
        '<table:shapes><draw:frame><draw:object><table:table table:name="local"><table:table-row>'
        f"{_cell('hidden', '')}</table:table-row></table:table></draw:object></draw:frame></table:shapes>"
    )
    tables = f'<table:table table:name="表">{chart}{body}</table:table><table:table table:name="none"/>'
    raw = _read(tmp_path, open_document("spreadsheet", tables), "ods")
    assert _lines(raw) == ["表", "姓名\t\tmore", "1234\t12%", "2024-01-31\tTRUE", "x\tx\tx", "5 sure?"]
    assert raw.partial is None


def test_cells_that_repeat_a_million_times(tmp_path: Path) -> None:
    far = 'table:number-columns-repeated="1000000"'
    row = f'<table:table-row table:number-rows-repeated="1000000">{_cell("文字", far)}</table:table-row>'
    table = f'<table:table table:name="t">{row * 20}</table:table>'
    raw = _read(tmp_path, open_document("spreadsheet", table), "ods")
    assert raw.pages[0].startswith("t\n文字\t文字")
    assert len(raw.pages[0]) < 1_000_000
    assert raw.partial == Reason(code="partial.repeats")


def test_a_row_is_a_line() -> None:
    assert row_line(["", "a", "", "b", "", ""]) == "\ta\t\tb"
    assert row_line(["a", *[""] * 1000, "b"]) == "a\tb"
    assert row_line(["", ""]) == ""
    assert [cell_text(value) for value in (3.0, -0.5, 1e20, 0.1 + 0.2, True, " a\n b ")] == [
        "3", "-0.5", "1e+20", "0.3", "TRUE", "a b",
    ]  # fmt: skip
