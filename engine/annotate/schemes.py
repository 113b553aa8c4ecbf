"""Read the tags of other people's taggers as ours: ``O, B-first, I-first, B-second, ...``.

Input:  tags in the order of a model's output, in any of the usual schemes: IOB2, IOB1,
        IO, BIOES, BILOU, ``B-PER`` or ``B_PER``, or labels with no prefix at all.
Output: our labels, and probabilities over our tags.

Several tags may mean the same to us (``S-PER`` and ``B-PER``, ``B-GPE`` and ``B-LOC``); their
probabilities add up. IOB1 and IO begin a name with ``I-``: an ``I-`` that continues
nothing begins a name, as in conlleval (Tjong Kim Sang and De Meulder 2003).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]

_BEGIN, _INSIDE = "BSU", "IELM"
_TAG = re.compile(rf"(?P<prefix>[{_BEGIN}{_INSIDE}])[-_](?P<label>.+)")
_SAME = {
    "PERSON": "PER",
    "PERS": "PER",
    "ORGANIZATION": "ORG",
    "ORGANISATION": "ORG",
    "LOCATION": "LOC",
    "GPE": "LOC",
    "WORK_OF_ART": "WORK",
    "MISCELLANEOUS": "MISC",
}


@dataclass(frozen=True, slots=True)
class Scheme:
    """How the tags of one model become ours.

    Attributes:
        labels: What the model recognises, by our names, in the order they first appear.
        columns: For each of its tags the number of ours.
    """

    labels: tuple[str, ...]
    columns: tuple[int, ...]

    def read(self, shares: Rows) -> Rows:
        """Return probabilities over our tags, ``[n, 2 * len(labels) + 1]``, from those over its own."""
        ours = np.zeros((2 * len(self.labels) + 1, len(shares)), dtype=np.float32)
        np.add.at(ours, np.asarray(self.columns), shares.T)
        result: Rows = np.ascontiguousarray(ours.T)
        return result


def read_scheme(tags: Sequence[str]) -> Scheme:
    """Return how ``tags`` become ours.

    Raises:
        ValueError: None of them means "no name", or none means anything else.
    """
    labels: dict[str, int] = {}
    columns = []
    for tag in tags:
        prefix, label = _parse(tag)
        number = 0 if not label else 1 + 2 * labels.setdefault(label, len(labels)) + (prefix in _INSIDE)
        columns.append(number)
    if 0 not in columns or not labels:
        raise ValueError(f"tags without O or without a name: {', '.join(tags)}")
    return Scheme(tuple(labels), tuple(columns))


def our_label(name: str) -> str:
    """Return our name of a label; one that we have no name for keeps its own, in capitals."""
    plain = re.sub(r"\W+", "_", name.strip()).strip("_").upper()
    return _SAME.get(plain, plain)


def begin_names(table: Rows) -> tuple[NDArray[np.intp], Rows]:
    """Return the likeliest tags, and the table with their probabilities.

    An ``I-X`` that continues nothing becomes ``B-X``, and takes its probability along.
    """
    tags: NDArray[np.intp] = table.argmax(axis=1)
    fitting = table.copy()
    before = 0
    for word, tag in enumerate(tags):
        if tag > 0 and tag % 2 == 0 and before not in (tag, tag - 1):
            fitting[word, [tag - 1, tag]] = table[word, [tag, tag - 1]]
            tags[word] -= 1
        before = int(tags[word])
    return tags, fitting


def _parse(tag: str) -> tuple[str, str]:
    """Return prefix and our label, both empty for ``O``; a label alone is inside its name."""
    if tag.strip().upper() in ("O", "OUT", "OUTSIDE", "NONE"):
        return "", ""
    match = _TAG.fullmatch(tag.strip())
    return (match["prefix"], our_label(match["label"])) if match else ("I", our_label(tag))
