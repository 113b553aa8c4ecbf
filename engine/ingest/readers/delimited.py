"""CSV, TSV and their kin: a line a row, a tab between cells, read in a stream.

Which delimiter, quote and escape a table uses is what makes the rows of its
beginning most alike. Line ends and tabs within a cell become spaces. From a quote on that
never ends, the rest is parted at delimiters only.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from engine.ingest.readers.decoded import gathered, lines
from engine.ingest.readers.front_matter import joined
from engine.ingest.readers.pieces import Head, Limits, Piece
from engine.ingest.source import Source

_SHOWN_LINES = 200
_SHOWN_CHARS = 1 << 18
_LONGEST_CELL = 1 << 20
_STATED = re.compile(r'"?sep=(.)"?\s*$', re.IGNORECASE)
_NUMBER = re.compile(r"[\s$€£¥￥(+-]*\d[\d.,:/\s%)eE+-]*[年月日元万亿]?")
_DELIMITERS = ",;\t|"
_FULL_WIDTH = "，；"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is written; an empty quote means none."""

    delimiter: str
    quote: str = '"'
    escape: str | None = None


def read_delimited(path: Source, *, limits: Limits) -> Iterator[Piece]:
    """Yield head and text of a table; the names of its columns are an attribute.

    Raises:
        EncodingUnknown: It is no text.
        OSError: It cannot be read.
    """
    source = lines(path, limits)
    shown: list[str] = []
    n_chars = 0
    for line in islice(source, _SHOWN_LINES):
        shown.append(line)
        n_chars += len(line)
        if n_chars > _SHOWN_CHARS:
            break
    stated = _STATED.match(shown[0]) if shown else None
    if stated:  # a line for spreadsheets only
        del shown[0]
    dialect = sniff_dialect(
        shown, stated[1] if stated else "\t" if path.suffix.lower() in (".tsv", ".tab") else ""
    )
    columns = header(list(islice(_rows(iter(shown), dialect), 20)))
    yield Head(attributes={"columns": joined(columns)} if columns else {})
    yield from gathered(_row_lines(chain(shown, source), dialect))


def sniff_dialect(shown: Sequence[str], stated: str = "") -> Dialect:
    """Return the dialect of a table by its first lines."""
    text = "".join(shown)
    quote = '"'
    if (
        '"' not in text
        and len(re.findall(r"(?:^|[,;\t|])'[^'\n]*'(?=[,;\t|\n])", text)) > len(shown) // 2 > 0
    ):
        quote = "'"
    escape = "\\" if re.search(r'\\["\',;|]', text) and '\\"",' not in text and '""' not in text else None
    if stated:
        return Dialect(stated, quote, escape)
    found = max(_DELIMITERS + _FULL_WIDTH, key=lambda mark: _likeness(shown, Dialect(mark, quote, escape)))
    dialect = Dialect(found, quote, escape)
    return dialect if _likeness(shown, dialect) > (0, 0) else Dialect(",", quote, escape)


def header(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the names of the columns, if the first row is such."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return []
    names = [cell.strip() for cell in rows[0]]
    is_named = all(names) and len(set(names)) == len(names) and not any(map(_NUMBER.fullmatch, names))
    return names if is_named and max(map(len, names)) <= 80 else []


def _likeness(shown: Sequence[str], dialect: Dialect) -> tuple[float, int]:
    """How alike the rows are in their number of cells, and how many cells that is; 0 for one column."""
    counts = Counter(len(row) for row in _rows(iter(shown), dialect) if any(row))
    n_rows = sum(counts.values())
    if not n_rows:
        return 0, 0
    n_cells, n_alike = max(counts.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    return (round(n_alike / n_rows, 1), n_cells) if n_cells > 1 else (0, 0)


def _rows(source: Iterator[str], dialect: Dialect) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    taken: list[str] = []  # the lines of the row under way

    def noted() -> Iterator[str]:
        for line in source:
            taken.append(line)
            yield line

    rows = csv.reader(
        noted(), delimiter=dialect.delimiter, quotechar=dialect.quote, escapechar=dialect.escape,
        skipinitialspace=dialect.delimiter != "\t",
    )  # fmt: skip
    while True:
        try:
            row = next(rows, None)
        except csv.Error:
            break
        if row is None or (len(taken) > _SHOWN_LINES and sum(map(len, taken)) > _LONGEST_CELL // 4):
            break
        taken.clear()
        yield row
    for line in chain(taken, source):
        yield line.rstrip("\n").split(dialect.delimiter)


def _row_lines(source: Iterable[str], dialect: Dialect) -> Iterator[str]:
    for row in _rows(iter(source), dialect):
        if line := "\t".join(" ".join(cell.split()) for cell in row).rstrip("\t"):
            yield line + "\n"
