"""``bench``: measure indexing, search, start-up and recognition on this computer, as ratios of one run."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine.cli.meter import say
from engine.models import RESOURCES, ModelShelf
from engine.settings import Models

HELP = "measure indexing, search, start-up and recognition on this computer"
PARTS = ("start", "indexing", "search", "recognition")
LONG_PARTS = (
    "tagging",
    "retrieval",
    "teaching",
    "ocr",
    "scale",
    "progress",
    "reading",
    "resolution",
    "graph",
    "vectors",
)
"""Minutes each; only when asked for by name."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"only these: {', '.join((*PARTS, *LONG_PARTS))}"
    )
    _add_places(parser)
    _add_sizes(parser)


def _add_places(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--corpora",
        type=Path,
        default=Path("..") / "shared" / "data" / "ner",
        metavar="FOLDER",
        help="CoNLL files named *_dev_*.conll to measure recognition on (%(default)s)",
    )
    parser.add_argument(
        "--data",
        type=Path,
        default=Path("..") / "shared" / "data",
        metavar="FOLDER",
        help="questions and texts to measure retrieval on, and to grow libraries from (%(default)s)",
    )
    parser.add_argument(
        "--domains",
        nargs="*",
        default=["code", "cooking"],
        metavar="NAME",
        help="what to teach (%(default)s)",
    )
    parser.add_argument(
        "--ways", nargs="*", default=["full"], metavar="WAY", help="ways of learning to compare (%(default)s)"
    )
    parser.add_argument(
        "--pictures",
        type=Path,
        default=Path("pictures"),
        metavar="FOLDER",
        help="pictures, each with its text beside it as NAME.txt, to measure OCR on (%(default)s)",
    )
    parser.add_argument(
        "--folder",
        type=Path,
        default=Path("..") / "shared" / "data" / "documents",
        help="progress, reading: what to index (%(default)s)",
    )
    parser.add_argument(
        "--gold",
        type=Path,
        default=Path("tests") / "data" / "resolution_gold.json.xz",
        metavar="FILE",
        help="resolution: documents with mentions whose entities are known (%(default)s)",
    )
    parser.add_argument("--plain", metavar="NAME", help="a second encoder to compare retrieval with")


