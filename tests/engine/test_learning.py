"""A library learns: from a labelled file to an adopted model, the gate, the way back, what ends a run."""

from __future__ import annotations

import json
import multiprocessing
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from lesson_makers import drug_texts, write_base_set, write_corpus

from engine.cli import train as train_command
from engine.errors import (
    Cancelled,
    CorpusInvalid,
    NoEarlierVersion,
    TooFewExamples,
    TrainerDied,
    VersionUnknown,
)
from engine.library import Library
from engine.store.connection import Store
from engine.teaching import RunReport, TrainingOptions, TrainingProgress
from engine.training.tracking import RunFolder, list_runs

NOTES = (
    "Grace Hopper took morphine in London and went on .\n\n"
    "many people read that codeine works on a file in Paris .\n\n"
    "the report by Ada of Globex was read by many people .\n"
)
STEPS, RATE = 100, 3e-3
BRIEF = TrainingOptions(plan={"max_steps": STEPS, "learning_rate": RATE})
ENDLESS = TrainingOptions(plan={"max_steps": 100_000})


def open_library(folder: Path, models: Path) -> Library:
    library = Library.open(folder / "test.satchel", models_root=models)
    library.learning.base_set = folder / "base_set"
    return library


def make_library(folder: Path, models: Path) -> Library:
    """Make a library of one document that the shipped tagger has read."""
    write_base_set(folder / "base_set")
    (folder / "files").mkdir()
    (folder / "files" / "notes.txt").write_text(NOTES, "utf-8")
    library = open_library(folder, models)
    library.add_folder(folder / "files")
    library.index()
    return library


def mentions(library: Library) -> list[tuple[Any, ...]]:
    with library._store.read() as db:
        return list(
            db.execute(
                """SELECT mention.start, mention."end", label, mention.name, round(score, 4), source
                   FROM mention JOIN entity ON entity.id = entity_id ORDER BY 1"""
            )
        )


def own_folders(library: Library) -> list[str]:
    root = library.models.own_root
    assert root is not None
    return sorted(path.name for path in root.glob("*") if path.name != "runs")


@pytest.fixture
def library(tmp_path: Path, tiny_models: Path) -> Iterator[Library]:
    with make_library(tmp_path, tiny_models) as made:
        yield made


@dataclass(frozen=True, kw_only=True)
class Taught:
    folder: Path
    before: list[tuple[Any, ...]]
    progress: list[TrainingProgress]
    report: RunReport


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory, tiny_models: Path) -> Taught:
    """Return a library that learnt a new label from a file, and read its document again since."""
    folder = tmp_path_factory.mktemp("taught")
    corpus = write_corpus(folder / "drugs.jsonl", drug_texts(72))
    progress: list[TrainingProgress] = []
    with make_library(folder, tiny_models) as library:
        before = mentions(library)
        report = library.learning.train(
            corpora=[corpus], options=replace(BRIEF, self_trains=True), on_progress=progress.append
        )
        library.index()
    return Taught(folder=folder, before=before, progress=progress, report=report)


def test_a_new_label_is_taught_adopted_and_found(taught: Taught, tiny_models: Path) -> None:
    verdict = taught.report.verdict
    assert (verdict.code, verdict.taught_before) == ("adopted", 0.0)
    assert verdict.taught_after > 0.8
    assert taught.report.by_label["DRUG"].support == taught.report.n_held_out

    with open_library(taught.folder, tiny_models) as library:
        assert library.models.tagger_card.name == "ner-2"
        assert {row.name for row in library.graph.entities(label="DRUG")} == {"morphine", "codeine"}
        assert library.graph.entity_named("morphine")
        assert {row[-1] for row in mentions(library) if row[2] == "DRUG"} == {taught.report.candidate}
        hits = library.search("morphine").hits
        assert hits[0].why["entity"]


def test_the_new_version_carries_its_lineage(taught: Taught, tiny_models: Path) -> None:
    with open_library(taught.folder, tiny_models) as library:
        rows = {row.name: row for row in library.learning.models()}
    assert [(row.name, row.is_shipped, row.is_in_use) for row in rows.values() if row.kind == "tagger"] == [
        ("ner", True, False),
        ("ner-2", False, True),
    ]
    new, base = rows["ner-2"], rows["ner"]
    assert new.labels == (*base.labels, "DRUG")
    assert new.metrics["lineage"] == {"base": base.id, "run": taught.report.run_id}
    assert new.metrics["base_set"]["int8"]["overall"]["f1"] > 0.9


