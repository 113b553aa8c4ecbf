"""Make resources/models/ner-fast: a tagger of three layers that learnt from the one of six.

    PYTHONPATH=. python packaging/recipes/make_fast_tagger.py --data ../shared/data --work .work/fast

Input:  resources/models/ner, the corpora that it learnt from, and English and Chinese text without labels.
Output: a model folder with F1 measured on the development sets. The work folder keeps a checkpoint:
        run again with the same flags to go on after a stop.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

from encoder_texts import EncoderTexts
from make_tagger import read_examples
from tagger_recipe import (
    LABELS,
    ROOT,
    add_result_flags,
    finish,
    make_parser,
    make_plan,
    read_tagger,
    report,
)

from engine.language.catalog import find_model
from engine.language.cuda import load_network
from engine.language.tokens import tokenise_as
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
    student = read_tagger(options.student) if options.student else student_of(teacher, layers)
    tokenise = tokenise_as(teacher_card)
    table = TargetTable(LABELS)
    most = teacher_card.max_tokens - 2
    examples = read_examples(options.data, tokenise, table, limit=options.max_sentences, max_tokens=most)
    unnamed = [LabelledText(text=text) for text in _plain_texts(options.data, options.max_sentences)]
    examples += make_text_examples(
        unnamed, tokenise=tokenise, table=table, number=len(LABELS), max_tokens=most
    )
    plan = make_plan(options, teacher_card, longest=most, average=0.4, dropout=0.0, rounds=options.rounds)
    checkpoint = options.work / "checkpoint.pt"
    student = distil(teacher, student, examples, table, plan, checkpoint=checkpoint, on_progress=report)
    finish(
        student,
        teacher_card,
        options,
        max_tokens=teacher_card.max_tokens,
        lexicon=teacher_card.lexicon,
        how=_how(plan, teacher_card.id),
    )


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = make_parser(__doc__, max_steps=1200, rate=5e-4)
    add_result_flags(parser, name="ner-fast")
    parser.add_argument("--teacher", type=Path, default=ROOT / "resources" / "models" / "ner")
    parser.add_argument("--student", type=Path, help="a student made before, to go on from")
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
