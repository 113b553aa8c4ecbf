"""The terms of a query, and the one form in which text and query meet in the index.

Every function here keeps or refers to code points of its input. The index form
puts a space around each CJK character, so that a run of them is a phrase of
one-character words: nothing to segment, and any substring can be found.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from engine.language.script import CJK_CLASS, is_cjk, to_simplified

_CJK = re.compile(f"[{CJK_CLASS}]")
# Radicals are symbols to the tokenizer, which would drop them: they get a word of their own.
_RADICAL = re.compile("[\u2e80-\u2fd5]")
_TOKEN = re.compile(rf"[{CJK_CLASS}]|(?:(?![{CJK_CLASS}])[^\W_])+")

_STOP_WORDS_EN = """
    a an and are as at be but by can did do does for from had has have how i if in into is it its me my no not
    of on or our so that the their them then there these they this to was we were what when where which who
    whom whose why will with would you your
"""
_STOP_WORDS_ZH = """
    的 了 是 在 和 与 及 或 也 都 就 而 把 被 吗 呢 吧 啊 有 这 那 我 你 他 她 它 请
    什么 怎么 哪些 哪里 为什么 如何 是否 谁
"""
STOP_WORDS = frozenset((_STOP_WORDS_EN + _STOP_WORDS_ZH).split())


# Written either way, in one script or between the two, where OpenCC's table of characters keeps them apart:
# 著/着, 回覆/回复, 瞭望/了望, 沈默/沉默; and letters and digits of full width. For search they are one
# character; nothing else knows them so.
_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()}
_SAME = _WIDE | str.maketrans(
    "著覆藉瞭馀揹擡幷锺讬钜谘彷祇衹伕牴牠雠苧醯暱麺沈渖妳枱衞粧敍糭",
    "着复借了余背抬并钟托巨咨仿只只夫抵它仇苎酰昵面沉沉你台卫妆叙粽",
)
_MAX_PAIRS = 32
_MIN_INFLECTED = 4


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that a query asks for: a word, a run with CJK in it, or what stood in quotes.

    In a wild one ``*`` is any letters and ``?`` one.
    """

    text: str
    is_quoted: bool = False
    is_wild: bool = False

    @property
    def is_word(self) -> bool:
        """Whether it is a single word of an alphabet."""
        return (
            not self.is_quoted
            and not self.is_wild
            and _TOKEN.fullmatch(self.text) is not None
            and not _CJK.search(self.text)
        )


def index_text(text: str) -> str:
    """Return ``text`` as it goes into a full-text index, or into a phrase that asks one."""
    spaced = _CJK.sub(lambda match: f" {match[0]} ", to_simplified(text).translate(_SAME))
    return _RADICAL.sub(lambda match: f"radical{ord(match[0]):x}", spaced)


class _Folding(dict[int, str]):
    """Folds one code point to one; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        char = chr(_WIDE.get(code, code))
        if not is_cjk(char):  # kana and Hangul would come apart
            char = unicodedata.normalize("NFD", char)[0].lower()[0]
        self[code] = to_simplified(char).translate(_SAME)
        return self[code]


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Return ``text`` as words are compared: lower case, simplified, unaccented, of the same length."""
    return text.translate(_FOLDING)


def forms(word: str) -> list[str]:
    """Return an English word with its likely singular or plural, another word alone."""
    if len(word) < _MIN_INFLECTED or not (word.isascii() and word.isalpha()):
        return [word]
    lower = word.lower()
    if lower.endswith("ies"):
        return [word, word[:-3] + "y"]
    if lower.endswith("s"):
        return [word] if lower.endswith(("ss", "us", "is")) else [word, word[:-1], word.removesuffix("es")]
    return [word, word + "s", word[:-1] + "ies" if lower.endswith("y") else word + "es"]


def pieces(term: Term) -> list[str]:
    """Return what a run may be taken apart into: words and CJK runs, and pairs of neighbours in those."""
    if term.is_quoted or term.is_wild or term.is_word:
        return []
    words = [word for word in tokens(term.text) if not has_cjk(word)]
    runs = cjk_runs(term.text)
    pairs = [a + b for run in runs for a, b in pairwise(run) if not {a, b, a + b} & STOP_WORDS]
    return [*words, *runs, *pairs[:_MAX_PAIRS]]


def tokens(text: str) -> list[str]:
    """Return the words and single CJK characters of ``text``."""
    return _TOKEN.findall(text)


def phrase(text: str, *, is_prefix: bool = False) -> str:
    """Return the FTS5 phrase of ``text``; with ``is_prefix`` its last word may go on."""
    # A quote or a control character would end the phrase early.
    plain = re.sub(r"[\"\x00-\x1f]", " ", index_text(text)).strip()
    return f'"{plain}"*' if is_prefix else f'"{plain}"'


def loose_phrase(text: str) -> str:
    """Return a phrase that every passage matches which has ``text`` as a substring, words cut or not.

    Words at the edges may be parts of longer ones: the last may go on, the first is left out.
    """
    found = list(_TOKEN.finditer(text))
    if len(found) < 2:
        return phrase(text)
    begin = found[0].start() if _CJK.match(found[0][0]) else found[1].start()
    return phrase(text[begin : found[-1].end()], is_prefix=not _CJK.match(found[-1][0]))


def has_cjk(text: str) -> bool:
    """Tell whether any character is CJK."""
    return _CJK.search(text) is not None


def cjk_runs(text: str) -> list[str]:
    """Return the longest runs of CJK characters."""
    return re.findall(f"[{CJK_CLASS}]+", text)
