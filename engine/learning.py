"""What one library learns: training runs, the gate, model versions and the way back.

Nothing changes until a run has ended well and its candidate has passed the gate:
then the candidate's folder is moved into place and its name is written in one
transaction. Documents are understood again by whichever model is in use.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any, Final

from engine.errors import (
    Cancelled,
    ModelUnsupported,
    NoEarlierVersion,
    TrainingUnderWay,
    VersionUnknown,
)
from engine.language.catalog import ModelCard
from engine.language.sentences import sentences
from engine.models import RESOURCES, ModelShelf
from engine.settings import Settings
from engine.store import models as versions
from engine.store.connection import Store
from engine.store.passages import sample_texts
from engine.teaching import LabelledText, ModelRow, RunReport, TrainingOptions, TrainingProgress
from engine.training.course import Course, Outcome, new_labels
from engine.training.material.base_set import NAME as BASE_SET
from engine.training.material.base_set import read_base_set
from engine.training.material.corpora.read import read_texts
from engine.training.network.extra import NETWORK, need
from engine.training.network.plan import Plan
from engine.training.suited import suited_plan
from engine.training.taught import Taught, gather
from engine.training.tracking import RunFolder, RunStatus, fingerprint, list_runs
from engine.training.trainer import train
from engine.training.verdict.evaluate import Evaluation, evaluate_texts
from engine.training.verdict.scoring import labels_of, stated

RUNS: Final = "runs"
_CANDIDATE: Final = "candidate"
_EXTRA: Final = (*NETWORK, "optimum", "onnx", "seqeval")
_N_UNLABELLED: Final = 600
DEFAULTS: Final = TrainingOptions()

OnProgress = Callable[[TrainingProgress], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """What a run would learn from: told before it begins."""

    n_texts: int
    n_train: int
    n_held_out: int
    labels: tuple[str, ...]
    new_labels: tuple[str, ...]
    base_model: str
    n_steps: int
    method: str


class Learning:
    """Training and model versions of one library; one run at a time.

    Attributes:
        base_set: Folder of the sentences that keep a taught model honest.
    """

    def __init__(
        self,
        store: Store,
        shelf: ModelShelf,
        settings: Settings,
        *,
        on_change: Callable[[], None] = lambda: None,
        base_set: Path | None = None,
    ) -> None:
        self.base_set = base_set or RESOURCES / BASE_SET
        self._store = store
        self._shelf = shelf
        self._settings = settings
        self._on_change = on_change
        self._training = threading.Lock()

    # Training

    def train(
        self,
        *,
        corpora: Sequence[Path] = (),
        options: TrainingOptions = DEFAULTS,
        on_progress: OnProgress = lambda progress: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> RunReport:
        """Teach the model in use what was corrected and what ``corpora`` hold; adopt what passes the gate.

        Args:
            corpora: Labelled files; each is refused whole or taken whole.
            options: How.
            on_progress: Told of each phase, and of steps at most ten times a second.
            cancelled: Asked twenty times a second.

        Raises:
            TrainingExtraMissing: What training needs is not installed.
            TrainingUnderWay: Another run of this library has not ended.
            CorpusInvalid: A corpus breaks its format; nothing was changed.
            PlanInvalid: The options name no choice of a plan, or a value out of its bounds.
            TooFewExamples: There is too little to learn from and to judge by.
            ModelUnsupported: The model in use is of a kind that was brought along and cannot be taught.
            TrainerDied: The training process ended by itself; nothing was changed.
            Cancelled: ``cancelled`` turned true; nothing was changed.
        """
        need(*_EXTRA)
        if not self._training.acquire(blocking=False):
            raise TrainingUnderWay
        try:
            on_progress(TrainingProgress(phase="preparing", step=0, n_steps=0, loss=None, left_s=None))
            taught = self._taught(corpora)
            course = self._course(taught, self._plan(taught.texts, options), options)
            with self._run(course, taught.texts) as run:
                course = replace(course, run_id=run.run_id, draft=run.path / _CANDIDATE)
                outcome, peak = train(course, run.path, on_progress=on_progress, cancelled=cancelled)
                return self._finish(run, course, outcome, peak)
        finally:
            self._training.release()

    def lessons(self, *, corpora: Sequence[Path] = (), options: TrainingOptions = DEFAULTS) -> Lessons:
        """Return what ``train`` would learn from; nothing is trained.

        Raises:
            CorpusInvalid: A corpus breaks its format.
            PlanInvalid: As for ``train``.
            TooFewExamples: There is too little.
        """
        taught = self._taught(corpora)
        plan = self._plan(taught.texts, options)
        parts = taught.parts(plan.seed)
        base = self._shelf.tagger_card
        return Lessons(
            n_texts=len(parts.train) + len(parts.held_out),
            n_train=len(parts.train),
            n_held_out=len(parts.held_out),
            labels=labels_of(parts.held_out),
            new_labels=new_labels(base, parts.train),
            base_model=base.id,
            n_steps=plan.max_steps,
            method=plan.method.value,
        )

    def runs(self) -> tuple[RunReport, ...]:
        """Return what came of every run that ended, oldest first."""
        reports = (run.report() for run in list_runs(self._runs_root))
        return tuple(report for report in reports if report is not None)

    # Versions

    def models(self) -> tuple[ModelRow, ...]:
        """Return every sound model, the shipped ones first."""
        return self._shelf.rows()

    def use(self, name: str) -> None:
        """Let model ``name`` tag from now on; every document is understood again.

        Raises:
            VersionUnknown: There is no such tagger.
            ModelCorrupt: It is damaged.
        """
        self._use(self._tagger_named(name))

    def roll_back(self) -> str:
        """Go back to the tagger that was in use before this one, and return its name.

        Raises:
            NoEarlierVersion: This is the first one.
            ModelError: The earlier one is gone or damaged; nothing was changed.
        """
        with self._store.write() as db:
            names = versions.taggers(db)
            if len(names) < 2:
                raise NoEarlierVersion(name=self._shelf.tagger_card.name)
            card = self._shelf.find(names[-2])
            versions.set_taggers(db, names[:-1])
        self._shelf.use_tagger(card)
        self._on_change()
        return card.name

    # Figures

    def evaluate(self, corpus: Path, *, name: str | None = None) -> Evaluation:
        """Let a tagger, the one in use unless named, read a labelled file, and score it.

        Raises:
            CorpusInvalid: The file breaks its format.
            VersionUnknown: There is no such model.
            TrainingExtraMissing: seqeval is not installed.
        """
        need("seqeval")
        from engine.annotate.tag import load_tagger

        texts = stated(list(read_texts(corpus)))
        models = self._settings.models
        card = self._tagger_named(name) if name else self._shelf.tagger_card
        tagger = load_tagger(card, device=models.device, n_threads=models.n_threads)
        return evaluate_texts(tagger.tag, texts)

    def measure(self, *, names: Sequence[str] = ()) -> dict[str, dict[str, Any]]:
        """Measure taggers on this computer, each in a fresh process: F1 on the base set, speed, memory.

        Raises:
            VersionUnknown: There is no tagger of one of these names.
            TrainingExtraMissing: seqeval is not installed.
        """
        need("seqeval")
        from engine.measure.taggers import measure_tagger

        wanted = names or [row.name for row in self.models() if row.kind == "tagger"]
        return {name: measure_tagger(self._tagger_named(name), self.base_set) for name in wanted}

    # Inside

    @property
    def _own_root(self) -> Path:
        assert self._shelf.own_root is not None
        return self._shelf.own_root

    @property
    def _runs_root(self) -> Path:
        return self._own_root / RUNS

    def _taught(self, corpora: Sequence[Path]) -> Taught:
        with self._store.read() as db:
            return gather(db, corpora, known=self._shelf.tagger_card.labels)

    def _plan(self, texts: Sequence[LabelledText], options: TrainingOptions) -> Plan:
        n_threads = self._settings.models.n_threads
        return suited_plan(self._shelf.tagger_card, texts, options, n_threads=n_threads)

    def _course(self, taught: Taught, plan: Plan, options: TrainingOptions) -> Course:
        parts = taught.parts(plan.seed)
        read_base_set(self.base_set)  # its absence is told before a process is started
        base = self._shelf.tagger_card
        if base.architecture != "bert" or base.tags or not base.reads_case:
            raise ModelUnsupported(
                name=base.name, detail="only the shipped taggers and what came of them learn"
            )
        return Course(
            base=base,
            name=self._next_name(base.name),
            draft=Path(),
            run_id="",
            parts=parts,
            base_set=self.base_set,
            lexicons=RESOURCES / "lexicons",
            plan=plan,
            options=options,
            unlabelled=self._unlabelled(plan.seed) if options.adapts or options.self_trains else (),
        )

    def _unlabelled(self, seed: int) -> tuple[str, ...]:
        with self._store.read() as db:
            passages = sample_texts(db, _N_UNLABELLED, seed=seed)
        found = (text[span.start : span.end].strip() for text in passages for span in sentences(text))
        return tuple(dict.fromkeys(sentence for sentence in found if sentence))

    def _next_name(self, base: str) -> str:
        stem, _, number = base.rpartition("-")
        stem = stem if stem and number.isdecimal() else base
        taken = {row.name for row in self._shelf.rows()} | {path.name for path in self._own_root.glob("*")}
        return next(name for at in count(2) if (name := f"{stem}-{at}") not in taken)

    @contextmanager
    def _run(self, course: Course, texts: Sequence[LabelledText]) -> Iterator[RunFolder]:
        """Keep a run's folder true to how the run stands, whatever ends it."""
        self._sweep()
        run = RunFolder.create(self._runs_root)
        try:
            run.write_config(
                {
                    "base_model": course.base.id,
                    "method": course.plan.method.value,
                    "seed": course.plan.seed,
                    "plan": course.plan.to_json(),
                    "options": asdict(course.options),
                    "data": fingerprint(texts),
                    "n_train": len(course.parts.train),
                    "n_held_out": len(course.parts.held_out),
                }
            )
            yield run
        except BaseException as error:
            is_cancelled = isinstance(error, Cancelled | KeyboardInterrupt)
            run.set_status(RunStatus.CANCELLED if is_cancelled else RunStatus.FAILED)
            raise

    def _sweep(self) -> None:
        """Call runs failed that a killed process left behind, and throw their candidates away."""
        for run in list_runs(self._runs_root):
            if run.status is RunStatus.RUNNING:
                shutil.rmtree(run.path / _CANDIDATE, ignore_errors=True)
                run.set_status(RunStatus.FAILED)

    def _finish(self, run: RunFolder, course: Course, outcome: Outcome, peak_memory_bytes: int) -> RunReport:
        """Adopt the candidate or throw it away, and write down what came of the run."""
        verdict = outcome.verdict
        if verdict.is_adopted:
            target = self._own_root / course.name
            course.draft.replace(target)
            self._use(self._shelf.find(target.name))
        else:
            shutil.rmtree(course.draft, ignore_errors=True)
        report = RunReport(
            run_id=run.run_id,
            folder=str(run.path),
            method=course.plan.method.value,
            base_model=course.base.id,
            candidate=outcome.card.id,
            n_examples=len(course.parts.train),
            n_held_out=len(course.parts.held_out),
            seconds=round(run.age_s, 1),
            n_trainable=outcome.n_trainable,
            peak_memory_bytes=peak_memory_bytes,
            verdict=verdict,
            by_label=outcome.by_label,
        )
        run.write_report(report, outcome.details)
        return report

    def _use(self, card: ModelCard) -> None:
        with self._store.write() as db:
            names = versions.taggers(db) or (self._shelf.tagger_card.name,)
            if names[-1] != card.name:
                versions.set_taggers(db, (*names, card.name))
        self._shelf.use_tagger(card)
        self._on_change()

    def _tagger_named(self, name: str) -> ModelCard:
        known = [row.name for row in self.models() if row.kind == "tagger"]
        if name not in known:
            raise VersionUnknown(name=name, known=known)
        return self._shelf.find(name)
