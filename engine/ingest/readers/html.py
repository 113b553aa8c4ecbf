"""HTML: the text a reader would see, its title and what its meta elements state.

Parsed by Lexbor, whose time grows with the square of the depth and of the number
of attributes: a page with too many of either, or one on which Lexbor hung, goes
through the standard library's parser instead, which keeps no tree.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from engine.ingest.encoding import declared_encoding, decode
from engine.ingest.readers.layout import SILENT, Layout
from engine.ingest.readers.pieces import Head, Limits, Piece
from engine.ingest.source import Source

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{60000}")
# These have no end tag, or one that people leave out.
_FLAT = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "colgroup",
})  # fmt: skip
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
})  # fmt: skip
_DEEPEST = 1500
_DECLARATIONS = re.compile(
    r"<!DOCTYPE[^<>\[\]]{0,1000}\[(?:[^\]\"']|\"[^\"]*+\"|'[^']*+')*+\]\s*>", re.IGNORECASE
)
_EMPTY_ELEMENT = re.compile(
    r"""<([a-zA-Z][\w:.-]{0,60})((?:\s++[\w:.-]++\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+'))*+)\s*+/>"""
)
_META = {
    "author": "author", "dc.creator": "author", "article:author": "author", "description": "description",
    "og:description": "description", "keywords": "keywords", "date": "date", "dc.date": "date",
    "article:published_time": "date", "og:title": "title", "dc.title": "title",
}  # fmt: skip
_SPACE = re.compile(r"\s+")


def read_html(path: Source, *, limits: Limits, is_careful: bool = False) -> Iterator[Piece]:
    """Yield head and text of a page.

    Raises:
        EncodingUnknown: It is no text.
        OSError: It cannot be read.
    """
    with path.open("rb") as stream:
        # No more than it holds now: a read of n bytes takes memory for n.
        size_bytes = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        data = stream.read(min(size_bytes, limits.max_file_bytes))
    markup, _ = decode(data, declared=declared_encoding(data))
    del data
    yield from read_markup(markup, is_careful=is_careful)


def read_markup(markup: str, *, is_careful: bool = False) -> tuple[Head, str]:
    """Return head and text of a page that is decoded already."""
    if markup.lstrip("\ufeff \t\r\n").startswith("<?xml"):
        markup = as_html(markup)
    if is_careful or is_hard_for_lexbor(markup):
        return _walk_tags(markup)
    return _walk_tree(markup)


def as_html(markup: str) -> str:
    """Return XHTML in the form that HTML has: what XML lets end in its own tag would swallow the rest here.

    Entities that the page declares are dropped with their declaration, never expanded.
    """
    markup = _DECLARATIONS.sub("", markup, count=1)
    markup = _without_sections(markup)
    return _EMPTY_ELEMENT.sub(
        lambda match: match[0] if match[1].lower() in _VOID else f"<{match[1]}{match[2]}></{match[1]}>",
        markup,
    )


def _without_sections(markup: str) -> str:
    """Return the markup with the text of CDATA sections as plain text."""
    parts: list[str] = []
    at = 0
    while (start := markup.find("<![CDATA[", at)) >= 0 and (end := markup.find("]]>", start)) >= 0:
        parts += (markup[at:start], escape(markup[start + 9 : end]))
        at = end + 3
    return "".join((*parts, markup[at:]))


def is_hard_for_lexbor(markup: str) -> bool:
    """Whether elements nest so deep, or a tag is so long, that Lexbor would take minutes."""
    if _LONG_TAG.search(markup):
        return True
    depth = 0
    for slash, name in _TAG.findall(markup):
        if name.lower() not in _FLAT:
            depth = max(0, depth - 1) if slash else depth + 1
            if depth > _DEEPEST:
                return True
    return False


def _walk_tree(markup: str) -> tuple[Head, str]:
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(markup)
    head: dict[str, str] = {}
    for node in tree.css("meta"):
        _note_meta(head, node.attributes)
    if tree.root is not None:
        _note_language(head, tree.root.attributes)
    title = tree.css_first("title") or tree.css_first("h1")
    return _head(head, title.text() if title else None), _lay_out(tree.body or tree.root)


def _lay_out(top: LexborNode | None) -> str:
    # By hand: a recursive walk would end at Python's depth, and traverse() says nothing of ends.
    layout = Layout()
    n_preformatted = 0
    node = top
    while node is not None:
        tag = node.tag or ""
        child = None
        if tag == "-text":
            layout.text(node.text_content or "", is_preformatted=n_preformatted > 0)
        elif tag == "img":
            layout.picture(node.attributes.get("alt"))
        elif tag not in SILENT and not tag.startswith(("-", "!")):
            layout.edge(tag)
            n_preformatted += tag == "pre"
            child = node.child
            if child is None:
                n_preformatted -= tag == "pre"
                layout.edge(tag)
        if child is not None:
            node = child
            continue
        node, n_closed = _step_out(node, top, layout)
        n_preformatted -= n_closed
    return layout.result()


def _step_out(
    node: LexborNode | None, top: LexborNode | None, layout: Layout
) -> tuple[LexborNode | None, int]:
    """Return what follows ``node``, closing what ends with it, and how many ``pre`` ended."""
    top_id = top.mem_id if top is not None else 0
    n_closed = 0
    while node is not None and node.mem_id != top_id and node.next is None:
        node = node.parent
        if node is not None:
            layout.edge(node.tag or "")
            n_closed += node.tag == "pre"
    return (None, n_closed) if node is None or node.mem_id == top_id else (node.next, n_closed)


def _walk_tags(markup: str) -> tuple[Head, str]:
    parser = _TagReader()
    parser.feed(markup)
    parser.close()
    return _head(parser.head, parser.title or parser.heading), parser.layout.result()


class _TagReader(HTMLParser):
    """Lays out text as tags go by; unclosed elements do no harm."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.layout = Layout()
        self.head: dict[str, str] = {}
        self.title = ""
        self.heading = ""
        self._silent: str | None = None
        self._n_silent = 0
        self._n_preformatted = 0
        self._kept: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta":
            _note_meta(self.head, dict(attrs))
        elif tag == "html":
            _note_language(self.head, dict(attrs))
        elif (tag == "title" and not self.title) or (tag == "h1" and not self.heading):
            self._kept = tag
        if self._silent is not None:
            self._n_silent += tag == self._silent
        elif tag in SILENT and tag != "head":
            self._silent, self._n_silent = tag, 1
        elif tag == "img":
            self.layout.picture(dict(attrs).get("alt"))
        elif tag != "head":
            self.layout.edge(tag)
            self._n_preformatted += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag == self._kept:
            self._kept = None
        if self._silent is not None:
            self._n_silent -= tag == self._silent
            if not self._n_silent:
                self._silent = None
            return
        self.layout.edge(tag)
        self._n_preformatted = max(0, self._n_preformatted - (tag == "pre"))

    def handle_data(self, data: str) -> None:
        if self._kept == "title":
            self.title += data
        elif self._silent is None:
            if self._kept == "h1":
                self.heading += data
            self.layout.text(data, is_preformatted=self._n_preformatted > 0)


def _note_meta(head: dict[str, str], attributes: Mapping[str, str | None]) -> None:
    name = (attributes.get("name") or attributes.get("property") or "").lower()
    value = (attributes.get("content") or "").strip()
    if value and name in _META:
        head.setdefault(_META[name], value)


def _note_language(head: dict[str, str], attributes: Mapping[str, str | None]) -> None:
    if language := attributes.get("lang") or attributes.get("xml:lang"):
        head["language"] = language


def _head(found: dict[str, str], title: str | None) -> Head:
    stated = found.pop("title", None)
    return Head(title=_SPACE.sub(" ", title or "").strip() or stated, attributes=found)
