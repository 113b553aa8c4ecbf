"""The terminal says why indexing is slowed or held up, and can ask for full speed."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest

from engine.cli import command, status
from engine.cli.meter import show_progress
from engine.cli.sentences import SENTENCES, sentence
from engine.errors import DiskLow
from engine.events import Activity, IndexProgress, Restraint
from engine.records import LibraryStatus, Reason, Stage, StageProgress

STAGES = {stage.value: StageProgress(done=1, total=2) for stage in Stage}


@pytest.mark.parametrize("code", [*Restraint, DiskLow.code])
def test_every_reason_has_its_sentence(code: str) -> None:
    assert code in SENTENCES
    assert "?" not in sentence(code, {"free_bytes": 1, "limit_bytes": 2, "limit_percent": 30})


def test_the_progress_line_says_why_it_is_paused(capsys: pytest.CaptureFixture[str]) -> None:
    why = Reason(code=Restraint.BATTERY_LOW.value, params={"limit_percent": 30})
    with show_progress() as show:
        show(IndexProgress(activity=Activity.PAUSED, stages=STAGES, rate=0, left_s=None, restraint=why))
    assert capsys.readouterr().err.startswith("paused (The battery is below 30 %. Reading goes on when")


def test_status_says_what_holds_indexing_up() -> None:
    held = LibraryStatus(
        path="x", size_bytes=0, files={}, documents=0, passages=0, mentions=0, entities=0, relations=0,
        stages={}, folders=(), models={}, restraint=Reason(code="pace.hot"),
    )  # fmt: skip
    assert "in the background: Slower while the computer is hot." in status.render(asdict(held))


@pytest.mark.parametrize("minutes", ["soon", "0", "-3", "nan", "inf"])
def test_an_override_lasts_for_a_number_of_minutes(minutes: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as caught:
        command.run(["watch", "--library", str(tmp_path / "x.satchel"), "--now", minutes])
    assert caught.value.code == 2


def test_where_lines_are_not_redrawn_the_end_is_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    def progress(activity: Activity) -> IndexProgress:
        return IndexProgress(activity=activity, stages={}, rate=0, left_s=None)

    with show_progress() as show:
        for activity in (Activity.READING, Activity.EMBEDDING, Activity.IDLE, Activity.IDLE):
            show(progress(activity))
    assert [line.split()[0] for line in capsys.readouterr().err.splitlines()] == ["reading", "done"]