def test_progress_is_told_phase_by_phase(taught: Taught) -> None:
    phases = list(dict.fromkeys(told.phase for told in taught.progress))
    assert phases == ["preparing", "guessing", "training", "writing", "judging"]
    training = [told for told in taught.progress if told.phase == "training"]
    assert all(told.n_steps == STEPS and told.loss is not None for told in training)
    assert training[0].left_s is None
    assert training[-1].left_s is not None


def test_the_run_is_written_down(taught: Taught, tiny_models: Path) -> None:
    run = RunFolder(Path(taught.report.folder))
    assert run.status == "finished"
    assert run.report() == taught.report
    curve = [json.loads(line) for line in (run.path / "progress.jsonl").read_text("utf-8").splitlines()]
    assert [row["step"] for row in curve if row["phase"] == "training"] == list(range(1, STEPS + 1))
    config = json.loads((run.path / "config.json").read_text("utf-8"))
    assert (config["method"], config["seed"], config["plan"]["max_steps"]) == ("full", 7, STEPS)
    assert config["base_model"] == taught.report.base_model
    report = json.loads((run.path / "report.json").read_text("utf-8"))
    assert report["taught"]["before"]["confusion"] == {"DRUG": {"O": taught.report.n_held_out}}
    assert taught.report.n_trainable > 100_000
    assert taught.report.peak_memory_bytes > 100_000_000
    assert not (run.path / "candidate").exists()
    with open_library(taught.folder, tiny_models) as library:
        assert library.learning.runs() == (taught.report,)


def test_the_report_is_said_in_plain_words(taught: Taught) -> None:
    from dataclasses import asdict

    text = train_command.render(asdict(taught.report))
    assert "Adopted: ner-2-" in text
    assert "before" in text
    assert "DRUG" in text


def test_rolled_back_it_is_as_it_was(taught: Taught, tiny_models: Path) -> None:
    with open_library(taught.folder, tiny_models) as library:
        assert library.learning.roll_back() == "ner"
        assert library.status().stages["knowledge"].done == 0
        library.index()
        assert mentions(library) == taught.before
        assert library.status().stages["knowledge"].done == 1
        with pytest.raises(NoEarlierVersion):
            library.learning.roll_back()
        library.learning.use("ner-2")
        library.index()
        assert library.graph.entities(label="DRUG")


def test_a_damaged_version_gives_way_to_the_shipped_one(
    taught: Taught, tiny_models: Path, tmp_path: Path
) -> None:
    import shutil

    shutil.copytree(taught.folder, tmp_path / "copy")
    with open_library(tmp_path / "copy", tiny_models) as library:
        library.learning.use("ner-2")
    (tmp_path / "copy" / "test.satchel-models" / "ner-2" / "model.int8.onnx").write_bytes(b"gone bad")
    with open_library(tmp_path / "copy", tiny_models) as library:
        assert library.models.tagger_card.name == "ner"
        assert library.models.fault is not None
        assert library.models.fault.code == "model.corrupt"
        assert [row.name for row in library.learning.models() if row.kind == "tagger"] == ["ner"]


def test_a_model_is_measured_on_a_labelled_file(taught: Taught, tiny_models: Path) -> None:
    with open_library(taught.folder, tiny_models) as library:
        corpus = write_corpus(taught.folder / "more.jsonl", drug_texts(24, seed=8))
        assert library.learning.evaluate(corpus, name="ner").overall.f1 == 0.0
        found = library.learning.evaluate(corpus, name="ner-2")
        assert found.by_label["DRUG"].f1 > 0.8
        assert found.words_per_s > 0
        with pytest.raises(VersionUnknown):
            library.learning.evaluate(corpus, name="minilm")
        measured = library.learning.measure(names=["ner"])
        assert measured["ner"]["overall"]["f1"] > 0.9
        assert measured["ner"]["peak_memory_bytes"] > 10_000_000


def test_settings_are_searched_and_learning_stops_in_time(library: Library, tmp_path: Path) -> None:
    told: list[TrainingProgress] = []
    options = replace(
        BRIEF,
        n_attempts=2,
        n_versions=2,
        plan={**BRIEF.plan, "max_steps": 400, "patience": 1, "judge_every": 20},
    )
    corpus = write_corpus(tmp_path / "drugs.jsonl", drug_texts(72))
    report = library.learning.train(corpora=[corpus], options=options, on_progress=told.append)

    assert report.verdict.is_adopted
    training = [progress for progress in told if progress.phase == "training"]
    assert training[-1].step < 400
    searching = [progress for progress in told if progress.phase == "searching"]
    assert [p.step for p in searching] == sorted(p.step for p in searching)
    assert searching[0].n_steps == 800
    details = json.loads((Path(report.folder) / "report.json").read_text("utf-8"))
    first, second = details["search"]
    assert first["plan"]["learning_rate"] == RATE
    assert second["plan"]["learning_rate"] != RATE
    assert max(attempt["score"] for attempt in details["search"]) > 0.5


