r"""Turn what a reader returned into a document's text, the only text that offsets refer to.

Input:  ``RawText``. Output: ``Document`` in Unicode NFC with ``\n`` line ends, no
control characters and no lone surrogates; pages joined by one ``\n`` (a page
without text takes no room).

Every step is a substitution, so that ``clean_page`` can also say for each cleaned
code point which raw one it stands for; that is how a span finds its box on a
PDF page.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable
from dataclasses import dataclass

from engine.records import Document, Page, RawText

# PDFium gives U+FFFE or U+0002 for a hyphen at a line end; U+00AD is the soft hyphen.
_SOFT_HYPHEN = re.compile("[\u0002\u00ad\ufffe](?:[ \t]*\r?\n)?")
_LINE_END = re.compile("\r\n?|[\u0085\u2028\u2029\v\f]")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u200b\u2060\ufeff\uffff]")
_HARD_SPACE = re.compile("[\u00a0\u2007\u202f]")
_SPACE_AT_LINE_END = re.compile(r"(?<![ \t])[ \t]++(?=\n)")  # look-behind and ++: linear on long runs
_BLANK_LINES = re.compile("\n{4,}")
_EDGES = re.compile(r"\A\n+|(?<!\s)\s++\Z")
# A word broken at a line end; not after a digit or a capital (part numbers, compounds like X-ray).
_HYPHENATED = re.compile("(?<=[a-z\u00df-\u024f][a-z\u00df-\u024f])[-\u2010]\n(?=[a-z\u00df-\u024f]{2})")
# Ordering a long run of combining marks takes quadratic time; nobody can see that many.
_MARKS = "".join(filter(unicodedata.combining, map(chr, range(0x300, 0xFE30))))
_TOO_MANY_MARKS = re.compile(f"(?<=[{_MARKS}]{{30}})[{_MARKS}]+")
# Composition never reaches back over the start of such a cluster.
_CLUSTER = re.compile(
    "[\x00-\u02ff\u2010-\u2fff\u3000-\u3098\u309b-\u9fff\uac00-\ud7a3]?"
    "[^\x00-\u02ff\u2010-\u2fff\u3000-\u3098\u309b-\u9fff\uac00-\ud7a3]*"
)
# What UTF-8 read as a Western code page begins with.
_MOJIBAKE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# Fonts of PDFs often map a character to the radical that looks like it; NFKC knows most of them.
_RADICAL = re.compile("[\u2e80-\u2fd5]")
_RADICALS = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
        "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)
"""The radicals that NFKC leaves as they are."""
_LEAST_BROKEN_LINES = 3
_LEAST_BROKEN_SHARE = 0.2
_MOST_REPAIRED_LINES = 20_000
_LONGEST_VALUE = 1000

_Replacement = Callable[[re.Match[str]], str]


def _constant(value: str) -> _Replacement:
    return lambda _: value


def whole_character(radical: str) -> str:
    """Return the character that a CJK radical stands for."""
    return _RADICALS.get(radical) or unicodedata.normalize("NFKC", radical)


_PAGE_STEPS: tuple[tuple[re.Pattern[str], _Replacement], ...] = (
    (_SOFT_HYPHEN, _constant("")),
    (_LINE_END, _constant("\n")),
    (_INVISIBLE, _constant("")),
    (_HARD_SPACE, _constant(" ")),
    (_RADICAL, lambda match: whole_character(match.group())),
    (_TOO_MANY_MARKS, _constant("")),
    (_CLUSTER, lambda match: unicodedata.normalize("NFC", match.group())),
    (_SPACE_AT_LINE_END, _constant("")),
    (_HYPHENATED, _constant("")),
    (_BLANK_LINES, _constant("\n\n\n")),
    (_EDGES, _constant("")),
)


_PAGED_ONLY = (_RADICAL, _HYPHENATED)
"""What only the setting of pages does to text; elsewhere such characters are meant."""


@dataclass(frozen=True, slots=True)
class CleanPage:
    """The cleaned text of one page; ``source_index[i]`` is the raw offset of ``text[i]``."""

    text: str
    source_index: array[int]


def clean(raw: RawText) -> Document:
    """Clean every page, join them and say where each one stands."""
    if not raw.is_paged:
        return _document(raw, _clean_text(_repaired("\n".join(raw.pages)), is_paged=False), ())
    pages: list[Page] = []
    texts: list[str] = []
    start = 0
    for number, page in enumerate(raw.pages, 1):
        text = _clean_text(page, is_paged=True)
        if text and start:
            start += 1
        pages.append(Page(number=number, start=start, end=start + len(text)))
        start += len(text)
        if text:
            texts.append(text)
    return _document(raw, "\n".join(texts), tuple(pages))


def clean_page(text: str) -> CleanPage:
    """Clean one page of a paged document as ``clean`` does, and keep where each code point came from."""
    index = array("L", range(len(text)))
    for pattern, replacement in _PAGE_STEPS:
        text, index = _substitute(pattern, replacement, text, index)
    return CleanPage(text, index)


def _document(raw: RawText, text: str, pages: tuple[Page, ...]) -> Document:
    attributes = {
        _clean_value(name): _clean_value(value) for name, value in raw.attributes.items() if value.strip()
    }
    return Document(
        text=text,
        pages=pages,
        title=_clean_value(raw.title or "") or None,
        attributes={name: value for name, value in attributes.items() if name and value},
        partial=raw.partial,
    )


def _clean_value(value: str) -> str:
    return " ".join(_clean_text(value, is_paged=False).split())[:_LONGEST_VALUE]


def _clean_text(text: str, *, is_paged: bool) -> str:
    for pattern, replacement in _PAGE_STEPS:
        if pattern is _CLUSTER:
            text = unicodedata.normalize("NFC", text)
        elif is_paged or pattern not in _PAGED_ONLY:
            text = pattern.sub(replacement, text)
    return text


def _substitute(
    pattern: re.Pattern[str], replacement: _Replacement, text: str, index: array[int]
) -> tuple[str, array[int]]:
    """Do ``pattern.sub(replacement, text)`` and carry the index of raw offsets along."""
    parts: list[str] = []
    kept = array("L")
    position = 0
    for match in pattern.finditer(text):
        start, end = match.span()
        new = replacement(match)
        if new == match.group():
            continue
        parts += (text[position:start], new)
        kept += index[position:start]
        kept.extend(index[min(start + i, end - 1)] for i in range(len(new)))
        position = end
    parts.append(text[position:])
    kept += index[position:]
    return "".join(parts), kept


def _repaired(text: str) -> str:
    """Undo UTF-8 that was read as a Western code page, line by line, where it clearly is that.

    A line with a CJK character is never touched, and one or two odd lines in a
    long text are left alone: they may be about mojibake.
    """
    if not _MOJIBAKE.search(text):
        return text
    lines = text.split("\n")
    suspects = [i for i, line in enumerate(lines) if _MOJIBAKE.search(line) and not _CJK.search(line)]
    n_unusual = sum(not line.isascii() for line in lines)
    if len(suspects) < _LEAST_BROKEN_LINES and len(suspects) < _LEAST_BROKEN_SHARE * n_unusual:
        return text
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    for i in suspects[:_MOST_REPAIRED_LINES]:
        fixed = fix_encoding(lines[i])
        if is_bad(lines[i]) and not is_bad(fixed):
            lines[i] = fixed
    return "\n".join(lines)
