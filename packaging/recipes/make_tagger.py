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
import json
import random
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from string import Template
from typing import Any

from lac import Lac, read_silver
from name_swap import read_pool, roughen, swap_names

from engine.annotate.tag import load_tagger
from engine.language.catalog import ModelCard, find_model, write_card
from engine.language.cuda import load_network
from engine.language.lexicon import N_CASES, N_TYPES, load_lexicon
from engine.language.tokens import Tokenise, load_tokenizer, special_ids, tokenise
from engine.measure.held_out import development_sets, part
from engine.training.forms.quantize import copy_graph, save_model
from engine.training.network.examples import Example, Source, TargetTable, bio_tags, make_examples
from engine.training.network.finetune import finetune
from engine.training.network.loop import Progress
from engine.training.network.plan import Plan
from engine.training.verdict.evaluate import evaluate

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LABELS = ("PER", "ORG", "LOC", "MISC", "EVENT", "PRODUCT", "WORK", "DATE")
_BASIC = ("PER", "ORG", "LOC")
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
    Corpus(file="en_train_btc.conll", source=Source(labels=_BASIC), share=0.7, n_swapped=0),
    Corpus(file="en_train_wnut17.conll", source=Source(labels=(*_BASIC, "PRODUCT", "WORK"))),
    Corpus(
        file="en_train_wikigold.conll",
        source=Source(labels=(*_BASIC, "MISC", "EVENT", "PRODUCT", "WORK"), broad=_NAMED),
    ),
    # GUM has dates only by name ("Saturday"); its PRODUCT is any named object, books too.
    Corpus(
        file="en_train_gum.conll", source=Source(labels=(*_BASIC, "MISC", "EVENT", "PRODUCT"), broad=_GUM)
    ),
    Corpus(
        file="en_train_crossner.conll", source=Source(labels=(*_BASIC, "MISC", "EVENT", "PRODUCT", "WORK"))
    ),
    Corpus(
        file="en_train_redocred_dev.conll",
        source=Source(labels=(*_BASIC, "MISC", "EVENT", "PRODUCT", "WORK", "DATE"), broad=_NAMED),
    ),
    Corpus(file="en_train_secfilings.conll", source=Source(labels=_BASIC), share=0.6, n_swapped=0),
    # The same in traditional characters would add nothing: they are read as simplified.
    Corpus(file="zh_train_uner_gsdsimp.conll", source=Source(labels=_BASIC), n_swapped=5, swap_rate=0.7),
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
    plan = Plan(
        max_steps=options.max_steps,
        special=special_ids(tokenizer),
        learning_rate=options.rate,
        average=0.4,
        batch_tokens=options.batch_tokens,
        seed=options.seed,
        n_threads=options.threads,
        join_tokens=min(120, longest - 2),
        rounds=options.rounds,
    )
    checkpoint = options.work / "checkpoint.pt"
    model = finetune(model, examples, table, plan, checkpoint=checkpoint, on_progress=report)
    model = without_beside(model)
    card = write(model, encoder, options.out, max_tokens=longest, lexicon=options.lexicon)
    card = replace(card, metrics=measure(card, model, options))
    write_card(card)
    write_texts(card, how=_how(plan, encoder))
    print(json.dumps(card.metrics, indent=2))


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="for the checkpoint")
    parser.add_argument("--lexicon", type=Path, required=True, help="made by make_words.py")
    parser.add_argument("--lac", type=Path, required=True, help="the folder lac_small of jieba")
    start = ROOT / "resources" / "models" / "minilm"
    parser.add_argument("--start", type=Path, default=start, help="an encoder, or a tagger to go on from")
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "models" / "ner")
    parser.add_argument("--polish", action="store_true", help="read the corpora alone, hardly changed")
    parser.add_argument("--learn-words", action="store_true", help="let the word table learn, too")
    parser.add_argument("--rounds", action="store_true", help="learn with the rounding of the int8 graph")
    parser.add_argument("--max-steps", type=int, default=4000)
    parser.add_argument("--max-sentences", type=int, help="read no more of each file than this")
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--batch-tokens", type=int, default=2048)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=1)
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
    model.bert.load_state_dict(state | {name: _type_rows(state[name])})
    if start.kind == "tagger":
        with torch.no_grad():
            model.classifier.weight[: len(tags)] = given.classifier.weight
            model.classifier.bias[: len(tags)] = given.classifier.bias
    return model


