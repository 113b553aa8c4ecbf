"""Turn labelled sentences into training examples that punish nothing a source did not annotate.

Each source states which labels it annotates. Where it says ``O``, labels that
it does not annotate are left out of the softmax; where its label is broader
than ours (one MISC for works, events and products), any of ours will do.

Tags are numbered ``O, B-first, I-first, B-second, ...`` in the order of the labels.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.language.sentences import sentence_ends
from engine.language.tokens import Tokens, word_starts
from engine.teaching import LabelledSpan, LabelledText
from engine.training.material.corpora.conll import to_spans
from engine.training.material.corpus import Sentence, join_tokens

if TYPE_CHECKING:
    from engine.language.tokens import Tokenise

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
        types: Token type of each.
        targets: Row of ``TargetTable`` for the first subword of a word, else ``IGNORED``.
        source: Number of the source, so that only its own neighbours are joined to it.
    """

    ids: list[int]
    types: list[int]
    targets: list[int]
    source: int = 0


def bio_tags(labels: Sequence[str]) -> tuple[str, ...]:
    """Return the tags of ``labels`` in the order of the model's output."""
    return ("O", *(f"{prefix}-{label}" for label in labels for prefix in "BI"))


class TargetTable:
    """Which tags are right, and which compete, for each (source, gold tag) met so far.

    Args:
        labels: What the network is to recognise.
        beside: Tags of another task that it learns beside; they compete among themselves only, and
            stand after those of ``labels`` in its output.
    """

    def __init__(self, labels: Sequence[str], *, beside: Sequence[str] = ()) -> None:
        self.tags = bio_tags(labels)
        self._beside = tuple(beside)
        self._rows: dict[tuple[frozenset[int], frozenset[int]], int] = {}

    def row(self, source: Source, tag: str) -> int:
        """Return the row for ``tag`` of ``source``."""
        right = self._numbers(tag, source)
        competing = frozenset(range(len(self.tags)))
        if right == {0}:
            known = {"O", *source.labels}
            competing = frozenset(n for n, tag_ in enumerate(self.tags) if tag_.split("-")[-1] in known)
        return self._rows.setdefault((right, competing), len(self._rows))

    def row_beside(self, tag: str) -> int:
        """Return the row for ``tag`` of the other task."""
        first = len(self.tags)
        right = frozenset([first + self._beside.index(tag)])
        competing = frozenset(range(first, first + len(self._beside)))
        return self._rows.setdefault((right, competing), len(self._rows))

    def arrays(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return ``right`` and ``competing``, each ``[n_rows, n_tags]``."""
        right = np.zeros((len(self._rows), len(self.tags) + len(self._beside)), dtype=np.bool_)
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
    tokenise: Tokenise,
    table: TargetTable,
    number: int = 0,
    max_tokens: int = 254,
) -> list[Example]:
    """Tokenise sentences; those with nothing to read are left out, long ones are cut off.

    A token that the tokenizer splits into several words begins with its own
    tag; its other words carry on (``B-X`` then ``I-X``).
    """
    given = list(sentences)
    joined = [join_tokens(sentence.tokens) for sentence in given]
    tokenised = tokenise([text for text, _ in joined])
    examples = []
    for sentence, (_, starts), tokens in zip(given, joined, tokenised, strict=True):
        spans = to_spans(sentence.tokens, sentence.tags, starts)
        targets = _targets(tokens, spans, source, table)
        if tokens.ids:
            examples.append(_example(tokens, targets, slice(0, max_tokens), number))
    return examples


def make_text_examples(
    texts: Iterable[LabelledText],
    *,
    tokenise: Tokenise,
    table: TargetTable,
    number: int = 0,
    max_tokens: int = 254,
) -> list[Example]:
    """Tokenise labelled texts; a long one gives several examples, and nothing of it is lost.

    A word that a span touches belongs to it. Where a text states no labels of its
    own, every label that such texts use counts as annotated. A cut falls after the
    last sentence that fits, else before a word, and within a name only if there is
    no other place.
    """
    given = list(texts)
    used = tuple(dict.fromkeys(span.label for text in given if not text.labels for span in text.spans))
    examples = []
    for text, tokens in zip(given, tokenise([text.text for text in given]), strict=True):
        targets = _targets(tokens, text.spans, Source(labels=text.labels or used), table)
        cuts = _cuts(text, tokens, max_tokens)
        examples += [_example(tokens, targets, slice(*bounds), number) for bounds in pairwise(cuts)]
    return examples


def _targets(tokens: Tokens, spans: Sequence[LabelledSpan], source: Source, table: TargetTable) -> list[int]:
    """Return the row of each word for its first subword; a word belongs to the first span that it meets."""
    rows: dict[str, int] = {}
    targets = []
    at, begun = 0, -1
    ends = dict(zip(tokens.words, (end for _, end in tokens.offsets), strict=True))
    for (start, _), word, is_first in zip(
        tokens.offsets, tokens.words, word_starts(tokens.words), strict=True
    ):
        if not is_first:
            targets.append(IGNORED)
            continue
        while at < len(spans) and spans[at].end <= start:
            at += 1
        tag = "O"
        if at < len(spans) and spans[at].start < ends[word]:
            tag = f"{'I' if begun == at else 'B'}-{spans[at].label}"
            begun = at
        if tag not in rows:
            rows[tag] = table.row(source, tag)
        targets.append(rows[tag])
    return targets


def _cuts(text: LabelledText, tokens: Tokens, max_tokens: int) -> list[int]:
    """Return where examples begin and end, counted in subwords; none where there is nothing to read."""
    cuts = [0] if tokens.ids else []
    if len(tokens) <= max_tokens:
        return [*cuts, len(tokens)]
    words, places = _places(text, tokens)
    while len(tokens) - cuts[-1] > max_tokens:
        last, reach = cuts[-1], cuts[-1] + max_tokens
        fitting = (_last_within(choices, last, reach) for choices in (*places, words))
        cuts.append(next((cut for cut in fitting if cut is not None), reach))
    return [*cuts, len(tokens)]


def _places(text: LabelledText, tokens: Tokens) -> tuple[list[int], tuple[list[int], list[int]]]:
    """Return the subwords that begin a word and, outside of names, a sentence or a word."""
    words = [at for at, is_first in enumerate(word_starts(tokens.words)) if is_first]
    names = [(span.start, span.end) for span in text.spans]
    ends = list(sentence_ends(text.text, 0, len(text.text)))
    free, sentences = [], []
    n_ended = name = 0
    for at in words:
        start = tokens.offsets[at][0]
        while name < len(names) and names[name][1] <= start:
            name += 1
        if name < len(names) and names[name][0] < start:
            continue
        free.append(at)
        if (ended := bisect_right(ends, start)) > n_ended:
            n_ended = ended
            sentences.append(at)
    return words, (sentences, free)


def _last_within(choices: Sequence[int], after: int, reach: int) -> int | None:
    """Return the last of ``choices``, which grow, that is over ``after`` and not over ``reach``."""
    at = bisect_right(choices, reach) - 1
    return choices[at] if at >= 0 and choices[at] > after else None


def _example(tokens: Tokens, targets: list[int], cut: slice, number: int) -> Example:
    return Example(tokens.ids[cut], tokens.types[cut], targets[cut], number)
