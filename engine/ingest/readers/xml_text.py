"""XML of any kind, feeds, outlines, maps, drawings: the text of its elements, in order.

Parsed by expat in a stream, no tree. No entity is ever expanded nor anything fetched: a
document that declares entities is read as plain text, as is one that says
nothing outside its attributes. From where it is no XML any more, the rest is read without its tags.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from engine.ingest.readers.decoded import gathered, plain_chunks
from engine.ingest.readers.pieces import Head, Limits, Piece
from engine.ingest.readers.text import read_text
from engine.ingest.source import Source

_BLOCK_CHARS = 1 << 16
# Programs, styles and data in text form.
_SKIPPED = frozenset({
    "script", "style", "binary", "binary-data", "binData", "pict", "metadata-blob", "docOleData", "fldData",
    "instrText",
})  # fmt: skip
_SHOWN_ATTRIBUTES = ("text", "title", "alt", "label", "summary", "description", "caption", "tooltip", "_note")
_TITLES = frozenset(("title", "book-title", "Title"))
_STATED = {
    "author": "author", "creator": "author", "managingEditor": "author", "ownerName": "author",
    "pubDate": "date",
    "lastBuildDate": "date", "date": "date", "updated": "date", "dateCreated": "date", "published": "date",
    "language": "language", "lang": "language",
}  # fmt: skip
_DEEPEST_STATED = 5
_LONGEST_STATED = 500
_ESCAPED_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<!--.{0,2000}?-->", re.DOTALL)
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|li|tr|h[1-6]|ul|ol|table)\b[^<>]{0,500}>|<br\b[^<>]{0,100}>", re.IGNORECASE
)
_TAG = re.compile(r"<(?:!--.*?--|!\[CDATA\[|/?[a-zA-Z!?][^<>]*)>?|\]\]>", re.DOTALL)
_YEAR = re.compile(r"\d{4}")
_SPACE = re.compile(r"[ \t\n]+")


def read_xml(path: Source, *, limits: Limits) -> Iterator[Piece]:
    """Yield head and text of an XML document; the head once more at the end.

    Raises:
        EncodingUnknown: It is no text.
        OSError: It cannot be read.
    """
    words = XmlText()
    has_text = False
    yield Head()
    for piece in gathered(_texts(path, limits, words)):
        has_text = has_text or bool(piece.strip())
        yield piece
    if not has_text:
        yield from read_text(path, limits=limits)
    yield Head(title=words.title, attributes=words.stated)


class _Unsafe(Exception):
    """The document declares entities."""


class XmlText:
    """Collects the text of one document; the element stack is all that it keeps.

    Attributes:
        title: The first title near the top.
        stated: Author, date and language, as stated near the top.
    """

    def __init__(self) -> None:
        self.title: str | None = None
        self.stated: dict[str, str] = {}
        self._names: list[str] = []
        self._has_text: list[bool] = [False]  # for each open element: whether it has text of its own
        self._n_skipped = 0
        self._line: list[str] = []
        self._lines: list[str] = []
        self._break = ""
        self._value: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        local = name.rpartition(":")[2]
        if self._n_skipped or local in _SKIPPED:
            self._n_skipped += 1
            return
        if not self._has_text[-1]:
            self._break = "start"
        self._names.append(local)
        self._has_text.append(False)
        self._value.clear()
        if len(self._names) == 1 and (language := attributes.get("xml:lang") or attributes.get("lang")):
            self.stated["language"] = language
        for attribute in _SHOWN_ATTRIBUTES:
            if value := attributes.get(attribute, "").strip():
                self._break = self._break or "start"
                self._add(value)
                self._break = "start"

    def end(self, _: str) -> None:
        """An element ends."""
        if self._n_skipped:
            self._n_skipped -= 1
            return
        local = self._names.pop()
        self._has_text.pop()
        if len(self._names) < _DEEPEST_STATED:
            self._note(local, " ".join("".join(self._value).split())[:_LONGEST_STATED])
        self._value.clear()
        if not self._has_text[-1]:
            self._break = "end"

    def characters(self, data: str) -> None:
        """Characters of the element that is open."""
        if self._n_skipped:
            return
        if not data.isspace():
            if self._break == "end" and self._names:
                self._break = ""  # text after an element: a part of a sentence
            self._has_text[-1] = True
        elif self._break:
            return
        if len(self._names) < _DEEPEST_STATED + 1 and len(self._value) < _LONGEST_STATED:
            self._value.append(data)
        self._add(data)

    def take(self) -> str:
        """Return the lines that are complete, and forget them."""
        text = "".join(self._lines)
        self._lines.clear()
        return text

    def finish(self) -> str:
        """Return what is left."""
        self._end_line()
        return self.take()

    def _add(self, data: str) -> None:
        if self._break:
            self._end_line()
            self._break = ""
        self._line.append(data)

    def _end_line(self) -> None:
        line = _SPACE.sub(" ", "".join(self._line)) if self._line else ""
        self._line.clear()
        if "<" in line and _ESCAPED_MARKUP.search(line):  # a page in a feed
            line = html.unescape(_ESCAPED_MARKUP.sub("", _BLOCK_TAG.sub("\n", line)))
        if line := line.strip():
            self._lines.append(line + "\n")

    def _note(self, local: str, value: str) -> None:
        if not value:
            return
        if local in _TITLES or (local == "name" and self._names[:1] in (["kml"], ["gpx"])):
            self.title = self.title or value
        elif (name := _STATED.get(local)) and (name != "date" or _YEAR.search(value)):
            self.stated.setdefault(name, value)


def _texts(path: Source, limits: Limits, words: XmlText) -> Iterator[str]:
    parser = _parser(words)
    n_bytes = 0
    source = _blocks(path, limits)
    for block in source:
        data = block.encode("utf-8", "replace")
        try:
            parser.Parse(data, False)
        except _Unsafe:
            return
        except expat.ExpatError:
            parser.buffer_text = False  # hands over what it holds back
            yield words.finish()
            yield _untagged(data[max(0, parser.ErrorByteIndex - n_bytes) :].decode("utf-8", "replace"))
            for rest in source:
                yield _untagged(rest)
            return
        n_bytes += len(data)
        yield words.take()
    yield words.finish()


def _blocks(path: Source, limits: Limits) -> Iterator[str]:
    is_first = True
    for chunk in plain_chunks(path, limits):
        text = chunk.lstrip() if is_first else chunk  # nothing may stand before the declaration
        is_first = False
        for start in range(0, len(text), _BLOCK_CHARS):
            yield text[start : start + _BLOCK_CHARS]


def _parser(words: XmlText) -> Any:
    parser = expat.ParserCreate("utf-8")  # whatever it declares: it was decoded already
    parser.buffer_text = True
    parser.StartElementHandler = words.start
    parser.EndElementHandler = words.end
    parser.CharacterDataHandler = words.characters
    parser.EntityDeclHandler = _refuse
    parser.SkippedEntityHandler = lambda name, _: words.characters(html.unescape(f"&{name};"))
    parser.UseForeignDTD(True)  # an entity that nobody declares is no error then
    return parser


def _refuse(*_: object) -> None:
    raise _Unsafe


def _untagged(text: str) -> str:
    return html.unescape(_TAG.sub(" ", text))
