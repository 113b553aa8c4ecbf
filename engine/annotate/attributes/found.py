"""What a family of attributes finds in a plain text, and how a text is made plain.

A family is a function from a plain text to what it finds, in any order, overlaps allowed. Its patterns
have bounded repeats only, and begin with a character set, which ``re`` skips to: text without digits
costs next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engine.language.script import to_simplified


@dataclass(frozen=True, slots=True)
class Found:
    """``text[start:end]`` states ``value``; ``score`` is how sure that is, 0 to 1."""

    kind: str
    value: str
    start: int
    end: int
    score: float = 0.95


_OTHER = re.compile(r"[^\x00-\x7f]+")

Family = Callable[[str], Iterable[Found]]

_WIDE = "（）：％＋－．＠／＃￥＄￡〔〕［］○　–—−"
_NARROW = "():%+-.@/#¥$£()()〇 ---"
_TABLE = str.maketrans(
    _WIDE + "".join(chr(0xFF00 + code - 0x20) for code in range(0x30, 0x7B) if chr(code).isalnum()),
    _NARROW + "".join(chr(code) for code in range(0x30, 0x7B) if chr(code).isalnum()),
)


def plain(text: str) -> str:
    """Return the text in simplified Chinese with half-width digits, letters, brackets and signs.

    Offsets stay: every character is replaced by one.
    """
    return _OTHER.sub(lambda run: to_simplified(run[0]).translate(_TABLE), text)
