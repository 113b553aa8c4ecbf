"""A student: layers of its teacher, then what the teacher says; exported and run like any tagger."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tiny_models import tiny_sentences

from engine.annotate.tag import load_tagger
from engine.errors import CorpusEmpty
from engine.language.catalog import ModelCard, find_model
from engine.language.cuda import load_network
from engine.language.lexicon import LOWER, N_CASES, UPPER, has_case
from engine.language.tokens import load_tokenizer, special_ids, tokenise_as
from engine.teaching import LabelledText
from engine.training.forms.quantize import save_model
from engine.training.material.corpus import join_tokens
from engine.training.network.distil import (
    OF_ITS_LAYERS,
    distil,
    student_of,
)
from engine.training.network.examples import Example, Source, TargetTable, make_examples, make_text_examples
from engine.training.network.plan import Plan


@pytest.fixture(scope="module")
def card(tiny_models: Path) -> ModelCard:
    return find_model("ner", root=tiny_models)


def lessons(card: ModelCard, n: int = 120) -> tuple[list[Example], TargetTable, Plan]:
    table = TargetTable(card.labels)
    examples = make_examples(
        tiny_sentences(n), Source(labels=card.labels), tokenise=tokenise_as(card), table=table
    )
    plan = Plan(
        max_steps=40,
        special=special_ids(load_tokenizer(card.tokenizer)),
        learning_rate=3e-3,
        batch_tokens=512,
        join_tokens=60,
        n_threads=1,
    )
    return examples, table, plan


def test_a_student_is_made_of_its_teachers_layers(card: ModelCard) -> None:
    teacher = load_network(card)
    before = {name: value.clone() for name, value in teacher.state_dict().items()}
    student = student_of(teacher, (1,))

    state = {name.replace("layer.0.", "layer.1."): value for name, value in student.state_dict().items()}
    assert state.keys() == {name for name in before if "layer.0." not in name}
    assert all(value.equal(before[name]) for name, value in state.items())
    assert (student.config.num_hidden_layers, teacher.config.num_hidden_layers) == (1, 2)
    student.classifier.weight.data += 1
    assert all(value.equal(before[name]) for name, value in teacher.state_dict().items())


def test_a_student_learns_from_its_teacher_and_not_from_labels_alone(card: ModelCard, tmp_path: Path) -> None:
    teacher = load_network(card)
    _, table, plan = lessons(card)
    texts = [LabelledText(text=join_tokens(sentence.tokens)[0]) for sentence in tiny_sentences(120)]
    unnamed = make_text_examples(texts, tokenise=tokenise_as(card), table=table)
    losses: list[float] = []
    student = distil(
        teacher,
        student_of(teacher, (0,)),
        unnamed,
        table,
        plan,
        on_progress=lambda progress: losses.append(progress.step_loss),
    )

    assert losses[-1] < losses[0] / 2
    tokenizer = json.loads(card.tokenizer.read_text("utf-8"))
    small = save_model(
        student, tokenizer, replace(card, name="small", folder=tmp_path / "small"), lexicon=card.lexicon
    )
    assert small.onnx.stat().st_size < card.onnx.stat().st_size
    text = "Ada met Charles Babbage in London. 王小明在北京为清华大学工作。"
    found = {text[m.start : m.end] for m in load_tagger(find_model("small", root=tmp_path)).tag(text)}
    assert {"Charles Babbage", "London", "北京"} <= found


def test_distilling_leaves_teacher_and_settings_as_they_were(card: ModelCard) -> None:
    teacher = load_network(card)
    before = {name: value.clone() for name, value in teacher.state_dict().items()}
    examples, table, plan = lessons(card, 20)
    student = distil(teacher, student_of(teacher, (0,)), examples, table, replace(plan, max_steps=2))

    assert all(value.equal(before[name]) for name, value in teacher.state_dict().items())
    assert not teacher.config.output_hidden_states
    assert not student.config.output_hidden_states
    assert not student.training


def test_a_student_may_be_shown_no_case_and_its_words_may_learn(card: ModelCard) -> None:
    teacher = load_network(card)
    examples, table, plan = lessons(card, 30)
    shown: list[Any] = []
    by_teacher: list[Any] = []
    student = student_of(teacher, (0,))
    for network, seen in ((student, shown), (teacher, by_teacher)):
        network.bert.embeddings.register_forward_pre_hook(
            lambda _, args, given, seen=seen: seen.append(given["token_type_ids"].clone()), with_kwargs=True
        )
    words = teacher.get_input_embeddings().weight.detach().clone()
    how = replace(OF_ITS_LAYERS, hides_case=2 / 3, learns_words=True, states=0.0)
    distil(teacher, student, examples, table, replace(plan, max_steps=3), distillation=how)

    for hidden, types in zip(shown, by_teacher, strict=True):
        latin = has_case(types)
        assert (hidden[~latin] == types[~latin]).all()
        assert set((hidden[latin] % N_CASES).tolist()) <= {LOWER, UPPER}
        assert (hidden[latin] // N_CASES == types[latin] // N_CASES).all()
    assert not student.get_input_embeddings().weight.equal(words)
    still = distil(teacher, student_of(teacher, (0,)), examples, table, replace(plan, max_steps=3))
    assert still.get_input_embeddings().weight.equal(words)


def test_nothing_to_read_is_refused(card: ModelCard) -> None:
    teacher = load_network(card)
    _, table, plan = lessons(card, 1)
    with pytest.raises(CorpusEmpty):
        distil(teacher, student_of(teacher, (0,)), [], table, plan)
