"""Make resources/models/ner and ner-fast: the tagger before it goes on, taught by a wide one.

    PYTHONPATH=. python packaging/recipes/teach_tagger.py --data ../shared/data --work .work/taught \
        --start .work/first/ner --lexicon lexicon.txt.xz --wide all-mpnet-base-v2 --taught .work/wide \
        --addresses stdlib/data

Input:  the tagger that it goes on from, what make_wide_tagger.py made, the corpora, and text without labels
        (see english_texts.py). In English the wide tagger says what is right, in Chinese the one before;
        what the corpora say counts beside it, and in English, with --beside, what one more tagger says.
Output: a model folder with F1 measured on the development sets. The work folder keeps a checkpoint:
        run again with the same flags to go on after a stop.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from encoder_texts import EncoderTexts
from english_texts import read_english
from lac import read_chinese
from make_tagger import CORPORA, read_examples
from tagger_recipe import LABELS, add_result_flags, finish, make_parser, make_plan, read_tagger, report
from wide_tagger import WEIGHTS, build_wide_tagger

from engine.language.catalog import ModelCard, find_model
from engine.language.lexicon import has_case, load_lexicon
from engine.language.tokens import Tokenise, load_tokenizer, tokenise
from engine.teaching import LabelledText
from engine.training.network.distil import Distillation, distil
from engine.training.network.examples import Example, TargetTable, bio_tags, make_text_examples
from engine.training.network.plan import Plan

_N_PROSE = 6000
_CHINESE_SHARE = 0.2
"""Of its subwords, from which on a text counts as Chinese."""


def main(arguments: list[str] | None = None) -> None:
    """Run the recipe."""
    options = _parse(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    start = find_model(options.start.name, root=options.start.parent)
    student = read_tagger(options.start)
    tokenizer = load_tokenizer(start.tokenizer)
    read = partial(tokenise, tokenizer, lexicon=load_lexicon(options.lexicon, ""))
    table = TargetTable(LABELS)
    longest = start.max_tokens - 2
    examples = read_examples(options.data, read, table, limit=options.max_sentences, max_tokens=longest)
    examples += _read_unlabelled(options, read, table, max_tokens=longest)
    plan = make_plan(options, start, longest=longest, average=0.4, dropout=0.0, rounds=options.rounds)
    student = distil(
        build_teacher(start, options),
        student,
        examples,
        table,
        plan,
        distillation=Distillation(
            soft=1.0,
            hard=options.hard,
            states=0.0,
            temperature=1.0,
            hides_case=options.hides_case,
            learns_words=options.learn_words,
        ),
        checkpoint=options.work / "checkpoint.pt",
        on_progress=report,
    )
    finish(
        student,
        start,
        options,
        max_tokens=start.max_tokens,
        lexicon=options.lexicon,
        how=_how(plan, start.id),
    )


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = make_parser(__doc__, max_steps=1500, rate=2e-4)
    add_result_flags(parser, name="ner")
    parser.add_argument("--start", type=Path, required=True, help="the tagger to go on from")
    parser.add_argument("--chinese", type=Path, help="the tagger that teaches Chinese, if not that one")
    parser.add_argument("--beside", type=Path, help="a tagger that knows English the wide one does not")
    parser.add_argument("--beside-share", type=float, default=0.2, help="how much its probabilities count")
    parser.add_argument("--lexicon", type=Path, required=True, help="made by make_words.py")
    parser.add_argument("--wide", type=Path, required=True, help="the folder of MPNet")
    parser.add_argument("--taught", type=Path, required=True, help="the work folder of make_wide_tagger.py")
    parser.add_argument("--addresses", type=Path, required=True, help="see english_texts.py")
    parser.add_argument("--more-chinese", action="store_true", help="as a student of three layers needs")
    parser.add_argument("--learn-words", action="store_true", help="let the word table learn, too")
    parser.add_argument("--hard", type=float, default=0.3, help="weight of what the corpora say")
    parser.add_argument("--hides-case", type=float, default=0.1, help="share of texts, see distil")
    return parser.parse_args(arguments)


def build_teacher(start: ModelCard, options: argparse.Namespace) -> Any:
    """Return a network that answers English texts as the wide tagger and Chinese ones as a narrow one.

    Where another tagger stands beside the wide one, the mean of their probabilities answers, weighted.
    """
    import torch
    from safetensors.torch import load_file
    from transformers.modeling_outputs import TokenClassifierOutput

    class JointTeacher(torch.nn.Module):  # type: ignore[misc]
        def __init__(self, english: Any, chinese: Any) -> None:
            super().__init__()
            self.english, self.chinese = torch.nn.ModuleList(english), chinese
            self.config, self.base_model = chinese.config, chinese.base_model

        def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
            given = input_ids, attention_mask, token_type_ids
            n_chinese = (~has_case(token_type_ids) & attention_mask.bool()).sum(dim=1)
            is_chinese = n_chinese > _CHINESE_SHARE * attention_mask.sum(dim=1)
            logits = torch.zeros(*input_ids.shape, self.config.num_labels, device=input_ids.device)
            for networks, weights, rows in (
                (self.english, shares, ~is_chinese),
                ([self.chinese], (1.0,), is_chinese),
            ):
                if bool(rows.any()):
                    logits[rows] = _mean_answer(networks, weights, [tensor[rows] for tensor in given])
            return TokenClassifierOutput(logits=logits)

    wide = build_wide_tagger(options.wide, start.tokenizer, bio_tags(LABELS))
    wide.load_state_dict(load_file(options.taught / WEIGHTS))
    chinese = read_tagger(options.chinese or options.start)
    beside = [read_tagger(options.beside)] if options.beside else []
    shares = (1 - options.beside_share, options.beside_share) if beside else (1.0,)
    return JointTeacher([wide, *beside], chinese).eval()


def _mean_answer(networks: Iterable[Any], weights: Sequence[float], given: Sequence[Any]) -> Any:
    """Return the log of the weighted mean of the networks' probabilities."""
    import torch

    ids, mask, types = given
    said = []
    for network, weight in zip(networks, weights, strict=True):
        logits = network(input_ids=ids, attention_mask=mask, token_type_ids=types).logits
        said.append(logits.float().log_softmax(dim=-1) + math.log(weight))
    return torch.logsumexp(torch.stack(said), dim=0)


def _read_unlabelled(
    options: argparse.Namespace, read: Tokenise, table: TargetTable, *, max_tokens: int
) -> list[Example]:
    limit = options.max_sentences
    english = read_english(options.data, options.addresses, limit=limit)
    n_prose = min(limit or _N_PROSE, _N_PROSE)
    chinese = EncoderTexts(options.data, limit=limit).draw_prose(random.Random(5), n_prose)
    if options.more_chinese:
        chinese += read_chinese(options.data, limit)
    examples: list[Example] = []
    for number, texts in enumerate((english, chinese), start=len(CORPORA)):
        unnamed = [LabelledText(text=text) for text in texts]
        examples += make_text_examples(
            unnamed, tokenise=read, table=table, number=number, max_tokens=max_tokens
        )
    return examples


def _how(plan: Plan, start: str) -> str:
    return (
        f"`packaging/recipes/teach_tagger.py`: `{start}` went on for {plan.max_steps:,} steps of "
        f"{plan.batch_tokens:,} subwords at {plan.rate:g},\ntaught in English by an MPNet that learnt the "
        "same corpora (`make_wide_tagger.py`), in Chinese by itself."
    )


if __name__ == "__main__":
    main()
