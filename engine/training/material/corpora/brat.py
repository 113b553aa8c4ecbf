"""brat: a folder of pairs, ``name.txt`` with the text and ``name.ann`` with what is named in it.

A line ``T1 TAB Person 0 12 TAB Ada Lovelace`` names a span; offsets count code
points of the .txt as it is, line ends included. Other lines (relations, events,
notes) are passed over. A text without .ann was not looked at yet and is passed
over too. A span in several pieces is refused unless only white space parts them,
as brat writes it over a line end: its hull would teach words that nobody named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from engine.errors import CorpusEmpty, FileUnreadable
from engine.teaching import LabelledSpan, LabelledText
from engine.training.material.corpora.lines import open_text, read_lines, require_size
from engine.training.material.corpora.quotes import is_quote
from engine.training.material.corpora.spans import Claim, invalid, to_text

TEXT, NOTES = ".txt", ".ann"
_BYTE_ORDER_MARK = "\ufeff"
_PIECES = r"\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9})*"
_ENTITY = re.compile(rf"T\S*\t(?P<label>.+?) (?P<pieces>{_PIECES})(?:\t(?P<quote>.*))?", re.ASCII)
_RUN = re.compile(r"[^\r\n]+")


def read(path: Path) -> Iterator[LabelledText]:
    """Yield the texts of a folder in the order of their names, or the one of a .txt/.ann pair.

    Raises:
        CorpusInvalid: A line names no span, or its quoted text does not stand there; see
            ``spans.to_text`` for the others.
        CorpusEmpty: The folder holds no .ann.
        CorpusLineTooLong: A file is larger than is read.
        CorpusUndecodable: A file is not UTF-8 text.
        FileUnreadable: A file of a pair cannot be read.
    """
    for notes in find_notes(path):
        source = notes.with_suffix(TEXT)
        require_size(source)
        with open_text(source) as stream:
            text = stream.read()
        claims: list[Claim] = []
        last = 1
        for line, entry in read_lines(notes):
            if entry.startswith("T"):
                claims.append(_claim(entry, text, notes, line))
                last = line
        yield to_text(text, claims, path=notes, line=last)


def write(texts: Iterable[LabelledText], path: Path) -> None:
    """Write a folder of pairs, numbered in order."""
    path.mkdir()
    for number, text in enumerate(texts, start=1):
        # What begins with a byte order mark would lose it, and move every offset.
        mark = _BYTE_ORDER_MARK if text.text.startswith(_BYTE_ORDER_MARK) else ""
        name = f"{number:06d}"
        (path / f"{name}{TEXT}").write_text(mark + text.text, "utf-8", newline="")
        entries = (f"T{at}\t{_entry(span, text.text)}\n" for at, span in enumerate(text.spans, start=1))
        (path / f"{name}{NOTES}").write_text("".join(entries), "utf-8", newline="\n")


def find_notes(path: Path) -> list[Path]:
    """Return the .ann files that ``path``, a folder or either file of a pair, stands for.

    Raises:
        CorpusEmpty: It is a folder without any.
        FileUnreadable: The folder may not be read.
    """
    if not path.is_dir():
        return [path.with_suffix(NOTES)]
    try:
        found = sorted(entry for entry in path.iterdir() if entry.suffix == NOTES)
    except OSError as error:
        raise FileUnreadable(detail=f"{error.strerror or error}: {path}") from error
    if not found:
        raise CorpusEmpty(path=str(path))
    return found


def _claim(entry: str, text: str, path: Path, line: int) -> Claim:
    match = _ENTITY.fullmatch(entry)
    if match is None:
        raise invalid(path, line, f"expected T1 TAB LABEL START END TAB TEXT, found {entry[:60]!r}")
    pieces = [tuple(map(int, piece.split(" "))) for piece in match["pieces"].split(";")]
    for (_, end), (start, _) in pairwise(pieces):
        if start < end or text[end:start].strip():
            raise invalid(path, line, "a span in several pieces; make it one, or remove it")
    start, end = pieces[0][0], pieces[-1][1]
    quote = match["quote"]
    if quote is not None and end <= len(text) and not is_quote(text, start, end, quote):
        raise invalid(path, line, f"{start} to {end} is not where {quote[:60]!r} stands")
    return start, end, match["label"]


def _entry(span: LabelledSpan, text: str) -> str:
    runs = [match.span() for match in _RUN.finditer(text, span.start, span.end)]
    if not runs or (runs[0][0], runs[-1][1]) != (span.start, span.end):
        runs = [(span.start, span.end)]
    pieces = ";".join(f"{start} {end}" for start, end in runs)
    quote = " ".join(re.split(r"[\r\n\t]", text[span.start : span.end]))
    return f"{span.label} {pieces}\t{quote}"
