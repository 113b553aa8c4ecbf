"""One training run from taught texts to a candidate model and its verdict; runs in the trainer process.

Input:  a ``Course``: plain data that can cross a pipe.
Output: a whole model folder (int8 graph, half-precision weights, tokenizer, card with its
        lineage) and an ``Outcome``. Nothing outside that folder is written.

Half of what the network sees is what was taught, the other half replay from the base set,
so that it does not forget (Robins, "Catastrophic forgetting, rehearsal and pseudorehearsal", 1995).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from engine.annotate.gazetteer import Gazetteer
from engine.annotate.tag import Tagger, load_tagger
from engine.language.catalog import ModelCard, write_card
from engine.language.runtime import N_SPECIAL
from engine.language.tokens import load_tokenizer
from engine.teaching import LabelledText, LabelScore, TrainingProgress, Verdict
from engine.training.adapt import adapt
from engine.training.base_set import BaseSet, read_base_set, without_conflicts
from engine.training.blend import State, blend, copy_state
from engine.training.evaluate import evaluate_texts, find_spans
from engine.training.examples import Example, TargetTable, bio_tags, make_text_examples
from engine.training.finetune import finetune
from engine.training.gate import Trial, judge
from engine.training.loop import Progress
from engine.training.plan import Method, Plan
from engine.training.scoring import OVERALL, Spans, confusion, label_scores, labels_of
from engine.training.selftrain import label_surely
from engine.training.split import Parts

TAUGHT, REPLAYED, GUESSED = range(3)
"""Numbers of the sources, so that only like is joined to like."""
_MOST_GUESSES: Final = 400
_ADAPTING_RATE, _ADAPTING_STEPS = 1e-4, 200

_SHARES: Final = (1.0, 0.7, 0.45)
"""How much of what was learnt is kept, tried in turn while the base set gets too much worse."""

OnProgress = Callable[[TrainingProgress], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """All that one run depends on.

    Attributes:
        base: The model to go on from.
        name: What the candidate will be called.
        draft: Where it is written.
        run_id: The run it comes from.
        parts: What is taught, its labels stated.
        base_set: Folder of the base set.
        lexicons: Folder of the gazetteer's names.
        unlabelled: Sentences of the library, for ``adapts`` and ``self_trains``.
        adapts: Whether the network first reads ``unlabelled`` as a language model.
        self_trains: Whether it then also learns from its own surest guesses on them.
    """

    base: ModelCard
    name: str
    draft: Path
    run_id: str
    parts: Parts
    base_set: Path
    lexicons: Path
    plan: Plan
    unlabelled: tuple[str, ...] = ()
    adapts: bool = False
    self_trains: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a course.

    Attributes:
        by_label: The candidate on the held-out texts.
        n_trainable: How many numbers learnt.
        details: What else goes into the report.
    """

    card: ModelCard
    verdict: Verdict
    by_label: Mapping[str, LabelScore]
    n_trainable: int
    details: Mapping[str, Any] = field(default_factory=dict)


def take(course: Course, *, on_progress: OnProgress, cancelled: Cancelled) -> Outcome:
    """Train, write and judge one candidate.

    Raises:
        Cancelled: ``cancelled`` turned true.
        EngineError: A model or the base set is missing or damaged, or there is nothing to learn from.
    """
    on_progress(phase("preparing"))
    base_set = read_base_set(course.base_set)
    network, before, n_trainable = _train(course, base_set, on_progress, cancelled)
    after = copy_state(network)
    former = _read(course, base_set, _load(course, course.base), cancelled)
    for share in _SHARES:
        blend(network, before, after, share=share, n_known=len(bio_tags(course.base.labels)))
        on_progress(phase("writing"))
        card = _write(course, network)
        on_progress(phase("judging"))
        outcome = _judge(course, card, base_set, former, n_trainable, cancelled)
        if outcome.verdict.code != "base_worse":
            break
    return replace(outcome, details={**outcome.details, "share": share})


def phase(name: str) -> TrainingProgress:
    """Return the beginning of a phase that has no steps."""
    return TrainingProgress(phase=name, step=0, n_steps=0, loss=None, left_s=None)


def new_labels(base: ModelCard, taught: Sequence[LabelledText]) -> tuple[str, ...]:
    """Return the labels that the taught texts use and the base does not know."""
    used = {span.label for text in taught for span in text.spans}
    return tuple(sorted(used - set(base.labels)))


def mix(taught: Sequence[Example], replay: Sequence[Example]) -> list[Example]:
    """Repeat what is taught until there is about as much of it as of the replay."""
    n_repeats = max(1, round(len(replay) / max(1, len(taught))))
    return [*list(taught) * n_repeats, *replay]


