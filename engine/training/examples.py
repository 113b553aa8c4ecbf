"""Turn labelled sentences into training examples that punish nothing a source did not annotate.

Each source states which labels it annotates. Where it says ``O``, labels that
it does not annotate are left out of the softmax; where its label is broader
than ours (one MISC for works, events and products), any of ours will do.

Tags are numbered ``O, B-first, I-first, B-second, ...`` in the order of the labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.language.tokens import tokenise, word_starts
from engine.training.corpus import Sentence, join_tokens

if TYPE_CHECKING:
    from tokenizers import Tokenizer

IGNORED = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What one corpus annotates.

    Attributes:
        labels: Labels whose absence means something.
        broad: A label of the corpus and those of ours that it may stand for; no label = ``O``.
    """

    labels: tuple[str, ...]
    broad: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Example:
    """One tokenised sentence; the lists are parallel.

    Attributes:
        ids: Subwords, without special tokens.
        cases: Case class of each.
        targets: Row of ``TargetTable`` for the first subword of a word, else ``IGNORED``.
        source: Number of the source, so that only its own neighbours are joined to it.
    """

    ids: list[int]
    cases: list[int]
    targets: list[int]
    source: int = 0


def bio_tags(labels: Sequence[str]) -> tuple[str, ...]:
    """Return the tags of ``labels`` in the order of the model's output."""
    return ("O", *(f"{prefix}-{label}" for label in labels for prefix in "BI"))


class TargetTable:
    """Which tags are right, and which compete, for each (source, gold tag) met so far."""

    def __init__(self, labels: Sequence[str]) -> None:
        self.tags = bio_tags(labels)
        self._rows: dict[tuple[frozenset[int], frozenset[int]], int] = {}

    def row(self, source: Source, tag: str) -> int:
        """Return the row for ``tag`` of ``source``."""
        right = self._numbers(tag, source)
        competing = frozenset(range(len(self.tags)))
        if right == {0}:
            known = {"O", *source.labels}
            competing = frozenset(n for n, tag_ in enumerate(self.tags) if tag_.split("-")[-1] in known)
        return self._rows.setdefault((right, competing), len(self._rows))

    def arrays(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return ``right`` and ``competing``, each ``[n_rows, n_tags]``."""
        right = np.zeros((len(self._rows), len(self.tags)), dtype=np.bool_)
        competing = np.zeros_like(right)
        for (good, all_), row in self._rows.items():
            right[row, list(good)] = True
            competing[row, list(all_)] = True
        return right, competing

    def _numbers(self, tag: str, source: Source) -> frozenset[int]:
        prefix, _, label = tag.partition("-")
        ours = source.broad.get(label, (label,)) if label else ()
        names = {f"{prefix}-{name}" for name in ours if f"{prefix}-{name}" in self.tags} or {"O"}
        return frozenset(self.tags.index(name) for name in names)


def make_examples(
    sentences: Iterable[Sentence],
    source: Source,
    *,
    tokenizer: Tokenizer,
    table: TargetTable,
    number: int = 0,
    max_tokens: int = 254,
) -> list[Example]:
    """Tokenise sentences; those with nothing to read are left out, long ones are cut.

    A token that the tokenizer splits into several words begins with its own
    tag; its other words carry on (``B-X`` then ``I-X``).
    """
    given = list(sentences)
    joined = [join_tokens(sentence.tokens) for sentence in given]
    tokenised = tokenise(tokenizer, [text for text, _ in joined])
    examples = []
    for sentence, (_, starts), tokens in zip(given, joined, tokenised, strict=True):
        targets = []
        for (start, _), is_first in zip(tokens.offsets, word_starts(tokens.words), strict=True):
            at = int(np.searchsorted(starts, start, side="right")) - 1
            tag = sentence.tags[at]
            if start > starts[at] and tag != "O":
                tag = f"I{tag[1:]}"
            targets.append(table.row(source, tag) if is_first else IGNORED)
        if tokens.ids:
            cut = slice(0, max_tokens)
            examples.append(Example(tokens.ids[cut], tokens.cases[cut], targets[cut], number))
    return examples
