"""Labelled sentences of special subjects, whose labels the shipped tagger has never seen, to try teaching on.

- *code*: English (or Chinese) Python documentation; what its authors marked as code is ``CODE``;
- *cooking*: Chinese recipes; the ingredients that a recipe lists are ``INGREDIENT`` wherever it names them.

Nobody labelled these for us: the first is the authors' own markup, the second is matched by string, so a few
spans are missed. Sentences without any span are left out half the time.
"""

from __future__ import annotations

import json
import lzma
import random
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from engine.teaching import LabelledSpan, LabelledText

_PIECE = re.compile(
    r"``(?P<literal>[^`]+)``|:(?P<role>[a-zA-Z:+-]+):`(?P<target>[^`]+)`|`(?P<link>[^`<]+)(?:<[^`]*>)?`_*"
    r"|\*{1,2}(?P<stress>[^*\s](?:[^*]*[^*\s])?)\*{1,2}"
)
_PROSE_ROLES = {
    "ref",
    "pep",
    "rfc",
    "issue",
    "gh",
    "source",
    "term",
    "doc",
    "manpage",
    "abbr",
    "keyword",
    "cve",
}
_LEAST, _MOST = 50, 320
_LISTED = re.compile(r"^[-*] +([\u4e00-\u9fff]{2,8})", re.MULTILINE)
_SECTION = re.compile(r"##+ *(?:必备原料|原料)[^\n]*\n(.+?)(?=\n##|\Z)", re.DOTALL)
_STEPS = re.compile(r"##+ *(?:操作|步骤|计算)[^\n]*\n(.+)", re.DOTALL)


def domain_texts(name: str, data: Path, *, seed: int = 7, limit: int = 1200) -> list[LabelledText]:
    """Return labelled sentences of a domain of ``DOMAINS``, mixed by ``seed``."""
    rng = random.Random(seed)
    texts = {text.text: text for text in DOMAINS[name](data)}
    kept = [text for text in texts.values() if text.spans or rng.random() < 0.5]
    rng.shuffle(kept)
    return kept[:limit]


def _code(data: Path, column: int) -> Iterator[LabelledText]:
    with lzma.open(data / "parallel" / "pythondocs.tsv.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            text = read_markup(line.rstrip("\n").split("\t")[column])
            if _LEAST <= len(text.text) * (2 if column else 1) <= _MOST:
                yield text


def read_markup(source: str) -> LabelledText:
    """Take the markup out of a line of reStructuredText; what it marked as code becomes a span."""
    parts: list[str] = []
    spans: list[LabelledSpan] = []
    length = done = 0

    def add(text: str) -> None:
        nonlocal length
        parts.append(text)
        length += len(text)

    for match in _PIECE.finditer(source):
        add(source[done : match.start()])
        done = match.end()
        is_code = match["literal"] is not None or (match["role"] or "").split(":")[-1] not in {
            *_PROSE_ROLES,
            "",
        }
        shown = match["literal"] or _shown(match["target"]) or match["link"] or match["stress"] or ""
        if is_code and shown.strip() == shown and shown:
            spans.append(LabelledSpan(length, length + len(shown), "CODE"))
        add(shown)
    add(source[done:])
    return LabelledText(text="".join(parts), spans=tuple(spans), labels=("CODE",))


def _shown(target: str | None) -> str:
    """Return what a role shows: its title, or the last part of a ``~dotted.name``."""
    if not target:
        return ""
    title, _, _ = target.partition("<")
    shown = (title if title.strip() else target.strip("<>")).strip().lstrip("!")
    return shown[1:].rpartition(".")[2] if shown.startswith("~") else shown


def _cooking(data: Path) -> Iterator[LabelledText]:
    with lzma.open(data / "text_zh" / "howtocook.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            recipe = json.loads(line)["text"]
            listed, steps = _SECTION.search(recipe), _STEPS.search(recipe)
            if not listed or not steps:
                continue
            names = sorted({match[1] for match in _LISTED.finditer(listed[1])}, key=len, reverse=True)
            if not names:
                continue
            found = re.compile("|".join(map(re.escape, names)))
            for sentence in re.split(r"\n+", steps[1]):
                text = sentence.strip("-*# \t")
                if len(text) >= _LEAST // 4 and "](" not in text:
                    spans = tuple(
                        LabelledSpan(hit.start(), hit.end(), "INGREDIENT") for hit in found.finditer(text)
                    )
                    yield LabelledText(text=text, spans=spans, labels=("INGREDIENT",))


DOMAINS: Mapping[str, Callable[[Path], Iterator[LabelledText]]] = {
    "code": lambda data: _code(data, 0),
    "code_zh": lambda data: _code(data, 1),
    "cooking": _cooking,
}
