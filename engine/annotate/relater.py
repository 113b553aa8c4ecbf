"""Judge which relations hold between the mentions of a sentence, in English and Chinese.

Input:  a document's text and the questions about it (see ``engine.annotate.questions``).
Output: for each question the relations that are sure enough, by the key of the question.

The network reads a sentence once, with typed markers around all its mentions; what it makes of the first
markers of two of them and of the start token is turned into a score for each predicate. Each sentence is
read alone, so that what is said of it never depends on the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import permutations

import numpy as np

from engine.annotate.marking import PERSON, Marked, find_markers, kind_of, mark
from engine.annotate.pair_head import PairHead, load_head
from engine.annotate.predicates import PREDICATES, allowed
from engine.errors import ModelCorrupt
from engine.judgements import Judgement, Judgements, Question
from engine.language.catalog import CARD, ModelCard
from engine.language.runtime import Rows, Runtime, Window
from engine.language.script import has_cjk
from engine.language.tokens import Tokens, load_tokenizer
from engine.records import Span

_GROUP = 256
"""Questions that are tokenised together: bounds memory."""

_Scores = dict[tuple[int, int], dict[str, float]]


class Relater:
    """A loaded relater; several threads may use one at the same time.

    Attributes:
        id: The model's id.
        predicates: What it tells apart.
    """

    def __init__(self, card: ModelCard, runtime: Runtime, head: PairHead) -> None:
        if not set(card.labels) <= set(PREDICATES):
            raise ModelCorrupt(name=card.name, file=CARD)
        try:
            self._markers = find_markers(load_tokenizer(card.tokenizer))
        except ValueError as error:
            raise ModelCorrupt(name=card.name, file=card.tokenizer.name) from error
        self.id = card.id
        self.predicates = card.labels
        self._numbers = {name: number for number, name in enumerate(card.labels)}
        self._runtime, self._head = runtime, head
        self._probe(card)

    @property
    def n_calls(self) -> int:
        """How many sentences the model read so far."""
        return self._runtime.n_calls

    def judge(
        self, text: str, asked: Sequence[Question], *, cancelled: Callable[[], bool] = lambda: False
    ) -> Judgements:
        """Return the relations of each question by its key.

        Raises:
            Cancelled: ``cancelled`` turned true; it is asked before each sentence.
        """
        judged: dict[str, tuple[Judgement, ...]] = {}
        for first in range(0, len(asked), _GROUP):
            group = asked[first : first + _GROUP]
            tokenised = self._runtime.tokenise([text[question.start : question.end] for question in group])
            marked = [self._mark(*pair) for pair in zip(group, tokenised, strict=True)]
            windows = [Window(item.ids, item.types) for item in marked]
            states = self._runtime.run(windows, is_alone=True, cancelled=cancelled)
            for question, item, rows in zip(group, marked, states, strict=True):
                is_chinese = has_cjk(text[question.start : question.end])
                scores = self._scores(question, item.places, rows)
                judged[question.key] = tuple(self._choose(question, scores, is_chinese=is_chinese))
        return judged

    def _probe(self, card: ModelCard) -> None:
        """Make sure that the head reads what the graph gives."""
        rows = self._runtime.run([Window(list(self._markers[PERSON]))])[0]
        try:
            self._head.logits(rows[:1], np.zeros((1, 2), np.intp), rows[0])
        except ValueError as error:
            raise ModelCorrupt(name=card.name, file=card.head.name) from error

    def _mark(self, question: Question, tokens: Tokens) -> Marked:
        """Return what the network reads; mentions that it has no room for are not judged."""
        spans = [
            (start - question.start, end - question.start, kind_of(label))
            for start, end, label in question.mentions
        ]
        most = self._runtime.max_tokens
        marked = mark(tokens, spans, self._markers)
        places = [place if place < most else -1 for place in marked.places]
        return Marked(marked.ids[:most], marked.types[:most], places)

    def _scores(self, question: Question, places: Sequence[int], rows: Rows) -> _Scores:
        """Return the scores of each ordered pair for the predicates that may join its kinds."""
        kinds = [kind_of(label) for _, _, label in question.mentions]
        fitting = [number for number, place in enumerate(places) if place >= 0]
        pairs = [(i, j) for i, j in permutations(fitting, 2) if allowed(kinds[i], kinds[j])]
        if not pairs:
            return {}
        first = rows[np.asarray(places) + 1]  # after the start token
        table = self._head.calibrated(self._head.logits(first, np.asarray(pairs), rows[0])).tolist()
        return {
            (i, j): {
                name: row[self._numbers[name]]
                for name in allowed(kinds[i], kinds[j])
                if name in self._numbers
            }
            for (i, j), row in zip(pairs, table, strict=True)
        }

    def _choose(self, question: Question, scores: _Scores, *, is_chinese: bool) -> Iterator[Judgement]:
        """Yield what is sure enough; of the two directions of a pair the surer, if it has one."""
        thresholds = self._head.thresholds(is_chinese=is_chinese)
        for (i, j), known in sorted(scores.items()):
            turned = scores.get((j, i), {})
            for name, one in known.items():
                other = turned.get(name, 0.0)
                if PREDICATES[name].is_symmetric:
                    score, is_chosen = (one + other) / 2, i < j
                else:
                    score, is_chosen = one, one > other or (one == other and i < j)
                if is_chosen and score >= thresholds[self._numbers[name]]:
                    yield Judgement(_span(question, i), name, _span(question, j), round(score, 3))


def load_relater(card: ModelCard, *, device: str = "auto", n_threads: int = 0) -> Relater:
    """Load the relater of ``card``; 0 threads means half the cores, at least one.

    Raises:
        ModelMissing: Its files are not there.
        ModelCorrupt: Its files cannot be read.
        DeviceUnavailable: ``device`` cannot run it.
    """
    head = load_head(card.head, n_labels=len(card.labels))
    return Relater(card, Runtime(card, device=device, n_threads=n_threads), head)


def _span(question: Question, number: int) -> Span:
    start, end, _ = question.mentions[number]
    return Span(start, end)
