"""Facts about scripts: which characters are CJK, and traditional Chinese as simplified.

Input and output are Unicode strings; every function works code point by code
point, so that offsets into its output are offsets into its input.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

# Han (radicals, signs, unified, extension A, compatibility, planes 2 and 3), kana, Hangul syllables.
CJK_CLASS = (
    "\u2e80-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003fffd"
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f\U0001b000-\U0001b16f"
    "\uac00-\ud7a3"
)
"""CJK characters as ranges for use inside ``[...]`` of a regular expression."""

_CJK = re.compile(f"[{CJK_CLASS}]")


def is_cjk(char: str) -> bool:
    """Tell whether one character is Han, kana or a Hangul syllable; punctuation is not."""
    return _CJK.fullmatch(char) is not None


def has_cjk(text: str) -> bool:
    """Tell whether any character of ``text`` is Han, kana or a Hangul syllable."""
    return _CJK.search(text) is not None


def to_simplified(text: str) -> str:
    """Replace each traditional Chinese character by its simplified one; the length stays the same.

    Source: the TSCharacters table of OpenCC (Apache-2.0), the first of its alternatives.
    """
    return text if text.isascii() else text.translate(_simplified_table())


@cache
def _simplified_table() -> dict[int, str]:
    lines = (files("opencc") / "dictionary" / "TSCharacters.txt").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if "\t" in line)
    table = {char: choices.split(" ")[0] for char, choices in pairs}
    # A character that is also a target stays as it is, so that doing it twice changes nothing.
    targets = set(table.values())
    single = {char: to for char, to in table.items() if len(char) == 1 == len(to) and char != to}
    return {ord(char): to for char, to in single.items() if char not in targets}
