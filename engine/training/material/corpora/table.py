"""Tables, CSV or TSV with a header: a span a row, or a token a row.

* ``text,start,end,label``: neighbouring rows of one text belong together; a row
  without offsets and label names nothing. A column ``sentence``, where there is
  one, tells equal texts apart, and writing adds it.
* ``sentence,token,tag``: rows of one sentence belong together, an empty
  ``sentence`` goes on from the row before; tags in any scheme (see ``schemes``).

Columns may stand in any order among others. A tab in the header makes it TSV.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.errors import CorpusLineTooLong
from engine.teaching import LabelledText
from engine.training.material.corpora.conll import from_tokens
from engine.training.material.corpora.lines import LIMIT_CHARS, read_lines
from engine.training.material.corpora.schemes import Row, find_scheme, to_sentences
from engine.training.material.corpora.spans import Claim, invalid, to_text

SPAN_COLUMNS = ("text", "start", "end", "label")
_TOKEN_COLUMNS = ("sentence", "token", "tag")
_NAMES = {"word": "token", "sentence_id": "sentence", "sentence #": "sentence", "sent_id": "sentence"}
_OFFSET = re.compile(r"[0-9]{1,9}", re.ASCII)

Cells = Mapping[str, str]


def read(path: Path) -> Iterator[LabelledText]:
    """Yield each text.

    Raises:
        CorpusInvalid: The header names no such columns, a row is short, an offset is no whole number;
            see ``spans.to_text`` for the others.
        CorpusTagWrong: A tag breaks the scheme.
        CorpusLineTooLong: A line or a row is longer than is read.
        CorpusUndecodable: It is not UTF-8 text.
        FileUnreadable: It is no file, or may not be read.
    """
    # Only the lengths of this package count; the module's own limit is far shorter.
    csv.field_size_limit(LIMIT_CHARS + 1)
    header = _Rows(path).columns
    if set(SPAN_COLUMNS) <= set(header):
        yield from _read_spans(path)
    elif set(_TOKEN_COLUMNS) <= set(header):
        scheme = find_scheme(_token_rows(path), path=path)
        for sentence in to_sentences(_token_rows(path), path=path, scheme=scheme):
            yield from_tokens(sentence, path=path)
    else:
        raise invalid(path, 1, "the header names neither text,start,end,label nor sentence,token,tag")


def write(texts: Iterable[LabelledText], path: Path) -> None:
    """Write one row a span, parted by tabs where the name ends in ``.tsv``."""
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerow(("sentence", *SPAN_COLUMNS))
        for number, text in enumerate(texts, start=1):
            writer.writerows((number, text.text, span.start, span.end, span.label) for span in text.spans)
            if not text.spans:
                writer.writerow((number, text.text, "", "", ""))


def is_header(line: str) -> bool:
    """Tell whether ``line`` is the header of a table of spans or of tokens."""
    columns = set(_columns(next(csv.reader([line], delimiter=_delimiter(line)), [])))
    return set(SPAN_COLUMNS) <= columns or set(_TOKEN_COLUMNS) <= columns


class _Rows:
    """The rows below the header, each with its first line; holds no more than one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._n_chars = 0
        self._lines = self._fed(path)
        first = next(self._lines, "")
        self._reader = csv.reader(self._lines, delimiter=_delimiter(first), strict=True)
        self.columns = _columns(next(csv.reader([first], delimiter=_delimiter(first)), []))
        self._line = 1

    def __iter__(self) -> Iterator[tuple[int, Cells]]:
        while True:
            line = self._line + 1
            self._n_chars = 0
            try:
                cells = next(self._reader, None)
            except csv.Error as error:
                raise invalid(self._path, line, f"not a table: {error}") from error
            if cells is None:
                return
            if not cells:
                continue
            if len(cells) < len(self.columns):
                raise invalid(
                    self._path, line, f"{len(cells)} columns where the header has {len(self.columns)}"
                )
            yield line, dict(zip(self.columns, cells, strict=False))

    def _fed(self, path: Path) -> Iterator[str]:
        for self._line, line in read_lines(path, keep_ends=True):
            self._n_chars += len(line)
            # A quote that is never closed would swallow the rest of the file.
            if self._n_chars > LIMIT_CHARS + 2:
                raise CorpusLineTooLong(path=str(path), line=self._line, limit_chars=LIMIT_CHARS)
            yield line


def _read_spans(path: Path) -> Iterator[LabelledText]:
    held: tuple[str, str] | None = None
    first = 0
    claims: list[Claim] = []
    for line, cells in _Rows(path):
        key = (cells.get("sentence", ""), cells["text"])
        if held is not None and key != held:
            yield to_text(held[1], claims, path=path, line=first)
            claims = []
        if held != key:
            held, first = key, line
        claims += _claims(cells, path, line)
    if held is not None:
        yield to_text(held[1], claims, path=path, line=first)


def _claims(cells: Cells, path: Path, line: int) -> list[Claim]:
    start, end, label = (cells[name].strip() for name in SPAN_COLUMNS[1:])
    if not (start or end or label):
        return []
    if not _OFFSET.fullmatch(start) or not _OFFSET.fullmatch(end):
        raise invalid(path, line, f"an offset is no whole number: {start[:30]!r}, {end[:30]!r}")
    return [(int(start), int(end), label)]


def _token_rows(path: Path) -> Iterator[Row | None]:
    held = ""
    for line, cells in _Rows(path):
        token, tag = cells["token"].strip(), cells["tag"].strip()
        if not token:
            raise invalid(path, line, "the token is empty")
        sentence = cells["sentence"].strip() or held
        if sentence != held:
            held = sentence
            yield None
        yield Row(line, token, tag)


def _columns(cells: Sequence[Any]) -> tuple[str, ...]:
    names = (str(cell).strip().lower() for cell in cells)
    return tuple(_NAMES.get(name, name) for name in names)


def _delimiter(header: str) -> str:
    return next((sign for sign in "\t;" if sign in header), ",")
