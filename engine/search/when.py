"""What people write for a day, a month or a year, in English and Chinese, as the days it spans."""

from __future__ import annotations

import re
from datetime import date, timedelta

_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_CHINESE = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})[日号]?)?)?")
_AGO = {
    "day": {"today": 0, "yesterday": 1, "今天": 0, "昨天": 1, "前天": 2},
    "week": {"this week": 0, "last week": 1, "本周": 0, "这周": 0, "上周": 1, "上星期": 1},
    "month": {"this month": 0, "last month": 1, "本月": 0, "这个月": 0, "上月": 1, "上个月": 1},
    "year": {"this year": 0, "last year": 1, "今年": 0, "去年": 1, "前年": 2},
}
_UNIT_OF = {words: (unit, n) for unit, known in _AGO.items() for words, n in known.items()}
RELATIVE_ENGLISH = ("today", "yesterday", "last week", "last month", "this year", "last year")
RELATIVE_CHINESE = ("今天", "昨天", "上周", "上个月", "今年", "去年")


def days_of(text: str, *, today: date) -> tuple[date, date] | None:
    """Return the first day that is meant and the first one after; None where it is no date.

    Weeks begin on Monday. Words may be joined by hyphens: ``last-week``.
    """
    words = " ".join(re.split(r"[\s_-]+", text.strip().lower()))
    if words in _UNIT_OF:
        return _ago(*_UNIT_OF[words], today)
    match = _ISO.fullmatch(text.strip()) or _CHINESE.fullmatch(text.strip())
    if match is None:
        return None
    try:
        return _span(int(match[1]), int(match[2] or 0), int(match[3] or 0))
    except (ValueError, OverflowError):
        return None  # such as a 30th of February, or the year 0


def _ago(unit: str, n: int, today: date) -> tuple[date, date]:
    if unit == "year":
        return _year(today.year - n)
    if unit == "month":
        return _month(today.year, today.month - n)
    n_days, first = (1, today) if unit == "day" else (7, today - timedelta(today.weekday()))
    first -= timedelta(n * n_days)
    return first, first + timedelta(n_days)


def _span(year: int, month: int, day: int) -> tuple[date, date]:
    if day:
        first = date(year, month, day)
        return first, first + timedelta(1)
    if month:
        date(year, month, 1)
        return _month(year, month)
    return _year(year)


def _month(year: int, month: int) -> tuple[date, date]:
    """Return a month's days; month 0 is the December before."""
    index = year * 12 + month - 1
    return date(index // 12, index % 12 + 1, 1), date((index + 1) // 12, (index + 1) % 12 + 1, 1)


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year + 1, 1, 1)
