"""Questions with the texts that answer them, to measure retrieval on.

- DRCD, CMRC 2018: Chinese questions, the paragraph that holds the answer;
- across: an English line finds the Chinese paragraph that says it, and the reverse, among held-out pairs;
- CACM: 64 queries, judged abstracts; and titles as queries for their own abstracts;
- notes: the titles of English notes as queries for the notes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.measure.parallel import Pair, read_parallel

_CACM_FIELD = re.compile(r"^\.([A-Z])\s*(\d*)", re.MULTILINE)
_N_ACROSS, _RUN_LINES = 1000, 2
_LEAST_NOTE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Questions, texts, and the numbers of the texts that answer each question."""

    name: str
    questions: tuple[str, ...]
    texts: tuple[str, ...]
    right: tuple[frozenset[int], ...]


def _drcd(data: Path) -> Iterator[Task]:
    yield _from_squad("drcd", data / "qa" / "DRCD_dev.json")


def _cmrc(data: Path) -> Iterator[Task]:
    yield _from_squad("cmrc", data / "qa" / "cmrc2018_trial.json")


def _from_squad(name: str, path: Path) -> Task:
    texts: dict[str, int] = {}
    questions: list[str] = []
    right: list[frozenset[int]] = []
    for article in json.loads(path.read_text("utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            number = texts.setdefault(paragraph["context"], len(texts))
            for question in paragraph["qas"]:
                questions.append(question["question"])
                right.append(frozenset([number]))
    return Task(name=name, questions=tuple(questions), texts=tuple(texts), right=tuple(right))


def _across(data: Path) -> Iterator[Task]:
    parallel = read_parallel(data / "parallel")
    runs = [
        block[at : at + _RUN_LINES] for block in parallel.held_out for at in range(0, len(block), _RUN_LINES)
    ]
    runs += [(pair,) for pair in parallel.held_out_everyday]
    runs = [run for run in runs if any(len(english) > 25 for english, _ in run)]
    step = max(1, len(runs) // _N_ACROSS)
    chosen = runs[::step][:_N_ACROSS]
    yield _translated("across_en_zh", chosen, asked=0, sought=1)
    yield _translated("across_zh_en", chosen, asked=1, sought=0)


def _translated(name: str, runs: Sequence[Sequence[Pair]], *, asked: int, sought: int) -> Task:
    longest = [max(run, key=lambda pair: len(pair[0])) for run in runs]
    texts = [(" " if sought == 0 else "").join(pair[sought] for pair in run) for run in runs]
    return Task(
        name=name,
        questions=tuple(pair[asked] for pair in longest),
        texts=tuple(texts),
        right=tuple(frozenset([number]) for number in range(len(texts))),
    )


def _cacm(data: Path) -> Iterator[Task]:
    folder = data / "retrieval" / "cacm"
    entries = list(_cacm_entries(folder / "cacm.all"))
    titles = [entry.get("T", "") for entry in entries]
    abstracts = [entry.get("W", "") for entry in entries]
    numbers = {entry["I"]: at for at, entry in enumerate(entries)}
    judged: dict[str, set[int]] = {}
    for line in (folder / "qrels.text").read_text("utf-8").splitlines():
        query, document = line.split()[:2]
        judged.setdefault(str(int(query)), set()).add(numbers[str(int(document))])
    queries = list(_cacm_entries(folder / "query.text"))
    yield Task(
        name="cacm",
        questions=tuple(query.get("W", "") for query in queries),
        texts=tuple(f"{title}\n{text}".strip() for title, text in zip(titles, abstracts, strict=True)),
        right=tuple(frozenset(judged.get(query["I"], ())) for query in queries),
    )
    told = [(title, text) for title, text in zip(titles, abstracts, strict=True) if text and title]
    yield _named("cacm_titles", told)


def _cacm_entries(path: Path) -> Iterator[dict[str, str]]:
    text = path.read_text("latin-1")
    entry: dict[str, str] = {}
    marks = list(_CACM_FIELD.finditer(text))
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        if mark[1] == "I":
            if entry:
                yield entry
            entry = {"I": mark[2]}
        else:
            body = text[mark.end() : following.start() if following else len(text)]
            entry.setdefault(mark[1], " ".join(body.split()))
    if entry:
        yield entry


def _notes(data: Path) -> Iterator[Task]:
    folder = data / "documents" / "vault_obsidian_help" / "en"
    paths = sorted(folder.rglob("*.md"))
    if not paths:
        raise FileNotFoundError(2, "no notes", str(folder))
    notes = [(path.stem, path.read_text("utf-8")) for path in paths]
    yield _named("note_titles", [(title, text) for title, text in notes if len(text) >= _LEAST_NOTE])


def _named(name: str, titled: Sequence[tuple[str, str]]) -> Task:
    titles, texts = zip(*titled, strict=True)
    right = tuple(frozenset([number]) for number in range(len(texts)))
    return Task(name=name, questions=titles, texts=texts, right=right)


TASKS: Mapping[str, Callable[[Path], Iterator[Task]]] = {
    "drcd": _drcd, "cmrc": _cmrc, "across": _across, "cacm": _cacm, "notes": _notes,
}  # fmt: skip
