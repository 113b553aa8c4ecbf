"""ODT, ODP and ODS: the content of an OpenDocument package and what it says about itself.

ODT is read paragraph by paragraph, with headers and footers at the end; ODP has a
page a slide; ODS a section a sheet. The events become text in
``engine.ingest.readers.open_text`` and ``engine.ingest.readers.open_sheets``.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import FileDamaged, FileEncrypted
from engine.ingest.readers.archive_parts import Parts, opened
from engine.ingest.readers.open_names import short_name
from engine.ingest.readers.open_sheets import OpenSheets
from engine.ingest.readers.open_slides import OpenSlides
from engine.ingest.readers.open_text import OpenText
from engine.ingest.readers.pieces import Head, Limits, Piece
from engine.ingest.source import Source
from engine.records import Reason

_PIECE_CHARS = 1 << 18
_PROPERTIES = {
    "dc:title": "title", "meta:initial-creator": "author", "dc:creator": "editor", "dc:subject": "subject",
    "meta:keyword": "keywords", "dc:description": "description", "dc:language": "language",
    "meta:creation-date": "created", "dc:date": "modified",
}  # fmt: skip


def read_opendocument(path: Source, *, format: str, limits: Limits) -> Iterator[Piece]:
    """Yield head and text of a file of ``format`` ``odt``, ``odp`` or ``ods``.

    Raises:
        FileEncrypted: It asks for a password.
        FileDamaged: It is no sound zip, or its XML is not well formed.
        FileTooLarge: A part unpacks to more than is safe.
    """
    with opened(path) as parts:
        _refuse_encrypted(parts)
        properties = _properties(parts)
        title = properties.pop("title", None)
        yield Head(is_paged=format == "odp", title=title, attributes=properties)
        if format == "odp":
            yield from _slides(parts, limits, title, properties)
        elif format == "ods":
            yield from _sheets(parts)
        else:
            yield from _text(parts, title, properties)


def _text(parts: Parts, title: str | None, properties: dict[str, str]) -> Iterator[Piece]:
    words = OpenText()
    for _ in parts.walk("content.xml", words):
        if words.n_chars > _PIECE_CHARS:
            yield words.take()
    yield words.take()
    if not title and words.title:
        yield Head(title=words.title, attributes=properties)
    if "styles.xml" in parts:
        margins = OpenText(is_margins=True)
        parts.parse("styles.xml", margins)
        lines = dict.fromkeys(line for line in margins.take().split("\n") if line.strip())
        if lines:
            yield "\n\n" + "\n".join(lines)


def _slides(parts: Parts, limits: Limits, title: str | None, properties: dict[str, str]) -> Iterator[Piece]:
    slides = OpenSlides()
    n_pages = 0
    for _ in parts.walk("content.xml", slides):
        for page in slides.take():
            n_pages += 1
            if n_pages <= limits.max_pages:
                yield page
    if not title and slides.title:
        yield Head(is_paged=True, title=slides.title, attributes=properties)
    if n_pages > limits.max_pages:
        params = {"limit_pages": limits.max_pages, "n_pages": n_pages}
        yield Reason(code="partial.page_limit", params=params)


def _sheets(parts: Parts) -> Iterator[Piece]:
    sheets = OpenSheets()
    for _ in parts.walk("content.xml", sheets):
        if sheets.n_chars > _PIECE_CHARS:
            yield sheets.take()
    yield sheets.take()
    if sheets.has_more_repeats:
        yield Reason(code="partial.repeats")


def _refuse_encrypted(parts: Parts) -> None:
    if "meta-inf/manifest.xml" in parts:
        manifest = _Manifest()
        parts.parse("meta-inf/manifest.xml", manifest)
        if manifest.is_encrypted:
            raise FileEncrypted


def _properties(parts: Parts) -> dict[str, str]:
    reader = _Properties()
    if "meta.xml" in parts:
        try:
            parts.parse("meta.xml", reader)
        except FileDamaged:
            return {}
    values = {name: "; ".join(filter(None, map(str.strip, found))) for name, found in reader.values.items()}
    editor = values.pop("editor", "")
    values["author"] = values.get("author") or editor
    return {name: value for name, value in values.items() if value}


class _Manifest:
    def __init__(self) -> None:
        self.is_encrypted = False

    def start(self, name: str, _: dict[str, str]) -> None:
        self.is_encrypted = self.is_encrypted or name.endswith(" encryption-data")

    def end(self, name: str) -> None:
        pass

    def characters(self, data: str) -> None:
        pass


class _Properties:
    def __init__(self) -> None:
        self.values: dict[str, list[str]] = {}
        self._open: list[str] | None = None

    def start(self, name: str, _: dict[str, str]) -> None:
        self._open = None
        if ours := _PROPERTIES.get(short_name(name)):
            self._open = self.values.setdefault(ours, [])
            self._open.append("")

    def end(self, _: str) -> None:
        self._open = None

    def characters(self, data: str) -> None:
        if self._open is not None:
            self._open[-1] += data
