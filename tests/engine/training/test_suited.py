"""A plan that suits: more steps for more text, a quicker head for a new label, what was asked for kept."""

from __future__ import annotations

from pathlib import Path

from lesson_makers import drug_texts, to_text
from tiny_models import tiny_sentences

from engine.language.catalog import find_model
from engine.training.suited import suited_plan


def test_steps_grow_with_what_is_taught(tiny_models: Path) -> None:
    card = find_model("ner", root=tiny_models)
    few, many = suited_plan(card, drug_texts(16)), suited_plan(card, drug_texts(400))

    assert few.max_steps < many.max_steps
    assert few.join_tokens <= card.max_tokens


def test_a_new_label_makes_the_head_quicker(tiny_models: Path) -> None:
    card = find_model("ner", root=tiny_models)
    known = [to_text(sentence) for sentence in tiny_sentences(20)]

    assert suited_plan(card, drug_texts(16)).head_pace > suited_plan(card, known).head_pace == 1.0


def test_what_was_asked_for_is_kept(tiny_models: Path) -> None:
    card = find_model("ner", root=tiny_models)
    plan = suited_plan(card, drug_texts(16), method="lora", n_steps=7, learning_rate=0.5, n_threads=3)

    assert (plan.method, plan.max_steps, plan.rate, plan.n_threads) == ("lora", 7, 0.5, 3)
