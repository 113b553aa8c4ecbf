r"""Turn what a reader returned into a document's text, the only text that offsets refer to.

Input:  ``RawText``. Output: ``Document`` in Unicode NFC with ``\n`` line ends, no
control characters, no invisible marks of direction or joining where they join
nothing, no glyphs of private fonts and no lone surrogates; pages joined by one
``\n`` (a page without text takes no room).

What only the setting of pages put there (running lines, broken words, line ends
within paragraphs) is undone by ``engine.ingest.typeset``; boilerplate that a
text repeats is shortened by ``engine.ingest.repeats``.

Every step here is a substitution, so that ``clean_page`` can also say for each
cleaned code point which raw one it stands for; that is how a span finds its box
on a PDF page.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from engine.ingest.readers.pieces import LONGEST_LINKS
from engine.ingest.repeats import without_repeats
from engine.ingest.typeset import BROKEN, as_running_text
from engine.records import Document, Page, RawText

# PDFium gives U+FFFE or U+0002 for a hyphen at a line end; U+00AD is the soft hyphen.
_BROKEN_WORD = re.compile("[\u0002\u00ad\ufffe](?<=[^\\W_][\u0002\u00ad\ufffe])(?:[ \t]*\r?\n)?(?=[^\\W_])")
_SOFT_HYPHEN = re.compile("[\u0002\u00ad\ufffe](?:[ \t]*\r?\n)?")
_STRAY_HYPHEN = re.compile("[\u0002\ufffe](?:[ \t]*\r?\n)?")
_LINE_END = re.compile("[\r\u0085\u2028\u2029\v\f](?:(?<=\r)\n)?")
# Controls, surrogates, zero widths, marks and embeddings of direction, interlinear marks.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\uffff]"
)
# They shape letters in Arabic and Indic scripts and join emoji; after others they are only in the way.
_JOINER = re.compile("[\u200c\u200d]+")
_NEVER_JOINED = re.compile("[\x00-\u02ff\u0370-\u052f\u3000-\u9fff\uac00-\ud7a3\uff00-\uffef]")
# How Word and its kin write the bullets of their symbol fonts; other glyphs of private fonts say nothing.
_SYMBOL_BULLET = re.compile("[\uf0a7\uf0b7\uf0d8\uf0fc\uf06c\uf06e\uf076](?=[ \t])")
_PRIVATE_GLYPH = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_HARD_SPACE = re.compile("[\u00a0\u2007\u202f]")
_SPACE_AT_LINE_END = re.compile(r"(?<![ \t])[ \t]++(?=\n)")  # look-behind and ++: linear on long runs
_BLANK_LINES = re.compile("\n{4,}")
_EDGES = re.compile(r"\A\n+|(?<!\s)\s++\Z")
# Ordering a long run of combining marks takes quadratic time; nobody can see that many.
_MARKS = "".join(filter(unicodedata.combining, map(chr, range(0x300, 0xFE30))))
_MOST_MARKS = 30
_TOO_MANY_MARKS = re.compile(f"[{_MARKS}]{{{_MOST_MARKS + 1},}}")
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
# Some programs write such a form beside the character itself, for one glyph.
_TWIN = re.compile("[\u2e80-\u2fd5\uf900-\ufad9]")
_RADICALS = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
        "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)
"""The radicals that NFKC leaves as they are."""
_PARTING = frozenset(f" \t\n-\u2010{BROKEN}")
"""What may come or go where words and lines are joined."""
_LEAST_BROKEN = 3
"""Broken characters in a text; fewer may be meant, as in a table of letters."""
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


def _needed_joiner(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 1) : match.start()]
    return "" if not before or _NEVER_JOINED.match(before) else match.group()


def _unless_twin(match: re.Match[str]) -> str:
    """Return nothing for a character that stands beside the one it is another form of."""
    meant, text = whole_character(match.group()), match.string
    beside = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    return "" if meant in beside else match.group()


_PAGE_STEPS: tuple[tuple[re.Pattern[str], _Replacement], ...] = (
    (_BROKEN_WORD, _constant(BROKEN)),
    (_STRAY_HYPHEN, _constant("")),
    (_SOFT_HYPHEN, _constant("")),
    (_LINE_END, _constant("\n")),
    (_INVISIBLE, _constant("")),
    (_JOINER, _needed_joiner),
    (_SYMBOL_BULLET, _constant("•")),
    (_PRIVATE_GLYPH, _constant("")),
    (_HARD_SPACE, _constant(" ")),
    (_TWIN, _unless_twin),
    (_RADICAL, lambda match: whole_character(match.group())),
    (_TOO_MANY_MARKS, lambda match: match.group()[:_MOST_MARKS]),
    (_CLUSTER, lambda match: unicodedata.normalize("NFC", match.group())),
    (_SPACE_AT_LINE_END, _constant("")),
    (_BLANK_LINES, _constant("\n\n\n")),
    (_EDGES, _constant("")),
)
_TYPESET_ONLY = frozenset({_BROKEN_WORD, _STRAY_HYPHEN, _TWIN, _RADICAL})
"""What only the setting of pages does to text; elsewhere such characters are meant."""
_NOT_TYPESET = frozenset({_SOFT_HYPHEN})
_NOT_ASCII = frozenset({_HARD_SPACE, _JOINER, _SYMBOL_BULLET, _PRIVATE_GLYPH, _TOO_MANY_MARKS})
"""What finds nothing in a text of ASCII alone."""
_WHOLE: Mapping[re.Pattern[str], Callable[[str], str]] = {
    _CLUSTER: lambda text: unicodedata.normalize("NFC", text),
    _SPACE_AT_LINE_END: lambda text: "\n".join([line.rstrip(" \t") for line in text.split("\n")]),
    _BLANK_LINES: lambda text: _BLANK_LINES.sub("\n\n\n", text) if "\n\n\n\n" in text else text,
    _EDGES: lambda text: text.lstrip("\n").rstrip(),
}
"""The same steps for a whole text that needs no index, several times as fast."""


@dataclass(frozen=True, slots=True)
class CleanPage:
    """The cleaned text of one page; ``source_index[i]`` is the raw offset of ``text[i]``."""

    text: str
    source_index: array[int]


def clean(raw: RawText) -> Document:
    """Clean every page, join them and say where each one stands."""
    if not raw.is_paged:
        text = _clean_text(_repaired("\n".join(raw.pages)), is_typeset=False)
        return _document(raw, without_repeats(text), ())
    cleaned: Sequence[str] = [_clean_text(page, is_typeset=raw.is_typeset) for page in raw.pages]
    if raw.is_typeset:
        cleaned = as_running_text(cleaned)
    pages: list[Page] = []
    texts: list[str] = []
    start = 0
    for number, text in enumerate(cleaned, 1):
        if text and start:
            start += 1
        is_ocr = number in raw.ocr_pages
        pages.append(Page(number=number, start=start, end=start + len(text), is_ocr=is_ocr))
        start += len(text)
        if text:
            texts.append(text)
    return _document(raw, "\n".join(texts), tuple(pages))


def clean_page(text: str) -> CleanPage:
    """Clean one page of set text character by character, and keep where each code point came from."""
    index = array("L", range(len(text)))
    for pattern, replacement in _PAGE_STEPS:
        if pattern not in _NOT_TYPESET:
            text, index = _substitute(pattern, replacement, text, index)
    return CleanPage(text, index)


def source_index(raw: str, shown: str) -> array[int]:
    """Return for each code point of ``shown``, a page's text in a document, the raw one it stands for.

    The two differ in running lines and in what parts words, so they are laid side by side by all other
    characters. Empty when ``shown`` is not of this page.
    """
    page = clean_page(raw)
    places = [at for at, char in enumerate(page.text) if char not in _PARTING]
    wanted = "".join(char for char in shown if char not in _PARTING)
    first = "".join(page.text[at] for at in places).find(wanted)
    if first < 0 or not wanted:
        return array("L")
    index = array("L")
    at = first
    for char in shown:
        following = page.source_index[places[min(at, first + len(wanted) - 1)]]
        if char in _PARTING:
            index.append(min(index[-1] + 1, following) if index else following)
        else:
            index.append(following)
            at += 1
    return index


def _document(raw: RawText, text: str, pages: tuple[Page, ...]) -> Document:
    attributes = {
        _clean_value(name): _clean_value(value, most=LONGEST_LINKS if name == "links" else _LONGEST_VALUE)
        for name, value in raw.attributes.items()
        if value.strip()
    }
    return Document(
        text=text,
        pages=pages,
        title=_clean_value(raw.title or "") or None,
        attributes={name: value for name, value in attributes.items() if name and value},
        partial=raw.partial,
    )


def _clean_value(value: str, *, most: int = _LONGEST_VALUE) -> str:
    return " ".join(_clean_text(value, is_typeset=False).split())[:most]


def _clean_text(text: str, *, is_typeset: bool) -> str:
    skipped = _NOT_TYPESET if is_typeset else _TYPESET_ONLY
    if text.isascii():
        skipped |= _NOT_ASCII
    for pattern, replacement in _PAGE_STEPS:
        if pattern in _WHOLE:
            text = _WHOLE[pattern](text)
        elif pattern not in skipped:
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
    if sum(len(_MOJIBAKE.findall(lines[i])) for i in suspects) < _LEAST_BROKEN:
        return text
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