def test_noise_is_refused_and_changes_nothing(library: Library, tmp_path: Path) -> None:
    choose = random.Random(5)
    texts = drug_texts(60)
    places = [text.spans for text in texts]
    noise = [
        replace(text, spans=tuple(replace(span, end=span.start + 3) for span in spans))
        for text, spans in zip(texts, choose.sample(places, len(places)), strict=True)
    ]
    before = mentions(library)

    report = library.learning.train(
        corpora=[write_corpus(tmp_path / "noise.jsonl", noise)],
        options=TrainingOptions(plan={"max_steps": 30, "learning_rate": RATE}),
    )
    library.index()
    assert not report.verdict.is_adopted
    assert own_folders(library) == []
    assert library.models.tagger_card.name == "ner"
    assert mentions(library) == before
    assert library.learning.runs() == (report,)
    assert not (Path(report.folder) / "candidate").exists()


def test_cancelled_it_leaves_no_candidate(library: Library, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "drugs.jsonl", drug_texts(40))
    told: list[TrainingProgress] = []
    with pytest.raises(Cancelled):
        library.learning.train(
            corpora=[corpus],
            options=ENDLESS,
            on_progress=told.append,
            cancelled=lambda: any(progress.phase == "training" for progress in told),
        )
    (run,) = list_runs(tmp_path / "test.satchel-models" / "runs")
    assert run.status == "cancelled"
    assert not (run.path / "candidate").exists()
    assert own_folders(library) == []
    assert library.learning.runs() == ()
    assert not [child for child in multiprocessing.active_children() if child.name == "satchel-trainer"]


def test_a_trainer_that_dies_is_told(library: Library, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "drugs.jsonl", drug_texts(40))

    def kill(progress: TrainingProgress) -> None:
        if progress.phase == "training":
            for child in multiprocessing.active_children():
                child.kill()

    with pytest.raises(TrainerDied):
        library.learning.train(corpora=[corpus], options=ENDLESS, on_progress=kill)
    (run,) = list_runs(tmp_path / "test.satchel-models" / "runs")
    assert run.status == "failed"
    assert not (run.path / "candidate").exists()


def test_what_a_killed_process_left_is_cleared_away(library: Library, tmp_path: Path) -> None:
    left = RunFolder.create(tmp_path / "test.satchel-models" / "runs")
    (left.path / "candidate").mkdir()
    corpus = write_corpus(tmp_path / "drugs.jsonl", drug_texts(40))
    with pytest.raises(Cancelled):
        library.learning.train(corpora=[corpus], cancelled=lambda: True)

    assert left.status == "failed"
    assert not (left.path / "candidate").exists()


def test_a_bad_corpus_is_refused_whole(library: Library, tmp_path: Path) -> None:
    good = write_corpus(tmp_path / "drugs.jsonl", drug_texts(40))
    bad = tmp_path / "bad.jsonl"
    bad.write_text(good.read_text("utf-8") + '{"text": "short", "label": [[0, 99, "DRUG"]]}\n', "utf-8")

    with pytest.raises(CorpusInvalid) as caught:
        library.learning.train(corpora=[good, bad])
    assert caught.value.params["line"] == 41
    assert not (tmp_path / "test.satchel-models").exists()


def test_too_few_are_refused_with_the_number_needed(library: Library, tmp_path: Path) -> None:
    with pytest.raises(TooFewExamples) as caught:
        library.learning.train(corpora=[write_corpus(tmp_path / "few.jsonl", drug_texts(9))])
    assert caught.value.params == {"n_found": 9, "n_needed": 16}
    with pytest.raises(TooFewExamples):
        library.learning.train()


def test_what_would_be_learnt_is_told_beforehand(library: Library, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "drugs.jsonl", drug_texts(40))
    lessons = library.learning.lessons(corpora=[corpus])
    assert lessons.n_train + lessons.n_held_out == lessons.n_texts == 40
    assert (lessons.labels, lessons.new_labels) == (("DRUG",), ("DRUG",))


def test_an_unknown_version_is_refused(library: Library) -> None:
    for name in ("ner-9", "../models/ner", "minilm"):
        with pytest.raises(VersionUnknown) as caught:
            library.learning.use(name)
        assert caught.value.params["known"] == ["ner"]


def test_versions_are_part_of_the_library_file(tmp_path: Path) -> None:
    from engine.store import models

    store = Store.open(tmp_path / "test.satchel")
    try:
        with store.write() as db:
            assert models.taggers(db) == ()
            models.set_taggers(db, ("ner", "ner-2"))
        assert models.taggers(store.reader()) == ("ner", "ner-2")
    finally:
        store.close()
