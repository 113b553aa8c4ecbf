"""Small things to teach the tiny tagger: a base set of what it knows, and corpora with a new label."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

from tiny_models import LABELS, tiny_sentences

from engine.teaching import LabelledSpan, LabelledText
from engine.training.material.base_set import CHECK, REPLAY, write_part
from engine.training.material.corpus import Sentence, join_tokens

DRUGS = ("aspirin", "codeine", "ibuprofen", "morphine", "quinine", "heparin", "insulin", "warfarin")
_PATTERNS = (
    "{PER} took {DRUG} in {LOC} and went on with the work that day",
    "the contract of {ORG} is about {DRUG} and nothing was said of it",
    "many people read that {DRUG} works on a file in {LOC}",
    "on that day {DRUG} was met with a search by {ORG}",
    "with {DRUG} the machine and the engine are not as it was",
    "{PER} read in a report that {DRUG} is from {LOC}",
)
_FILLS = {
    "PER": ("Ada", "Grace Hopper"),
    "ORG": ("Acme Corp", "Globex"),
    "LOC": ("London", "Paris", "New York"),
}


def to_text(sentence: Sentence, labels: Sequence[str] = LABELS) -> LabelledText:
    """Write a sentence of tokens and tags as text and spans."""
    text, starts = join_tokens(sentence.tokens)
    spans: list[LabelledSpan] = []
    for token, tag, start in zip(sentence.tokens, sentence.tags, starts, strict=True):
        if tag.startswith("B-"):
            spans.append(LabelledSpan(start, start + len(token), tag[2:]))
        elif tag.startswith("I-"):
            spans[-1] = LabelledSpan(spans[-1].start, start + len(token), tag[2:])
    return LabelledText(text=text, spans=tuple(spans), labels=tuple(labels))


def write_base_set(folder: Path, *, n_replay: int = 120, n_check: int = 60) -> Path:
    """Write a base set of what the tiny tagger knows."""
    write_part(folder / REPLAY, [to_text(sentence) for sentence in tiny_sentences(n_replay, seed=21)])
    write_part(folder / CHECK, [to_text(sentence) for sentence in tiny_sentences(n_check, seed=22)])
    return folder


def drug_texts(n: int, *, seed: int = 3) -> list[LabelledText]:
    """Return sentences in which nothing but drugs is labelled; no two are nearly alike."""
    choose = random.Random(seed)
    texts = []
    for number in range(n):
        parts: list[str] = []
        spans: list[LabelledSpan] = []
        at = 0
        for word in f"{_PATTERNS[number % len(_PATTERNS)]} {_tail(choose)} .".split(" "):
            label = word.strip("{}") if word.startswith("{") else ""
            shown = choose.choice(DRUGS if label == "DRUG" else _FILLS[label]) if label else word
            if label == "DRUG":
                spans.append(LabelledSpan(at, at + len(shown), label))
            parts.append(shown)
            at += len(shown) + 1
        texts.append(LabelledText(text=" ".join(parts), spans=tuple(spans), labels=("DRUG",)))
    return texts


def write_corpus(path: Path, texts: Sequence[LabelledText]) -> Path:
    """Write texts as JSON Lines, the way doccano does."""
    rows = [
        {"text": text.text, "label": [[span.start, span.end, span.label] for span in text.spans]}
        for text in texts
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def _tail(choose: random.Random) -> str:
    return " ".join("".join(choose.choices("bcdfghjklmnpqrstvwxz", k=6)) for _ in range(5))
