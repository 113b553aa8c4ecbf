"""A run's folder says what was asked, how it went and what came of it, and can be read again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from lesson_makers import drug_texts

from engine.teaching import LabelScore, RunReport, TrainingProgress, Verdict
from engine.training.tracking import RunFolder, RunStatus, fingerprint, list_runs

VERDICT = Verdict(
    is_adopted=False,
    code="not_better",
    taught_before=0.5,
    taught_after=0.4,
    base_before=0.7,
    base_after=0.7,
    p_value=1.0,
)


def progress(step: int, loss: float | None = 0.5) -> TrainingProgress:
    return TrainingProgress(phase="training", step=step, n_steps=9, loss=loss, left_s=None)


def report(run: RunFolder) -> RunReport:
    return RunReport(
        run_id=run.run_id,
        folder=str(run.path),
        method="lora",
        base_model="ner-1",
        candidate="ner-2",
        n_examples=30,
        n_held_out=10,
        seconds=1.5,
        n_trainable=12,
        peak_memory_bytes=34,
        verdict=VERDICT,
        by_label={"DRUG": LabelScore(precision=1.0, recall=0.5, f1=2 / 3, support=4)},
    )


def test_a_report_is_read_back_as_it_was(tmp_path: Path) -> None:
    run = RunFolder.create(tmp_path)
    assert (run.status, run.report()) == (RunStatus.RUNNING, None)
    run.write_report(report(run), {"taught": {"before": {}}})

    again = RunFolder(run.path)
    assert (again.status, again.report()) == (RunStatus.FINISHED, report(run))


def test_runs_have_folders_of_their_own_in_order(tmp_path: Path) -> None:
    made = [RunFolder.create(tmp_path) for _ in range(3)]
    made[1].set_status(RunStatus.CANCELLED)

    assert {run.path for run in list_runs(tmp_path)} == {run.path for run in made}
    assert [run.status for run in list_runs(tmp_path)].count(RunStatus.CANCELLED) == 1
    assert list_runs(tmp_path / "none") == []


def test_what_cannot_be_read_is_a_failed_run(tmp_path: Path) -> None:
    run = RunFolder.create(tmp_path)
    (run.path / "status").write_text("nonsense", "utf-8")
    (run.path / "report.json").write_text("{", "utf-8")

    assert (run.status, run.report()) == (RunStatus.FAILED, None)


def test_the_config_names_the_libraries(tmp_path: Path) -> None:
    run = RunFolder.create(tmp_path)
    run.write_config({"method": "full"})

    config = json.loads((run.path / "config.json").read_text("utf-8"))
    assert config["method"] == "full"
    assert {"python", "torch", "numpy"} <= set(config["versions"])


def test_the_curve_has_a_line_a_step_and_events_only_on_request(tmp_path: Path) -> None:
    run = RunFolder.create(tmp_path)
    for step in (1, 2):
        run.note(progress(step))
    run.close()
    lines = (run.path / "progress.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["step"] for line in lines] == [1, 2]
    assert not (run.path / "tensorboard").exists()

    run = RunFolder(run.path)
    run.note(progress(3), to_tensorboard=True)
    run.note(progress(4, loss=None), to_tensorboard=True)
    run.close()
    assert list((run.path / "tensorboard").glob("events.out.tfevents.*"))


@settings(max_examples=20)
@given(order=st.randoms(use_true_random=False), at=st.integers(0, 19))
def test_a_fingerprint_is_of_the_data_and_not_of_their_order(order: object, at: int) -> None:
    texts = drug_texts(20)
    assert fingerprint(order.sample(texts, 20)) == fingerprint(texts)  # type: ignore[attr-defined]
    changed = [*texts[:at], replace(texts[at], spans=()), *texts[at + 1 :]]
    assert fingerprint(changed) != fingerprint(texts)
