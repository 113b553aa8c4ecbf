"""Reads CSV with a header line: commas, semicolons or tabs, UTF-8; names of columns in any case."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from engine.errors import GraphFileInvalid, GraphFileTooLarge
from engine.graph.intake.made_out import Told

MAX_VALUE_CHARS = 16_000_000
_DELIMITERS = ",;\t"


def read(path: Path) -> Iterator[Told]:
    """Yield the rows of a table; empty lines do not count.

    Raises:
        GraphFileInvalid: It is not CSV as above, or a row has more cells than the header.
        GraphFileTooLarge: A cell is too long.
        OSError: It cannot be read.
    """
    csv.field_size_limit(MAX_VALUE_CHARS)  # of the process; the default is too little for evidence
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline(1 << 16)
            file.seek(0)
            rows = csv.reader(file, delimiter=max(_DELIMITERS, key=first.count), strict=True)
            header = [name.strip().casefold() for name in next(rows, [])]
            line = rows.line_num + 1
            for row in rows:
                if len(row) > len(header):
                    raise GraphFileInvalid(path=str(path), line=line, detail=f"{len(row)} > {len(header)}")
                if row:
                    yield Told(str(path), line, dict(zip(header, row, strict=False)))
                line = rows.line_num + 1
    except csv.Error as error:
        if "limit" in str(error):
            raise GraphFileTooLarge(path=str(path), line=line, limit=MAX_VALUE_CHARS) from error
        raise GraphFileInvalid(path=str(path), line=line, detail=str(error)) from error
    except UnicodeDecodeError as error:
        raise GraphFileInvalid(path=str(path), line=line, detail="UTF-8") from error