def _train(
    course: Course, base_set: BaseSet, on_progress: OnProgress, cancelled: Cancelled
) -> tuple[Any, State, int]:
    """Return the trained network, its weights before the training, and how many numbers learnt."""
    from engine.language.cuda import load_network
    from engine.training.heads import with_labels, with_our_tags

    added = new_labels(course.base, course.parts.train)
    labels = (*course.base.labels, *added)
    network = load_network(course.base)
    if course.base.tags:
        network = with_our_tags(network, course.base.tags)
    network = with_labels(network, labels)
    before = copy_state(network)
    tokenizer = load_tokenizer(course.base.tokenizer)
    table = TargetTable(labels)
    longest = course.base.max_tokens - N_SPECIAL

    def read(texts: Sequence[LabelledText], number: int) -> list[Example]:
        return make_text_examples(texts, tokenizer=tokenizer, table=table, number=number, max_tokens=longest)

    beside = read(without_conflicts(base_set.replay, course.parts.train, added), REPLAYED)
    if course.self_trains:
        on_progress(phase("guessing"))
        beside += read(without_conflicts(_guesses(course, cancelled), course.parts.train, added), GUESSED)
    if course.adapts and course.unlabelled:
        network = _adapt(course, network, tokenizer, on_progress, cancelled)
    examples = mix(read(course.parts.train, TAUGHT), beside)
    clock = _Clock("training", network, on_progress)
    plain = finetune(network, examples, table, course.plan, on_progress=clock.tell, cancelled=cancelled)
    return plain, before, clock.n_trainable


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


def _adapt(
    course: Course, network: Any, tokenizer: Any, on_progress: OnProgress, cancelled: Cancelled
) -> Any:
    plan = replace(
        course.plan,
        method=Method.FULL,
        learning_rate=_ADAPTING_RATE,
        max_steps=min(course.plan.max_steps, _ADAPTING_STEPS),
    )
    clock = _Clock("adapting", network, on_progress)
    return adapt(network, course.unlabelled, tokenizer, plan, on_progress=clock.tell, cancelled=cancelled)


class _Clock:
    """Turns the steps of one phase into progress with the time left; counts what learns on the first."""

    def __init__(self, name: str, network: Any, on_progress: OnProgress) -> None:
        self.n_trainable = 0
        self._name = name
        self._network = network
        self._on_progress = on_progress
        self._began: tuple[int, float] | None = None

    def tell(self, progress: Progress) -> None:
        """Pass on one step; the first, which is slower than all others, does not count as a measure."""
        left_s = None
        if self._began is None:
            self._began = progress.step, time.monotonic()
            self.n_trainable = sum(p.numel() for p in self._network.parameters() if p.requires_grad)
        elif progress.step > self._began[0]:
            each_s = (time.monotonic() - self._began[1]) / (progress.step - self._began[0])
            left_s = each_s * (progress.max_steps - progress.step)
        self._on_progress(
            TrainingProgress(
                phase=self._name,
                step=progress.step,
                n_steps=progress.max_steps,
                loss=round(progress.loss, 6),
                left_s=None if left_s is None else round(left_s, 1),
            )
        )


def _write(course: Course, network: Any) -> ModelCard:
    from engine.training.quantize import save_model

    card = replace(
        course.base,
        name=course.name,
        folder=course.draft,
        labels=(*course.base.labels, *new_labels(course.base, course.parts.train)),
        tags=(),
        files={},
        metrics={"lineage": {"base": course.base.id, "run": course.run_id}},
    )
    tokenizer = json.loads(course.base.tokenizer.read_text("utf-8"))
    return save_model(network, tokenizer, card)


def _load(course: Course, card: ModelCard) -> Tagger:
    return load_tagger(card, device="cpu", n_threads=course.plan.n_threads)


def _read(
    course: Course, base_set: BaseSet, tagger: Tagger, cancelled: Cancelled
) -> tuple[list[Spans], list[Spans]]:
    """Return what a tagger finds in the held-out texts and in the base set's check part."""

    def found(texts: Sequence[LabelledText]) -> list[Spans]:
        return list(find_spans(lambda text: tagger.tag(text, cancelled=cancelled), texts))

    return found(course.parts.held_out), found(base_set.check)


def _judge(
    course: Course,
    card: ModelCard,
    base_set: BaseSet,
    former: tuple[list[Spans], list[Spans]],
    n_trainable: int,
    cancelled: Cancelled,
) -> Outcome:
    """Compare the candidate with ``former``, what the base found in both sets."""
    after = _load(course, card)
    found = _read(course, base_set, after, cancelled)
    taught = Trial(texts=course.parts.held_out, before=former[0], after=found[0])
    base = Trial(texts=base_set.check, before=former[1], after=found[1])
    verdict = judge(taught, base, seed=course.plan.seed)
    by_label = label_scores(taught.texts, taught.after)
    by_label.pop(OVERALL, None)
    measured = evaluate_texts(after.tag, base_set.check).to_json()
    card = replace(card, metrics={**card.metrics, "base_set": {"int8": measured}})
    write_card(card)
    return Outcome(
        card=card,
        verdict=verdict,
        by_label=by_label,
        n_trainable=n_trainable,
        details={
            "labels": list(labels_of(course.parts.held_out)),
            "taught": _details(taught),
            "base_set": _details(base),
        },
    )


def _details(trial: Trial) -> dict[str, Any]:
    """Return scores by label and the confusion table of one set, of both models."""
    return {
        when: {
            "scores": {name: asdict(score) for name, score in label_scores(trial.texts, found).items()},
            "confusion": confusion(trial.texts, found),
        }
        for when, found in (("before", trial.before), ("after", trial.after))
    }
