"""OpenDocument spreadsheet events to a section a sheet (ODF 1.3, part 3, chapter 9).

A cell or row says how often it repeats, a million times where a file likes to:
what is empty is dropped, and what is not is written out a bounded number of times.
"""

from __future__ import annotations

from engine.ingest.readers.open_names import count_of, short_name, value_of
from engine.ingest.readers.open_text import OpenText
from engine.ingest.readers.sheet_rows import cell_text, row_line

_CELLS = frozenset(("table:table-cell", "table:covered-table-cell"))
_MOST_REPEATED_CHARS = 10_000
_MOST_GAP = 100


class OpenSheets:
    """Collects rows as lines.

    Attributes:
        n_chars: Code points collected since ``take``.
        has_more_repeats: Whether something repeats more often than was written out.
    """

    def __init__(self) -> None:
        self.n_chars = 0
        self.has_more_repeats = False
        self._lines: list[str] = []
        self._words = OpenText()
        self._row: list[str] = []
        self._name = ""  # of the sheet, until there is a row to stand below it
        self._n_tables = 0
        self._n_cells = 0
        self._value = self._shown = self._comment = ""
        self._n_rows = self._n_columns = 1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        short = short_name(name)
        if self._words.is_skipping:
            self._words.start(name, attributes)
        elif short == "table:table":
            self._n_tables += 1
            if self._n_tables == 1:
                self._name = cell_text(value_of(attributes, "table:name"))
        elif short == "table:table-row" and not self._n_cells:
            self._row = []
            self._n_rows = count_of(attributes, "table:number-rows-repeated")
        elif short in _CELLS:
            self._n_cells += 1
            if self._n_cells == 1:
                self._put_loose()
                self._shown = self._comment = ""
                self._value = _value(attributes)
                self._n_columns = count_of(attributes, "table:number-columns-repeated")
        else:
            if short == "office:annotation":
                self._shown += self._words.take()
            if not short.startswith("table:table-"):
                self._words.start(name, attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        short = short_name(name)
        if self._words.is_skipping:
            self._words.end(name)
        elif short == "table:table":
            self._n_tables -= 1
            self._put_loose()
            if not self._n_tables and not self._name:
                self._lines.append("\n")
        elif short in _CELLS:
            self._n_cells -= 1
            if not self._n_cells:
                self._end_cell()
        elif short == "table:table-row" and not self._n_cells:
            self._end_row()
        elif not short.startswith("table:table-"):
            self._words.end(name)
            if short == "office:annotation":
                self._comment += self._words.take()

    def characters(self, data: str) -> None:
        """Characters of the element that is open."""
        self._words.characters(data)

    def take(self) -> str:
        """Return what has been collected since the last call, and forget it."""
        text = "".join(self._lines)
        self._lines.clear()
        self.n_chars = 0
        return text

    def _end_cell(self) -> None:
        text = self._value or self._shown + self._words.take()
        self._words.take()
        text = " ".join(f"{text} {self._comment}".split())
        if text:
            self._row += [text] * self._bounded(self._n_columns, text)
        else:
            self._row += [""] * min(self._n_columns, _MOST_GAP)

    def _end_row(self) -> None:
        line = row_line(self._row)
        if line:
            self._put(f"{line}\n" * self._bounded(self._n_rows, line))

    def _bounded(self, n_times: int, text: str) -> int:
        most = 1 + _MOST_REPEATED_CHARS // (len(text) + 1)
        self.has_more_repeats = self.has_more_repeats or n_times > most
        return min(n_times, most)

    def _put_loose(self) -> None:
        """Write down what stands beside the cells: text boxes and comments of the sheet."""
        if loose := "\n".join(filter(str.strip, self._words.take().split("\n"))):
            self._put(f"{loose}\n")

    def _put(self, text: str) -> None:
        if self._name:
            self._lines.append(f"{self._name}\n")
            self._name = ""
        self._lines.append(text)
        self.n_chars += len(text)


def _value(attributes: dict[str, str]) -> str:
    """Return the typed value where it reads the same everywhere; "" where what is shown says more."""
    kind = value_of(attributes, "office:value-type")
    if kind == "float":
        try:
            return cell_text(float(value_of(attributes, "office:value")))
        except ValueError:
            return ""
    if kind == "date":
        return value_of(attributes, "office:date-value").partition(".")[0].removesuffix("T00:00:00")
    if kind == "boolean":
        return value_of(attributes, "office:boolean-value").upper()
    return ""
