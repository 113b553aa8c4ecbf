"""Does teaching pay? A simulated person corrects a library, the model learns, and is measured.

The texts are sentences of a special subject with a label that the shipped tagger does not know (see
``engine.measure.domains``). They are written as files and indexed; the person labels every span of a
sentence before the next, until the corrections are used up. Then, all through ``Library``:

- *taught*: train on the corrections; F1 on other sentences of the subject and on the base set;
- *noise*: as many corrections at random places; the gate must refuse what comes of them;
- *rolled back*: after going back, predictions equal those before.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from engine.library import Library
from engine.measure.domains import domain_texts
from engine.settings import Settings
from engine.teaching import LabelledSpan, LabelledText, RunReport, TrainingOptions
from engine.training.verdict.evaluate import Evaluation, evaluate_texts, find_spans

_N_HELD_OUT = 400
_N_FILES = 20
Say = Callable[[str], None]


WAYS = {
    "full": TrainingOptions(),
    "lora": TrainingOptions(method="lora"),
    "adalora": TrainingOptions(method="adalora"),
    "prefix": TrainingOptions(method="prefix"),
    "prompt": TrainingOptions(method="prompt"),
    "adapter": TrainingOptions(method="adapter"),
    "fgm": TrainingOptions(plan={"adversarial": 0.5}),
    "augment": TrainingOptions(n_versions=2),
    "patience": TrainingOptions(plan={"patience": 3}),
    "search": TrainingOptions(n_attempts=6),
    "adapt": TrainingOptions(adapts=True),
    "selftrain": TrainingOptions(self_trains=True),
}
"""Ways of learning from the same corrections."""


def measure_teaching(
    domain: str,
    data: Path,
    *,
    n_corrections: int = 100,
    ways: Sequence[str] = ("full",),
    models_root: Path | None = None,
    base_set: Path | None = None,
    say: Say = lambda line: None,
) -> list[dict[str, Any]]:
    """Return one row a way of learning, and one for noise if ``full`` is among them."""
    texts = domain_texts(domain, data)
    held_out, pool = texts[:_N_HELD_OUT], texts[_N_HELD_OUT:]
    rows = []
    for way in [way for way in WAYS if way in ways]:
        for is_noise in (False, True) if way == "full" else (False,):
            say(f"{domain}: {'noise' if is_noise else way}")
            with tempfile.TemporaryDirectory() as folder:
                session = _Session(Path(folder), models_root, base_set, pool, held_out)
                row = session.run(WAYS[way], n_corrections, is_noise=is_noise)
            rows.append({"domain": domain, "way": "noise" if is_noise else way, **row})
            rows[-1]["text"] = _sentence(rows[-1])
    return rows


class _Session:
    """A fresh library of a domain's texts, and the person who corrects it."""

    def __init__(
        self,
        folder: Path,
        models_root: Path | None,
        base_set: Path | None,
        pool: Sequence[LabelledText],
        held_out: Sequence[LabelledText],
    ) -> None:
        self._folder = folder
        self._models_root = models_root
        self._base_set = base_set
        self._pool = pool
        self._held_out = held_out
        self._files = folder / "files"
        self._files.mkdir()
        for number in range(_N_FILES):
            body = "\n\n".join(text.text for text in pool[number::_N_FILES])
            (self._files / f"{number:02}.txt").write_text(body, "utf-8")

    def run(self, options: TrainingOptions, n_corrections: int, *, is_noise: bool) -> dict[str, Any]:
        settings = Settings()
        path = self._folder / "library.satchel"
        with Library.open(path, settings=settings, models_root=self._models_root) as library:
            library.add_folder(self._files)
            library.index()
            if self._base_set is not None:
                library.learning.base_set = self._base_set
            n_made = self._correct(library, n_corrections, is_noise=is_noise)
            before, found_before = self._measure(library)
            started = time.perf_counter()
            report = library.learning.train(
                options=options,
            )
            seconds = time.perf_counter() - started
            after, _ = self._measure(library)
            row = _row(report, before, after) | {"corrections": n_made, "seconds": round(seconds)}
            if report.verdict.is_adopted:
                library.learning.roll_back()
                row["rolls_back"] = self._measure(library)[1] == found_before
            return row

    def _measure(self, library: Library) -> tuple[Evaluation, list[list[LabelledSpan]]]:
        tag = library.models.tagger.tag
        return evaluate_texts(tag, self._held_out), find_spans(tag, self._held_out[:100])

    def _correct(self, library: Library, n_corrections: int, *, is_noise: bool) -> int:
        """Label whole sentences until ``n_corrections`` are made; return how many were."""
        rng = random.Random(3)
        n_made = 0
        for number in range(_N_FILES):
            document = library.document_at(self._files / f"{number:02}.txt")
            for text in self._pool[number::_N_FILES]:
                if n_made >= n_corrections * (number + 1) / _N_FILES:
                    break
                at = document.text.find(text.text)
                for span in text.spans if at >= 0 else ():
                    start, end = _elsewhere(span, text.text, rng) if is_noise else (span.start, span.end)
                    library.correct(document.document_id, at + start, at + end, span.label)
                    n_made += 1
        return n_made


def _elsewhere(span: LabelledSpan, text: str, rng: random.Random) -> tuple[int, int]:
    """Return a span of like length that begins and ends at no white space, anywhere in the text."""
    length = span.end - span.start
    starts = [
        at
        for at in range(len(text) - length + 1)
        if not text[at].isspace() and not text[at + length - 1].isspace()
    ]
    start = rng.choice(starts)
    return start, start + length


def _row(report: RunReport, before: Evaluation, after: Evaluation) -> dict[str, Any]:
    return {
        "f1_before": round(before.overall.f1, 4),
        "f1_after": round(after.overall.f1, 4),
        "candidate_f1": round(report.verdict.taught_after, 4),
        "base_before": round(report.verdict.base_before, 4),
        "base_after": round(report.verdict.base_after, 4),
        "verdict": report.verdict.code,
        "n_trainable": report.n_trainable,
        "memory_mib": round(report.peak_memory_bytes / 2**20),
    }


def _sentence(row: dict[str, Any]) -> str:
    back = {True: ", rolled back to the same", False: ", ROLLED BACK TO SOMETHING ELSE"}.get(
        row.get("rolls_back", ""), ""
    )
    return (
        f"{row['corrections']} corrections: F1 {row['f1_before']:.3f} -> {row['f1_after']:.3f}, base set "
        f"{row['base_before']:.3f} -> {row['base_after']:.3f}, {row['verdict']}{back}; {row['seconds']} s, "
        f"{row['n_trainable']:,} trained, {row['memory_mib']} MiB"
    )
