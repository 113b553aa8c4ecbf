"""Amounts: money, percentages and quantities with units, in English and Chinese.

Money becomes an ISO 4217 code and an amount, a quantity an amount of its canonical unit. ``$`` alone is
read as USD and ``¥`` as CNY.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from engine.annotate.attributes.found import Found
from engine.annotate.attributes.numbers import (
    ARABIC,
    HAN,
    HAN_DIGITS,
    HAN_SCALES,
    NO_NUMBER_BEFORE,
    SCALE,
    SCALE_EN,
    arabic,
    han,
    shown,
)
from engine.annotate.attributes.units import CURRENCIES, CURRENCY_WORDS, UNITS

_DIGITS = (
    rf"(?P<n>[0-9]{NO_NUMBER_BEFORE}(?:[0-9]{{0,2}}(?:,[0-9]{{3}}){{1,5}}|[0-9]{{0,14}})"
    r"(?:\.[0-9]{1,8})?(?![0-9]|,[0-9]))"
)
_HAN_SIGN = f"[{HAN_DIGITS}{HAN_SCALES}]"
_HAN_NUMBER = (
    rf"(?P<han>{_HAN_SIGN}(?<![{HAN_DIGITS}{HAN_SCALES}点0-9第几数.].)[{HAN_DIGITS}{HAN_SCALES}点]{{0,19}})"
)
_SMALL_CHANGE = rf"(?:(?P<jiao>[0-9{HAN_DIGITS}])角)?(?:(?P<fen>[0-9{HAN_DIGITS}])分)?整?"
_NOT_YUAN = "(?![素组数年旦件宵帅月朝代气凶音宇老首])"


def _words(table: dict[str, str] | dict[str, tuple[Decimal, str]]) -> str:
    return "|".join(re.escape(word) for word in sorted(table, key=lambda word: (-len(word), word)))


_BEFORE = re.compile(
    rf"(?P<cur>{_words(CURRENCIES)})[ ]?"
    rf"(?:(?P<n>{ARABIC})(?:[ ]?(?P<scale>{SCALE}|{SCALE_EN}))?|(?P<han>{HAN}))"
    rf"(?:[ ]?[元圆]{_SMALL_CHANGE})?"
)
_AFTER_DIGITS = re.compile(
    rf"{_DIGITS}(?:[ ]?(?P<scale>{SCALE}|{SCALE_EN})(?P<more>多|余)?)?[ ]?(?P<cur>{_words(CURRENCY_WORDS)})"
    rf"{_SMALL_CHANGE}(?![A-Za-z0-9]){_NOT_YUAN}"
)
_AFTER_HAN = re.compile(
    rf"{_HAN_NUMBER}(?P<cur>{_words({w: c for w, c in CURRENCY_WORDS.items() if not w.isascii()})})"
    rf"{_SMALL_CHANGE}{_NOT_YUAN}"
)
_DOTTED = frozenset({"EUR", "CHF", "BRL"})
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
"""In these currencies 1.200 may be one thousand two hundred."""
_FORMULA = re.compile(r"[ ]?[\\^_${}=<>*]")
_PERCENT = re.compile(
    rf"{_DIGITS}[ ]?(?P<sign>%|‰|[Pp]er[ ]?[Cc]ent(?![A-Za-z])|pct(?![A-Za-z]))(?![0-9A-Za-z%])"
)
_OF_HUNDRED = re.compile(rf"(?P<base>百分之|千分之|万分之)(?:(?P<han>{HAN})|(?P<n>{ARABIC}))(?!{HAN}|[到至])")
_QUANTITY = re.compile(
    rf"{_DIGITS}[ ]?(?:(?P<scale>{SCALE}|[Mm]illion|[Bb]illion|[Tt]housand)[ ]?)?"
    rf"(?P<unit>{_words(UNITS)})(?![A-Za-z0-9_²³^])"
)
_QUANTITY_HAN = re.compile(
    rf"{_HAN_NUMBER}(?P<unit>{_words({u: v for u, v in UNITS.items() if not u.isascii() and u[0] > 'ÿ'})})"
)
_SHORT_UNITS = frozenset({"m", "g", "t", "L", "W", "V", "A"})
"""Too short to be a unit for sure where they stand right behind their number."""
_NOT_UNIT = {"克": "拉隆", "升": "级降值学温任起高入至", "米": "饭粒粉线酒面", "吨": "位", "斤": "斗"}
"""What makes another word of a unit."""


def money(text: str) -> Iterator[Found]:
    """Find amounts of money."""
    for match in _BEFORE.finditer(text):
        before = text[max(0, match.start() - 1) : match.start()]
        if match["cur"][0].isalpha() and match["cur"].isascii() and before.isalnum() and before.isascii():
            continue
        if match["cur"] == "$" and (before == "$" or not _is_dollars(text, match)):
            continue
        yield from _money(match, CURRENCIES[match["cur"]])
    for pattern in (_AFTER_DIGITS, _AFTER_HAN):
        for match in pattern.finditer(text):
            is_small_han = pattern is _AFTER_HAN and not re.search("[十百千万亿拾佰仟]", match["han"])
            if not (is_small_han or match.groupdict().get("more")) and not _is_equation(text, match):
                yield from _money(match, CURRENCY_WORDS[match["cur"]])


def percentages(text: str) -> Iterator[Found]:
    """Find percentages; per mille becomes per cent."""
    for match in _PERCENT.finditer(text):
        value = arabic(match["n"]).scaleb(-1 if match["sign"] == "‰" else 0)
        start = _with_sign(text, match.start())
        sign = "-" if text[start] == "-" else ""
        yield Found("percent", f"{sign}{shown(value)}%", start, match.end())
    for match in _OF_HUNDRED.finditer(text):
        number = han(match["han"]) if match["han"] else arabic(match["n"])
        if number is not None:
            scaled = number.scaleb({"百": 0, "千": -1, "万": -2}[match["base"][0]])
            yield Found("percent", f"{shown(scaled)}%", match.start(), match.end())


def quantities(text: str) -> Iterator[Found]:
    """Find amounts of length, area, volume, mass, temperature, speed, data, power and the like."""
    for pattern in (_QUANTITY, _QUANTITY_HAN):
        for match in pattern.finditer(text):
            unit = match["unit"]
            follows = text[match.end() : match.end() + 1]
            if follows and follows in _NOT_UNIT.get(unit, ""):
                continue
            if pattern is _QUANTITY:
                if unit in _SHORT_UNITS and text[match.start("unit") - 1] != " ":
                    continue
                number: Decimal | None = arabic(match["n"], match["scale"])
            else:
                number = None if match["han"].endswith("千") else han(match["han"])
            if number is None:
                continue
            factor, canonical = UNITS[unit]
            start = _with_sign(text, match.start()) if canonical == "°C" else match.start()
            if text[start] == "-":
                number = -number
            value = (number - 32) * factor if unit in {"°F", "℉"} else number * factor
            yield Found("quantity", f"{shown(_rounded(value))} {canonical}", start, match.end(), 0.9)


def _money(match: re.Match[str], currency: str) -> Iterator[Found]:
    groups = match.groupdict()
    number = arabic(groups["n"], groups.get("scale")) if groups.get("n") else han(groups["han"] or "")
    if number is None or (currency in _DOTTED and _THOUSANDS.fullmatch(groups["n"] or "")):
        return
    for part, power in (("jiao", -1), ("fen", -2)):
        digit = groups[part]
        if digit:
            small = Decimal(digit) if digit.isascii() else han(digit)
            number += small.scaleb(power) if small is not None else 0
    yield Found("money", f"{currency} {shown(number)}", match.start(), match.end())


def _is_dollars(text: str, match: re.Match[str]) -> bool:
    """Whether ``$`` means money and not a variable of a script or a formula."""
    is_lone_digit = match["n"] is not None and len(match["n"]) == 1 and not match["scale"]
    return match["n"] is not None and not is_lone_digit and not _FORMULA.match(text, match.end())


def _is_equation(text: str, match: re.Match[str]) -> bool:
    return text[match.end() : match.end() + 1] in {"一", "二", "多", "线"} and match["cur"] == "元"


def _with_sign(text: str, start: int) -> int:
    has_sign = text[max(0, start - 1) : start] == "-" and not text[max(0, start - 2) : start - 1].strip(
        "(（ :，,"
    )
    return start - 1 if has_sign else start


def _rounded(value: Decimal) -> Decimal:
    return value if value == value.to_integral() else Decimal(f"{value:.12g}")
