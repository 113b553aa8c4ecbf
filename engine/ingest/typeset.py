"""Undo what the setting of pages does to text: running lines, broken words, broken lines.

Input:  the cleaned text of each page, ``BROKEN`` where a word may have been parted
at a line end. Output: as many texts, without ``BROKEN``.

A running line (header, footer, page number) stands at the same place of many
pages. It is kept where it stands first, so that nothing is lost that is said
nowhere else; bare page numbers all go. A line end within a paragraph becomes a
space, between Chinese characters nothing; where there is doubt (tables, verse,
code, lists, headings, after a sentence) it stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from engine.language.script import CJK_CLASS

BROKEN = "\u00ad"
"""Where a hyphen at a line end parted a word, or a compound."""

_MARGIN_LINES = 3
"""Lines at the top and at the bottom of a page that may be running ones."""
_LEAST_PAGES = 3
_LEAST_SHARE = 0.4
_LONGEST_RUNNING = 160
_NUMBER = re.compile(r"\d+|\b[ivxlc]{1,7}\b|(?<=第)[〇零一二三四五六七八九十百]+(?=[页頁])")
_NUMBERING_WORD = re.compile(r"page|pg|p|seite|of|von|[第共总總页頁码碼]+")
_SAYS_PAGE = re.compile(r"page|pg\b|seite|[页頁]")
_CLOSES = re.compile(r"[.!?。！？,，;；:：、][\"'”’」』)）]*$")
_IMPRINT = re.compile(r"©|\(c\)|copyright|rights reserved|confidential|版权|保密|机密|内部资料")

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BREAK = re.compile(rf"{BROKEN}|[-\u2010](?<=[^\W\d_][-\u2010])\n(?=[^\W_])")
_LEFT = re.compile(r"[^\W_]+(?:-[^\W_]+)*\Z")
_RIGHT = re.compile(r"[^\W_]+")
_LONGEST_WORD = 60
_LINE = 100
_CODE = re.compile(r"[{};=<>\t\\]|--|::")
_SUSPENDED = frozenset((
    "and", "or", "to", "und", "oder", "bis", "sowie", "bzw",
))  # fmt: skip
_COMPOUND = frozenset((
    "best", "better", "cross", "far", "fast", "first", "full", "good", "half", "hard", "heavy",
    "high", "ill", "large", "least", "less", "like", "long", "low", "more", "most", "much", "near",
    "new", "newly", "old", "one", "open", "part", "peer", "quasi", "real", "right", "self", "short",
    "single", "slow", "small", "state", "still", "third", "three", "top", "two", "user", "vice",
    "well", "wide", "world", "zero",
))  # fmt: skip
"""First parts after which a hyphen is rather meant than set."""
_LINKS = frozenset((
    "a", "and", "as", "at", "by", "de", "en", "for", "in", "la", "of", "on", "or", "out", "the",
    "to", "up",
))  # fmt: skip

_LEAST_COLUMNS = 30
_FULL = 0.8
_FULL_ENOUGH = 0.6
_REACH = 3
"""How many lines above and below say how wide a full line is here."""
_WIDE = re.compile(f"[{CJK_CLASS}\u3000-\u303f\uff01-\uff60\u2018-\u201d…—]")
_UNSPACED = re.compile("[\u2e80-\u9fff\uf900-\uffef\U00020000-\U0003fffd]")
_CLOSED = re.compile(r"[.!?:;。！？：；…|{}>=][\W_]?$|\.{3,}|(?:\. ){3,}")
_GOES_ON = re.compile(r"[^\W_]|[(（“\"‘'《「【]")
_ITEM = re.compile(
    r"(?:\d{1,3}[.)、．]|\(?[\dA-Za-z][.)]|[（(][\d一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|[-–—•*·●○■□▪◦➢✓])\s*\S"
)
_APART = re.compile(r"\t|\S {2,}\S|\S\u3000+\S")
_FIGURE = re.compile(r"[\W_]*\d[\d.,:%/-]*[\W_]*")
_ROW_SHARE = 0.34
_CELLS = re.compile(f"(?<=[{CJK_CLASS}）)]) (?=[{CJK_CLASS}（(])")
_LEAST_GAPS = 3


def as_running_text(pages: Sequence[str]) -> list[str]:
    """Return the text of each page as a reader would read it on; see the head of the module."""
    # Lines first: where a word was parted a line ended, which tells how wide lines are.
    return _words_joined([_lines_joined(page) for page in _without_running_lines(pages)])


# Running lines


def _without_running_lines(pages: Sequence[str]) -> list[str]:
    texts = [page.split("\n") for page in pages]
    edges = [(_outer(lines, from_top=True), _outer(lines, from_top=False)) for lines in texts]
    n_filled = sum(1 for top, _ in edges if top)
    gone: list[set[int]] = [set() for _ in pages]
    for side in (0, 1):
        places: list[dict[int, list[int]]] = [{} for _ in range(_MARGIN_LINES)]
        for depth in range(_MARGIN_LINES):
            forms: dict[str, list[int]] = {}
            for number, edge in enumerate(edges):
                # Only what stands outside of everything that is not a running line.
                if len(edge[side]) > depth and set(edge[side][:depth]) <= _marked(places, number, depth):
                    line = texts[number][edge[side][depth]]
                    if form := _form(line):
                        forms.setdefault(form, []).append(number)
            for form, numbers in forms.items():
                if _is_running(form, numbers, n_filled, [texts[n][edges[n][side][depth]] for n in numbers]):
                    is_numbering = _is_numbering(form)
                    for rank, number in enumerate(numbers):
                        row = edges[number][side][depth]
                        places[depth].setdefault(number, []).append(row)
                        # Only from the edge on: what is left of a page is one stretch of it.
                        is_outermost = depth == 0 or edges[number][side][depth - 1] in gone[number]
                        if is_outermost and (rank or is_numbering):
                            gone[number].add(row)
    return [
        # A page that has nothing else keeps them.
        "\n".join(line for row, line in enumerate(lines) if row not in rows).strip("\n") or page
        for page, lines, rows in zip(pages, texts, gone, strict=True)
    ]


def _marked(places: Sequence[dict[int, list[int]]], number: int, depth: int) -> set[int]:
    return {row for place in places[:depth] for row in place.get(number, ())}


def _outer(lines: Sequence[str], *, from_top: bool) -> list[int]:
    """Return the rows of the first or last few lines that are not blank, outermost first."""
    rows = range(len(lines)) if from_top else range(len(lines) - 1, -1, -1)
    found: list[int] = []
    for row in rows:
        if lines[row].strip():
            found.append(row)
            if len(found) == _MARGIN_LINES:
                break
    return found


def _form(line: str) -> str:
    """Return a line with its numbers made alike; "" for one that is never a running line."""
    if len(line) > _LONGEST_RUNNING or "\t" in line:
        return ""
    folded = " ".join(line.casefold().split())
    form = _NUMBER.sub("#", folded)
    if _CLOSES.search(folded) and not _IMPRINT.search(folded) and not _is_numbering(form):
        return ""  # a sentence, or a verse
    return form if form.count("#") < 4 else ""  # a row of figures


def _is_numbering(form: str) -> bool:
    """Whether a line says nothing but which page this is."""
    words = re.findall(r"[^\W_]+", form)
    return "#" in form and all(map(_NUMBERING_WORD.fullmatch, words))


def _is_running(form: str, numbers: Sequence[int], n_pages: int, lines: Sequence[str]) -> bool:
    if _is_numbering(form):
        if _SAYS_PAGE.search(form):
            return len(numbers) > 1 and len(numbers) >= _LEAST_SHARE * n_pages
        return len(numbers) >= _LEAST_PAGES and _counts_pages(lines, numbers)
    return len(numbers) >= max(_LEAST_PAGES, _LEAST_SHARE * n_pages)


def _counts_pages(lines: Sequence[str], numbers: Sequence[int]) -> bool:
    """Whether numbers that stand alone go up with the pages."""
    found = [(number, re.search(r"\d+", line)) for number, line in zip(numbers, lines, strict=True)]
    offsets = Counter(int(match[0]) - number for number, match in found if match)
    if not offsets:
        return True  # Roman ones, alone at the edge of page after page
    return offsets.most_common(1)[0][1] >= max(_LEAST_PAGES, 0.6 * len(lines))


# Words


def _words_joined(pages: Sequence[str]) -> list[str]:
    if not any(BROKEN in page or "-\n" in page or "\u2010\n" in page for page in pages):
        return list(pages)
    known = Counter(match.group().lower() for page in pages for match in _WORD.finditer(page))
    return [_BREAK.sub(lambda match: _hyphen(match, known), page) for page in pages]


def _hyphen(match: re.Match[str], known: Counter[str]) -> str:
    """Return what belongs where a word was parted: nothing, a hyphen, or what stands there."""
    text = match.string
    before = _LEFT.search(text, max(0, match.start() - _LONGEST_WORD), match.start())
    after = _RIGHT.match(text, match.end(), match.end() + _LONGEST_WORD)
    if before is None or after is None:
        return ""
    left, right = before.group(), after.group()
    if match.group() != BROKEN:
        line = text[max(text.rfind("\n", 0, match.start()) + 1, match.start() - _LINE) : match.start()]
        if _CODE.search(line) or len(left) < 2 or len(right) < 2:
            return match.group()
    if right.lower() in _SUSPENDED:
        return "- "
    return "-" if _keeps_hyphen(left, right, known) else ""


def _keeps_hyphen(left: str, right: str, known: Counter[str]) -> bool:
    """Whether the hyphen belongs to the word; what the document writes elsewhere comes first."""
    hyphened, joined = known[f"{left}-{right}".lower()], known[(left + right).lower()]
    if hyphened or joined:
        return hyphened > joined
    last = left.rpartition("-")[2]
    if not (last.isalpha() and right.isalpha()) or len(last) == 1:
        return True
    if last != left:  # state-of-the-art, but cross-examination
        return last.lower() in _LINKS | _COMPOUND or bool(known[last.lower()] and known[right.lower()])
    if right[0].isupper():
        return not left.isupper()
    return last.isupper() or last.lower() in _COMPOUND


# Lines


def _lines_joined(page: str) -> str:
    """Return a page with the line ends gone that only its width forced."""
    lines = page.split("\n")
    if len(lines) < 2:
        return page
    if all(line.startswith(" ") for line in lines if line):  # a habit of some producers, not an indent
        lines = [line[1:] for line in lines]
    columns = [_columns(line.rpartition(BROKEN)[2]) for line in lines]
    widths = [
        max(map(_columns, line.split(BROKEN))) if BROKEN in line else columns[row]
        for row, line in enumerate(lines)
    ]
    is_row = [_is_row(line) for line in lines]
    joined: list[str] = []
    for row, line in enumerate(lines[:-1]):
        joined.append(line)
        following = lines[row + 1]
        goes_on = (
            columns[row] >= _LEAST_COLUMNS
            and not (is_row[row] or is_row[row + 1])
            and _GOES_ON.match(following) is not None
            and not line.endswith(("-", "\u2010"))
            and not _CLOSED.search(line)
            and not _ITEM.match(following)
            and _is_full(lines, widths, columns[row], row)
        )
        joined.append(_between(line, following) if goes_on else "\n")
    joined.append(lines[-1])
    return "".join(joined)


def _columns(line: str) -> int:
    return len(line) if line.isascii() else len(line) + len(_WIDE.findall(line))


def _is_row(line: str) -> bool:
    """Whether a line is a table's: its parts stand apart, or many of them are figures."""
    if _APART.search(line) or len(_CELLS.findall(line)) >= _LEAST_GAPS:
        return True
    words = line.split(" ")
    return len(words) > 2 and sum(map(bool, map(_FIGURE.fullmatch, words))) >= _ROW_SHARE * len(words)


def _is_full(lines: Sequence[str], widths: Sequence[int], columns: int, row: int) -> bool:
    """Whether a line ends only because it is full; never in verse, whose lines begin anew."""
    first, last = _block(lines, row)
    width = max(widths[first:last])
    starts = [line[:1] for line in lines[first:last]]
    following = lines[row + 1][:1]
    if len(starts) >= 4 and all(start.isupper() or start.isdigit() for start in starts):
        return False
    return columns >= (_FULL_ENOUGH if following.islower() else _FULL) * width


def _block(lines: Sequence[str], row: int) -> tuple[int, int]:
    """Return the rows around one that no blank line parts from it, as far as ``_REACH``."""
    first, last = row, row + 1
    while first > 0 and row - first < _REACH and lines[first - 1]:
        first -= 1
    while last < len(lines) and last - row <= _REACH and lines[last]:
        last += 1
    return first, last


def _between(line: str, following: str) -> str:
    if _UNSPACED.match(line[-1]) or _UNSPACED.match(following):
        return ""
    return "" if line.endswith(("—", "/")) else " "
