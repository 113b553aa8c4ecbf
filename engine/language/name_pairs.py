"""What Chinese names are called in English, and by which other Chinese name, known by heart.

Input and output are names; Chinese ones in simplified script without middle dots. Made by
``packaging/recipes/make_name_pairs.py`` from CC-CEDICT.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice, product
from pathlib import Path

from engine.language.script import is_cjk

_LIST = Path(__file__).parents[2] / "resources" / "lexicons" / "name_pairs.txt.xz"
_MOST_TOGETHER = 8
_CITIES = ("市", "省", "县")


def english_names(name: str) -> tuple[str, ...]:
    """Return what a Chinese name is called in English; the name without 市, 省 or 县 counts, too."""
    found = [other for other in _pairs().get(name, ()) if not is_cjk(other[0])]
    if not found and (stem := place_stem(name)) != name:
        return english_names(stem)
    return tuple(found)


def place_stem(name: str) -> str:
    """Return a Chinese name without 市, 省 or 县 at its end, as long as two characters stay."""
    return name[:-1] if len(name) > 2 and name.endswith(_CITIES) else name


def chinese_name(name: str) -> str | None:
    """Return the full Chinese name that a short or a variant one stands for (北大: 北京大学)."""
    return next((other for other in _pairs().get(name, ()) if is_cjk(other[0])), None)


def english_parts(parts: tuple[str, ...]) -> Iterator[str]:
    """Yield what a name like 约翰·史密斯, given in its parts, may be in English, if every part is known."""
    choices = [[name for name in english_names(part) if " " not in name] for part in parts]
    yield from map(" ".join, islice(product(*choices), _MOST_TOGETHER))


def headwords(english: str) -> tuple[str, ...]:
    """Return the Chinese names that are called ``english``, in lower case."""
    return _headwords().get(english, ())


@cache
def _pairs() -> Mapping[str, tuple[str, ...]]:
    lines = lzma.decompress(_LIST.read_bytes()).decode().splitlines()
    rows = (line.split("\t") for line in lines)
    return {head: tuple(others) for head, *others in rows}


@cache
def _headwords() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for head, others in _pairs().items():
        for other in others:
            found.setdefault(other.casefold(), []).append(head)
    return {english: tuple(heads) for english, heads in found.items()}
