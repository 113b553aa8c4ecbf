"""Make one tagger of several runs of make_tagger.py that began alike: the mean of their weights.

    PYTHONPATH=. python packaging/recipes/average_runs.py --data ../shared/data --start .work/first/ner \
        --runs .work/a .work/b .work/c --work .work/mean --out resources/models/ner

Runs that go on from the same network with other seeds err in different places; their mean errs less than each
(Wortsman et al. 2022, "Model soups", https://arxiv.org/abs/2203.05482), and costs no more to run than one.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from make_tagger import build_network
from tagger_recipe import finish

from engine.language.catalog import find_model


def main(arguments: list[str] | None = None) -> None:
    """Run the recipe."""
    options = _parse(arguments)
    start = find_model(options.start.name, root=options.start.parent)
    network = build_network(start, beside=())
    _add_mean(network, [_kept(run / "checkpoint.pt") for run in options.runs])
    options.work.mkdir(parents=True, exist_ok=True)
    how = (
        f"`packaging/recipes/average_runs.py`: the mean of the weights of {len(options.runs)} runs of\n"
        f"`packaging/recipes/make_tagger.py --polish`, each with a seed of its own, from `{start.id}`."
    )
    finish(network, start, options, max_tokens=start.max_tokens, lexicon=start.lexicon, how=how)


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--start", type=Path, required=True, help="the tagger that all runs began with")
    parser.add_argument("--runs", type=Path, nargs="+", required=True, help="their work folders")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--max-sentences", type=int, help="measure on no more of each set than this")
    return parser.parse_args(arguments)


def _kept(checkpoint: Path) -> dict[str, Any]:
    """Return the weights that a run ended with."""
    import torch

    weights = torch.load(checkpoint, weights_only=True, map_location="cpu")["weights"]
    kept: dict[str, Any] = weights["best"] or weights["mean"] or weights["last"]
    return kept


def _add_mean(network: Any, runs: Sequence[dict[str, Any]]) -> None:
    """Move ``network`` by the mean of what the runs changed; where one changed nothing, that counts as 0."""
    import torch

    with torch.no_grad():
        for name, own in network.named_parameters():
            moves = [run[name][: len(own)] - own for run in runs if name in run]
            if moves:
                own.add_(torch.stack(moves).sum(dim=0) / len(runs))
    network.eval()


if __name__ == "__main__":
    main()
