"""What the README says can be run, runs."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from real_files import ROOT

READMES = ("README.md", "README.zh-CN.md")
SLOW = {"watch", "bench"}


def commands(readme: str) -> list[list[str]]:
    lines = re.findall(
        r"^python main\.py (.+?)(?:\s{2,}#.*)?$", (ROOT / readme).read_text("utf-8"), re.MULTILINE
    )
    return [shlex.split(line, comments=True) for line in lines]


@pytest.mark.parametrize("readme", READMES)
def test_every_command_of_the_readme_works(readme: str, tmp_path: Path) -> None:
    found = commands(readme)
    assert {words[0] for words in found} >= {"index", "search", "entity", "graph", "text", "status", "doctor"}
    for words in found:
        tail = ["--help"] if words[0] in SLOW else ["--library", str(tmp_path / "x.satchel")]
        done = subprocess.run(
            [sys.executable, "main.py", *words, *tail],
            cwd=ROOT, capture_output=True, text=True, timeout=280, check=False,
        )  # fmt: skip
        assert done.returncode == 0, (words, done.stderr)
        assert done.stdout.strip()


@pytest.mark.parametrize("readme", READMES)
def test_every_path_and_link_of_the_readme_exists(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / target).exists(), target
    for code in re.findall(r"`((?:engine|gui|resources|tests|packaging)/[\w./-]*)`", text):
        assert (ROOT / code).exists(), code


def test_both_readmes_have_the_same_commands() -> None:
    assert commands(READMES[0]) == commands(READMES[1])


def test_make_targets_of_the_docs_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    for name in (*READMES, "CONTRIBUTING.md"):
        assert (
            set(re.findall(r"`?make ([a-z]+)\b(?: +[\[`#F]|`)", (ROOT / name).read_text("utf-8"))) <= targets
        )
