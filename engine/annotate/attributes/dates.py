"""Dates, in English and Chinese.

A day that may be read two ways (``3/5/2024``) is left out: a wrong date is worse than none. A bare year
counts where a word or a bracket says that it is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from engine.annotate.attributes.found import Found
from engine.annotate.attributes.numbers import COUNT, count, han_digits

_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_MONTHS = {name[:size]: number for number, name in enumerate(_NAMES, start=1) for size in (3, len(name))}
_MONTHS["Sept"] = 9
_MONTH = "|".join(sorted([*_MONTHS, *map(str.upper, _MONTHS)], key=lambda name: (-len(name), name)))
_GAP = r"[ \u00a0\n]{1,2}"
_COMMA = rf"(?:[ ]?,)?{_GAP}"
_YEAR = r"[12][0-9]{3}"
_DAY = r"[0-3]?[0-9]"
_BEGIN = r"(?<![0-9A-Za-z_./-].)"
"""Directly behind the first character: it begins a word or a number, in no path or version."""
_END = r"(?![0-9A-Za-z_]|[-/.:][0-9A-Za-z])"
_ZONE = r"[ ]?(?P<zone>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?"

_YMD = re.compile(
    rf"[12]{_BEGIN}[0-9]{{3}}(?P<mark>[-/.])(?P<m>[01]?[0-9])(?P=mark)(?P<d>{_DAY})"
    r"(?:(?:T|[ ]{1,2})(?P<clock>[0-2][0-9]:[0-5][0-9](?::[0-5][0-9])?)(?:[.,][0-9]{1,9})?"
    rf"{_ZONE})?{_END}"
)
_NUMERIC = re.compile(rf"[0-9]{_BEGIN}[0-9]?(?P<mark>[/.-])(?P<second>{_DAY})(?P=mark)(?P<y>{_YEAR}){_END}")
_MDY = re.compile(
    rf"(?:{_MONTH})\.?{_GAP}(?:(?P<d>{_DAY})(?:st|nd|rd|th)?(?:{_COMMA}(?P<y>{_YEAR}))?|(?P<only>{_YEAR}))"
    r"(?![0-9A-Za-z_]|[/:][0-9]|\.[0-9]|[ ]?-[ ]?[0-9]{1,2}(?![0-9]))"
)
_DMY = re.compile(
    rf"[0-9]{_BEGIN}[0-9]?(?P<nth>st|nd|rd|th)?(?:{_GAP}(?P<of>of{_GAP})?|-)(?P<m>{_MONTH})\.?"
    rf"(?:(?:{_COMMA}|-)(?P<y>{_YEAR}))?{_END}"
)
_NUMERAL = "[〇零一二三四五六七八九]"
_MONTH_ZH = rf"[ ]?(?P<m>{COUNT})[ ]?月"
_DAY_ZH = rf"[ ]?(?P<d>{COUNT})[ ]?[日号](?!楼|线|店|院|厅|馆|文件)"
_ZH = re.compile(
    rf"[12〇零一二](?:(?<=[12])(?<![0-9A-Za-z_.].)[0-9]{{3}}"
    rf"|(?<![0-9前{_NUMERAL[1:-1]}].){_NUMERAL}{{3}})[ ]?年(?![代级])"
    rf"(?:{_MONTH_ZH}(?:份|{_DAY_ZH})?)?"
)
_MINGUO = re.compile(
    rf"民国[ ]?(?P<y>[0-9]{{1,3}}|[一二三四五六七八九十百]{{1,6}})[ ]?年(?:{_MONTH_ZH}(?:{_DAY_ZH})?)?"
)
_ZH_DAY = re.compile(
    r"[0-9一二三四五六七八九十](?<![0-9A-Za-z_./一二三四五六七八九十-].)(?<![0-9一二三四五六七八九十]年.)[0-9一二三四五六七八九十]{0,2}"
    rf"[ ]?月{_DAY_ZH}"
)
_ROUND_SPAN = re.compile(r"前|的?历史|之久|间|多年")

_BARE_YEAR = re.compile(r"[12](?<![0-9A-Za-z_.,/$€£¥#-].)[0-9]{3}(?![0-9A-Za-z_%]|[.,/:][0-9])")
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Dd]uring|[Ee]arly|[Ll]ate|[Mm]id|[Cc]irca|[Bb]orn|[Dd]ied|[Ff]ounded"
    r"|[Ee]stablished|[Ee]st\.|[Bb]\.|[Yy]ear) |\()\Z"
)
_YEAR_AFTER = re.compile(
    r"[),.;:\n]|[ ](?:and|to|at|by|as|with|for|from"
    r"|when|where|after|before|the|he|she|it|they|was|were|under|on"
    r"|a)\b|\Z"
)
_SHORT_LIFE = 15
"""Years in brackets that are nearer to each other are a term of office."""
_LIFE = re.compile(rf"\((?P<begin>{_YEAR})[ ]?-[ ]?(?P<end>{_YEAR})\)")


def dates(text: str) -> Iterator[Found]:
    """Find dates."""
    yield from _chinese(text)
    yield from _year_first(text)
    yield from _named_months(text)
    yield from _year_last(text)
    yield from _years(text)


def _chinese(text: str) -> Iterator[Found]:
    for match in _ZH.finditer(text):
        if match.start() and text[match.start() - 1] == "前":
            continue  # before our era
        stated = match[0][:4]
        year = int(stated if stated.isascii() else han_digits(stated))
        is_span = year % 100 == 0 and _ROUND_SPAN.match(text, match.end())
        if match["m"] or (1500 <= year < 2200 and not is_span):
            yield from _as_found(year, count(match["m"]), count(match["d"]), match)
    for match in _MINGUO.finditer(text):
        yield from _as_found(1911 + count(match["y"]), count(match["m"]), count(match["d"]), match)
    for match in _ZH_DAY.finditer(text):
        month = count(match[0].partition("月")[0].strip())
        yield from _as_found(0, month or 99, count(match["d"]), match)


def _year_first(text: str) -> Iterator[Found]:
    for match in _YMD.finditer(text):
        if match["mark"] == "." and not len(match["m"]) == len(match["d"]) == 2:
            continue  # a version
        after = f"T{match['clock']}{_zone(match['zone'])}" if match["clock"] else ""
        yield from _as_found(int(match[0][:4]), int(match["m"]), int(match["d"]), match, after=after)


def _named_months(text: str) -> Iterator[Found]:
    for match in _DMY.finditer(text):
        month, year = _MONTHS[match["m"].title()], int(match["y"] or 0)
        if year or month != 5 or match["nth"] or match["of"]:  # "1 may" is a verb
            yield from _as_found(year, month, _leading(match[0]), match)
    for match in _MDY.finditer(text):
        if match.start() and text[match.start() - 1].isalnum():
            continue
        month = _MONTHS[re.split(r"[^A-Za-z]", match[0], maxsplit=1)[0].title()]
        yield from _as_found(int(match["y"] or match["only"] or 0), month, int(match["d"] or 0), match)


def _year_last(text: str) -> Iterator[Found]:
    """Yield days written in numbers, year last, where they can be read one way only."""
    for match in _NUMERIC.finditer(text):
        first, second, year = _leading(match[0]), int(match["second"]), int(match["y"])
        has_dots = match["mark"] == "."
        if first > 12 or first == second or (has_dots and len(match[0]) == 10):
            yield from _as_found(year, second, first, match)
        elif second > 12 and not has_dots:
            yield from _as_found(year, first, second, match)


def _years(text: str) -> Iterator[Found]:
    for match in _BARE_YEAR.finditer(text):
        before = _YEAR_BEFORE.search(text, max(0, match.start() - 14), match.start())
        if before is None or not 1500 <= int(match[0]) < 2200 or not _YEAR_AFTER.match(text, match.end()):
            continue
        if before[0] != "(" or text[match.end() : match.end() + 1] == ")":
            yield Found("date", match[0], match.start(), match.end(), 0.85)
    for match in _LIFE.finditer(text):
        if int(match["begin"]) + _SHORT_LIFE <= int(match["end"]) < 2200:
            for name in ("begin", "end"):
                yield Found("date", match[name], match.start(name), match.end(name), 0.9)


def _as_found(year: int, month: int, day: int, match: re.Match[str], *, after: str = "") -> Iterator[Found]:
    """Yield a date, 0 for what is not stated, where there is such a day."""
    if not 1000 <= (year or 1000) < 2200 or not 0 <= month <= 12 or (day and not month):
        return
    try:
        date(year or 2000, month or 1, day or 1)
    except ValueError:
        return
    value = (
        (f"{year:04}" if year else "XXXX") + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")
    )
    yield Found("date", value + after, match.start(), match.end(), 0.95 if year else 0.85)


def _zone(zone: str | None) -> str:
    if not zone or zone in {"Z", "UTC", "GMT"}:
        return "Z" if zone else ""
    return zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"


def _leading(text: str) -> int:
    """Return the number that a text of at least one digit begins with."""
    return int(text[:2]) if text[1:2].isdigit() else int(text[:1])
