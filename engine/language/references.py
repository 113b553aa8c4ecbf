"""What a document refers to, and what it may be referred to by: made from its text and attributes alone.

Input:  cleaned text, attributes, title. Output: ``Reference`` records with spans of that text, and
        ``(kind, key)`` pairs. A reference means the document that has its kind and key among its
        identifiers; a ``page`` means a file, whose name may change without a new reading.

Keys: of a page the last part of its path, of a letter its message id, of a DOI and a URL what is left
when form is dropped, of a title its letters and digits, simplified and without case. A title counts
where it is long enough to be one, and is looked for only in book-title marks (GB/T 15834) and in lines
that look like an entry of a bibliography.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from engine.language.script import CJK_CLASS, to_simplified

Kind = Literal["page", "mail", "doi", "url", "title"]

_MOST_OF_A_KIND = 500
_LEAST_LETTERS = 12
_LEAST_CJK = 4
_OWN_DOI_WITHIN = 3000
_SHOWN_WITHIN = 2_000_000
_YEAR_WITHIN = 150
_MOST_WORDS = 20
_DOI = re.compile(r"(?<![\w.])10\.\d{4,9}/[^\s\"'<>{}|\\^`，。；、）】》”]{1,200}")
_URL = re.compile(r"https?://[^\s\"'<>{}|\\^`，。；、（）【】《》“”]{3,500}", re.IGNORECASE)
_WIKI = re.compile(r"\[\[([^\[\]|\n]{1,200})(?:\|([^\[\]\n]{1,200}))?\]\]")
_BOOK_TITLE = re.compile(r"《([^《》\n]{2,120})》")
_ENTRY = re.compile(r"^[ \t]*+(?:\[\d{1,4}\]|\d{1,3}[.)]|[-•])?[ \t]*+(\S.{20,400})$", re.MULTILINE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBERED = re.compile(r"[ \t]*+(?:\[\d{1,4}\]|\d{1,3}[.)])[ \t]")
_YEAR_IN_BRACKETS = re.compile(r"[(（](?:19|20)\d\d[a-z]?[)）]")
_SEGMENT = re.compile(r"[^.。?？!！“”\"\[\]()（）]+(?:\.(?=\S)[^.。?？!！“”\"\[\]()（）]+)*")
_CJK = re.compile(f"[{CJK_CLASS}]")
_SUBJECT = re.compile(r"^Subject: (.*)$", re.MULTILINE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """One place that refers to something; ``start == end`` where the text does not show it."""

    kind: Kind
    key: str
    target: str
    start: int
    end: int


def references(
    text: str, attributes: Mapping[str, str], *, format: str, title: str | None = None
) -> list[Reference]:
    """Return what a document refers to, in reading order, itself left out."""
    own = identifiers(text, attributes, format=format, title=title)
    counted: dict[str, int] = {}
    found: dict[tuple[str, str, int], Reference] = {}
    for reference in _every(text, attributes, format):
        at = (reference.kind, reference.key, reference.start)
        n_before = counted.get(reference.kind, 0)
        if not reference.key or at[:2] in own or at in found or n_before >= _MOST_OF_A_KIND:
            continue
        counted[reference.kind] = n_before + 1
        found[at] = reference
    return sorted(found.values(), key=lambda each: (each.start, each.kind, each.key))


def identifiers(
    text: str, attributes: Mapping[str, str], *, format: str, title: str | None = None
) -> frozenset[tuple[str, str]]:
    """Return the ``(kind, key)`` pairs that a document goes by.

    A DOI is its own where it says so, or where it is a PDF and the DOI stands at its beginning.
    """
    found: set[tuple[str, str]] = set()
    if message_id := attributes.get("message_id", "").strip("<> "):
        found.add(("mail", message_id))
    for name in ("url", "source", "doi"):
        if value := attributes.get(name, ""):
            found.update((kind, key) for kind, key in [_address(value)] if kind != "page")
    if format == "pdf" and (match := _DOI.search(text, 0, _OWN_DOI_WITHIN)):
        found.add(("doi", _doi_key(match[0])))
    if title and (key := title_key(title)):
        found.add(("title", key))
    return frozenset(found)


def title_key(title: str) -> str:
    """Return the key of a title, "" for one that is too short to tell documents apart."""
    key = "".join(char for char in to_simplified(title).casefold() if char.isalnum())
    n_cjk = len(_CJK.findall(key))
    is_long = n_cjk >= _LEAST_CJK or (len(key) >= _LEAST_LETTERS and len(title.split()) > 1)
    return key if is_long else ""


def page_key(name: str) -> str:
    """Return how a file's name is compared; one is found by its whole name and by it without its suffix."""
    return unicodedata.normalize("NFC", name).casefold().strip()


