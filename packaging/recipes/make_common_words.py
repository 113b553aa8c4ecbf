"""Build resources/lexicons/common_words/*.txt: how common words are, for what tells keywords from mere words.

    python packaging/recipes/make_common_words.py

English: the tagger's vocabulary, which BERT's makers sorted by frequency; by Zipf's law a rank is as good as
a count. Chinese: the plain words and the names of the tagger's lexicon, of four characters at most.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from pathlib import Path

from engine.language.lexicon import read_entries

RESOURCES = Path(__file__).parents[2] / "resources"
TARGET = RESOURCES / "lexicons" / "common_words"
N_ENGLISH = 22_000
LONGEST, LEAST = 4, 15


def english() -> Iterable[tuple[str, int]]:
    """Yield words with the halvings of the commonest one's frequency that lead to theirs."""
    model = json.loads((RESOURCES / "models" / "ner" / "tokenizer.json").read_text("utf-8"))["model"]
    ranked = sorted(model["vocab"], key=model["vocab"].get)
    words = [word for word in ranked if word.isascii() and word.isalpha() and len(word) > 1]
    for rank, word in enumerate(words[:N_ENGLISH], 1):
        yield word, int(math.log2(rank))


def chinese() -> Iterable[tuple[str, int]]:
    """Yield words with the halvings of the commonest one's frequency that lead to theirs."""
    entries = [
        (word, frequency)
        for word, _kind, frequency in read_entries(RESOURCES / "models" / "ner" / "lexicon.txt.xz")
        if "\u4e00" <= word[0] <= "\u9fff" and len(word) <= LONGEST and frequency >= LEAST
    ]
    most = max(frequency for _word, frequency in entries)
    for word, frequency in sorted(entries, key=lambda entry: (-entry[1], entry[0])):
        yield word, int(math.log2(most / frequency))


def write(path: Path, words: Iterable[tuple[str, int]]) -> None:
    """Write one line of words for each number of halvings, from none."""
    lines: dict[int, list[str]] = {}
    for word, halvings in words:
        lines.setdefault(halvings, []).append(word)
    text = "\n".join(" ".join(lines.get(number, ())) for number in range(max(lines) + 1))
    path.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    TARGET.mkdir(exist_ok=True)
    write(TARGET / "en.txt", english())
    write(TARGET / "zh.txt", chinese())