def with_all_types(model: Any) -> Any:
    """Return ``model``, a tagger that may know case alone, with a row for each token type."""
    import torch

    rows = _type_rows(model.bert.embeddings.token_type_embeddings.weight.detach())
    model.bert.embeddings.token_type_embeddings = torch.nn.Embedding.from_pretrained(rows, freeze=False)
    model.config.type_vocab_size = len(rows)
    return model


def _type_rows(known: Any) -> Any:
    """Return a row for each token type: as far as known by its case, else as words without case."""
    import torch

    if len(known) >= N_TYPES - N_CASES:  # of a tagger that knows no peoples
        return torch.cat([known, known[:N_CASES]])[:N_TYPES]
    cases = known if len(known) == N_CASES else known[:1].repeat(N_CASES, 1)
    latin = cases.repeat(N_TYPES // 2 // N_CASES, 1)
    return torch.cat([latin, cases[:1].repeat(N_TYPES - len(latin), 1)])


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


def write(
    model: Any, encoder: ModelCard, folder: Path, *, max_tokens: int, lexicon: Path | None
) -> ModelCard:
    """Write the model folder, not measured yet."""
    card = ModelCard(
        id="",
        name=folder.name,
        kind="tagger",
        licence="Apache-2.0 AND CC-BY-SA-4.0",
        languages=("en", "zh"),
        max_tokens=max_tokens,
        labels=LABELS,
        folder=folder,
    )
    tokenizer = json.loads(encoder.tokenizer.read_text("utf-8"))
    return save_model(model, tokenizer, card, keeps_half=False, lexicon=lexicon)


def measure(card: ModelCard, model: Any, options: argparse.Namespace) -> dict[str, Any]:
    """Return F1 of the float32 and the int8 graph on each development set."""
    exact = copy_graph(card, model, options.work / "float32")
    metrics: dict[str, Any] = {}
    for form, shown in {"float32": exact, "int8": card}.items():
        tagger = load_tagger(shown, device="cpu", n_threads=1)
        for name, held_out in development_sets(options.data / "ner").items():
            sentences = held_out[: options.max_sentences]
            known = {tag[2:] for sentence in sentences for tag in sentence.tags if tag != "O"} & set(_BASIC)
            result = evaluate(tagger.tag, sentences, labels=known).to_json()
            metrics.setdefault(name, {})[form] = result
    return metrics


def write_texts(card: ModelCard, *, how: str) -> None:
    """Write MODEL_CARD.md, which says ``how`` the model was made, and LICENSE."""
    rows = [_row(name, forms) for name, forms in card.metrics.items()]
    template = Template((HERE / "tagger_card.md").read_text("utf-8"))
    text = template.substitute(
        id=card.id, name=card.name, how=how, labels=", ".join(card.labels), rows="\n".join(rows)
    )
    (card.folder / "MODEL_CARD.md").write_text(text, "utf-8")
    shutil.copyfile(ROOT / "resources" / "licences" / "Apache-2.0.txt", card.folder / "LICENSE")


def _row(name: str, forms: Mapping[str, Any]) -> str:
    exact, small = forms["float32"], forms["int8"]
    labels = (f"{small[label]['f1']:.3f}" if label in small else "" for label in _BASIC)
    figures = [f"{exact['overall']['f1']:.3f}", f"{small['overall']['f1']:.3f}", *labels]
    return f"| {name} | {' | '.join(figures)} | {small['words_per_s']:,} |"


def _how(plan: Plan, start: ModelCard) -> str:
    return (
        f"`packaging/recipes/make_tagger.py`: `{start.id}` with a tag head and a row for each token type. "
        f"{plan.max_steps:,} steps of\n{plan.batch_tokens:,} subwords, AdamW, highest rate {plan.rate:g}, "
        f"weights averaged over the last {plan.average:.0%} of the steps; the word table\nis frozen, so that "
        "names no corpus has keep their place beside those that it has."
    )


def report(progress: Progress) -> None:
    """Say now and then how the training stands."""
    if progress.step % 50 == 0 or progress.step == progress.max_steps:
        counts = f"step {progress.step}/{progress.max_steps}"
        print(f"{counts} loss {progress.loss:.4f} {progress.rate:.0f} subwords/s", flush=True)


if __name__ == "__main__":
    main()
