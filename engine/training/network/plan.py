"""How to train: one frozen record, each choice with its unit, its bounds and its default.

A plan is plain data: it is kept beside a run as JSON and gives the same run again
on the same computer with the same examples.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

from engine.settings import number

HEAD = "classifier"
"""What transformers calls a tag head."""


class Method(StrEnum):
    """What of the network learns.

    All but ``FULL`` keep its weights as they are and train little beside them and the tag head:

    - ``FULL``: everything that asks for a gradient.
    - ``LORA``: products of two thin matrices added to every weight matrix
      (Hu et al. 2021, https://arxiv.org/abs/2106.09685).
    - ``ADALORA``: the same, thinned out where it matters least
      (Zhang et al. 2023, https://arxiv.org/abs/2303.10512).
    - ``PREFIX``: keys and values that every layer reads beside those of the text
      (Li and Liang 2021, https://arxiv.org/abs/2101.00190).
    - ``PROMPT``: invented words before the text (Lester et al. 2021, https://arxiv.org/abs/2104.08691).
    - ``ADAPTER``: factors on keys, values and feed-forward states, (IA)3
      (Liu et al. 2022, https://arxiv.org/abs/2205.05638).
    """

    FULL = "full"
    LORA = "lora"
    ADALORA = "adalora"
    PREFIX = "prefix"
    PROMPT = "prompt"
    ADAPTER = "adapter"


_OWN_RATES: Mapping[Method, float] = {
    Method.FULL: 2e-4,
    Method.LORA: 1e-3,
    Method.ADALORA: 2e-3,
    Method.PREFIX: 5e-3,
    Method.PROMPT: 1e-2,
    Method.ADAPTER: 5e-3,
}
"""The fewer numbers learn, the larger the steps: as in the papers above, for a small network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to train; bounds and units are in the fields' metadata and checked on making one.

    Attributes:
        max_steps: Optimiser steps at most; early stopping may end a run sooner.
        special: Ids of padding, start and end.
        method: What of the network learns.
        learning_rate: The highest rate, reached after ``warm_up``; 0 = the method's own, see ``rate``.
        head_pace: The tag head's rate with ``FULL``, in multiples of the others': a new row has far to
            go while the rest should hardly move.
        warm_up: Share of the steps in which the rate rises; after it, it falls to 0 in a line.
        weight_decay: AdamW's, on matrices other than embeddings.
        dropout: Of hidden states and attention, while training.
        adversarial: Length of the shift of a sentence's word vectors, in the direction that hurts most,
            which each batch is learnt with once more (Miyato et al. 2017,
            https://arxiv.org/abs/1605.07725); 0 = off, else a step costs twice as much.
        rounds: Share of the layers that learn with the rounding that the int8 graph will do, see
            ``rounding``. For recipes alone: beside ``patience`` a tiny network kept weights whose int8
            graph found nothing.
        accumulate: Batches that make one step.
        patience: Judgements in a row without a better one after which training ends; 0 = never.
        judge_every: Steps between two judgements; there is one after the last step, too.
        average: Share of the steps, at the end, whose weights are averaged. That mean is what is judged
            and kept: an ensemble along the run at the price of one model (Izmailov et al. 2018,
            https://arxiv.org/abs/1803.05407); 0 = off.
        batch_tokens: Subwords in a batch, padding included.
        join_rate: Share of sentences that are read together with their neighbours.
        join_tokens: Longest joined example.
        checkpoint_every: Steps between two checkpoints; there is one after the last step, too.
        n_threads: 0 = half the cores, at least one.
    """

    max_steps: int = number(300, unit="steps", minimum=1, maximum=1_000_000)
    special: tuple[int, int, int]
    method: Method = Method.FULL
    learning_rate: float = number(0.0, unit="a step, 0 = the method's own", minimum=0, maximum=1)
    head_pace: float = number(1.0, unit="times the rate", minimum=0.1, maximum=100)
    warm_up: float = number(0.06, unit="share of the steps", minimum=0, maximum=1)
    weight_decay: float = number(0.01, unit="share a step, times the rate", minimum=0, maximum=1)
    dropout: float = number(0.1, unit="share", minimum=0, maximum=0.9)
    adversarial: float = number(0.0, unit="length of a shift, 0 = off", minimum=0, maximum=10)
    rounds: float = 0.0
    accumulate: int = number(1, unit="batches", minimum=1, maximum=1024)
    patience: int = number(0, unit="judgements, 0 = never stop early", minimum=0, maximum=1000)
    judge_every: int = number(50, unit="steps", minimum=1, maximum=1_000_000)
    average: float = number(0.0, unit="share of the steps, 0 = off", minimum=0, maximum=1)
    batch_tokens: int = number(1024, unit="subwords", minimum=16, maximum=262_144)
    join_rate: float = number(0.3, unit="share", minimum=0, maximum=1)
    join_tokens: int = number(120, unit="subwords", minimum=1, maximum=510)
    seed: int = number(7, unit="any number", minimum=0, maximum=2**32 - 1)
    checkpoint_every: int = number(200, unit="steps", minimum=1, maximum=1_000_000)
    n_threads: int = number(0, unit="threads, 0 = half the cores, at least one", minimum=0, maximum=256)

    def __post_init__(self) -> None:
        """Refuse a value out of bounds: plans from outside are clamped by whoever reads them."""
        for item in fields(self):
            if not item.metadata:
                continue
            value, low, high = getattr(self, item.name), item.metadata["minimum"], item.metadata["maximum"]
            if not low <= value <= high:
                raise ValueError(f"need {low} <= {item.name} <= {high}, got {value}")

    @property
    def rate(self) -> float:
        """The highest learning rate."""
        return self.learning_rate or _OWN_RATES[self.method]

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object that ``from_json`` reads back unchanged."""
        return asdict(self) | {"method": self.method.value, "special": list(self.special)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Plan:
        """Build a plan from what ``to_json`` gave.

        Raises:
            ValueError: A value is out of bounds or of no known method.
            TypeError: A key is missing or unknown.
        """
        known = {**stored, "method": Method(stored["method"]), "special": tuple(stored["special"])}
        return cls(**known)
