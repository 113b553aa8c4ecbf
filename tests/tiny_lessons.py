"""Something for a tiny tagger to learn: sentences about ``tiny_models.NAMES`` as training examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tiny_models import LABELS, tiny_sentences

from engine.language.catalog import ModelCard
from engine.language.tokens import Tokenise, load_tokenizer, special_ids, tokenise_as
from engine.training.material.corpus import Sentence
from engine.training.network.adapt import MASK
from engine.training.network.batches import group_by_length, pad
from engine.training.network.examples import Example, Source, TargetTable, make_examples
from engine.training.network.losses import partial_loss
from engine.training.network.plan import Plan
from engine.training.network.reading import read_batch

NEW_LABEL = "GOODS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """Examples to learn from and others to judge by, with a plan of 8 steps."""

    examples: list[Example]
    held_out: list[Example]
    table: TargetTable
    plan: Plan
    tokenise: Tokenise
    mask_id: int
    labels: tuple[str, ...]

    def planned(self, **changes: Any) -> Plan:
        """Return the plan with some choices changed."""
        return replace(self.plan, **changes)


def make_lesson(card: ModelCard, *, n: int = 80, new_label: bool = False) -> Lesson:
    """Return a lesson; with ``new_label`` organisations have a label that the tagger never heard of."""
    labels = (*LABELS, NEW_LABEL) if new_label else LABELS
    tokenizer, tokenise = load_tokenizer(card.tokenizer), tokenise_as(card)
    table = TargetTable(labels)

    def read(n: int, seed: int) -> list[Example]:
        sentences = [_renamed(item) if new_label else item for item in tiny_sentences(n, seed=seed)]
        return make_examples(sentences, Source(labels=labels), tokenise=tokenise, table=table)

    plan = Plan(
        max_steps=8,
        special=special_ids(tokenizer),
        batch_tokens=256,
        join_tokens=60,
        checkpoint_every=4,
        n_threads=1,
    )
    return Lesson(
        examples=read(n, 5),
        held_out=read(30, 6),
        table=table,
        plan=plan,
        tokenise=tokenise,
        mask_id=tokenizer.token_to_id(MASK),
        labels=labels,
    )


def surprise(network: Any, examples: Sequence[Example], table: TargetTable, plan: Plan) -> float:
    """Return the mean loss on ``examples``, in float32: the lower, the likelier are the right tags."""
    import torch

    right, competing = (torch.from_numpy(array) for array in table.arrays())
    losses = []
    network.eval()
    for group in group_by_length(examples, plan.batch_tokens):
        ids, types, mask, targets = (torch.from_numpy(array) for array in pad(group, plan.special))
        with torch.inference_mode():
            logits = read_batch(network, ids, types, mask)[0]
            losses.append(float(partial_loss(logits, targets, right, competing)))
    return sum(losses) / len(losses)


def answers(network: Any, examples: Sequence[Example], plan: Plan) -> Any:
    """Return the logits of the first examples, padded together."""
    import torch

    ids, types, mask, _ = (torch.from_numpy(array) for array in pad(examples[:6], plan.special))
    with torch.inference_mode():
        return network.eval()(input_ids=ids, attention_mask=mask, token_type_ids=types).logits


def weights(network: Any) -> dict[str, Any]:
    """Return a copy of all weights by name."""
    return {name: value.detach().clone() for name, value in network.state_dict().items()}


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether two sets of weights are the same to the bit."""
    return one.keys() == other.keys() and all(bool((one[name] == other[name]).all()) for name in one)


def _renamed(sentence: Sentence) -> Sentence:
    tags = tuple(tag.replace("ORG", NEW_LABEL) for tag in sentence.tags)
    return Sentence(sentence.tokens, tags)
