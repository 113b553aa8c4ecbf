"""Read the lines of a CoNLL file: token first, tag last, an empty line after each sentence.

Columns are parted by tabs if the first line that has columns has a tab, else by
spaces. Lines ``-DOCSTART-`` are passed over, and so are comments: lines without a
tab that begin with ``#``, stand before a sentence and do not end in a tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from engine.errors import CorpusTagWrong
from engine.training.material.corpora.lines import read_lines
from engine.training.material.corpora.schemes import Row
from engine.training.material.corpora.spans import invalid

DOCUMENT_START = "-DOCSTART-"
_TAG_LIKE = re.compile(r"O|[BIMELSU]-\S.*")
_MIN_COLUMNS = 2


def read_rows(path: Path) -> Iterator[Row | None]:
    """Yield token and tag of each line, ``None`` where a sentence may end.

    Raises:
        CorpusInvalid: A line has no two columns, or no token.
        CorpusTagWrong: Its last column is empty.
        CorpusLineTooLong: A line is longer than is read.
        CorpusUndecodable: It is not UTF-8 text.
        FileUnreadable: It is no file, or may not be read.
    """
    separator = ""
    is_inside = False
    for number, line in read_lines(path):
        if not line.strip() or line.startswith(DOCUMENT_START):
            is_inside = False
            yield None
            continue
        if not is_inside and is_comment(line):
            continue
        separator = separator or ("\t" if "\t" in line else " ")
        columns = split_columns(line, separator)
        if len(columns) < _MIN_COLUMNS or not columns[0]:
            raise invalid(path, number, f"expected a token and its tag, found {line[:60]!r}")
        if not columns[-1]:
            raise CorpusTagWrong(path=str(path), line=number, tag="")
        is_inside = True
        yield Row(number, columns[0], columns[-1])


def split_columns(line: str, separator: str) -> list[str]:
    """Return the columns of one line; the last is stripped of white space around it."""
    columns = line.split("\t") if separator == "\t" else [part for part in line.split(" ") if part]
    return [*columns[:-1], columns[-1].strip()] if columns else []


def is_comment(line: str) -> bool:
    """Tell whether a line that stands before a sentence is a comment."""
    return line.startswith("#") and "\t" not in line and not is_tag_like(line.rpartition(" ")[2].strip())


def is_tag_like(text: str) -> bool:
    """Tell whether ``text`` looks like a tag of any scheme."""
    return _TAG_LIKE.fullmatch(text) is not None
