"""Names that WordNet knows, by what they stand for: people, places, organisations, and peoples.

Source: Princeton University 2010, https://wordnet.princeton.edu; file format: wndb(5WN) and lexnames(5WN).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.language.lexicon import Kind

_GROUP, _LOCATION, _OBJECT, _PERSON = 14, 15, 17, 18
_BY_FILE = {
    (_PERSON, True): Kind.PERSON,
    (_LOCATION, True): Kind.PLACE,
    (_OBJECT, True): Kind.PLACE,
    (_GROUP, True): Kind.ORGANISATION,
    (_GROUP, False): Kind.ORGANISATION,
    (_PERSON, False): Kind.PEOPLE,
}
"""Kind by the lexicographer's file and whether the word is an instance of something."""
_NO_PLURAL = ("s", "ese", "ish", "ch", "x")


def read_names(folder: Path) -> Iterator[tuple[str, Kind]]:
    """Yield the names in the files ``data.noun`` and ``data.adj`` of ``folder``, some of them twice."""
    for file, is_instance, words in _synsets(folder / "data.noun"):
        kind = _BY_FILE.get((file, is_instance))
        for word in words:
            # "Irish bull" and "Jewish calendar" are things; a people is one word.
            if kind is None or not word[:1].isupper() or (kind is Kind.PEOPLE and " " in word):
                continue
            yield word, kind
            if kind is Kind.PEOPLE and not word.endswith(_NO_PLURAL):
                yield f"{word}s", kind
    for _, _, words in _synsets(folder / "data.adj"):
        for word in words:
            if word[:1].isupper() and word.isalpha() and len(word) > 3:
                yield word, Kind.PEOPLE


def _synsets(path: Path) -> Iterator[tuple[int, bool, list[str]]]:
    """Yield lexicographer's file, whether it is an instance, and the words of each set."""
    for line in path.read_text("ascii").splitlines():
        if line.startswith(" "):  # the licence
            continue
        fields = line.partition(" | ")[0].split(" ")
        n_words = int(fields[3], 16)
        words = [fields[4 + 2 * number].partition("(")[0].replace("_", " ") for number in range(n_words)]
        yield int(fields[1]), "@i" in fields, words
