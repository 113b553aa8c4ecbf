"""Recordings in a real library: ignored without a speech model, written down once with one."""

from __future__ import annotations

import argparse
import shutil
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import soundfile
from tones import SPOKEN_S, write_tone

from engine.cli import settings
from engine.errors import FileDamaged, ModelUnsafe, SpeechModelMissing, SpeechModelUnsupported
from engine.ingest.sandbox import ReaderPool
from engine.library import Library
from engine.records import FileStatus, Reason
from engine.settings import load, path_beside
from engine.store import ocr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = tmp_path / "files"
    files.mkdir()
    write_tone(files / "talk.wav", seconds=SPOKEN_S)
    return files


@pytest.fixture
def library(tmp_path: Path, tiny_models: Path, folder: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "x.satchel", models_root=tiny_models) as opened:
        opened.add_folder(folder)
        yield opened


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the pages that were read by a model from now on."""
    pages: list[int] = []
    put = ocr.put

    def noted(db: object, page_id: int, *rest: object, **more: object) -> None:
        pages.append(page_id)
        put(db, page_id, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(ocr, "put", noted)
    return pages


def status_of(library: Library, name: str) -> tuple[FileStatus, Reason | None]:
    (file,) = [file for file in library.files() if Path(file.path).stem == name]
    return file.status, file.reason


def test_a_recording_is_ignored_until_there_is_a_model_and_written_down_then(
    library: Library, folder: Path, tiny_whisper: Path
) -> None:
    library.index()
    missing = Reason(code="ignored.no_speech_model", params={"format": "audio"})
    assert status_of(library, "talk") == (FileStatus.IGNORED, missing)
    library.change_setting("models.speech", str(tiny_whisper))
    library.index()
    assert status_of(library, "talk") == (FileStatus.INDEXED, None)
    view = library.document_at(folder / "talk.wav")
    assert [page.is_ocr for page in view.pages] == [True, True]
    assert not view.has_pictures
    assert all(view.text[page.start : page.end].strip() for page in view.pages)
    assert view.attributes["duration"] == "0:45"
    hit = library.search(view.text[view.pages[1].start : view.pages[1].end]).hits[0]
    assert (Path(hit.path).name, hit.page) == ("talk.wav", 2)


def test_a_recording_that_waits_says_so_and_says_nothing_of_pictures(
    library: Library, tiny_whisper: Path
) -> None:
    library.change_setting("models.speech", str(tiny_whisper))
    seen: list[Reason] = []

    def look(_progress: object) -> None:
        seen.extend(file.reason for file in library.files() if file.reason)

    library.index(on_progress=look)
    assert {reason.code for reason in seen} == {"partial.speech_waiting"}
    assert {reason.params["n_pages"] for reason in seen} == {2}


def test_nothing_is_written_down_twice(
    tmp_path: Path, tiny_models: Path, library: Library, folder: Path, tiny_whisper: Path, reads: list[int]
) -> None:
    library.change_setting("models.speech", str(tiny_whisper))
    library.index()
    assert len(reads) == 2
    text = library.document_at(folder / "talk.wav").text
    (folder / "talk.wav").rename(folder / "renamed.wav")
    shutil.copyfile(folder / "renamed.wav", folder / "copy.wav")
    library.index()
    library.close()
    with Library.open(tmp_path / "x.satchel", models_root=tiny_models) as again:
        again.index()
        assert again.document_at(folder / "renamed.wav").text == text
        assert again.document_at(folder / "copy.wav").text == text
    assert len(reads) == 2


def test_the_model_set_in_the_terminal_counts_at_the_next_start(
    tmp_path: Path, tiny_models: Path, library: Library, tiny_whisper: Path
) -> None:
    library.index()
    library.close()
    options = argparse.Namespace(
        library=tmp_path / "x.satchel", changes=[("models.speech", str(tiny_whisper))]
    )
    settings.execute(options)
    options.changes = [("models.speech", str(tmp_path))]
    with pytest.raises(SpeechModelMissing):
        settings.execute(options)
    with Library.open(tmp_path / "x.satchel", models_root=tiny_models) as again:
        again.index()
        assert status_of(again, "talk")[0] is FileStatus.INDEXED


def test_texts_stay_when_the_model_is_taken_away(
    library: Library, folder: Path, tiny_whisper: Path, reads: list[int]
) -> None:
    library.change_setting("models.speech", str(tiny_whisper))
    library.index()
    text = library.document_at(folder / "talk.wav").text
    library.change_setting("models.speech", None)
    library.index()
    (file,) = library.files()
    (folder / "talk.wav").touch()
    library.retry_files([file.file_id])
    library.index()
    assert library.document_at(folder / "talk.wav").text == text
    assert len(reads) == 2


def test_what_was_not_written_down_is_told_without_a_model_and_made_good_with_one(
    library: Library, folder: Path, tiny_whisper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.change_setting("models.speech", str(tiny_whisper))
    monkeypatch.setattr("engine.ocr_lane.OcrLane.has_work", lambda _lane: False)
    monkeypatch.setattr("engine.ocr_lane.OcrLane.step", lambda _lane: False)
    library.index()
    assert status_of(library, "talk")[0] is FileStatus.PARTIAL
    monkeypatch.undo()
    library.change_setting("models.speech", None)
    library.index()
    off = Reason(code="partial.speech_off", params={"n_waiting": 2, "n_pages": 2})
    assert status_of(library, "talk") == (FileStatus.PARTIAL, off)
    assert library.status().stages["ocr"].total == 0
    library.change_setting("models.speech", str(tiny_whisper))
    library.index()
    assert status_of(library, "talk") == (FileStatus.INDEXED, None)


def test_a_half_minute_that_fails_is_told_and_another_model_tries_it(
    tmp_path: Path, library: Library, folder: Path, tiny_whisper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    transcribe = ReaderPool.transcribe

    def broken(pool: ReaderPool, path: Path, *, page: int, model: str) -> object:
        if page == 2:
            raise FileDamaged(detail="noise")
        return transcribe(pool, path, page=page, model=model)

    monkeypatch.setattr(ReaderPool, "transcribe", broken)
    library.change_setting("models.speech", str(tiny_whisper))
    library.index()
    failed = Reason(code="partial.speech_failed", params={"n_failed": 1, "n_pages": 2})
    assert status_of(library, "talk") == (FileStatus.PARTIAL, failed)
    monkeypatch.undo()
    other = shutil.copytree(tiny_whisper, tmp_path / "another whisper")
    library.change_setting("models.speech", str(other))
    library.index()
    assert status_of(library, "talk") == (FileStatus.INDEXED, None)


def test_silence_is_no_speech_and_reading_pictures_may_be_off(
    library: Library, folder: Path, tiny_whisper: Path
) -> None:
    soundfile.write(folder / "silence.flac", [0.0] * 16_000 * 3, 16_000)
    library.change_setting("models.speech", str(tiny_whisper))
    library.change_setting("indexing.ocr", "off")
    library.index()
    assert status_of(library, "silence") == (FileStatus.PARTIAL, Reason(code="partial.no_speech"))
    assert status_of(library, "talk") == (FileStatus.INDEXED, None)


def test_recordings_in_archives_and_of_other_kinds_stay_unread_and_say_so(
    library: Library, folder: Path, tiny_whisper: Path
) -> None:
    with zipfile.ZipFile(folder / "post.zip", "w") as archive:
        archive.write(folder / "talk.wav", "inside.wav")
    (folder / "memo.m4a").write_bytes(b"\0\0\0\x20ftypM4A " + bytes(200))
    library.change_setting("models.speech", str(tiny_whisper))
    library.index()
    for name, code in (("inside", "ignored.recording_enclosed"), ("memo", "ignored.recording_unread")):
        status, reason = status_of(library, name)
        assert status is FileStatus.IGNORED
        assert reason == Reason(code=code, params={"format": "audio"})


def test_a_model_that_is_not_one_is_refused_and_nothing_changes(
    tmp_path: Path, library: Library, tiny_whisper: Path
) -> None:
    def spoilt(name: str) -> Path:
        return shutil.copytree(tiny_whisper, tmp_path / name)

    pickled = spoilt("pickled")
    (pickled / "model.safetensors").rename(pickled / "pytorch_model.bin")
    other = spoilt("other")
    (other / "config.json").write_text('{"model_type": "bert"}', "utf-8")
    coded = spoilt("coded")
    (coded / "tokenizer_config.json").write_text('{"auto_map": {"AutoTokenizer": "x.Y"}}', "utf-8")
    bare = spoilt("bare")
    (bare / "preprocessor_config.json").unlink()
    for path, error in (
        (tmp_path / "nowhere", SpeechModelMissing),
        (bare, SpeechModelMissing),
        (pickled, ModelUnsafe),
        (other, SpeechModelUnsupported),
        (coded, SpeechModelUnsupported),
    ):
        with pytest.raises(error):
            library.change_setting("models.speech", str(path))
    assert load(path_beside(library.path)).models.speech == ""
    library.index()
    assert status_of(library, "talk")[0] is FileStatus.IGNORED


def test_a_model_that_cannot_be_loaded_does_not_stop_the_library(
    library: Library, folder: Path, tmp_path: Path, tiny_whisper: Path
) -> None:
    broken = shutil.copytree(tiny_whisper, tmp_path / "broken")
    (broken / "tokenizer.json").write_text("{}", "utf-8")
    library.change_setting("models.speech", str(broken))
    library.index()
    failed = Reason(code="partial.speech_failed", params={"n_failed": 2, "n_pages": 2})
    assert status_of(library, "talk") == (FileStatus.PARTIAL, failed)


def test_a_model_that_went_away_leaves_recordings_ignored(
    tmp_path: Path, tiny_models: Path, library: Library, folder: Path, tiny_whisper: Path
) -> None:
    gone = shutil.copytree(tiny_whisper, tmp_path / "on a stick")
    library.change_setting("models.speech", str(gone))
    library.close()
    shutil.rmtree(gone)
    with Library.open(tmp_path / "x.satchel", models_root=tiny_models) as again:
        again.index()
        assert status_of(again, "talk")[0] is FileStatus.IGNORED


def test_a_model_chosen_while_the_library_works_counts_at_once(
    library: Library, folder: Path, tiny_whisper: Path
) -> None:
    library.index()
    done = threading.Event()

    def look(_event: object) -> None:
        if status_of(library, "talk")[0] is FileStatus.INDEXED:
            done.set()

    library.start(look, watches=False)
    library.change_setting("models.speech", str(tiny_whisper))
    assert done.wait(60)
