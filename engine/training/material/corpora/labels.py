"""Write a label the one way that models and tags use."""

from __future__ import annotations

import unicodedata

LIMIT_CHARS = 64
"""Longest label, in code points."""


def to_label(raw: str) -> str:
    """Return ``raw`` in capitals, what is no letter, digit or mark turned into ``_``.

    Letters of any script stay: ``"work-of art"`` gives ``WORK_OF_ART``, ``"人名"`` stays.
    A hyphen cannot: it parts prefix and label in a tag. The result is empty where no
    letter or digit is left, where it is longer than ``LIMIT_CHARS``, and for ``O``,
    which means that nothing is named.
    """
    upper = unicodedata.normalize("NFC", unicodedata.normalize("NFC", raw).upper())
    words = "".join(char if _is_word(char) else " " for char in upper).split()
    label = "_".join(words)
    if len(label) > LIMIT_CHARS or label == "O" or not any(char.isalnum() for char in label):
        return ""
    return label


def _is_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char).startswith("M")
