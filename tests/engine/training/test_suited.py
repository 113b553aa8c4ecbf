"""A plan that suits: more steps for more text, a quicker head for a new label, what was asked for kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from lesson_makers import drug_texts, to_text
from tiny_models import tiny_sentences

from engine.errors import PlanInvalid
from engine.language.catalog import find_model
from engine.teaching import TrainingOptions
from engine.training.suited import suited_plan

DEFAULTS = TrainingOptions()


def test_steps_grow_with_what_is_taught(tiny_models: Path) -> None:
    card = find_model("ner", root=tiny_models)
    few, many = suited_plan(card, drug_texts(16), DEFAULTS), suited_plan(card, drug_texts(400), DEFAULTS)

    assert few.max_steps < many.max_steps
    assert few.join_tokens <= card.max_tokens


def test_a_new_label_makes_the_head_quicker(tiny_models: Path) -> None:
    card = find_model("ner", root=tiny_models)
    known = [to_text(sentence) for sentence in tiny_sentences(20)]

    new, old = (suited_plan(card, texts, DEFAULTS) for texts in (drug_texts(16), known))
    assert new.head_pace > old.head_pace == 1.0


def test_what_was_asked_for_is_kept(tiny_models: Path) -> None:
    card = find_model("ner", root=tiny_models)
    options = TrainingOptions(
        method="lora", plan={"max_steps": 7, "learning_rate": 0.5, "patience": 2, "dropout": 0.3}
    )
    plan = suited_plan(card, drug_texts(16), options, n_threads=3)

    assert (plan.method, plan.max_steps, plan.rate, plan.n_threads) == ("lora", 7, 0.5, 3)
    assert (plan.patience, plan.dropout) == (2, 0.3)
    assert isinstance(plan.patience, int)


@pytest.mark.parametrize(
    ("name", "value"), [("dropuot", 0.1), ("dropout", 1.5), ("special", 3), ("patience", -1)]
)
def test_a_choice_that_cannot_be_is_refused_by_name(tiny_models: Path, name: str, value: float) -> None:
    card = find_model("ner", root=tiny_models)
    with pytest.raises(PlanInvalid) as fault:
        suited_plan(card, drug_texts(16), TrainingOptions(plan={name: value}))
    assert fault.value.params["name"] == name
