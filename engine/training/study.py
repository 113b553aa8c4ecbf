"""From a course to a trained network: what it reads, in which order, by which plan.

Half of what the network sees is what was taught, the other half replay from the base set,
so that it does not forget (Robins, "Catastrophic forgetting, rehearsal and pseudorehearsal", 1995); in
both it is held to what it said rightly before (see ``losses.kept_loss``).
Where training is to stop early, or settings are to be searched, a part of what is taught is set aside
to watch by; the texts that the gate judges by are never seen.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from engine.annotate.gazetteer import Gazetteer
from engine.annotate.tag import load_tagger
from engine.language.catalog import ModelCard
from engine.language.runtime import N_SPECIAL
from engine.language.tokens import load_tokenizer, tokenise_as
from engine.teaching import LabelledText, TrainingProgress
from engine.training.course import Cancelled, Course, OnProgress, new_labels, phase
from engine.training.material.augment import augment, read_lexicon
from engine.training.material.base_set import BaseSet, without_conflicts
from engine.training.material.selftrain import label_surely
from engine.training.material.split import set_aside
from engine.training.network.adapt import MASK, adapt
from engine.training.network.blend import State, copy_state
from engine.training.network.examples import Example, TargetTable, make_text_examples
from engine.training.network.finetune import finetune
from engine.training.network.judging import make_judge
from engine.training.network.loop import Judge, Progress
from engine.training.network.plan import Method, Plan
from engine.training.network.tune import tune

TAUGHT, REPLAYED, GUESSED = range(3)
"""Numbers of the sources, so that only like is joined to like."""
_MOST_GUESSES: Final = 400
_ADAPTING_RATE, _ADAPTING_STEPS = 1e-4, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """A trained network.

    Attributes:
        network: Plain, as it came out of the training.
        before: Its weights before.
        n_trainable: How many numbers learnt.
        details: What goes into the report.
    """

    network: Any
    before: State
    n_trainable: int
    details: Mapping[str, Any]


def study(course: Course, base_set: BaseSet, on_progress: OnProgress, cancelled: Cancelled) -> Learnt:
    """Train the base of ``course`` as its plan and options say.

    Raises:
        Cancelled: ``cancelled`` turned true.
        EngineError: The model is missing or damaged, or there is nothing to learn from.
    """
    desk = _Desk(course, base_set, on_progress, cancelled)
    plan, details = desk.find_plan()
    network = desk.fresh_network()
    before = copy_state(network)
    if course.options.adapts and course.unlabelled:
        network = _adapt(course, network, on_progress, cancelled)
    clock = _Clock("training", network, on_progress)
    learnt = finetune(
        network,
        desk.examples,
        desk.table,
        plan,
        former=desk.former,
        judge=desk.judge if plan.patience else None,
        on_progress=clock.tell,
        cancelled=cancelled,
    )
    return Learnt(network=learnt, before=before, n_trainable=clock.n_trainable, details=details)


def mix(taught: Sequence[Example], replay: Sequence[Example]) -> list[Example]:
    """Repeat what is taught until there is about as much of it as of the replay."""
    n_repeats = max(1, round(len(replay) / max(1, len(taught))))
    return [*list(taught) * n_repeats, *replay]


class _Desk:
    """All that is learnt from, read once.

    Attributes:
        former: The base's network, with our tags.
        table: Complete: all examples were made with it.
        examples: What is learnt from.
        judge: Says how good a network is on what was set aside.
    """

    def __init__(
        self, course: Course, base_set: BaseSet, on_progress: OnProgress, cancelled: Cancelled
    ) -> None:
        self._course, self._on_progress, self._cancelled = course, on_progress, cancelled
        added = new_labels(course.base, course.parts.train)
        self._labels = (*course.base.labels, *added)
        self._tokenise = tokenise_as(course.base)
        self.former = _read_network(course.base)
        self.table = TargetTable(self._labels)
        taught: Sequence[LabelledText] = course.parts.train
        watched: Sequence[LabelledText] = ()
        if course.plan.patience or course.options.n_attempts:
            taught, watched = set_aside(course.parts.train, seed=course.plan.seed)
        beside = self._read(without_conflicts(base_set.replay, course.parts.train, added), REPLAYED)
        if course.options.self_trains:
            on_progress(phase("guessing"))
            beside += self._read(
                without_conflicts(_guesses(course, cancelled), course.parts.train, added), GUESSED
            )
        self.examples = mix(self._read((*taught, *_versions(course, taught)), TAUGHT), beside)
        self.judge = self._judge(self._read(watched, TAUGHT))

    def fresh_network(self) -> Any:
        """Return the base's network with a head for all labels."""
        from engine.training.network.heads import with_labels

        return with_labels(copy.deepcopy(self.former), self._labels)

    def find_plan(self) -> tuple[Plan, dict[str, Any]]:
        """Return the course's plan or, where it asks for a search, the best one found, and what was tried."""
        plan, options = self._course.plan, self._course.options
        if not options.n_attempts or self.judge is None:
            return plan, {}
        clock = _Clock("searching", None, self._on_progress, n_rounds=options.n_attempts)
        found = tune(
            self.fresh_network,
            self.examples,
            self.table,
            replace(plan, judge_every=max(1, min(plan.judge_every, plan.max_steps // 4))),
            self.judge,
            former=self.former,
            n_attempts=options.n_attempts,
            seconds=options.search_s or None,
            on_progress=clock.tell_round,
            cancelled=self._cancelled,
        )
        tried = [
            {"plan": attempt.plan.to_json(), "score": attempt.score, "is_whole": attempt.is_whole}
            for attempt in found.attempts
        ]
        return replace(found.best, judge_every=plan.judge_every), {"search": tried}

    def _read(self, texts: Sequence[LabelledText], number: int) -> list[Example]:
        return make_text_examples(
            texts,
            tokenise=self._tokenise,
            table=self.table,
            number=number,
            max_tokens=self._course.base.max_tokens - N_SPECIAL,
        )

    def _judge(self, watched: Sequence[Example]) -> Judge | None:
        if not watched:
            return None
        plan = self._course.plan
        return make_judge(watched, self.table, special=plan.special, cancelled=self._cancelled)


def _read_network(base: ModelCard) -> Any:
    from engine.language.cuda import load_network
    from engine.training.network.heads import with_our_tags

    network = load_network(base)
    return with_our_tags(network, base.tags) if base.tags else network


def _versions(course: Course, taught: Sequence[LabelledText]) -> list[LabelledText]:
    """Return the taught texts with other names in them, as often as the options say."""
    if not course.options.n_versions:
        return []
    return augment(
        taught,
        lexicon=read_lexicon(course.lexicons),
        n_versions=course.options.n_versions,
        seed=course.plan.seed,
    )


def _guesses(course: Course, cancelled: Cancelled) -> list[LabelledText]:
    """Return sentences of the library as the base is sure to read them; none that is taught or held out."""
    taught = {text.text for text in (*course.parts.train, *course.parts.held_out)}
    return label_surely(
        [text for text in course.unlabelled if text not in taught],
        load_tagger(course.base, device="cpu", n_threads=course.plan.n_threads).tag,
        Gazetteer.load(course.lexicons),
        labels=course.base.labels,
        n_most=_MOST_GUESSES,
        seed=course.plan.seed,
        cancelled=cancelled,
    )


def _adapt(course: Course, network: Any, on_progress: OnProgress, cancelled: Cancelled) -> Any:
    plan = replace(
        course.plan,
        method=Method.FULL,
        learning_rate=_ADAPTING_RATE,
        max_steps=min(course.plan.max_steps, _ADAPTING_STEPS),
    )
    clock = _Clock("adapting", network, on_progress)
    return adapt(
        network,
        course.unlabelled,
        plan,
        tokenise=tokenise_as(course.base),
        mask_id=load_tokenizer(course.base.tokenizer).token_to_id(MASK),
        on_progress=clock.tell,
        cancelled=cancelled,
    )


class _Clock:
    """Turns the steps of one phase into progress with the time left; counts what learns on the first.

    A phase of several rounds counts the steps of all; a round may end early, so the end may come sooner.
    """

    def __init__(self, name: str, network: Any, on_progress: OnProgress, *, n_rounds: int = 1) -> None:
        self.n_trainable = 0
        self._name = name
        self._network = network
        self._on_progress = on_progress
        self._n_rounds = n_rounds
        self._began: tuple[int, float] | None = None

    def tell(self, progress: Progress) -> None:
        """Pass on one step."""
        self.tell_round(0, progress)

    def tell_round(self, number: int, progress: Progress) -> None:
        """Pass on one step of a round; the first, which is slower than all others, is no measure."""
        step = number * progress.max_steps + progress.step
        n_steps = self._n_rounds * progress.max_steps
        left_s = None
        if self._began is None:
            self._began = step, time.monotonic()
            if self._network is not None:
                self.n_trainable = sum(p.numel() for p in self._network.parameters() if p.requires_grad)
        elif step > self._began[0]:
            each_s = (time.monotonic() - self._began[1]) / (step - self._began[0])
            left_s = each_s * (n_steps - step)
        self._on_progress(
            TrainingProgress(
                phase=self._name,
                step=step,
                n_steps=n_steps,
                loss=round(progress.loss, 6),
                left_s=None if left_s is None else round(left_s, 1),
            )
        )
