"""Which language a text is in, as far as Satchel's two are concerned.

By script first; where a text has much of both scripts, by the words that carry no
meaning of their own ("the", "of", 的, 了): a Chinese paragraph full of English terms has
Chinese ones.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["en", "zh", "other"]

_FOLDER = Path(__file__).parents[2] / "resources" / "lexicons" / "stop_words"
_SAMPLE = 20_000
"""Code points that are looked at, in the middle of a longer text: its ends are often tables and lists."""
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]")
_KANA_HANGUL = re.compile("[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f\uac00-\ud7a3\u1100-\u11ff]")
_LATIN_WORD = re.compile(r"[A-Za-z]+(?![^\W\d_])")
_LETTER = re.compile(r"[^\W\d_]")
_OTHER_SCRIPT = 0.05  # kana and Hangul among East Asian characters: even a few mean Japanese or Korean
_CLEARLY = 0.9
_LEAST_STOP_SHARE = 0.15
_LEAST_WORDS = 3


def language_of(text: str) -> Language:
    """Return the language of a passage or document; "other" where it is neither, or there is no telling."""
    start = max(0, (len(text) - _SAMPLE) // 2)
    sample = text[start : start + _SAMPLE]
    n_letters = len(_LETTER.findall(sample))
    n_han = len(_HAN.findall(sample))
    n_kana_hangul = len(_KANA_HANGUL.findall(sample))
    if n_kana_hangul > _OTHER_SCRIPT * (n_han + n_kana_hangul):
        return "other"
    if n_han and n_han >= _CLEARLY * n_letters:
        return "zh"
    words = [word.lower() for word in _LATIN_WORD.findall(sample)]
    n_english = sum(word in stop_words("en") for word in words)
    n_chinese = len(_chinese_pattern().findall(sample)) if n_han else 0
    if n_chinese and n_chinese >= n_english:
        return "zh"
    n_latin = sum(map(len, words))
    if n_latin > n_letters / 2 and len(words) >= _LEAST_WORDS and n_english >= _LEAST_STOP_SHARE * len(words):
        return "en"
    return "zh" if n_han > n_letters / 2 else "other"


@cache
def stop_words(language: Literal["en", "zh"]) -> frozenset[str]:
    """Return the words of a language that carry no meaning of their own; English ones in lower case."""
    return frozenset((_FOLDER / f"{language}.txt").read_text("utf-8").split())


@cache
def _chinese_pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(stop_words("zh"), key=len, reverse=True)))
