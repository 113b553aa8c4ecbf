"""The words of a text that tell what it is about, in the runs where they are neighbours.

Left out are code, addresses, columns of numbers, mail headers and lines said twice; numbers, stop words and
dull words. Each word that is left weighs the more the rarer it is elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from engine.language.common_words import RARE, chinese_words, dull_words, halvings
from engine.language.identify import stop_words
from engine.language.script import CJK_CLASS, to_simplified

Script = Literal["en", "zh"]
UNLISTED = 11.0
"""What a word weighs that stands in no list."""
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_HAN_CHARACTER = re.compile(f"[{_HAN}]")
_LATIN_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(
    rf"(?P<han>[{_HAN}]+)"
    rf"|(?P<latin>(?:(?![{CJK_CLASS}])[^\W\d_])(?:(?![{CJK_CLASS}])[^\W_]|['’-](?![{CJK_CLASS}])[^\W\d_])*)"
)
_LONGEST_WORD = 40
# Every repetition is bounded: a text may be one line without a space.
_NOISE = re.compile(
    r"```.*?```|<[^<>\n]{1,200}>|&\w{2,8};"
    r"|[!-~]{0,100}(?:://|www\.|@)[!-~]{0,400}"
    r"|[A-Za-z0-9]{0,40}(?:[./\\_#$%]{1,3}[A-Za-z0-9]{1,40}){2,40}|[A-Za-z0-9]{1,40}_[A-Za-z0-9_]{1,40}",
    re.DOTALL,
)
_HEADER = re.compile(
    r"[ \t>]*(?:from|to|cc|bcc|subject|date|sent|reply-to|message-id|received|return-path|mime-version"
    r"|content-[\w-]+|x-[\w-]+|发件人|收件人|抄送|主题|发送时间|日期)[ \t]*[:：]",
    re.I,
)
_ADDRESSED = re.compile(r"received|message-id|return-path|mime-version|content-|x-", re.I)
_WRAPPED = re.compile(r"(?<=[^\n]{50})(?<![.!?:;])\n(?=[a-z])")
_SIGN = re.compile(r"[{}()\[\];=<>|&$#\\+*/\"'`_~^%-]")
_DIGIT = re.compile(r"\d")
_CODE_SHARE, _NUMBER_SHARE = 0.2, 0.5
_ENGLISH_SHARE = 0.15  # stop words among the words of an alphabet: with fewer it is another language
_LEAST_WORDS = 40  # with fewer there is no telling
_SHORT_WORD = 4  # letters of a word that is likely a stop word in those
_NEIGHBOURS = re.compile(r"[ \u3000]?|[·•‧・]")
_NAME_GOES_ON = re.compile(r" [A-Z]")
_NAMED_BY_NUMBER = re.compile(r"[^\W\d_]+-?\d{1,2}|[^\d]+")
_COUNTED = re.compile(
    "第?[一二三四五六七八九十百千万亿零〇两几]+"
    "[岁日月年条个次种名位点时分秒天号元人米里倍项章节款集页卷册台辆座栋家间所支部本张件段层批]?"
)
_CLITICS = frozenset(("s", "t", "re", "ve", "ll", "d", "m"))
_ALONE = 2.0  # what a word must weigh to be a keyword by itself
_COMMON, _MOST_PLAIN = {"en": 5, "zh": 2}, 12
"""Halvings up to which a word says next to nothing; those that a word in lower case counts for at most."""
_COMMON_CHARACTER = 7


class Word(NamedTuple):
    """A word that may be part of a keyword: as it stands, as it is counted, what it weighs."""

    start: int
    end: int
    key: str
    weight: float
    script: Script
    is_alone: bool
    is_name: bool = False
    is_loose: bool = False
    """A common character: it is part of a longer word, or nothing."""

    @property
    def is_single(self) -> bool:
        """Whether it is one Chinese character."""
        return self.script == "zh" and len(self.key) == 1


def lines_of_prose(text: str) -> list[str]:
    """Return the lines that speak: no code, no addresses, no columns of numbers, nothing twice."""
    text = _WRAPPED.sub(" ", _NOISE.sub(" . ", text))
    lines: dict[str, None] = {}
    for whole in text.splitlines():
        header = _HEADER.match(whole)
        is_address = header is not None and _ADDRESSED.search(header[0]) is not None
        line = "" if is_address else whole[header.end() :] if header else whole
        size = sum(not char.isspace() for char in line)
        n_signs, n_digits = len(_SIGN.findall(line)), len(_DIGIT.findall(line))
        if size and n_signs < _CODE_SHARE * size and n_digits < _NUMBER_SHARE * size:
            lines.setdefault(line.strip())
    return list(lines)


def runs_of_words(lines: Sequence[str]) -> Iterator[tuple[int, list[Word]]]:
    """Yield the number of its line and the words of each run that nothing parts."""
    is_english = _is_english(lines)
    for number, line in enumerate(lines):
        for run in _runs(line, is_english):
            yield number, run


def _is_english(lines: Sequence[str]) -> bool:
    """Tell whether the words of an alphabet are English; a few within Chinese are taken for that."""
    words = [word.lower() for line in lines for word in _LATIN_WORD.findall(line)]
    n_han = sum(len(_HAN_CHARACTER.findall(line)) for line in lines)
    if len(words) < max(n_han, _LEAST_WORDS):
        return True
    return sum(word in stop_words("en") for word in words) >= _ENGLISH_SHARE * len(words)


def _runs(line: str, is_english: bool) -> Iterator[list[Word]]:
    """Yield the runs of neighbours that nothing parts."""
    run: list[Word] = []
    end = 0
    for token in _tokens(line, is_english):
        if run and not _NEIGHBOURS.fullmatch(line, end, token.start):
            yield run
            run = []
        if token.weight:
            run.append(token)
        elif run and not (token.key == "of" and run[-1].is_name and _NAME_GOES_ON.match(line, token.end)):
            yield run
            run = []
        end = token.end
    if run:
        yield run


def _tokens(line: str, is_english: bool) -> Iterator[Word]:
    """Yield the words of a line; one that no keyword may hold weighs nothing."""
    for match in _TOKEN.finditer(line):
        start = match.start()
        if match["han"] is None:
            yield _latin(match[0], start, is_english)
            continue
        run = to_simplified(match[0])
        for begin, end in chinese_words(run):
            yield _chinese(run[begin:end], start + begin)


def _latin(word: str, start: int, is_english: bool) -> Word:
    base, suffix = word, ""
    for mark in "'’":
        if mark in base:
            base, suffix = base.rsplit(mark, 1)
            if suffix.lower() not in _CLITICS:
                base, suffix = word, ""
    lower = base.lower()
    is_stop = lower in stop_words("en") or lower in dull_words("en") or suffix.lower() not in ("", "s")
    is_stop = is_stop or not (is_english or base.isupper() or len(base) > _SHORT_WORD)
    fits = 1 < len(base) <= _LONGEST_WORD and (len(base) > 2 or base.isupper()) and len(set(lower)) > 1
    fits = fits and _NAMED_BY_NUMBER.fullmatch(base) is not None
    weight = 0.0 if is_stop or not fits else _english_weight(lower, base)
    return Word(start, start + len(base), lower, weight, "en", weight >= _ALONE, is_name=base[0].isupper())


def _english_weight(lower: str, word: str) -> float:
    known = halvings("en")
    parts = lower.replace("’", "'").replace("'", "-").split("-")
    rarity = sum(known.get(part, known.get(part.removesuffix("s"), RARE - 1)) for part in parts) / len(parts)
    if lower.endswith("ly") or (word == lower and lower.endswith("ed")):
        return _ALONE / 2
    return max(min(rarity, _MOST_PLAIN if word == lower else RARE) - _COMMON["en"], 0.5)


def _chinese(word: str, start: int) -> Word:
    weight, is_loose = _chinese_weight(word)
    return Word(start, start + len(word), word, weight, "zh", weight >= _ALONE, is_loose=is_loose)


@lru_cache(maxsize=8192)
def _chinese_weight(word: str) -> tuple[float, bool]:
    """Return what a word weighs, and whether it is a common character."""
    if word in stop_words("zh") or word in dull_words("zh") or _COUNTED.fullmatch(word):
        return 0.0, False
    rarity = halvings("zh").get(word, RARE)
    if len(word) == 1:
        return 0.5, rarity < _COMMON_CHARACTER
    return max(rarity - _COMMON["zh"], 0.5), False
