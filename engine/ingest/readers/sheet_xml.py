"""XLSX by its XML alone (ECMA-376 part 1, chapter 18): slower than calamine, but in a stream.

Sheets come in the order of the workbook; a cell stands where it says, numbers
whose format is a date become one.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from engine.errors import FileDamaged
from engine.ingest.readers.archive_parts import Parts, attribute
from engine.ingest.readers.ooxml import main_part, relationships
from engine.ingest.readers.pieces import Piece
from engine.ingest.readers.sheet_bounds import column_number
from engine.ingest.readers.sheet_rows import MOST_GAP, cell_text, row_line
from engine.records import Reason

_PIECE_CHARS = 1 << 18
_LETTERS = re.compile("[A-Za-z]{1,3}")
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
# A format is a date's if it has one of these letters outside quotes, brackets and escapes.
_DATE_LETTERS = re.compile("[ymdhs]", re.IGNORECASE)
_NOT_LETTERS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|General')
_EPOCHS = {False: datetime.datetime(1899, 12, 30), True: datetime.datetime(1904, 1, 1)}
_LAST_SERIAL = 2_958_465


def sheets_from_xml(parts: Parts) -> Iterator[Piece]:
    """Yield the text of every sheet.

    Raises:
        FileDamaged: The workbook is not well formed, or not one of its sheets is.
        FileTooLarge: A part unpacks to more than is safe.
    """
    main = main_part(parts, default="xl/workbook.xml")
    links = relationships(parts, main)
    book = _Book()
    parts.parse(main, book)
    strings, styles = _Strings(), _Styles()
    for link in links.values():
        if link.kind in ("sharedStrings", "styles") and link.target in parts:
            parts.parse(link.target, strings if link.kind == "sharedStrings" else styles)
    n_bad = n_sheets = 0
    for name, link_id in book.sheets:
        if link_id not in links or links[link_id].kind != "worksheet":
            continue
        n_sheets += 1
        cells = _Cells(name, strings.found, styles.dates, is_1904=book.is_1904)
        try:
            for _ in parts.walk(links[link_id].target, cells):
                if cells.n_chars > _PIECE_CHARS:
                    yield cells.take()
        except FileDamaged:
            n_bad += 1
        if cells.is_begun:
            yield cells.take() + "\n"
    if n_bad and n_bad == n_sheets:
        raise FileDamaged(detail="no sheet can be read")
    if n_bad:
        yield Reason(code="partial.parts_damaged", params={"n_parts": n_bad})


class _Book:
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.is_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "sheet":
            link = attribute(attributes, "id", namespace="relationships")
            self.sheets.append((cell_text(attributes.get("name", "")), link))
        elif local == "workbookPr":
            self.is_1904 = attributes.get("date1904", "") in ("1", "true")

    def end(self, name: str) -> None:
        pass

    def characters(self, data: str) -> None:
        pass


class _Strings:
    """The strings that cells share; phonetic guides are left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._is_text = False
        self._n_guides = 0

    def start(self, name: str, _: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        self._n_guides += local == "rPh"
        self._is_text = local == "t" and not self._n_guides

    def end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        self._is_text = False
        self._n_guides -= local == "rPh"
        if local == "si":
            self.found.append(cell_text("".join(self._parts)))
            self._parts.clear()

    def characters(self, data: str) -> None:
        if self._is_text:
            self._parts.append(data)


class _Styles:
    """Which styles of cells show a date."""

    def __init__(self) -> None:
        self.dates: list[bool] = []
        self._own: dict[str, str] = {}
        self._n_cell_styles = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "numFmt":
            self._own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif local == "cellXfs":
            self._n_cell_styles = 1
        elif local == "xf" and self._n_cell_styles:
            number = attributes.get("numFmtId", "0")
            code = self._own.get(number)
            if code is None:
                self.dates.append(number.isdecimal() and len(number) < 6 and int(number) in _DATE_FORMATS)
            else:
                self.dates.append(bool(_DATE_LETTERS.search(_NOT_LETTERS.sub("", code[:200]))))

    def end(self, name: str) -> None:
        if name.endswith(" cellXfs"):
            self._n_cell_styles = 0

    def characters(self, data: str) -> None:
        pass


class _Cells:
    """Collects the rows of one sheet as lines, below its name.

    Attributes:
        n_chars: Code points collected since ``take``.
        is_begun: Whether there was a row with text.
    """

    def __init__(self, name: str, strings: list[str], dates: list[bool], *, is_1904: bool) -> None:
        self.n_chars = 0
        self.is_begun = False
        self._name = name
        self._strings, self._dates = strings, dates
        self._epoch = _EPOCHS[is_1904]
        self._lines: list[str] = []
        self._row: list[tuple[int, str]] = []
        self._column = -1
        self._kind = self._style = ""
        self._parts: list[str] = []
        self._is_value = False
        self._n_guides = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "row":
            self._row = []
            self._column = -1
        elif local == "c":
            letters = _LETTERS.match(attributes.get("r", ""))
            self._column = column_number(letters.group()) if letters else self._column + 1
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._parts.clear()
        self._n_guides += local == "rPh"
        self._is_value = local in ("v", "t") and not self._n_guides

    def end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        self._is_value = False
        self._n_guides -= local == "rPh"
        if local == "c":
            if text := self._value("".join(self._parts)):
                self._row.append((self._column, text))
        elif local == "row":
            self._end_row()

    def characters(self, data: str) -> None:
        if self._is_value:
            self._parts.append(data)

    def take(self) -> str:
        """Return what has been collected since the last call, and forget it."""
        text = "".join(self._lines)
        self._lines.clear()
        self.n_chars = 0
        return text

    def _end_row(self) -> None:
        cells: list[str] = []
        last = -1
        for column, text in sorted(self._row, key=lambda cell: cell[0]):
            cells += [""] * min(max(0, column - last - 1), MOST_GAP + 1)
            cells.append(text)
            last = column
        if line := row_line(cells):
            if not self.is_begun:
                self.is_begun = True
                self._lines.append(f"{self._name}\n")
            self._lines.append(f"{line}\n")
            self.n_chars += len(line) + 1

    def _value(self, raw: str) -> str:
        if self._kind == "s":
            index = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else len(self._strings)
            return self._strings[index] if index < len(self._strings) else ""
        if self._kind == "e":  # an error of a formula, which calamine leaves out too
            return ""
        if self._kind == "b":
            return cell_text(raw.strip() == "1")
        if self._kind != "n":
            return cell_text(raw)
        try:
            number = float(raw)
        except ValueError:
            return cell_text(raw)
        return cell_text(self._date(number) if self._is_date() else number)

    def _is_date(self) -> bool:
        style = (
            int(self._style)
            if self._style.isascii() and self._style.isdigit() and len(self._style) < 8
            else 0
        )
        return style < len(self._dates) and self._dates[style]

    def _date(self, serial: float) -> object:
        if not 0 <= serial < _LAST_SERIAL:
            return serial
        moment = self._epoch + datetime.timedelta(seconds=round(serial * 86_400))
        return moment.time() if serial < 1 else moment
