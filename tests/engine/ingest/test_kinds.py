"""What is not read is told by a word that people know, and each such word has one in both places."""

from pathlib import Path

import pytest

from engine.cli.sentences import KINDS, sentence
from engine.errors import NoSpeechModel, RecordingUnread
from engine.ingest import kinds
from engine.ingest.formats import sniff
from engine.ingest.kinds import kind_of, refusal

ISO_MEDIA = b"\x00\x00\x00\x20ftyp"
RECORDINGS = {
    "song.mp3": b"ID3\x04" + bytes(200),
    "talk.wav": b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(200),
    "talk.ogg": b"OggS" + bytes(200),
    "talk.flac": b"fLaC" + bytes(200),
    "no name": b"OggS" + bytes(200),
}
UNREAD = {
    "note.m4a": ISO_MEDIA + b"M4A " + bytes(200),
    "memo.m4a": ISO_MEDIA + b"isom" + bytes(200),
    "old.wma": bytes(200),
    "tune.mid": b"MThd\0\0\0\6" + bytes(200),
}


@pytest.mark.parametrize("name", RECORDINGS)
def test_a_recording_lacks_a_speech_model(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(RECORDINGS[name])
    refused = refusal(sniff(path), path.suffix)
    assert isinstance(refused, NoSpeechModel)
    assert "no speech model" in sentence(refused.code, refused.params)


@pytest.mark.parametrize("name", UNREAD)
def test_a_recording_that_no_speech_model_would_help_says_so(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(UNREAD[name])
    refused = refusal(sniff(path), path.suffix)
    assert isinstance(refused, RecordingUnread)
    assert "a recording of a kind that is not read" in sentence(refused.code, refused.params)


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("setup.exe", b"MZ\x90\x00" + bytes(100), "program"),
        ("holiday.txt", ISO_MEDIA + b"isom" + bytes(100), "video"),
        ("letter.pages", b"PK\x05\x06" + bytes(18), "iwork"),
        ("plan.dwg", b"AC1032" + bytes(100), "drawing"),
        ("staff.mdb", b"\x00\x01\x00\x00Standard Jet DB\x00" + bytes(100), "database"),
        ("notes.bin", b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d" + bytes(100), "onenote"),
        ("letter.doc", bytes(100), "document"),
        ("thing.qqq", bytes(100), "qqq"),
    ],
)
def test_content_tells_the_kind_and_the_name_where_it_does_not(
    tmp_path: Path, name: str, data: bytes, kind: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert kind_of(sniff(path), path.suffix) == kind


def test_every_kind_has_words() -> None:
    assert {kind for table in (kinds._BY_FORMAT, kinds._BY_EXTENSION) for kind in table.values()} <= set(
        KINDS
    )
    assert "a video" in sentence("file.unsupported", {"format": "video"})
    assert "'qqq'" in sentence("file.unsupported", {"format": "qqq"})
    assert "unknown kind" in sentence("file.unsupported", {"format": ""})
