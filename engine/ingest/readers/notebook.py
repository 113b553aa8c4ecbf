"""Jupyter notebooks, format 3 and 4: notes, code and what it printed, in the order of the cells.

A picture that code drew is named only, a traceback loses its colours. Title: the
first heading.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from engine.ingest.readers.decoded import gathered, whole
from engine.ingest.readers.front_matter import joined
from engine.ingest.readers.json_data import read_json
from engine.ingest.readers.markdown import MarkdownText
from engine.ingest.readers.pieces import LONGEST_LINKS, Head, Limits, Piece
from engine.ingest.source import Source

_MOST_BYTES = 128_000_000  # pictures are letters here
_TERMINAL_CODE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b.")
_REDRAWN = re.compile(r"[^\n]*\r(?!\n)")  # a progress bar writes over itself
# Of one result in several forms, the first of these is shown.
_TEXT_FORMS = ("text/markdown", "text/plain", "text/latex", "text", "latex")
_PICTURES = ("image/png", "image/jpeg", "image/svg+xml", "image/gif", "png", "jpeg", "svg")


def read_notebook(path: Source, *, limits: Limits) -> Iterator[Piece]:
    """Yield head and text of a notebook; one that is too large, nested or broken reads as JSON does.

    Raises:
        EncodingUnknown: It is no text.
        OSError: It cannot be read.
    """
    text = whole(path, limits, most_bytes=_MOST_BYTES)
    try:
        notebook = json.loads(text) if text is not None else None
    except (ValueError, RecursionError):
        notebook = None
    if not isinstance(notebook, dict) or not isinstance(_cells(notebook), list):
        yield from read_json(path, limits=limits)
        return
    del text
    metadata = _dict(notebook.get("metadata"))
    attributes = _attributes(metadata)
    title = metadata.get("title") or metadata.get("name")
    yield Head(title=title if isinstance(title, str) and title else None, attributes=attributes)
    notes = MarkdownText()
    yield from gathered(_cell_texts(_cells(notebook), notes))
    if tags := notes.inline.tags:
        attributes["tags"] = joined(tags)
    if links := notes.inline.stated_links():
        attributes["links"] = joined(links, most_chars=LONGEST_LINKS)
    yield Head(
        title=notes.title or (title if isinstance(title, str) else None) or None, attributes=attributes
    )


def _cells(notebook: dict[str, Any]) -> list[Any] | None:
    if isinstance(cells := notebook.get("cells"), list):
        return cells
    sheets = notebook.get("worksheets")  # format 3
    if not isinstance(sheets, list):
        return None
    return [cell for sheet in sheets for cell in _list(_dict(sheet).get("cells"))]


def _attributes(metadata: dict[str, Any]) -> dict[str, str]:
    kernel = _dict(metadata.get("kernelspec")).get("language")
    language = _dict(metadata.get("language_info")).get("name") or kernel
    authors = [
        author.get("name") if isinstance(author, dict) else author
        for author in _list(metadata.get("authors"))
    ]
    attributes = {"kernel language": language} if isinstance(language, str) else {}
    if names := joined(author for author in authors if isinstance(author, str)):
        attributes["author"] = names
    return attributes


def _cell_texts(cells: list[Any] | None, notes: MarkdownText) -> Iterator[str]:
    for cell in map(_dict, cells or ()):
        kind = cell.get("cell_type")
        source = _joined(cell.get("source", cell.get("input")))
        if kind == "markdown":
            yield from notes.read(source.splitlines(keepends=True))
        elif kind == "heading":
            level = cell.get("level")
            marks = "#" * (level if isinstance(level, int) and 0 < level < 7 else 1)
            yield from notes.read([f"{marks} {source}"])
        else:
            yield source
        yield "\n\n"
        for output in map(_dict, _list(cell.get("outputs"))):
            if shown := _output(output).strip("\n"):
                yield shown + "\n\n"


def _output(output: dict[str, Any]) -> str:
    kind = output.get("output_type")
    if kind in ("error", "pyerr"):
        return _plain("\n".join(part for part in _list(output.get("traceback")) if isinstance(part, str)))
    if kind == "stream":
        return _plain(_joined(output.get("text")))
    data = _dict(output.get("data")) or output
    for form in _TEXT_FORMS:
        if (value := data.get(form)) and (text := _joined(value)):
            if form == "text/markdown":
                return "".join(MarkdownText().read(text.splitlines(keepends=True)))
            return _plain(text)
    return next((f"[{form}]" for form in _PICTURES if form in data), "")


def _plain(text: str) -> str:
    return _REDRAWN.sub("", _TERMINAL_CODE.sub("", text.replace("\r\n", "\n")))


def _joined(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "".join(part for part in _list(value) if isinstance(part, str))


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
