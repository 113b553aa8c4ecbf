"""Make resources/models/relater: relations between the names of a sentence, in English and Chinese.

    PYTHONPATH=. python packaging/recipes/make_relater.py --data ../shared/data --work .work/relater

Input:  an encoder or a tagger to start from, and the corpora of ``relation_data``, which may be shipped.
Output: a model folder: the int8 graph of a body, a head that reads pairs with a threshold for each predicate,
        and the figures of held-out data. The work folder keeps a checkpoint: run again with the same flags
        to go on after a stop.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from string import Template
from typing import Any

import numpy as np
from numpy.typing import NDArray
from relater_figures import Reader, choose_threshold, fit_scale, micro_f1, redocred_f1, scored, semeval_f1
from relater_network import Sample, Space, as_tokens, loss_of, make_batches, make_sample, start_network
from relation_data import (
    FINRE,
    PLAIN,
    REDOCRED,
    SANWEN,
    SEMEVAL,
    Sentence,
    read_chinese,
    read_plain,
    read_redocred,
    read_semeval,
    with_kinds,
)

from engine.annotate.marking import find_markers
from engine.annotate.pair_head import NEVER, OURS, SCALE, THRESHOLDS, load_head
from engine.annotate.relater import load_relater
from engine.annotate.tag import load_tagger
from engine.language.catalog import HEAD, ModelCard, find_model, write_card
from engine.language.cuda import load_network
from engine.language.tokens import load_tokenizer, special_ids, tokenise
from engine.training.forms.quantize import FLOAT32, export_graph, save_model, seal
from engine.training.network.loop import Progress, train
from engine.training.network.plan import Plan
from engine.training.network.precision import set_dropout, use_plain_attention
from engine.training.network.rounding import rounded

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
MODELS = ROOT / "resources" / "models"
_SHARES = {REDOCRED: 2.0, SEMEVAL: 1.0, FINRE: 1.0, SANWEN: 0.5, PLAIN: 1.0}
"""How much of each corpus is read in one round: Re-DocRED, which teaches most of our predicates, twice."""
_BY_EYE: Mapping[tuple[str, str], float] = {
    ("author_of", "en"): 0.935,
    ("born_in", "en"): 0.62,
    ("citizen_of", "en"): 0.9,
    ("died_in", "en"): 0.5,
    ("directed", "en"): 0.89,
    ("located_in", "en"): 0.95,
    ("member_of", "en"): 0.665,
    ("participant_in", "en"): 0.58,
    ("performed", "en"): 0.855,
    ("studied_at", "en"): 0.855,
    ("acquired", "zh"): 0.85,
    ("cooperates_with", "zh"): NEVER,
    ("founded", "zh"): 0.58,
    ("invested_in", "zh"): 0.71,
    ("located_in", "zh"): 0.925,
    ("owns", "zh"): 0.88,
}
"""Thresholds chosen by reading what was seen in other text: the least ones where what is held out flatters,
and the only ones where too little is held out. See MODEL_CARD.md."""
_SHARED = ("config.json", "tokenizer.json")


def main(arguments: list[str] | None = None) -> None:
    """Run the recipe."""
    options = _parse(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    corpora = read_corpora(options)
    space = make_space(corpora)
    start = find_model(options.start.name, root=options.start.parent)
    tokenizer = load_tokenizer(start.tokenizer)
    body = load_network(start).base_model
    network = start_network(body, space, tokenizer, n_layers=options.layers)
    longest = min(192, body.config.max_position_embeddings)
    make = partial(
        make_sample,
        tokenise=partial(tokenise, tokenizer),
        markers=find_markers(tokenizer),
        space=space,
        max_tokens=min(longest - 2, options.longest),
    )
    samples = choose_samples(corpora, make, seed=options.seed)
    plan = Plan(
        max_steps=options.max_steps,
        special=special_ids(tokenizer),
        learning_rate=options.rate,
        head_pace=5.0,
        average=0.2,
        batch_tokens=options.batch_tokens,
        seed=options.seed,
        n_threads=options.threads,
        rounds=0.5,
        checkpoint_every=50,
    )
    if options.onward:
        go_on(network, options.onward)
    use_plain_attention(network.body)
    set_dropout(network, plan.dropout)
    with rounded(network.body):
        train(
            network,
            make_batches(samples, space, plan),
            loss_of(space),
            plan,
            checkpoint=options.work / "checkpoint.pt",
            on_progress=report,
        )
    card = write(network, start, options.out, space, max_tokens=longest)
    card = measure(card, network, corpora, space, options)
    write_texts(card, how=_how(plan, start, options.layers))
    print(json.dumps(card.metrics, indent=2))


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="for the checkpoint")
    parser.add_argument("--start", type=Path, default=MODELS / "minilm", help="an encoder or a tagger")
    parser.add_argument("--tagger", type=Path, default=MODELS / "ner", help="says of which kind names are")
    parser.add_argument("--out", type=Path, default=MODELS / "relater")
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--max-steps", type=int, default=4000)
    parser.add_argument("--max-sentences", type=int, help="read no more of each file than this")
    parser.add_argument("--longest", type=int, default=110, help="subwords of a sentence learnt from")
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--batch-tokens", type=int, default=1536)
    parser.add_argument("--onward", type=Path, help="checkpoint of a finished run, to learn more from there")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args(arguments)


Corpora = dict[str, tuple[list[Sentence], ...]]
"""By source: what is learnt from, what is held out to choose with (if anything), what is tested on."""


def read_corpora(options: argparse.Namespace) -> Corpora:
    """Read everything; names of the Chinese corpora get the kinds that the tagger sees."""
    folder = options.data / "relations"
    tagger = load_tagger(find_model(options.tagger.name, root=options.tagger.parent), device="cpu")
    semeval = folder / "semeval2010_task8"
    corpora: Corpora = {
        REDOCRED: read_redocred(folder / "redocred_dev.json"),
        SEMEVAL: tuple(read_semeval(semeval / file) for file in ("TRAIN_FILE.TXT", "TEST_FILE_FULL.TXT")),
    }
    for source in (FINRE, SANWEN):
        parts = [read_chinese(folder / source / f"{name}.txt", source) for name in ("train", "valid", "test")]
        corpora[source] = tuple(with_kinds(part[: options.max_sentences], tagger.tag) for part in parts)
    corpora[PLAIN] = (read_plain(options.data, tagger.tag, limit=options.max_sentences),)
    return {
        source: tuple(part[: options.max_sentences] for part in parts) for source, parts in corpora.items()
    }


def make_space(corpora: Corpora) -> Space:
    """Return all labels that the corpora have."""
    classes = {
        source: sorted(
            {pair.label for part in corpora[source] for item in part for pair in item.pairs if pair.label}
        )
        for source in (SEMEVAL, FINRE, SANWEN)
    }
    relations = {
        label for part in corpora[REDOCRED] for item in part for pair in item.pairs for label in pair.labels
    }
    return Space(classes, sorted(relations))


def go_on(network: Any, checkpoint: Path) -> None:
    """Put into ``network`` the mean weights that a run has kept."""
    import torch

    weights = torch.load(checkpoint, weights_only=True)["weights"]["mean"]
    known = network.state_dict()
    network.load_state_dict(known | weights)


def choose_samples(corpora: Corpora, make: Any, *, seed: int) -> list[Sample]:
    """Return what a round reads, each sentence with its own kinds hidden."""
    order = random.Random(seed)
    samples = []
    for source, share in _SHARES.items():
        sentences = corpora[source][0]
        whole, rest = divmod(share, 1)
        chosen = sentences * int(whole) + order.sample(sentences, round(rest * len(sentences)))
        samples += [sample for item in chosen if (sample := make(item, hide=order)) is not None]
    return samples


def write(network: Any, start: ModelCard, folder: Path, space: Space, *, max_tokens: int) -> ModelCard:
    """Write the model folder, in which no predicate is sure enough yet."""
    card = ModelCard(
        id="",
        name=folder.name,
        kind="relater",
        licence="Apache-2.0 AND CC-BY-SA-4.0",
        languages=("en", "zh"),
        max_tokens=max_tokens,
        labels=space.predicates,
        folder=folder,
    )
    tokenizer = json.loads(start.tokenizer.read_text("utf-8"))
    card = save_model(as_tokens(network), tokenizer, card, keeps_half=False)
    return write_head(card, network, space, np.zeros((2, len(card.labels)), np.float32), scale=1.0)


def write_head(
    card: ModelCard, network: Any, space: Space, thresholds: NDArray[np.float32], *, scale: float
) -> ModelCard:
    """Write what reads the pairs beside the graph, without predicates that are never sure; the id changes."""
    shown = [number for number, least in enumerate(thresholds.min(axis=0)) if least < NEVER]
    from safetensors.numpy import save_file

    heads = network.classifier.heads.state_dict().items()
    weights = {f"heads.{name}": value.numpy().astype(np.float32) for name, value in heads}
    weights |= {name: weights[name][shown] for name in (f"heads.{OURS}.weight", f"heads.{OURS}.bias")}
    weights |= {THRESHOLDS: thresholds[:, shown].copy(), SCALE: np.array([scale], np.float32)}
    save_file(weights, card.folder / HEAD)
    (card.folder / HEAD).chmod(0o644)
    graph = next(name for name in card.files if name.endswith(".onnx"))
    labels = tuple(space.predicates[number] for number in shown)
    return seal(replace(card, labels=labels), (HEAD, graph, *_SHARED))


def measure(
    card: ModelCard, network: Any, corpora: Corpora, space: Space, options: argparse.Namespace
) -> ModelCard:
    """Choose scale and thresholds on held-out data, and measure both graphs on what is tested."""
    held = corpora[REDOCRED][1]
    head = load_head(card.head, n_labels=len(card.labels))
    scale = round(fit_scale(Reader(card, head, space, n_threads=options.threads), held), 2)
    card = write_head(card, network, space, np.zeros((2, len(card.labels)), np.float32), scale=scale)
    relater = load_relater(card, device="cpu", n_threads=options.threads)
    found = (scored(relater, held), scored(relater, corpora[FINRE][1] + corpora[SANWEN][1]))
    thresholds, predicates = choose_thresholds(card.labels, found)
    card = write_head(card, network, space, thresholds, scale=scale)
    head = load_head(card.head, n_labels=len(card.labels))
    metrics: dict[str, Any] = {"scale": scale, "predicates": predicates}
    exact = options.work / "float32"
    exact.mkdir(parents=True, exist_ok=True)
    for file in _SHARED:
        shutil.copyfile(card.folder / file, exact / file)
    export_graph(as_tokens(network), exact, kind=card.kind)
    plain = replace(card, folder=exact, files={FLOAT32: "", **dict.fromkeys(_SHARED, "")})
    for form, shown in {"float32": plain, "int8": card}.items():
        reader = Reader(shown, head, space, n_threads=options.threads)
        for name, f1 in measure_form(reader, corpora).items():
            metrics.setdefault(name, {})[form] = {"overall": {"f1": round(f1, 4)}}
    card = replace(card, metrics=metrics)
    write_card(card)
    return card


def measure_form(reader: Reader, corpora: Corpora) -> dict[str, float]:
    """Return the F1 of each test set; see ``relater_figures``."""
    every, new = redocred_f1(reader, *corpora[REDOCRED])
    return {
        "semeval2010_task8": semeval_f1(reader, corpora[SEMEVAL][1]),
        "finre": micro_f1(reader, corpora[FINRE][2], FINRE),
        "sanwen": micro_f1(reader, corpora[SANWEN][2], SANWEN),
        "redocred": every,
        "redocred_ign": new,
    }


def choose_thresholds(labels: Sequence[str], found: Sequence[Any]) -> tuple[Any, dict[str, Any]]:
    """Return thresholds ``[2, n_labels]``, English and Chinese, and the figures that they rest on."""
    table = np.full((2, len(labels)), NEVER, dtype=np.float32)
    figures: dict[str, Any] = {}
    for number, name in enumerate(labels):
        for row, language in enumerate(("en", "zh")):
            scores = found[row].get(name, [])
            by_eye = _BY_EYE.get((name, language))
            if by_eye is None and not any(gold for _, gold in scores):
                continue
            least, measured = choose_threshold(scores, at_least=by_eye or 0.0)
            if by_eye is not None and least >= NEVER:
                least = by_eye
            table[row, number] = least
            figures.setdefault(name, {})[language] = measured | {"threshold": round(least, 3)}
    return table, figures


def write_texts(card: ModelCard, *, how: str) -> None:
    """Write MODEL_CARD.md, which says ``how`` the model was made, and LICENSE."""
    rows = [
        f"| {name} | {language} | {_cells(one)} |"
        for name, languages in card.metrics["predicates"].items()
        for language, one in languages.items()
    ]
    figures = {
        f"{name}_{form}": f"{100 * values[form]['overall']['f1']:.1f}"
        for name, values in card.metrics.items()
        if name not in ("scale", "predicates")
        for form in ("float32", "int8")
    }
    template = Template((HERE / "relater_card.md").read_text("utf-8"))
    text = template.substitute(id=card.id, name=card.name, how=how, rows="\n".join(rows), **figures)
    (card.folder / "MODEL_CARD.md").write_text(text, "utf-8")
    shutil.copyfile(ROOT / "resources" / "licences" / "Apache-2.0.txt", card.folder / "LICENSE")


def _cells(figures: dict[str, float]) -> str:
    if "precision" not in figures:
        least = figures["threshold"]
        return f"{figures['n']:.0f} | | | {'never' if least >= NEVER else f'{least:.2f}, by eye'}"
    shares = f"{100 * figures['precision']:.0f} | {100 * figures['recall']:.0f}"
    return f"{figures['n']:.0f} | {shares} | {figures['threshold']:.2f}"


def _how(plan: Plan, start: ModelCard, n_layers: int) -> str:
    return (
        f"`packaging/recipes/make_relater.py`: the first {n_layers} layers of `{start.id}` and a head.\n"
        f"{plan.max_steps:,} steps of {plan.batch_tokens:,} subwords, AdamW, highest rate {plan.rate:g}.\n"
        f"Weights are averaged over the last {plan.average:.0%} of the steps; all round as the int8 graph. "
        "The word table is frozen."
    )


def report(progress: Progress) -> None:
    """Say now and then how the training stands."""
    if progress.step % 50 == 0 or progress.step == progress.max_steps:
        counts = f"step {progress.step}/{progress.max_steps}"
        print(f"{counts} loss {progress.loss:.4f} {progress.rate:.0f} subwords/s", flush=True)


if __name__ == "__main__":
    main()
