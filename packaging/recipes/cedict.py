"""Read CC-CEDICT: ``traditional simplified [pinyin] /gloss/gloss/`` a line."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_LINE = re.compile(r"\S+ (\S+) \[([^\]]*)\] /(.*)/\s*$")


class Entry(NamedTuple):
    """One line of CC-CEDICT: simplified headword, pinyin syllables, glosses."""

    head: str
    pinyin: tuple[str, ...]
    glosses: tuple[str, ...]


def read_cedict(path: Path) -> Iterator[Entry]:
    """Yield the entries of CC-CEDICT."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if match := _LINE.match(line):
                yield Entry(match[1], tuple(match[2].split()), tuple(match[3].split("/")))
