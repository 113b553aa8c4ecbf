"""Pages, Numbers and Keynote: packages of XML until 2009, of archives since 2013.

A presentation has one page a slide; its masters are not read. Of the tables of the
newer packages the words are read and not the numbers, which is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from engine.errors import FileDamaged, FileEncrypted
from engine.ingest.readers.archive_parts import Parts, opened
from engine.ingest.readers.iwork_archive import Texts, texts_of
from engine.ingest.readers.iwork_xml import OldWork
from engine.ingest.readers.pieces import Head, Limits, Piece
from engine.ingest.readers.slides import NOTES, joined
from engine.ingest.source import MemoryFile, Source
from engine.records import Reason

_SLIDE = re.compile(r"(?:.*/)?slide[-\d]*\.iwa")
_READ = re.compile(r"(?:.*/)?(?:document|tables/datalist[^/]*|slide[-\d]*)\.iwa")
_LOCKS = (".iwph", ".iwpv2")
_MOST_ARCHIVES = 5000


def read_iwork(path: Source, *, limits: Limits) -> Iterator[Piece]:
    """Yield head and text.

    Raises:
        FileEncrypted: It asks for a password.
        FileDamaged: It is no sound zip, or what is in it breaks its format.
        FileTooLarge: A part unpacks to more than is safe.
    """
    with opened(path) as parts:
        if any(name.endswith(_LOCKS) for name in parts.names):
            raise FileEncrypted
        old = next((name for name in ("index.apxl", "index.xml") if name in parts), None)
        inner = next((name for name in parts.names if name.rpartition("/")[2] == "index.zip"), None)
        if old is not None:
            yield from _old(parts, old, limits)
        elif inner is not None:
            source = MemoryFile(name=inner, data=b"".join(parts.blocks(inner)))
            with opened(source) as inner_parts:
                yield from _new(inner_parts, limits)
        else:
            yield from _new(parts, limits)


def _old(parts: Parts, name: str, limits: Limits) -> Iterator[Piece]:
    is_paged = name.endswith(".apxl")
    work = OldWork(is_paged=is_paged)
    try:
        parts.parse(name, work)
    except FileDamaged as error:
        if not work.has_begun:  # a locked one is no XML
            raise FileEncrypted from error
        raise
    yield Head(is_paged=is_paged, title=work.stated.pop("title", None), attributes=work.stated)
    yield from _paged(work.pages, limits) if is_paged else work.pages


def _new(parts: Parts, limits: Limits) -> Iterator[Piece]:
    names = sorted(name for name in parts.names if _READ.fullmatch(name))
    if not names:
        raise FileDamaged(detail="no document in it")
    found = {name: texts_of(b"".join(parts.blocks(name))) for name in names[:_MOST_ARCHIVES]}
    slides = _in_order([texts for name, texts in found.items() if _SLIDE.fullmatch(name)], found.values())
    rest = [texts for name, texts in found.items() if not _SLIDE.fullmatch(name)]
    cells = [words for texts in found.values() for words in texts.cells]
    yield Head(is_paged=bool(slides))
    if slides:
        pages = [joined([*one.bodies, *one.others], {NOTES: "\n".join(one.notes)}) for one in slides]
        pages[-1] = "\n\n".join(filter(None, (pages[-1], "\n".join(cells))))
        yield from _paged(pages, limits)
    else:
        yield "\n\n".join((*_all(rest), *filter(None, ["\n".join(cells)])))
    if cells:
        yield Reason(code="partial.words_only")


def _all(texts: list[Texts]) -> Iterator[str]:
    for one in texts:
        yield from one.bodies
    for one in texts:
        yield from (*one.others, *one.notes)


def _paged(pages: list[str], limits: Limits) -> Iterator[Piece]:
    yield from pages[: limits.max_pages]
    if len(pages) > limits.max_pages:
        params = {"limit_pages": limits.max_pages, "n_pages": len(pages)}
        yield Reason(code="partial.page_limit", params=params)


def _in_order(slides: list[Texts], archives: Iterable[Texts]) -> list[Texts]:
    """Return slides as they are shown; those that are not in the order come last."""
    places: dict[int, int] = {}
    for one in archives:
        for place, node in enumerate(one.order):
            places.setdefault(one.slide_ids.get(node, 0), place)
    return sorted(slides, key=lambda slide: places.get(slide.slide_id, len(slides)))
