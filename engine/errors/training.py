"""Faults of training and of what is learnt from."""

from __future__ import annotations

from engine.errors.root import EngineError


class TrainingError(EngineError):
    """Training cannot go on."""

    code = "training"


class CorpusInvalid(TrainingError):
    """A corpus breaks its format (``path``, ``line``, ``detail``)."""

    code = "training.corpus_invalid"


class CorpusUndecodable(CorpusInvalid):
    """It is not UTF-8 text (``path``, ``line``)."""

    code = "training.corpus_undecodable"


class CorpusEmpty(CorpusInvalid):
    """It has no sentence, or none with a label (``path``)."""

    code = "training.corpus_empty"


class CorpusTagWrong(CorpusInvalid):
    """A tag is no BIO tag or continues nothing (``path``, ``line``, ``tag``)."""

    code = "training.corpus_tag_wrong"


class CorpusSpanWrong(CorpusInvalid):
    """A span is empty, outside its text of ``length`` or overlaps another (``path line start end``)."""

    code = "training.corpus_span_wrong"


class CorpusLineTooLong(CorpusInvalid):
    """A line has more than ``limit_chars`` (``path``, ``line``)."""

    code = "training.corpus_line_too_long"


class TooFewExamples(TrainingError):
    """There is not enough to learn from and to judge by (``n_found``, ``n_needed``)."""

    code = "training.too_few_examples"


class TrainingExtraMissing(TrainingError):
    """What training needs is not installed (``package``)."""

    code = "training.extra_missing"


class PlanInvalid(TrainingError):
    """No choice is called ``name``, or ``value`` is not from ``minimum`` to ``maximum``."""

    code = "training.plan_invalid"


class TrainerDied(TrainingError):
    """The training process ended unexpectedly (``exit_code``); nothing has changed."""

    code = "training.trainer_died"


class TrainingUnderWay(TrainingError):
    """A training run of this library has not ended yet."""

    code = "training.under_way"
