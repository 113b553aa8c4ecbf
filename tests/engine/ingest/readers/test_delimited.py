"""Tables in text form: one row a line, a tab between cells, in any dialect."""

from pathlib import Path

import pytest

from engine.ingest.readers.pieces import Limits
from engine.ingest.readers.registry import read
from engine.records import RawText


def _read(tmp_path: Path, content: str | bytes, name: str = "x.csv") -> RawText:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(path, "csv", limits=Limits())


@pytest.mark.parametrize("mark", [",", ";", "\t", "|", "，"])
def test_the_delimiter_is_found(tmp_path: Path, mark: str) -> None:
    rows = [["name", "price", "city"], ["Ada", "1.5", "London"], ["钱学森", "2", "上海"]]
    raw = _read(tmp_path, "\n".join(mark.join(row) for row in rows))
    assert raw.pages == ("name\tprice\tcity\nAda\t1.5\tLondon\n钱学森\t2\t上海\n",)
    assert raw.attributes == {"columns": "name; price; city"}


def test_commas_in_numbers_and_prose_are_no_delimiters(tmp_path: Path) -> None:
    assert _read(tmp_path, "a;b\nx, y;1,5\nz;2,5\n").pages == ("a\tb\nx, y\t1,5\nz\t2,5\n",)


def test_quotes_escapes_and_line_ends_in_cells(tmp_path: Path) -> None:
    content = 'a,"b, ""c""",d\r\n"two\r\nlines",\t,\r\n,,\r\n'
    assert _read(tmp_path, content).pages == ('a\tb, "c"\td\ntwo lines\n',)
    assert _read(tmp_path, "a,b\\, c,d\ne,f,g\n").pages == ("a\tb, c\td\ne\tf\tg\n",)


def test_the_line_for_spreadsheets_is_obeyed_and_dropped(tmp_path: Path) -> None:
    assert _read(tmp_path, "sep=|\na,b|c\n").pages == ("a,b\tc\n",)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig", "big5"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = "姓名,城市,說明\n" + "張三,臺北,他是我們的老師\n" * 4
    raw = _read(tmp_path, text.encode(encoding))
    assert raw.pages[0].split("\n")[1] == "張三\t臺北\t他是我們的老師"
    assert raw.attributes == {"columns": "姓名; 城市; 說明"}


def test_numbers_are_no_header(tmp_path: Path) -> None:
    assert _read(tmp_path, "1,2\n3,4\n").attributes == {}


def test_a_quote_that_never_ends_loses_no_row(tmp_path: Path) -> None:
    raw = _read(tmp_path, 'a,b\n1,"open\n' + "2,row\n" * 300_000)
    assert raw.pages[0].count("2\trow\n") == 300_000
    assert '1\t"open\n' in raw.pages[0]


def test_a_long_file_is_read_in_a_stream_without_a_seam(tmp_path: Path) -> None:
    raw = _read(tmp_path, "名,n\n" + "王,1\n" * 1_000_000)
    assert raw.pages[0].count("王\t1\n") == 1_000_000


@pytest.mark.parametrize("content", ["", "\n\n", "one column\nonly\n", '"', "x" * 2_000_000])
def test_odd_tables(tmp_path: Path, content: str) -> None:
    text = _read(tmp_path, content, "x.tsv").pages[0]
    assert "".join(text.split()) == "".join(content.replace('"', "").split())
