"""``corpus check FILE...`` and ``corpus convert FILE OUT --to FORM``: labelled corpora of other tools."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine.cli.sentences import sentence
from engine.errors import EngineError
from engine.training.material.corpora.read import FORMS, check, read_texts
from engine.training.material.corpora.write import write_texts

HELP = "check labelled corpora of other tools, or convert one"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    checking = actions.add_parser("check", help="say what each corpus holds, or what is wrong with it")
    checking.add_argument("paths", nargs="+", type=Path, metavar="FILE", help="a file, or a folder of brat's")
    converting = actions.add_parser("convert", help="write a corpus in another format")
    converting.add_argument("path", type=Path, metavar="FILE", help="a file, or a folder of brat's")
    converting.add_argument("out", type=Path, metavar="OUT", help="the file to write; for brat, a new folder")
    converting.add_argument("--to", required=True, choices=FORMS, help="the format to write")
    for child in (checking, converting):
        child.add_argument("--form", choices=FORMS, help="the format of FILE, where it is not recognised")
        # May also stand at the end, where people write it.
        child.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Return what each corpus holds; the exit status is 1 when one is refused."""
    if options.action == "convert":
        return _convert(options)
    corpora = [_check(path, options.form) for path in options.paths]
    return {"corpora": corpora, "exit_status": 0 if all(corpus["ok"] for corpus in corpora) else 1}


def render(answer: dict[str, Any]) -> str:
    """Say the same for people."""
    lines = []
    for corpus in answer["corpora"]:
        if not corpus["ok"]:
            lines.append(f"BAD  {corpus['code']}: {corpus['sentence']}")
            continue
        lines.append(
            f"ok   {corpus['path']}: {corpus['form']}, {corpus['n_texts']} texts, {corpus['n_spans']} spans"
        )
        lines += [f"     {count:>8}  {label}" for label, count in corpus["labels"].items()]
    if "out" in answer:
        lines.append(f"Written to {answer['out']} as {answer['to']}.")
    return "\n".join(lines)


def _check(path: Path, form: str | None) -> dict[str, Any]:
    try:
        return {"path": str(path), "ok": True, **asdict(check(path, form=form))}
    except EngineError as error:
        said = {"code": error.code, "params": error.params, "sentence": sentence(error.code, error.params)}
        return {"path": str(path), "ok": False, **said}


def _convert(options: argparse.Namespace) -> dict[str, Any]:
    found = check(options.path, form=options.form)
    write_texts(read_texts(options.path, form=found.form), options.out, form=options.to)
    corpus = {"path": str(options.path), "ok": True, **asdict(found)}
    return {"corpora": [corpus], "out": str(options.out), "to": options.to}
