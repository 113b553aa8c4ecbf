"""Make resources/models/ner: names of people, organisations, places ... in English and Chinese.

    PYTHONPATH=. python packaging/recipes/make_tagger.py --data ../shared/data --work .work/ner \
        --lexicon lexicon.txt.xz --lac jieba-0.42.1/jieba/lac_small

Input:  resources/models/minilm, the corpora below, all of which may be shipped, the lexicon that
        make_words.py builds, and LAC-small (see lac.py), whose words the network learns beside names.
Output: a model folder with F1 measured on the development sets. The work folder
keeps a checkpoint: run again with the same flags to go on after a stop.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from lac import Lac, read_silver
from name_swap import read_pool, roughen, swap_names
from tagger_recipe import (
    BASIC,
    LABELS,
    ROOT,
    add_result_flags,
    finish,
    make_parser,
    make_plan,
    report,
    type_rows,
)

from engine.language.catalog import ModelCard, find_model
from engine.language.cuda import load_network
from engine.language.lexicon import N_TYPES, load_lexicon
from engine.language.tokens import Tokenise, load_tokenizer, tokenise
from engine.measure.held_out import part
from engine.training.network.examples import Example, Source, TargetTable, bio_tags, make_examples
from engine.training.network.finetune import finetune
from engine.training.network.plan import Plan

_POLISH_SHARE = 0.2
"""Of the versions with other names: none in English, one in Chinese."""
_NAMED = {"MISC": ("MISC", "EVENT", "PRODUCT", "WORK"), "NUM": ()}
_GUM = {"MISC": ("MISC", "WORK"), "PRODUCT": ("PRODUCT", "WORK", "MISC"), "EVENT": ("EVENT", "MISC")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """One training file: what it annotates, how much of it is read, how often with how many other names."""

    file: str
    source: Source
    share: float = 1.0
    n_swapped: int = 1
    swap_rate: float = 0.3


CORPORA = (
    Corpus(file="en_train_btc.conll", source=Source(labels=BASIC), share=0.7, n_swapped=0),
    Corpus(file="en_train_wnut17.conll", source=Source(labels=(*BASIC, "PRODUCT", "WORK"))),
    Corpus(
        file="en_train_wikigold.conll",
        source=Source(labels=(*BASIC, "MISC", "EVENT", "PRODUCT", "WORK"), broad=_NAMED),
    ),
    # GUM has dates only by name ("Saturday"); its PRODUCT is any named object, books too.
    Corpus(file="en_train_gum.conll", source=Source(labels=(*BASIC, "MISC", "EVENT", "PRODUCT"), broad=_GUM)),
    Corpus(
        file="en_train_crossner.conll", source=Source(labels=(*BASIC, "MISC", "EVENT", "PRODUCT", "WORK"))
    ),
    Corpus(
        file="en_train_redocred_dev.conll",
        source=Source(labels=(*BASIC, "MISC", "EVENT", "PRODUCT", "WORK", "DATE"), broad=_NAMED),
    ),
    Corpus(file="en_train_secfilings.conll", source=Source(labels=BASIC), share=0.6, n_swapped=0),
    # The same in traditional characters would add nothing: they are read as simplified.
    Corpus(file="zh_train_uner_gsdsimp.conll", source=Source(labels=BASIC), n_swapped=5, swap_rate=0.7),
)


def main(arguments: list[str] | None = None) -> None:
    """Run the recipe."""
    options = _parse(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    encoder = find_model(options.start.name, root=options.start.parent)
    lac = Lac(options.lac)
    model = build_network(encoder, beside=lac.tags)
    model.get_input_embeddings().requires_grad_(options.learn_words)
    tokenizer = load_tokenizer(encoder.tokenizer)
    read = partial(tokenise, tokenizer, lexicon=load_lexicon(options.lexicon, ""))
    table = TargetTable(LABELS, beside=lac.tags)
    longest = min(256, model.config.max_position_embeddings)
    limit = options.max_sentences
    share = _POLISH_SHARE if options.polish else 1.0
    examples = read_examples(
        options.data, read, table, limit=limit, max_tokens=longest - 2, swapped_share=share
    )
    if not options.polish:
        examples += read_silver(
            options.data, lac, read, table, limit=limit, number=len(CORPORA), max_tokens=longest - 2
        )
    plan = make_plan(options, encoder, longest=longest - 2, average=0.4, rounds=options.rounds)
    checkpoint = options.work / "checkpoint.pt"
    model = finetune(model, examples, table, plan, checkpoint=checkpoint, on_progress=report)
    model = without_beside(model)
    how = _how(plan, encoder)
    finish(model, encoder, options, max_tokens=longest, lexicon=options.lexicon, how=how)


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = make_parser(__doc__, max_steps=4000, rate=3e-4)
    add_result_flags(parser, name="ner")
    parser.add_argument("--lexicon", type=Path, required=True, help="made by make_words.py")
    parser.add_argument("--lac", type=Path, required=True, help="the folder lac_small of jieba")
    start = ROOT / "resources" / "models" / "minilm"
    parser.add_argument("--start", type=Path, default=start, help="an encoder, or a tagger to go on from")
    parser.add_argument("--polish", action="store_true", help="read the corpora alone, hardly changed")
    parser.add_argument("--learn-words", action="store_true", help="let the word table learn, too")
    return parser.parse_args(arguments)


def build_network(start: ModelCard, *, beside: Sequence[str]) -> Any:
    """Return the network of ``start`` with all token types, and a head for names and ``beside``."""
    import torch
    from transformers import BertConfig, BertForTokenClassification

    torch.manual_seed(7)
    given = load_network(start)
    tags = bio_tags(LABELS)
    config = BertConfig.from_dict(
        given.config.to_dict()
        | {
            "type_vocab_size": N_TYPES,
            "id2label": dict(enumerate((*tags, *beside))),
            "label2id": {tag: number for number, tag in enumerate((*tags, *beside))},
        }
    )
    model = BertForTokenClassification(config)
    name = "embeddings.token_type_embeddings.weight"
    state = given.base_model.state_dict()
    model.bert.load_state_dict(state | {name: type_rows(state[name])})
    if start.kind == "tagger":
        with torch.no_grad():
            model.classifier.weight[: len(tags)] = given.classifier.weight
            model.classifier.bias[: len(tags)] = given.classifier.bias
    return model


def without_beside(model: Any) -> Any:
    """Return ``model`` with a head for names alone, changed in place."""
    import torch

    tags = bio_tags(LABELS)
    head = torch.nn.Linear(model.config.hidden_size, len(tags))
    with torch.no_grad():
        head.weight.copy_(model.classifier.weight[: len(tags)])
        head.bias.copy_(model.classifier.bias[: len(tags)])
    model.classifier = head
    model.config.id2label = dict(enumerate(tags))
    model.config.label2id = {tag: number for number, tag in enumerate(tags)}
    model.num_labels = len(tags)
    return model


def read_examples(
    data: Path,
    tokenise: Tokenise,
    table: TargetTable,
    *,
    limit: int | None,
    max_tokens: int,
    swapped_share: float = 1.0,
    language: str = "",
) -> list[Example]:
    """Read every corpus, or those of one language; ``limit`` is the most sentences of each."""
    corpora = [corpus for corpus in CORPORA if corpus.file.startswith(language)]
    kept = [part(data / "ner" / corpus.file)[0] for corpus in corpora]
    kept = [
        sentences[: round(len(sentences) * corpus.share)][:limit]
        for corpus, sentences in zip(corpora, kept, strict=True)
    ]
    pool = read_pool(data, kept)
    rng = random.Random(7)
    examples: list[Example] = []
    for number, (corpus, sentences) in enumerate(zip(corpora, kept, strict=True)):
        versions = [sentences]
        versions += [
            [roughen(swap_names(item, pool, rng, rate=corpus.swap_rate), rng) for item in sentences]
            for _ in range(int(corpus.n_swapped * swapped_share))
        ]
        for version in versions:
            examples += make_examples(
                version, corpus.source, tokenise=tokenise, table=table, number=number, max_tokens=max_tokens
            )
    return examples


def _how(plan: Plan, start: ModelCard) -> str:
    return (
        f"`packaging/recipes/make_tagger.py`: `{start.id}` with a tag head and a row for each token type. "
        f"{plan.max_steps:,} steps of\n{plan.batch_tokens:,} subwords, AdamW, highest rate {plan.rate:g}, "
        f"weights averaged over the last {plan.average:.0%} of the steps; the word table\nis frozen, so that "
        "names no corpus has keep their place beside those that it has."
    )


if __name__ == "__main__":
    main()
