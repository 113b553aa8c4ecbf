"""What the recipes of taggers share: flags, a plan, and the ending: a model is written and measured."""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from string import Template
from typing import Any

from engine.annotate.tag import load_tagger
from engine.language.catalog import ModelCard, find_model, write_card
from engine.language.cuda import load_network
from engine.language.lexicon import N_CASES, N_TYPES
from engine.language.tokens import load_tokenizer, special_ids
from engine.measure.held_out import development_sets
from engine.training.forms.quantize import copy_graph, save_model
from engine.training.network.loop import Progress
from engine.training.network.plan import Plan
from engine.training.verdict.evaluate import evaluate

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LABELS = ("PER", "ORG", "LOC", "MISC", "EVENT", "PRODUCT", "WORK", "DATE")
BASIC = ("PER", "ORG", "LOC")
_LONGEST_JOINED = 120


def make_parser(about: str | None, *, max_steps: int, rate: float) -> argparse.ArgumentParser:
    """Return a parser of the flags that every recipe of a tagger has; the numbers are its defaults."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="for the checkpoint")
    parser.add_argument("--max-steps", type=int, default=max_steps)
    parser.add_argument("--max-sentences", type=int, help="read no more of each file than this")
    parser.add_argument("--rate", type=float, default=rate)
    parser.add_argument("--batch-tokens", type=int, default=2048)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=1)
    return parser


def add_result_flags(parser: argparse.ArgumentParser, *, name: str) -> None:
    """Add the flags of a recipe whose result is shipped as ``name``."""
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "models" / name)
    parser.add_argument("--rounds", type=float, default=0.0, help="share of the layers that learn rounded")


def make_plan(options: argparse.Namespace, start: ModelCard, *, longest: int, **choices: Any) -> Plan:
    """Return the plan that the flags ask for, with ``choices`` of the recipe's own.

    Args:
        options: Parsed by ``make_parser``.
        start: The model whose tokenizer is used.
        longest: Subwords that an example may have.
        choices: Others of a plan's.
    """
    return Plan(
        max_steps=options.max_steps,
        special=special_ids(load_tokenizer(start.tokenizer)),
        learning_rate=options.rate,
        batch_tokens=options.batch_tokens,
        seed=options.seed,
        n_threads=options.threads,
        join_tokens=min(_LONGEST_JOINED, longest),
        **choices,
    )


def read_tagger(folder: Path) -> Any:
    """Return the network of the tagger in ``folder``, which may know case alone, with all token types."""
    import torch

    model = load_network(find_model(folder.name, root=folder.parent))
    rows = type_rows(model.bert.embeddings.token_type_embeddings.weight.detach())
    model.bert.embeddings.token_type_embeddings = torch.nn.Embedding.from_pretrained(rows, freeze=False)
    model.config.type_vocab_size = len(rows)
    return model


def type_rows(known: Any) -> Any:
    """Return a row for each token type: as far as known by its case, else as words without case."""
    import torch

    if len(known) >= N_TYPES - N_CASES:  # of a tagger that knows no peoples
        return torch.cat([known, known[:N_CASES]])[:N_TYPES]
    cases = known if len(known) == N_CASES else known[:1].repeat(N_CASES, 1)
    latin = cases.repeat(N_TYPES // 2 // N_CASES, 1)
    return torch.cat([latin, cases[:1].repeat(N_TYPES - len(latin), 1)])


def finish(
    model: Any,
    start: ModelCard,
    options: argparse.Namespace,
    *,
    max_tokens: int,
    lexicon: Path | None,
    how: str,
) -> None:
    """Write the model folder, measure it, say in its card ``how`` it was made, and print the figures."""
    card = _write(model, start, options.out, max_tokens=max_tokens, lexicon=lexicon)
    card = replace(card, metrics=_measure(card, model, options))
    write_card(card)
    _write_texts(card, how=how)
    print(json.dumps(card.metrics, indent=2))


def _write(
    model: Any, encoder: ModelCard, folder: Path, *, max_tokens: int, lexicon: Path | None
) -> ModelCard:
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


def _measure(card: ModelCard, model: Any, options: argparse.Namespace) -> dict[str, Any]:
    """Return F1 of the float32 and the int8 graph on each development set."""
    exact = copy_graph(card, model, options.work / "float32")
    metrics: dict[str, Any] = {}
    for form, shown in {"float32": exact, "int8": card}.items():
        tagger = load_tagger(shown, device="cpu", n_threads=1)
        for name, held_out in development_sets(options.data / "ner").items():
            sentences = held_out[: options.max_sentences]
            known = {tag[2:] for sentence in sentences for tag in sentence.tags if tag != "O"} & set(BASIC)
            result = evaluate(tagger.tag, sentences, labels=known).to_json()
            metrics.setdefault(name, {})[form] = result
    return metrics


def _write_texts(card: ModelCard, *, how: str) -> None:
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
    labels = (f"{small[label]['f1']:.3f}" if label in small else "" for label in BASIC)
    figures = [f"{exact['overall']['f1']:.3f}", f"{small['overall']['f1']:.3f}", *labels]
    return f"| {name} | {' | '.join(figures)} | {small['words_per_s']:,} |"


def report(progress: Progress) -> None:
    """Say now and then how the training stands."""
    if progress.step % 50 == 0 or progress.step == progress.max_steps:
        counts = f"step {progress.step}/{progress.max_steps}"
        print(f"{counts} loss {progress.loss:.4f} {progress.rate:.0f} subwords/s", flush=True)
