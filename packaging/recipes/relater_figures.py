"""Measure a relater as its corpora are measured, and choose from where on it is believed.

Input:  a finished model folder and held-out sentences. Everything goes through the graph that is shipped.
Output: F1 of SemEval-2010 task 8 (its official score), FinRE and SanWen (micro), Re-DocRED (sentence-level
        pairs), and for each predicate of ours a threshold with the precision that it had.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from relater_network import Sample, Space, known_kind, make_sample
from relation_data import REDOCRED, SEMEVAL, UNKNOWN_CLASS, Sentence

from engine.annotate.marking import THING, TIME, find_markers
from engine.annotate.pair_head import NEVER, PairHead
from engine.annotate.relater import Relater
from engine.judgements import Question
from engine.language.catalog import ModelCard
from engine.language.runtime import Runtime, Window
from engine.language.tokens import load_tokenizer

Logits = NDArray[np.float32]
_LABELS = {THING: "MISC", TIME: "DATE", "?": "?"}
_LEAST_PRECISION = 0.8
_LEAST_FOUND = 8
"""Predictions that a precision must rest on."""


class Reader:
    """A model folder that reads pairs of labelled sentences."""

    def __init__(self, card: ModelCard, head: PairHead, space: Space, *, n_threads: int) -> None:
        self.space = space
        self.head = head
        self.runtime = Runtime(card, device="cpu", n_threads=n_threads)
        self._markers = find_markers(load_tokenizer(card.tokenizer))

    def logits(self, sentences: Sequence[Sentence], of: str) -> list[tuple[Sample, Logits]]:
        """Return each sentence as it was read, and ``[n_pairs, n_labels]``."""
        samples = [
            make_sample(
                item, self.runtime.tokenise, self._markers, self.space, max_tokens=self.runtime.max_tokens
            )
            for item in sentences
        ]
        read = [item for item in samples if item is not None]
        states = self.runtime.run([Window(item.ids, item.types) for item in read], is_alone=True)
        return [(item, self._logits(item, rows, of)) for item, rows in zip(read, states, strict=True)]

    def _logits(self, sample: Sample, rows: Logits, of: str) -> Logits:
        places, numbers = np.unique(sample.places, return_inverse=True)
        return self.head.logits(rows[places], numbers.reshape(-1, 2), rows[0], of=of)


def semeval_f1(reader: Reader, sentences: Sequence[Sentence]) -> float:
    """Return the official score: macro F1 of nine relations, the direction counts, Other does not.

    Hendrickx et al. 2010, https://aclanthology.org/S10-1006: a relation turned round is a wrong one of
    the same name.
    """
    labels = reader.space.classes[SEMEVAL]
    right, said, true = Counter[str](), Counter[str](), Counter[str]()
    for sample, logits in reader.logits(sentences, SEMEVAL):
        for chosen, wanted in zip(logits.argmax(axis=1), sample.classes, strict=True):
            guess, gold = labels[chosen], labels[wanted]
            said[guess.partition("(")[0]] += 1
            true[gold.partition("(")[0]] += 1
            right[gold.partition("(")[0]] += int(guess == gold)
    names = [name for name in true if name != "Other"]
    return float(np.mean([2 * right[name] / (said[name] + true[name]) for name in names])) if names else 0.0


def micro_f1(reader: Reader, sentences: Sequence[Sentence], source: str) -> float:
    """Return micro F1 over all classes but "unknown"."""
    none = reader.space.classes[source].index(UNKNOWN_CLASS)
    right = said = true = 0
    for sample, logits in reader.logits(sentences, source):
        guesses = logits.argmax(axis=1)
        right += int(((guesses == sample.classes) & (guesses != none)).sum())
        said += int((guesses != none).sum())
        true += int((sample.classes != none).sum())
    return 2 * right / max(1, said + true)


def redocred_f1(reader: Reader, kept: Sequence[Sentence], held: Sequence[Sentence]) -> tuple[float, float]:
    """Return F1 over entity pairs that share a sentence, and that without the facts named in ``kept``.

    A fact scores as its likeliest pair of mentions. The threshold for one half of the held-out documents
    is the best one for the other half. As DocRED's "ign" F1, https://arxiv.org/abs/1906.06127, a fact is
    known if a document learnt from states the same relation of the same two names.
    """
    known = {
        (names[pair.subject], names[pair.object], label)
        for item in kept
        for names in [[item.text[start:end] for start, end, _ in item.mentions]]
        for pair in item.pairs
        for label in pair.labels
    }
    facts: dict[tuple[str, int, int, int], list[Any]] = {}
    for item, (_, logits) in zip(held, reader.logits(held, REDOCRED), strict=True):
        for pair, row in zip(item.pairs, logits, strict=True):
            names = [item.text[slice(*item.mentions[at][:2])] for at in (pair.subject, pair.object)]
            for number, label in enumerate(reader.space.relations):
                key = (item.document, item.entities[pair.subject], item.entities[pair.object], number)
                fact = facts.setdefault(key, [-np.inf, label in pair.labels, False])
                fact[0] = max(fact[0], row[number])
                fact[2] = fact[2] or (*names, label) in known
    documents = sorted({key[0] for key in facts})
    half = set(documents[::2])
    parts = [[fact for key, fact in facts.items() if (key[0] in half) == side] for side in (True, False)]
    chosen = [(part, _best_threshold(other)) for part, other in (parts, parts[::-1])]
    tables = [np.array([[s >= least, gold, old] for s, gold, old in part]) for part, least in chosen]
    table = np.concatenate(tables).astype(bool)
    new = table[~table[:, 2]]
    return _f1(table), _f1(new)


def _f1(table: NDArray[np.bool_]) -> float:
    said, gold = table[:, 0], table[:, 1]
    return float(2 * (said & gold).sum() / max(1, said.sum() + gold.sum()))


def _best_threshold(facts: Sequence[Sequence[Any]]) -> float:
    """Return the score from which on F1 is highest."""
    order = sorted(((fact[0], fact[1]) for fact in facts), reverse=True)
    true = sum(gold for _, gold in order)
    best, least, right = 0.0, 0.0, 0
    for n_said, (score, gold) in enumerate(order, start=1):
        right += gold
        f1 = 2 * right / max(1, n_said + true)
        if f1 > best:
            best, least = f1, float(score)
    return least


def fit_scale(reader: Reader, held: Sequence[Sentence]) -> float:
    """Return the factor on our logits that makes them fit held-out pairs best (Guo et al. 2017)."""
    n_ours = len(reader.space.predicates)
    read = reader.logits(held, "ours")
    logits = np.concatenate([rows for _, rows in read])
    targets = np.concatenate([sample.targets[:, :n_ours] for sample, _ in read])
    known = targets >= 0
    x, y = logits[known], targets[known]
    losses = {
        scale: float(np.mean(np.logaddexp(0, scale * x) - y * scale * x))
        for scale in np.arange(0.3, 2.05, 0.05)
    }
    return min(losses, key=lambda scale: losses[scale])


def scored(relater: Relater, sentences: Iterable[Sentence]) -> dict[str, list[tuple[float, bool]]]:
    """Return, for each predicate, score and truth of what ``relater`` sees where the truth is known."""
    found: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for item in sentences:
        kinds = [known_kind(item.source, kind) for *_, kind in item.mentions]
        spans = {(start, end): number for number, (start, end, _) in enumerate(item.mentions)}
        mentions = tuple(
            (start, end, _LABELS.get(kind, kind))
            for (start, end, _), kind in zip(item.mentions, kinds, strict=True)
        )
        truth = {(pair.subject, pair.object): pair.ours for pair in item.pairs}
        question = Question(0, len(item.text), mentions)
        for seen in relater.judge(item.text, [question])[question.key]:
            subject = spans[seen.subject.start, seen.subject.end]
            object_ = spans[seen.object.start, seen.object.end]
            ours = truth.get((subject, object_), {})
            if seen.predicate in ours:
                found[seen.predicate].append((seen.score, bool(ours[seen.predicate])))
    return found


def choose_threshold(
    scores: Sequence[tuple[float, bool]], *, at_least: float = 0.0
) -> tuple[float, dict[str, float]]:
    """Return the lowest threshold with a precision of 0.8 on held-out pairs, and what is found with it."""
    true = sum(gold for _, gold in scores)
    order = sorted((pair for pair in scores if pair[0] >= at_least), reverse=True)
    least, figures, right = NEVER, {"n": float(true)}, 0
    for n_said, (score, gold) in enumerate(order, start=1):
        right += gold
        is_end = n_said == len(order) or order[n_said][0] < score
        if is_end and n_said >= _LEAST_FOUND and right >= _LEAST_PRECISION * n_said:
            least = score
            figures = {"n": float(true), "precision": right / n_said, "recall": right / max(1, true)}
    return least, {name: round(value, 3) for name, value in figures.items()}
