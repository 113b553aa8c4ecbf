"""How Chinese names are written in Latin letters; ``pinyin`` goes the other way, from letters to words.

Input:  a name in simplified script.
Output: its syllables in lower case without tones (``("qian", "xue", "sen")``); ü is v, as it is typed.
"""

from __future__ import annotations

import re
from functools import lru_cache

from engine.language.pinyin import characters

_MOST_SYLLABLES = 6


def syllables(name: str, *, is_person: bool = False) -> tuple[str, ...]:
    """Return the reading of each character; that of a surname where the name is a person's."""
    from pypinyin import Style, lazy_pinyin

    read = lazy_pinyin(name, style=Style.NORMAL)
    if is_person and name[0] in _SURNAMES:
        read[0] = _SURNAMES[name[0]]
    return tuple(part.lower().replace("ü", "v") for part in read)


_SURNAMES = {
    "单": "shan", "仇": "qiu", "区": "ou", "查": "zha", "解": "xie", "曾": "zeng", "任": "ren", "华": "hua",
    "翟": "zhai", "盖": "ge", "朴": "piao", "覃": "qin", "乐": "yue", "纪": "ji", "尉": "yu", "缪": "miao",
    "种": "chong", "折": "she", "员": "yun", "牟": "mu", "召": "shao", "宓": "fu", "佴": "nai", "黑": "he",
}  # fmt: skip
"""Surnames that are read otherwise than the character mostly is."""


def is_pinyin(word: str) -> bool:
    """Tell whether a Latin word can be read as 1 to 6 syllables of pinyin."""
    plain = re.sub(r"['’]", "", word)
    return plain.isascii() and plain.isalpha() and _divides(plain, _MOST_SYLLABLES)


@lru_cache(maxsize=65_536)
def _divides(word: str, most: int) -> bool:
    if not word:
        return True
    return most > 0 and any(
        word[:size] in characters() and _divides(word[size:], most - 1)
        for size in range(min(6, len(word)), 0, -1)
    )
