"""Times of day, in English and Chinese; ``3:16`` alone may be a score or a verse and is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.annotate.attributes.found import Found
from engine.annotate.attributes.numbers import COUNT, NO_NUMBER_BEFORE, count

_MINUTE_ZH = r"(?P<min>[0-9]{1,2}|[零一二三四五六七八九十]{1,3})"
_PART_ZH = re.compile(
    rf"(?P<part>上午|下午|凌晨|清晨|早上|早晨|中午|傍晚|晚上|晚间|夜间)[ ]?(?P<h>{COUNT})[ ]?"
    rf"(?:[时点](?:整|(?P<half>半)|(?P<quarter>[一三])刻|[ ]?{_MINUTE_ZH}分?)?"
    r"|:(?P<min2>[0-5][0-9]))(?![0-9])"
)
_PLAIN_ZH = re.compile(
    r"[0-9一二三四五六七八九十](?<![0-9一二三四五六七八九十.:].)[0-9一二三四五六七八九十]{0,2}"
    rf"[ ]?[时点][ ]?{_MINUTE_ZH}[ ]?分(?!之)"
)
_EN = re.compile(
    rf"[0-9]{NO_NUMBER_BEFORE}[0-9]?(?::(?P<min>[0-5][0-9])(?::(?P<sec>[0-5][0-9]))?)?"
    r"[ ]?(?P<half>[AaPp])(?:\.[Mm]\.|[Mm](?![A-Za-z0-9]))"
)
_BY_24 = re.compile(r"[0-2](?<![0-9A-Za-z_.:/-].)[0-9]:[0-5][0-9](?::[0-5][0-9])?(?![0-9A-Za-z_:]|\.[0-9])")
_BEFORE = re.compile(
    r"(?:\b(?:[Aa]t|[Ff]rom|[Uu]ntil|[Tt]ill|[Bb]y|[Tt]ime:?)|时间:?"
    r"|[0-9]{4},|[日号]|[0-9]:[0-9]{2} ?[-至到~])[ ]?\Z"
)
_AFTER = re.compile(r"[ ]?(?:UTC|GMT|CET|EST|PST|hrs|h\b|o'clock)")
_AFTERNOON = frozenset({"下午", "傍晚", "晚上", "晚间"})


def times(text: str) -> Iterator[Found]:
    """Find times of day."""
    for match in _PART_ZH.finditer(text):
        hour = count(match["h"])
        minute = 30 if match["half"] else 15 * count(match["quarter"]) or count(match["min"] or match["min2"])
        yield from _clock(hour + 12 * (match["part"] in _AFTERNOON and hour < 12), minute, None, match)
    for match in _PLAIN_ZH.finditer(text):
        yield from _clock(
            count(re.split("[ 时点]", match[0], maxsplit=1)[0]), count(match["min"]), None, match
        )
    for match in _EN.finditer(text):
        hour = int(re.split("[^0-9]", match[0], maxsplit=1)[0])
        if 1 <= hour <= 12:
            hour = hour % 12 + 12 * (match["half"] in "Pp")
            yield from _clock(hour, int(match["min"] or 0), match["sec"], match)
    for match in _BY_24.finditer(text):
        is_time = _BEFORE.search(text, max(0, match.start() - 12), match.start()) or _AFTER.match(
            text, match.end()
        )
        if is_time:
            hours, minutes, *seconds = match[0].split(":")
            yield from _clock(int(hours), int(minutes), seconds[0] if seconds else None, match)


def _clock(hour: int, minute: int, second: str | None, match: re.Match[str]) -> Iterator[Found]:
    if hour < 24 and minute < 60:
        value = f"{hour:02}:{minute:02}" + (f":{second}" if second else "")
        yield Found("time", value, match.start(), match.end(), 0.9)
