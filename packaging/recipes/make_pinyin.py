"""Build resources/lexicons/pinyin/zh.txt: the characters that are read as each syllable.

    python packaging/recipes/make_pinyin.py ../shared/data/parallel/cedict.txt.gz

A reading counts when CC-CEDICT gives it to the character by itself, or in a few words: what a character is
read as in one old name only would find more than is meant.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from pathlib import Path

from cedict import read_cedict

TARGET = Path(__file__).parents[2] / "resources" / "lexicons" / "pinyin" / "zh.txt"
LEAST_WORDS = 3
_SYLLABLE = re.compile(r"[a-z]*[aeiouv][a-z]*(?=[1-5]?$)")
_HAN = re.compile(r"[\u3400-\u9fff]")


def syllable(pinyin: str) -> str | None:
    """Return a syllable of CC-CEDICT as people type it: lower case, no tone, v for ü."""
    match = _SYLLABLE.match(pinyin.lower().replace("u:", "v"))
    return match[0] if match else None


def readings(path: Path) -> dict[str, list[str]]:
    """Return the characters of each syllable, those in most words first."""
    uses: dict[str, Counter[str]] = defaultdict(Counter)
    alone: set[tuple[str, str]] = set()
    for entry in read_cedict(path):
        if len(entry.head) != len(entry.pinyin):
            continue
        for char, pinyin in zip(entry.head, entry.pinyin, strict=True):
            read = syllable(pinyin)
            if read is not None and _HAN.match(char):
                uses[read][char] += 1
                if len(entry.head) == 1:
                    alone.add((char, read))
    return {
        read: [
            char
            for char, n_words in sorted(chars.items(), key=lambda item: (-item[1], item[0]))
            if n_words >= LEAST_WORDS or (char, read) in alone
        ]
        for read, chars in sorted(uses.items())
    }


def main() -> None:
    """Write one line a syllable."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cedict", type=Path)
    lines = [
        f"{read} {''.join(chars)}" for read, chars in readings(parser.parse_args().cedict).items() if chars
    ]
    TARGET.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
