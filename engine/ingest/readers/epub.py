"""EPUB: the chapters of a book in the order in which they are read.

The package document says what there is and in which order; each chapter is XHTML
and goes through the reader of pages. Tables of contents are left out. Source: EPUB 3.3
(W3C), OPF 2.0.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from engine.errors import FileDamaged, FileEncrypted, FileTooLarge
from engine.ingest.encoding import declared_encoding, decode
from engine.ingest.readers.archive_parts import Parts, opened
from engine.ingest.readers.html import as_html, read_markup
from engine.ingest.readers.pieces import Head, Limits, Piece
from engine.ingest.source import Source
from engine.records import Reason

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = frozenset(
    ("application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/html", "image/svg+xml")
)
_FONT_OBFUSCATIONS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_STATED = {
    "creator": "author", "date": "date", "language": "language", "publisher": "publisher",
    "subject": "keywords", "description": "description",
}  # fmt: skip
_SEVERAL = frozenset(("author", "keywords"))
_MOST_VALUE_CHARS = 4000


@dataclass(frozen=True, slots=True)
class _Item:
    href: str
    kind: str
    is_contents: bool
    fallback: str


def read_epub(path: Source, *, limits: Limits, is_careful: bool = False) -> Iterator[Piece]:
    """Yield head and text of a book, a blank line between chapters.

    Raises:
        FileEncrypted: Its chapters are encrypted.
        FileDamaged: It is no sound zip, or its package says nothing of what is read.
        FileTooLarge: A part unpacks to more than is safe.
    """
    with opened(path) as parts:
        container = _Container()
        parts.parse(_CONTAINER, container)
        package = _Package()
        parts.parse(container.package, package)
        yield Head(title=package.title or None, attributes=package.attributes)
        folder = posixpath.dirname(container.package)
        chapters = [_resolved(folder, item.href) for item in package.chapters()]
        encrypted = _encrypted(parts)
        if encrypted.intersection(name.lower() for name in chapters):
            raise FileEncrypted
        n_bad = n_read = 0
        for name in chapters:
            try:
                text = _chapter(parts, name, is_careful=is_careful)
            except (FileDamaged, FileTooLarge):
                n_bad += 1
                continue
            if text:
                yield "\n\n" + text if n_read else text
                n_read += 1
        if n_bad and n_bad == len(chapters):
            raise FileDamaged(detail="no chapter can be read")
        if n_bad:
            yield Reason(code="partial.chapters", params={"n_chapters": n_bad, "n_all": len(chapters)})


def _chapter(parts: Parts, name: str, *, is_careful: bool) -> str:
    data = b"".join(parts.blocks(name))
    markup, _ = decode(data, declared=declared_encoding(data))
    return read_markup(as_html(markup), is_careful=is_careful)[1]


def _resolved(folder: str, href: str) -> str:
    """Return the name in the archive that a reference of the package means."""
    return posixpath.normpath(posixpath.join(folder, unquote(urlsplit(href).path))).lstrip("/")


def _encrypted(parts: Parts) -> set[str]:
    """Return what is encrypted, in lower case; fonts that are only obfuscated do not count."""
    if _ENCRYPTION not in parts:
        return set()
    encryption = _Encryption()
    parts.parse(_ENCRYPTION, encryption)
    return {_resolved("", uri).lower() for uri in encryption.uris}


class _Container:
    """Finds the package document in the container."""

    def __init__(self) -> None:
        self._found: list[str] = []

    @property
    def package(self) -> str:
        if not self._found:
            raise FileDamaged(detail="no package document")
        return self._found[0]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name.endswith("rootfile") and attributes.get("full-path"):
            self._found.append(attributes["full-path"].lstrip("/"))

    def end(self, name: str) -> None:
        """Nothing ends."""

    def characters(self, data: str) -> None:
        """No characters count."""


class _Encryption:
    """Collects what is encrypted in earnest."""

    def __init__(self) -> None:
        self.uris: list[str] = []
        self._algorithm = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "EncryptedData":
            self._algorithm = ""
        elif local == "EncryptionMethod" and not self._algorithm:
            self._algorithm = attributes.get("Algorithm", "")
        elif local == "CipherReference" and self._algorithm not in _FONT_OBFUSCATIONS:
            self.uris.append(attributes.get("URI", ""))

    def end(self, name: str) -> None:
        """Nothing ends."""

    def characters(self, data: str) -> None:
        """No characters count."""


class _Package:
    """Takes the package document apart.

    Attributes:
        title: The first title.
        attributes: What else it states about the book.
    """

    def __init__(self) -> None:
        self.title = ""
        self._items: dict[str, _Item] = {}
        self._spine: list[tuple[str, bool]] = []
        self._contents: set[str] = set()
        self._values: dict[str, list[str]] = {}
        self._open = ""
        self._text = ""

    @property
    def attributes(self) -> dict[str, str]:
        found = {name: ", ".join(values) for name, values in self._values.items()}
        return {name: value for name, value in found.items() if value}

    def chapters(self) -> list[_Item]:
        """Return what is read, in order; what stands aside of the reading order comes last."""
        named = [(self._shown(name), is_linear) for name, is_linear in self._spine if name in self._items]
        pages = [
            (item, is_linear)
            for item, is_linear in dict(named).items()
            if not item.is_contents and item.kind in _PAGES and urlsplit(item.href).path not in self._contents
        ]
        if not pages and not named:
            raise FileDamaged(detail="no reading order")
        return [item for wanted in (True, False) for item, is_linear in pages if is_linear is wanted]

    def _shown(self, name: str) -> _Item:
        """Return an item of the reading order, or what stands in for one that is no page, a picture say."""
        item, seen = self._items[name], {name}
        while item.kind not in _PAGES and item.fallback in self._items.keys() - seen:
            seen.add(item.fallback)
            item = self._items[item.fallback]
        return item

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if local == "item":
            self._items.setdefault(
                attributes.get("id", ""),
                _Item(
                    href=attributes.get("href", ""),
                    kind=attributes.get("media-type", "").strip().lower(),
                    is_contents="nav" in attributes.get("properties", "").split(),
                    fallback=attributes.get("fallback", ""),
                ),
            )
        elif local == "itemref":
            self._spine.append((attributes.get("idref", ""), attributes.get("linear", "yes") != "no"))
        elif local == "reference" and attributes.get("type", "").lower() == "toc":
            self._contents.add(urlsplit(attributes.get("href", "")).path)
        elif "purl.org/dc" in namespace.lower():
            self._open, self._text = local.lower(), ""

    def end(self, name: str) -> None:
        local = name.rpartition(" ")[2].lower()
        if not self._open or local != self._open:
            return
        value = " ".join(self._text.split())
        self._open = ""
        if local == "title":
            self.title = self.title or value
        elif (known := _STATED.get(local)) and value:
            values = self._values.setdefault(known, [])
            if (not values or known in _SEVERAL) and value not in values and len(values) < 50:
                values.append(value)

    def characters(self, data: str) -> None:
        if self._open and len(self._text) < _MOST_VALUE_CHARS:
            self._text += data
