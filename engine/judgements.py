"""What is asked about the names of a sentence, and what a relater says: records that cross borders.

Offsets count code points of the document's text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from engine.records import Span


@dataclass(frozen=True, slots=True)
class Question:
    """A stretch of text, a sentence as a rule, whose mentions may stand in relations.

    Attributes:
        mentions: Start, end and label of each, in reading order; dates too, as they are part of the text.
    """

    start: int
    end: int
    mentions: tuple[tuple[int, int, str], ...]

    @property
    def key(self) -> str:
        """A name for this question in its document, the same whenever it is asked of the same text."""
        asked = json.dumps((self.start, self.end, self.mentions), separators=(",", ":"))
        return hashlib.md5(asked.encode(), usedforsecurity=False).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One relation that a relater sees between two mentions; ``score`` is calibrated, 0 to 1."""

    subject: Span
    predicate: str
    object: Span
    score: float


Judgements = Mapping[str, tuple[Judgement, ...]]
"""By the key of the question; a question that was judged and holds no relation has an empty entry."""
