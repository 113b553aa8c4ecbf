"""Chinese as it is typed in Latin letters: which words may be meant, and which sound alike.

Input:  Latin words as people type pinyin (beijing, "bei jing", xi'an, běijīng, bei3jing1, lü or lv).
Output: simplified Chinese. Tones do not count. A character has every reading that it has anywhere, so of
        重庆 both "chongqing" and "zhongqing" are readings: more is found, never less.

``resources/lexicons/pinyin/zh.txt`` has a line for each syllable, of the characters read so; the words are
those of ``common_words``. Nothing is stored: words are looked up by a pattern in 3 ms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from engine.language.common_words import halvings

_TABLE = Path(__file__).parents[2] / "resources" / "lexicons" / "pinyin" / "zh.txt"
_MOST_SPLITS = 16
_LONGEST = 4  # characters of the words that are looked up
_TONE = re.compile(r"(?<=[a-z])[1-5](?![0-9])")
_TYPED = re.compile(r"[a-z']+")
Syllables = tuple[str, ...]


@cache
def characters() -> Mapping[str, str]:
    """Return the characters that are read as each syllable, those in most words first."""
    return dict(line.split() for line in _TABLE.read_text("utf-8").splitlines())


@cache
def _readings() -> Mapping[str, tuple[str, ...]]:
    readings: dict[str, tuple[str, ...]] = {}
    for syllable, chars in characters().items():
        for char in chars:
            readings[char] = (*readings.get(char, ()), syllable)
    return readings


def typed(word: str) -> str | None:
    """Return ``word`` as lower-case letters with apostrophes between; None when it is no Latin word."""
    lower = word.lower().replace("’", "'")
    plain = unicodedata.normalize("NFKD", lower).replace("u\u0308", "v")
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = _TONE.sub("'", plain).strip("'")
    return plain if _TYPED.fullmatch(plain) else None


def splits(word: str, *, is_open: bool = False) -> list[Syllables]:
    """Return the ways to take what ``typed`` returned for syllables, those with fewest first.

    ``is_open`` takes the last one for the beginning of a syllable where it is not one by itself; it then
    ends with a star.
    """
    ways: list[Syllables] = [()]
    parts = [part for part in word.split("'") if part]
    for part in parts:
        ends = _ways(part, is_open=is_open and part is parts[-1])
        ways = [(*head, *tail) for head in ways for tail in ends][:_MOST_SPLITS]
    return sorted(ways, key=len)


def _ways(part: str, *, is_open: bool) -> list[Syllables]:
    known = characters()
    ways: list[list[Syllables]] = [[] for _ in range(len(part))] + [[()]]
    for at in range(len(part) - 1, -1, -1):
        for end in range(min(len(part), at + 6), at, -1):
            if part[at:end] in known:
                ways[at] += [(part[at:end], *rest) for rest in ways[end]]
        if is_open and at and not ways[at] and any(name.startswith(part[at:]) for name in known):
            ways[at].append((f"{part[at:]}*",))
        ways[at] = ways[at][:_MOST_SPLITS]
    return ways[0]


def pattern(syllables: Syllables) -> str:
    """Return a regular expression of every string that may be read so."""
    return "".join(f"[{_chars(syllable)}]" for syllable in syllables)


def first_characters(syllables: Syllables) -> str:
    """Return the characters that a string which is read so may begin with."""
    return _chars(syllables[0])


def _chars(syllable: str) -> str:
    if not syllable.endswith("*"):
        return characters()[syllable]
    begun = syllable[:-1]
    return "".join(dict.fromkeys("".join(v for k, v in characters().items() if k.startswith(begun))))


def words(syllables: Syllables) -> list[str]:
    """Return the common words that may be read so, the most frequent first; none beyond four characters."""
    if not 2 <= len(syllables) <= _LONGEST:
        return []
    found = re.findall(f"^{pattern(syllables)}$", _listed(len(syllables)), re.MULTILINE)
    return sorted(found, key=lambda word: (halvings("zh")[word], word))


def sounds_like(run: str) -> list[str]:
    """Return the other common words that may be read like ``run``, those with most characters of it first."""
    readings = _readings()
    if not 2 <= len(run) <= _LONGEST or any(char not in readings for char in run):
        return []
    chars = ["".join(dict.fromkeys("".join(characters()[s] for s in readings[char]))) for char in run]
    found = re.findall("^" + "".join(f"[{some}]" for some in chars) + "$", _listed(len(run)), re.MULTILINE)
    others = [word for word in found if word != run]
    return sorted(others, key=lambda word: (_n_other(word, run), halvings("zh")[word], word))


def _n_other(word: str, run: Sequence[str]) -> int:
    return sum(a != b for a, b in zip(word, run, strict=True))


@cache
def _listed(length: int) -> str:
    """Return the common words of that many characters, one a line."""
    return "\n".join(word for word in halvings("zh") if len(word) == length)
