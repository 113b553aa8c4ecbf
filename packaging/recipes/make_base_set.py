"""Make resources/base_set: labelled sentences that every training of a user's model is kept honest with.

    PYTHONPATH=. python packaging/recipes/make_base_set.py --data ../shared/data

Input:  the corpora of ``make_tagger.py``, all of which may be shipped.
Output: ``replay.jsonl.xz``, sentences that the shipped tagger learnt from, to be learnt again with others;
        ``check.jsonl.xz``, sentences it never saw, on which a new model may not get worse. A row has
        ``text``, ``label`` (start, end, label) and ``labels`` (those whose absence means something).
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from engine.measure.held_out import development_sets, part
from engine.training.material.corpora.conll import to_spans
from engine.training.material.corpus import Sentence, join_tokens

ROOT = Path(__file__).resolve().parents[2]
_BASIC = ("PER", "ORG", "LOC")
REPLAY = {
    "en_train_btc": (120, _BASIC),
    "en_train_wnut17": (180, (*_BASIC, "PRODUCT", "WORK")),
    "en_train_wikigold": (160, _BASIC),
    "en_train_gum": (300, (*_BASIC, "EVENT")),
    "en_train_crossner": (240, (*_BASIC, "MISC", "EVENT", "PRODUCT", "WORK")),
    "en_train_redocred_dev": (200, (*_BASIC, "DATE")),
    "zh_train_uner_gsdsimp": (800, _BASIC),
}
CHECK = {"en_dev_uner_ewt": 500, "en_dev_gum": 240, "en_dev_wnut17": 260, "zh_dev_uner_gsdsimp": 500}


def main(arguments: list[str] | None = None) -> None:
    """Run the recipe."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "base_set")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    folder = options.data / "ner"
    replay = [
        row
        for name, (n, labels) in REPLAY.items()
        for row in _rows(_draw(part(folder / f"{name}.conll")[0], n), labels)
    ]
    sets = development_sets(folder)
    check = [row for name, n in CHECK.items() for row in _rows(_draw(sets.get(name, ()), n), _BASIC)]
    for name, rows in {"replay": replay, "check": check}.items():
        with lzma.open(options.out / f"{name}.jsonl.xz", "wt", encoding="utf-8", preset=9) as stream:
            stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        print(name, len(rows), "sentences", sum(len(row["label"]) for row in rows), "spans")


def _draw(sentences: Sequence[Sentence], n: int) -> list[Sentence]:
    """Draw ``n`` sentences, those with a name twice as likely, in their order."""
    rng = random.Random(7)
    keyed = [
        (rng.random() ** (0.5 if any(tag != "O" for tag in sentence.tags) else 1.0), at)
        for at, sentence in enumerate(sentences)
        if len(sentence.tokens) > 3
    ]
    return [sentences[at] for at in sorted(at for _, at in sorted(keyed, reverse=True)[:n])]


def _rows(sentences: Iterable[Sentence], labels: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for sentence in sentences:
        text, starts = join_tokens(sentence.tokens)
        spans = [
            [span.start, span.end, span.label]
            for span in to_spans(sentence.tokens, sentence.tags, starts)
            if span.label in labels
        ]
        yield {"text": text, "label": spans, "labels": list(labels)}


if __name__ == "__main__":
    main()
