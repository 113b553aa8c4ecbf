"""Numbers as they are written in English and Chinese, read exactly.

Input: plain text (see ``found``). Output: ``Decimal``, or None where the digits are no well-formed number.
"""

from __future__ import annotations

import re
from decimal import Decimal

ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}|[0-9]{1,15})(?:\.[0-9]{1,8})?(?![0-9]|,[0-9]|\.[0-9])"
"""A number in digits, thousands marked or not; what stands before it is the pattern's own business."""

NO_NUMBER_BEFORE = r"(?<![0-9A-Za-z_.,/:^第][0-9])"
"""Directly behind the first digit of a number: it begins it and belongs to no word, version or fraction."""

HAN_DIGITS = "零〇一二三四五六七八九两壹贰叁肆伍陆柒捌玖"
HAN_SCALES = "十百千万亿拾佰仟"
HAN = f"[{HAN_DIGITS}{HAN_SCALES}点]{{1,20}}"
COUNT = "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
"""A month, a day, an hour or a minute."""

_SCALES = {
    "百": 2,
    "千": 3,
    "万": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "十亿": 9,
    "百亿": 10,
    "千亿": 11,
}
_SCALES["万亿"] = 12
_SCALES_EN = {"thousand": 3, "million": 6, "mn": 6, "mm": 6, "billion": 9, "bn": 9, "trillion": 12}
_SCALES_EN |= {"k": 3, "m": 6, "b": 9}
SCALE = f"(?:{'|'.join(sorted(_SCALES, key=len, reverse=True))})"
SCALE_EN = r"(?:[Tt]housand|[Mm]illion|[Bb]illion|[Tt]rillion|mn|bn|MM|[mMkKB](?![A-Za-z0-9]))"

_DIGIT = dict(zip(HAN_DIGITS, (0, 0, *range(1, 10), 2, *range(1, 10)), strict=True))
_CAPITALS = str.maketrans("拾佰仟", "十百千")
_BELOW_10000 = re.compile(
    rf"(?:(?P<q>[{HAN_DIGITS}])千(?P<qz>[零〇])?)?(?:(?P<b>[{HAN_DIGITS}])百(?P<bz>[零〇])?)?"
    rf"(?:(?P<s>[{HAN_DIGITS}])?(?P<ten>十))?(?P<g>[{HAN_DIGITS}])?"
)
_LARGE = re.compile(r"(?:(?P<high>.+)亿[零〇]?)?(?:(?P<middle>[^万]+)万[零〇]?)?(?P<low>[^万亿]*)")


def arabic(text: str, scale: str | None = None) -> Decimal:
    """Return the value of ``ARABIC``, times ``SCALE`` or ``SCALE_EN``."""
    power = _SCALES.get(scale) or _SCALES_EN[scale.lower()] if scale else 0
    return Decimal(text.replace(",", "")).scaleb(power)


def han(text: str) -> Decimal | None:
    """Return the value of a number in Chinese numerals: ``三千五百万``, ``一点五亿``, ``十二``."""
    text = text.translate(_CAPITALS)
    match = re.fullmatch(rf"(.+?)点([{HAN_DIGITS}]+)([万亿]{{0,2}})", text)
    if match:
        whole, decimals, scale = match.groups()
        value = han(whole)
        fraction = Decimal("0." + han_digits(decimals))
        return None if value is None else (value + fraction).scaleb(_SCALES.get(scale, 0))
    large = _LARGE.fullmatch(text)
    if not text or not large or "点" in text:
        return None
    total = Decimal(0)
    for part, power in ((large["high"], 8), (large["middle"], 4), (large["low"], 0)):
        if part:
            value = han(part) if power == 8 else _below_10000(part)
            if value is None:
                return None
            total += value.scaleb(power)
    return total


def han_digits(text: str) -> str:
    """Return digits read one by one: ``二〇二一`` is ``2021``."""
    return "".join(str(_DIGIT[char]) for char in text)


def shown(value: Decimal) -> str:
    """Return a number without exponent and idle zeros."""
    return format(value.normalize(), "f") if value else "0"


def _below_10000(text: str) -> Decimal | None:
    match = _BELOW_10000.fullmatch(text)
    if match is None:
        return None
    thousands, hundreds, ones = match["q"], match["b"], match["g"]
    skips_hundreds = thousands and not hundreds and (match["ten"] or ones) and not match["qz"]
    skips_tens = hundreds and not match["ten"] and ones and not match["bz"]
    if skips_hundreds or skips_tens:  # 一千二 may be 1200
        return None
    digits = [_DIGIT[char] if char else 0 for char in (thousands, hundreds, match["s"], ones)]
    if match["ten"] and not match["s"]:
        digits[2] = 1
    return Decimal(digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3])


def count(digits: str | None) -> int:
    """Return a ``COUNT``: 0 where there is none, 99 where the digits make no number."""
    if not digits or digits.isascii():
        return int(digits or 0)
    value = han(digits)
    return 99 if value is None else int(value)