def _add_sizes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--files", type=int, default=100_000, metavar="N", help="scale: so many files (%(default)s)"
    )
    parser.add_argument(
        "--entities", type=int, default=50_000, metavar="N", help="graph: so many entities (%(default)s)"
    )
    parser.add_argument(
        "--mentions",
        nargs="*",
        type=int,
        default=[10_000, 100_000, 1_000_000],
        metavar="N",
        help="resolution: so many (%(default)s)",
    )
    parser.add_argument(
        "--passages", type=int, metavar="N", help="search, vectors: in a library grown to so many passages"
    )


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Measure the wanted parts."""
    wanted = options.parts or PARTS
    answer: dict[str, Any] = {}
    if "start" in wanted:
        from engine.measure.starting import measure_start

        say("measuring start-up")
        answer["start"] = measure_start()
    if "indexing" in wanted:
        from engine.measure.indexing import measure_indexing

        say("measuring indexing")
        answer["indexing"] = measure_indexing(RESOURCES / "sample")
    if "recognition" in wanted:
        from engine.measure.recognition import measure_recognition

        say("measuring recognition")
        answer["recognition"] = measure_recognition(options.corpora, models_root=options.models)
    if "tagging" in wanted:
        from engine.measure.tagging import measure_tagging

        say("measuring tagging")
        answer["tagging"] = measure_tagging(options.corpora, models_root=options.models)
    if "retrieval" in wanted:
        answer["retrieval"] = _retrieval(options)
    if "teaching" in wanted:
        from engine.measure.teaching import measure_teaching

        answer["teaching"] = [
            row
            for domain in options.domains
            for row in measure_teaching(
                domain, options.data, ways=options.ways, models_root=options.models, say=say
            )
        ]
    if "ocr" in wanted:
        from engine.measure.ocr import measure_ocr

        say("measuring OCR")
        answer["ocr"] = measure_ocr(options.pictures)
    if "resolution" in wanted:
        from engine.measure.resolution import measure_gold, measure_growth

        say("measuring resolution")
        answer["resolution"] = {
            "gold": measure_gold(options.gold),
            "growth": measure_growth(options.mentions, say=say),
        }
    return answer | _of_folders(options, wanted) | _of_grown(options, wanted)


def _of_folders(options: argparse.Namespace, wanted: Sequence[str]) -> dict[str, Any]:
    """Measure what is asked of whole folders."""
    answer: dict[str, Any] = {}
    if "scale" in wanted:
        from engine.measure.scale import measure_scale

        answer["scale"] = measure_scale(options.files, say=say, models_root=options.models)
    if "graph" in wanted:
        from engine.measure.graph_scale import measure_graph

        with tempfile.TemporaryDirectory() as scratch:
            answer["graph"] = measure_graph(options.entities, Path(scratch), say=say)
    if "progress" in wanted:
        from engine.measure.time_left import measure_time_left

        say("indexing, to see how true the time left is")
        answer["progress"] = measure_time_left(options.folder, models_root=options.models)
    if "reading" in wanted:
        from engine.measure.reading import measure_reading

        say("reading by format")
        answer["reading"] = measure_reading(options.folder)
    return answer


def _of_grown(options: argparse.Namespace, wanted: Sequence[str]) -> dict[str, Any]:
    """Measure what is asked of libraries grown to a size."""
    from engine.measure.corpus import real_passages

    answer: dict[str, Any] = {}
    if "search" in wanted:
        from engine.measure.searching import SIZES, measure_search

        say("measuring search")
        passages = real_passages(options.data, RESOURCES / "sample", n=20_000)
        sizes = SIZES if options.passages is None else [options.passages]
        answer["search"] = measure_search(passages, sizes=sizes, models_root=options.models, say=say)
    if "vectors" in wanted:
        from engine.measure.vector_search import N_SEEDS, measure_vectors

        say(f"embedding {N_SEEDS} passages")
        encoder = ModelShelf(Models(), models_root=options.models).encoder
        seeds = encoder.encode(real_passages(options.data, RESOURCES / "sample", n=N_SEEDS))
        n_passages = options.passages or 10_000
        answer["vectors"] = measure_vectors(n_passages, seeds=seeds, model_id=encoder.id, say=say)
    return answer


def _retrieval(options: argparse.Namespace) -> list[dict[str, Any]]:
    from engine.language.catalog import find_model
    from engine.language.encoder import load_encoder
    from engine.measure.retrieval import measure_retrieval

    say("measuring retrieval")
    encoder = ModelShelf(Models(), models_root=options.models).encoder
    plain = load_encoder(find_model(options.plain, root=options.models)) if options.plain else None
    return measure_retrieval(options.data, encoder=encoder, plain=plain)


def render(answer: dict[str, Any]) -> str:
    """Say the same for people."""
    lines: list[str] = []
    for name, row in answer.get("start", {}).items():
        lines.append(f"start      {name:<8} {row['seconds']:>7.3f} s {row['memory_mib']:>8.1f} MiB")
    if row := answer.get("indexing"):
        lines.append(
            f"indexing   {row['index_tokens_per_s']} tokens/s: {row['ratio_to_encoder']} of the bare "
            f"encoder's {row['encoder_tokens_per_s']}, {row['ratio_to_both_models']} of encoder, then tagger"
        )
    for row in answer.get("search", []):
        lines.append(
            f"search     {row['passages']:>6} passages: p50 {row['search']['p50_ms']} ms, "
            f"p95 {row['search']['p95_ms']} ms; raw text {row['raw_text']['p50_ms']}, "
            f"raw vectors {row['raw_vector']['p50_ms']}, embedding the query {row['embed_query']['p50_ms']}; "
            f"{row['ratio_to_parts']} of their sum; with filters p50 {row['filtered']['p50_ms']}, "
            f"p95 {row['filtered']['p95_ms']}; peak {row['peak_mib']} MiB"
        )
    if vectors := answer.get("vectors"):
        from engine.measure.vector_search import describe

        lines += describe(vectors)
    for row in answer.get("recognition", []):
        lines.append(f"recognition {row['corpus']:<20} " + row["text"])
    for row in answer.get("tagging", []):
        lines.append(f"tagging     {row['tagger']:<10} {row['language']} " + row["text"])
    for row in answer.get("teaching", []):
        lines.append(f"teaching    {row['domain']:<8} {row['way']:<9} " + row["text"])
    for row in answer.get("ocr", []):
        lines.append(
            f"ocr        {row['group']:<4} {row['picture']:<30} {row['n_errors']:>4} of {row['n_chars']:>5} "
            f"characters wrong ({row['accuracy']:.2%} right), {row['seconds']} s"
        )
    lines += [f"retrieval   {row['task']:<20} " + row["text"] for row in answer.get("retrieval", [])]
    return "\n".join([*lines, *_render_folders(answer)])


def _render_folders(answer: dict[str, Any]) -> list[str]:
    lines: list[str] = []
    if row := answer.get("scale"):
        from engine.measure.scale import describe

        lines += describe(row)
    if row := answer.get("graph"):
        from engine.measure.graph_scale import describe as describe_graph

        lines += describe_graph(row)
    if row := answer.get("progress"):
        at = ", ".join(f"{moment} {_signed(error)}" for moment, error in row["at"].items())
        lines.append(
            f"progress   {row['files']} files, {row['seconds']} s: the end foretold at {at}; "
            f"worst after the first tenth {_signed(row['worst'])}, "
            f"{_signed(row['worst_of_left'])} of what was left; processor s by quarter {row['cpu_s']}"
        )
    if rows := answer.get("reading"):
        from engine.measure.reading import HEADING, describe_row

        lines += [HEADING, *map(describe_row, rows)]
    return lines


def _signed(error: float | None) -> str:
    return "unknown" if error is None else f"{error:+.0%}"
