"""What a training run leaves on disk, so that it can be looked at and repeated.

``config.json`` says what was asked, with the fingerprint of the data and the versions of
the libraries; ``progress.jsonl`` is the curve, a line a step; ``report.json`` what
came of it; ``status`` one word. TensorBoard's event files are written on request.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from engine.teaching import LabelledText, LabelScore, RunReport, TrainingProgress, Verdict

CONFIG, PROGRESS, REPORT, STATUS = "config.json", "progress.jsonl", "report.json", "status"
_LIBRARIES = (
    "torch",
    "transformers",
    "peft",
    "optuna",
    "onnx",
    "onnxruntime",
    "tokenizers",
    "numpy",
    "seqeval",
)


class RunStatus(StrEnum):
    """How a run stands."""

    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    FAILED = "failed"


class RunFolder:
    """One run's folder; the trainer process writes the curve, its parent the rest.

    Attributes:
        path: The folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._began = time.monotonic()
        self._curve: IO[str] | None = None
        self._writer: Any = None

    @classmethod
    def create(cls, root: Path) -> RunFolder:
        """Make an empty folder under ``root`` that is named for the present moment."""
        stamp = time.strftime("%Y%m%d-%H%M%S")
        for number in range(1, 1000):
            path = root / (stamp if number == 1 else f"{stamp}-{number}")
            try:
                path.mkdir(parents=True)
            except FileExistsError:
                continue
            run = cls(path)
            run.set_status(RunStatus.RUNNING)
            return run
        raise FileExistsError(root / stamp)

    @property
    def run_id(self) -> str:
        """The run's name."""
        return self.path.name

    @property
    def age_s(self) -> float:
        """Seconds since this object was made."""
        return time.monotonic() - self._began

    @property
    def status(self) -> RunStatus:
        """How it stands; a folder without a word about it counts as failed."""
        try:
            return RunStatus((self.path / STATUS).read_text("utf-8").strip())
        except (OSError, ValueError):
            return RunStatus.FAILED

    def set_status(self, status: RunStatus) -> None:
        """Write how it stands."""
        _write(self.path / STATUS, f"{status.value}\n")

    def write_config(self, config: Mapping[str, Any]) -> None:
        """Write what was asked, and with which libraries."""
        _write_json(self.path / CONFIG, {**config, "versions": _versions()})

    def note(self, progress: TrainingProgress, *, to_tensorboard: bool = False) -> None:
        """Add a point to the curve."""
        if self._curve is None:
            self._curve = (self.path / PROGRESS).open("a", encoding="utf-8", newline="\n")
        self._curve.write(json.dumps(asdict(progress)) + "\n")
        self._curve.flush()
        if to_tensorboard and progress.loss is not None:
            if self._writer is None:
                from torch.utils.tensorboard import SummaryWriter

                self._writer = SummaryWriter(str(self.path / "tensorboard"))
            self._writer.add_scalar(f"{progress.phase}/loss", progress.loss, progress.step)

    def close(self) -> None:
        """Close the curve."""
        if self._curve is not None:
            self._curve.close()
        if self._writer is not None:
            self._writer.close()

    def write_report(self, report: RunReport, details: Mapping[str, Any]) -> None:
        """Write what came of it, and set the status to finished."""
        _write_json(self.path / REPORT, {**asdict(report), **details})
        self.set_status(RunStatus.FINISHED)

    def report(self) -> RunReport | None:
        """Return what came of it; None where nothing did."""
        try:
            stored = json.loads((self.path / REPORT).read_text("utf-8"))
            return to_report({**stored, "folder": str(self.path)})
        except (OSError, ValueError, KeyError, TypeError):
            return None


def list_runs(root: Path) -> list[RunFolder]:
    """Return the runs under ``root``, oldest first."""
    return [RunFolder(path.parent) for path in sorted(root.glob(f"*/{STATUS}"))]


def to_report(stored: Mapping[str, Any]) -> RunReport:
    """Return the report that ``asdict`` and JSON made this of; what else is in it is left aside."""
    known = {name: stored[name] for name in RunReport.__dataclass_fields__}
    known["verdict"] = Verdict(**stored["verdict"])
    known["by_label"] = {label: LabelScore(**row) for label, row in stored["by_label"].items()}
    return RunReport(**known)


def fingerprint(texts: Iterable[LabelledText]) -> str:
    """Return the SHA-256 of all texts and spans, whatever their order."""
    rows = sorted(
        json.dumps([text.text, [[s.start, s.end, s.label] for s in text.spans], sorted(text.labels)])
        for text in texts
    )
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for name in _LIBRARIES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def _write_json(path: Path, value: Mapping[str, Any]) -> None:
    _write(path, json.dumps(value, indent=2, ensure_ascii=False, default=str) + "\n")


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f"{path.name}.new")
    draft.write_text(text, encoding="utf-8", newline="\n")
    draft.replace(path)
