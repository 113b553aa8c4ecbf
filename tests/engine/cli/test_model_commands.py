"""``train``, ``evaluate`` and ``models`` in the terminal: what they take, what they say, what they refuse."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from lesson_makers import drug_texts, to_text, write_corpus
from tiny_models import tiny_sentences

from engine.cli import command, evaluate, models, settings, train
from engine.errors import (
    CorpusInvalid,
    NoEarlierVersion,
    PlanInvalid,
    SettingInvalid,
    SettingUnknown,
    TooFewExamples,
    VersionUnknown,
)
from engine.library import Library

FOUND = {"precision": 0.5, "recall": 1.0, "f1": 0.667, "support": 3}
REPORT: dict[str, Any] = {
    "candidate": "ner-2-abc",
    "n_examples": 1,
    "n_held_out": 8,
    "seconds": 75.0,
    "n_trainable": 1234,
    "peak_memory_bytes": 5_000_000,
    "by_label": {"DRUG": FOUND},
    "verdict": {
        "is_adopted": False,
        "code": "base_worse",
        "taught_before": 0.0,
        "taught_after": 0.667,
        "base_before": 0.7,
        "base_after": 0.5,
        "p_value": 0.001,
    },
}


@pytest.fixture
def library(tmp_path: Path, tiny_models: Path) -> Path:
    path = tmp_path / "test.satchel"
    Library.open(path, models_root=tiny_models).close()
    return path


@pytest.fixture
def drugs(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "drugs.jsonl", drug_texts(40))


def execute(module: ModuleType, *words: str | Path, library: Path, root: Path) -> dict[str, Any]:
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)
    options = parser.parse_args([str(word) for word in words])
    options.library, options.models = library, root
    answer: dict[str, Any] = module.execute(options)
    json.dumps(answer)
    return answer


def test_a_dry_run_says_what_would_be_learnt_from(library: Path, drugs: Path, tiny_models: Path) -> None:
    answer = execute(train, "--corpus", drugs, "--dry-run", library=library, root=tiny_models)

    assert answer["would_train"]["new_labels"] == ("DRUG",)
    text = train.render(answer)
    assert text.startswith("40 texts: ")
    assert "DRUG (new: DRUG)" in text
    assert not Path(f"{library}-models").exists()


def test_too_little_and_broken_files_are_refused(library: Path, drugs: Path, tiny_models: Path) -> None:
    with pytest.raises(TooFewExamples):
        execute(train, library=library, root=tiny_models)
    drugs.write_text(drugs.read_text("utf-8") + "{", "utf-8")
    with pytest.raises(CorpusInvalid):
        execute(train, "--corpus", drugs, library=library, root=tiny_models)


@pytest.mark.parametrize("words", [("--steps", "0"), ("--rate", "2"), ("--method", "magic")])
def test_impossible_plans_are_wrong_usage(library: Path, tiny_models: Path, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit):
        execute(train, *words, library=library, root=tiny_models)


def test_a_choice_of_the_plan_that_cannot_be_is_refused(
    library: Path, drugs: Path, tiny_models: Path
) -> None:
    with pytest.raises(PlanInvalid):
        execute(train, "--corpus", drugs, "--set", "dropout=4", library=library, root=tiny_models)
    planned = execute(
        train, "--corpus", drugs, "--dry-run", "--set", "max_steps=77", library=library, root=tiny_models
    )
    assert planned["would_train"]["n_steps"] == 77


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("adopted", "Adopted: ner-2-abc"),
        ("not_better", "by more than chance"),
        ("base_worse", "forgot"),
        ("too_little_evidence", "too few texts"),
    ],
)
def test_the_verdict_is_said_in_plain_words(code: str, words: str) -> None:
    text = train.render({**REPORT, "verdict": {**REPORT["verdict"], "code": code}})

    assert words in text.splitlines()[-1]
    assert "0.667" in text
    assert "1 min 15 s" in text


def test_a_corpus_is_measured_by_label(library: Path, tmp_path: Path, tiny_models: Path) -> None:
    corpus = write_corpus(tmp_path / "known.jsonl", [to_text(s) for s in tiny_sentences(40, seed=31)])
    answer = execute(evaluate, corpus, library=library, root=tiny_models)

    assert answer["overall"]["f1"] > 0.9
    assert answer["PER"]["support"] > 0
    text = evaluate.render(answer)
    assert "overall" in text.splitlines()[-2]
    assert "words/s" in text
    with pytest.raises(VersionUnknown):
        execute(evaluate, corpus, "--model", "none", library=library, root=tiny_models)


def test_models_are_listed_with_and_without_a_library(library: Path, tiny_models: Path) -> None:
    for path in (library, library.with_name("none.satchel")):
        answer = execute(models, library=path, root=tiny_models)
        assert [(row["name"], row["licence"], row["is_in_use"]) for row in answer["models"]] == [
            ("minilm", "Apache-2.0", True),
            ("ner", "Apache-2.0", True),
        ]
        assert "* ner" in models.render(answer)


def test_each_shipped_model_has_licence_languages_and_figures() -> None:
    from engine.models import ModelShelf
    from engine.settings import Models

    for row in ModelShelf(Models()).rows():
        assert row.licence
        assert set(row.languages) == {"en", "zh"}
        if row.kind == "tagger":
            f1, speed = models.figures(row.metrics)
            assert f1
            assert set(speed) == set(f1)


def test_figures_are_those_of_the_model_as_it_runs() -> None:
    whole = {"overall": FOUND, "words_per_s": 7}
    assert models.figures({"a": {"int8": whole, "float32": {}}, "b": whole, "lineage": {"base": "x"}}) == (
        {"a": 0.667, "b": 0.667},
        {"a": 7, "b": 7},
    )


def test_settings_are_shown_changed_whole_or_not_at_all_and_obeyed(library: Path, tiny_models: Path) -> None:
    shown = execute(settings, library=library, root=tiny_models)
    assert {row["name"]: row["value"] for row in shown["settings"]}["models.profile"] == "balanced"
    with pytest.raises(SettingInvalid) as fault:
        execute(settings, "indexing.n_readers=3", "models.profile=quick", library=library, root=tiny_models)
    assert "fast, balanced, best" in fault.value.params["allowed"]
    with pytest.raises(SettingUnknown):
        execute(settings, "models.profil=fast", library=library, root=tiny_models)
    assert execute(settings, library=library, root=tiny_models) == shown

    answer = execute(
        settings, "searching.rrf_k=7", "indexing.includes_hidden=true", library=library, root=tiny_models
    )
    assert "* searching.rrf_k" in settings.render(answer)
    with Library.open(library, models_root=tiny_models) as opened:
        assert (opened.settings.searching.rrf_k, opened.settings.indexing.includes_hidden) == (7, True)


def test_there_is_no_way_back_from_the_first_version(library: Path, tiny_models: Path) -> None:
    with pytest.raises(NoEarlierVersion):
        execute(models, "--roll-back", library=library, root=tiny_models)
    with pytest.raises(VersionUnknown):
        execute(models, "--use", "none", library=library, root=tiny_models)
    assert execute(models, "--use", "ner", library=library, root=tiny_models)["in_use"] == "ner"


def test_the_three_are_commands() -> None:
    assert {"train", "evaluate", "models"} <= set(command.COMMANDS)
