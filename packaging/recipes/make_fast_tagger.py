"""Make resources/models/ner-fast: a tagger of three layers that learnt from the one of six.

    PYTHONPATH=. python packaging/recipes/make_fast_tagger.py --data ../shared/data --work .work/fast

Input:  resources/models/ner, the corpora that it learnt from, and English and Chinese text without labels.
Output: a model folder with F1 measured on the development sets. The work folder keeps a checkpoint:
        run again with the same flags to go on after a stop.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from encoder_texts import EncoderTexts
from make_tagger import (
    LABELS,
    ROOT,
    measure,
    read_examples,
    report,
    with_all_types,
    write,
    write_texts,
)

from engine.language.catalog import find_model, write_card
from engine.language.cuda import load_network
from engine.language.tokens import load_tokenizer, special_ids, tokenise_as
from engine.teaching import LabelledText
from engine.training.network.distil import distil, student_of
from engine.training.network.examples import TargetTable, make_text_examples
from engine.training.network.plan import Plan

LAYERS = (0, 2, 5)
"""The first, a middle and the last: the last is closest to the tags."""


def main(arguments: list[str] | None = None) -> None:
    """Run the recipe."""
    options = _parse(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    teacher_card = find_model(options.teacher.name, root=options.teacher.parent)
    teacher = load_network(teacher_card)
    layers = [number for number in LAYERS if number < teacher.config.num_hidden_layers]
    if options.student:
        student = with_all_types(load_network(find_model(options.student.name, root=options.student.parent)))
    else:
        student = student_of(teacher, layers)
    tokenise = tokenise_as(teacher_card)
    table = TargetTable(LABELS)
    most = teacher_card.max_tokens - 2
    examples = read_examples(options.data, tokenise, table, limit=options.max_sentences, max_tokens=most)
    unnamed = [LabelledText(text=text) for text in _plain_texts(options.data, options.max_sentences)]
    examples += make_text_examples(
        unnamed, tokenise=tokenise, table=table, number=len(LABELS), max_tokens=most
    )
    plan = Plan(
        max_steps=options.max_steps,
        special=special_ids(load_tokenizer(teacher_card.tokenizer)),
        learning_rate=options.rate,
        average=0.4,
        batch_tokens=options.batch_tokens,
        dropout=0.0,
        n_threads=options.threads,
        join_tokens=min(120, most),
        rounds=options.rounds,
    )
    checkpoint = options.work / "checkpoint.pt"
    student = distil(teacher, student, examples, table, plan, checkpoint=checkpoint, on_progress=report)
    card = write(
        student,
        teacher_card,
        options.out,
        max_tokens=teacher_card.max_tokens,
        lexicon=teacher_card.lexicon,
    )
    card = replace(card, metrics=measure(card, student, options))
    write_card(card)
    write_texts(card, how=_how(plan, teacher_card.id))
    print(json.dumps(card.metrics, indent=2))


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="for the checkpoint")
    parser.add_argument("--teacher", type=Path, default=ROOT / "resources" / "models" / "ner")
    parser.add_argument("--student", type=Path, help="a student made before, to go on from")
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "models" / "ner-fast")
    parser.add_argument("--rounds", action="store_true", help="learn with the rounding of the int8 graph")
    parser.add_argument("--max-steps", type=int, default=1200)
    parser.add_argument("--max-sentences", type=int, help="read no more of each file than this")
    parser.add_argument("--rate", type=float, default=5e-4)
    parser.add_argument("--batch-tokens", type=int, default=2048)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args(arguments)


def _plain_texts(data: Path, limit: int | None) -> Iterator[str]:
    """Yield Chinese prose and the English and Chinese sides of sentence pairs."""
    texts = EncoderTexts(data, limit=limit)
    rng = random.Random(5)
    n = min(limit or 6000, 6000)
    yield from texts.draw_prose(rng, n)
    for english, chinese in texts.draw_pairs(rng, n):
        yield english
        yield chinese


def _how(plan: Plan, teacher_id: str) -> str:
    return (
        f"`packaging/recipes/make_fast_tagger.py`: three layers of `{teacher_id}` (the first, the third and "
        f"the last), taught\nby it for {plan.max_steps:,} steps of {plan.batch_tokens:,} subwords: its "
        "softened tag probabilities, its hidden states, and the right tags\nwhere they are known; beside the "
        "corpora also on Chinese prose and on sentence pairs without labels."
    )


if __name__ == "__main__":
    main()