def page_path(target: str) -> str:
    """Return the path in a link, with ``/``, without what points into the page."""
    path = unquote(target) if "%" in target else target
    return path.partition("#")[0].partition("?")[0].replace("\\", "/").strip()


def _every(text: str, attributes: Mapping[str, str], format: str) -> Iterator[Reference]:
    if answered := attributes.get("in_reply_to", "").strip("<> "):
        subject = _SUBJECT.search(text, 0, 4000)
        start, end = subject.span() if subject else (0, 0)
        yield Reference("mail", answered, answered, start, end)
    yield from _stated_links(text, attributes.get("links", ""))
    if format == "text":
        for match in _WIKI.finditer(text):
            yield Reference("page", _last(match[1]), match[1].strip(), *match.span())
    for match in _URL.finditer(text):
        yield _cited(match[0], match.start())
    for match in _DOI.finditer(text):
        yield _cited(match[0], match.start())
    for match in _BOOK_TITLE.finditer(text):
        yield Reference("title", title_key(match[1]), match[1], *match.span(1))
    yield from _bibliography(text)


def _stated_links(text: str, links: str) -> Iterator[Reference]:
    """Yield the links that a reader kept, ``target`` or ``target|shown``, parted by ``; ``."""
    at = 0
    for link in filter(None, links.split("; ")):
        target, _, shown = link.partition("|")
        shown = shown or target
        start = text.find(shown, at, _SHOWN_WITHIN)
        start = start if start >= 0 else text.find(shown, 0, _SHOWN_WITHIN)
        span = (max(start, 0), start + len(shown) if start >= 0 else 0)
        at = span[1] or at
        kind, key = _address(target)
        yield Reference(kind, key, target, *span)


def _address(target: str) -> tuple[Kind, str]:
    """Return kind and key of what a link points to; without a key it points nowhere."""
    if match := _DOI.search(target):
        return "doi", _doi_key(match[0])
    if target.lower().startswith(("http://", "https://")):
        return "url", _url_key(target)
    return ("page", "") if _SCHEME.match(target) and target[1:3] != ":\\" else ("page", _last(target))


def _last(target: str) -> str:
    return page_key(page_path(target).rstrip("/").rpartition("/")[2])


def _cited(found: str, start: int) -> Reference:
    shown = _without_stops(found)
    kind, key = _address(shown)
    return Reference(kind, key, shown, start, start + len(shown))


def _doi_key(doi: str) -> str:
    return _without_stops(doi).casefold()


def _url_key(url: str) -> str:
    host, slash, rest = url.partition("://")[2].partition("#")[0].partition("/")
    return (host.lower().removeprefix("www.") + slash + rest).rstrip("/")


def _without_stops(found: str) -> str:
    """Drop what ends a sentence or a bracket around it, not what it ends with itself."""
    while found and (found[-1] in ".,;:!?*_" or (found[-1] in ")]" and found.count("(") < found.count(")"))):
        found = found[:-1]
    return found


def _bibliography(text: str) -> Iterator[Reference]:
    """Yield the parts of lines that look like entries of a bibliography, any of which may be a title."""
    for line in _ENTRY.finditer(text):
        is_entry = _NUMBERED.match(line[0]) or _YEAR_IN_BRACKETS.search(line[0][:_YEAR_WITHIN])
        if not is_entry or not _YEAR.search(line[0]):
            continue
        for part in _SEGMENT.finditer(text, line.start(1), line.end(1)):
            shown = part[0].strip(" ,;:，；：")
            key = title_key(shown)
            if key and len(shown.split()) <= _MOST_WORDS:
                start = part.start() + part[0].index(shown)
                yield Reference("title", key, shown, start, start + len(shown))
