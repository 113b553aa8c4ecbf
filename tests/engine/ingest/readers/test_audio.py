"""Recordings: what they state, their half minutes, and what is wrong with hostile ones."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from tones import tone, write_tone

from engine.errors import FileDamaged, InputError, RecordingUnread
from engine.ingest.formats import known_format, sniff
from engine.ingest.readers.audio import RATE_HZ, window
from engine.ingest.readers.pieces import Limits
from engine.ingest.readers.registry import read
from engine.ingest.readers.speech import is_silent
from engine.records import RawText

KINDS = {
    "talk.wav": (None, None, 8_000),
    "talk.flac": (None, None, 44_100),
    "talk.ogg": ("OGG", "VORBIS", 22_050),
    "talk.opus": ("OGG", "OPUS", 48_000),
    "talk.mp3": ("MP3", "MPEG_LAYER_III", 16_000),
}


def read_it(path: Path, **limits: int) -> RawText:
    return read(path, known_format(path, takes_recordings=True), limits=Limits(**limits))


def wave(*, rate: int = 8_000, channels: int = 1, n_stated: int | None = None, data: bytes = b"") -> bytes:
    """Return a WAV file that states whatever it is told."""
    n_bytes = len(data) if n_stated is None else n_stated
    form = struct.pack("<HHIIHH", 1, channels, rate, rate * channels * 2 & 0xFFFFFFFF, channels * 2, 16)
    head = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", n_bytes)
    return b"RIFF" + struct.pack("<I", len(head) + n_bytes & 0xFFFFFFFF) + head + data


@pytest.mark.parametrize("name", KINDS)
def test_each_half_minute_is_a_page_and_sounds_as_it_was(tmp_path: Path, name: str) -> None:
    form, subtype, rate = KINDS[name]
    path = write_tone(tmp_path / name, seconds=65, rate=rate, channels=2, format=form, subtype=subtype)
    raw = read_it(path)
    assert (raw.is_paged, raw.pages, raw.ocr_pages, raw.partial) == (True, ("",) * 3, (1, 2, 3), None)
    assert raw.attributes["duration"] == "1:05"
    heard = window(path, page=2)
    meant = tone(65, rate=RATE_HZ)[30 * RATE_HZ : 60 * RATE_HZ]
    assert len(heard) == len(meant)
    assert loudest_hertz(heard[: RATE_HZ // 2]) == pytest.approx(
        loudest_hertz(meant[: RATE_HZ // 2]), rel=0.02
    )
    assert len(window(path, page=3)) == pytest.approx(5 * RATE_HZ, abs=RATE_HZ / 10)


def loudest_hertz(samples: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(samples))
    return float(spectrum.argmax()) * RATE_HZ / len(samples)


def test_title_author_and_date_are_the_files_own(tmp_path: Path) -> None:
    path = write_tone(
        tmp_path / "talk.flac", seconds=1, title="关于航海 At sea", artist="Grace Hopper", date="1982-11-05"
    )
    raw = read_it(path)
    assert raw.title == "关于航海 At sea"
    assert raw.attributes == {"author": "Grace Hopper", "date": "1982-11-05", "duration": "0:01"}


def test_other_rates_and_channels_become_one_at_sixteen_thousand(tmp_path: Path) -> None:
    path = write_tone(tmp_path / "talk.wav", seconds=2, rate=11_025, channels=5)
    assert len(window(path, page=1)) == 2 * RATE_HZ


def test_numbers_that_are_none_do_no_harm(tmp_path: Path) -> None:
    import soundfile

    samples = tone(1)
    samples[::3] = np.nan
    samples[1::3] = np.inf
    soundfile.write(tmp_path / "odd.wav", samples, 8_000, subtype="FLOAT")
    assert np.isfinite(window(tmp_path / "odd.wav", page=1)).all()


def test_a_recording_that_is_cut_short_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    for name, lead in (("talk.flac", 0.5), ("talk.wav", 0.5)):
        path = write_tone(tmp_path / name, seconds=200, rate=8_000)
        path.write_bytes(path.read_bytes()[: round(lead * path.stat().st_size)])
        raw = read_it(path)
        assert 2 <= len(raw.ocr_pages) <= 4, name
        for page in raw.ocr_pages:
            assert len(window(path, page=page))


def test_a_header_that_lies_about_the_length_is_found_out(tmp_path: Path) -> None:
    data = (tone(35) * 32_000).astype("<i2").tobytes()
    (tmp_path / "long.wav").write_bytes(wave(n_stated=4_000_000_000, data=data))
    assert read_it(tmp_path / "long.wav").ocr_pages == (1, 2)
    path = write_tone(tmp_path / "long.flac", seconds=35)
    stored = bytearray(path.read_bytes())
    stored[21:26] = bytes([stored[21] | 0x0F, 0xFF, 0xFF, 0xFF, 0xFF])  # 36 bits, the number of samples
    path.write_bytes(stored)
    raw = read_it(path)
    assert len(raw.ocr_pages) <= 2
    assert raw.partial is not None
    assert raw.partial.code == "partial.damaged"


@pytest.mark.parametrize("more", [{"rate": 4_000_000_000}, {"rate": 1}, {"rate": 0}, {"channels": 900}])
def test_absurd_rates_and_channels_are_refused(tmp_path: Path, more: dict[str, int]) -> None:
    path = tmp_path / "odd.wav"
    path.write_bytes(wave(data=bytes(10_000), **more))
    with pytest.raises((FileDamaged, RecordingUnread)):
        read_it(path)


def test_a_recording_of_no_length_has_no_speech(tmp_path: Path) -> None:
    path = tmp_path / "empty.wav"
    path.write_bytes(wave())
    raw = read_it(path)
    assert raw.ocr_pages == ()
    assert raw.partial is not None
    assert raw.partial.code == "partial.no_speech"


def test_more_than_a_day_and_more_than_the_limit_is_left_out_and_said(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    with path.open("wb") as stream:
        stream.write(wave(rate=1_000, n_stated=2 * 1_000 * 3600 * 25))
        stream.truncate(2 * 1_000 * 3600 * 25 + 44)
    raw = read_it(path)
    assert len(raw.ocr_pages) == 24 * 120
    assert raw.partial is not None
    assert (raw.partial.code, raw.partial.params) == ("partial.speech_limit", {"limit_hours": 24})
    raw = read_it(path, max_pages=7)
    assert len(raw.ocr_pages) == 7
    assert raw.partial is not None
    assert raw.partial.code == "partial.page_limit"


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("noise.mp3", b"\xff\xfb\x90\x00" + bytes(range(256)) * 8, InputError),
        ("noise.flac", b"fLaC" + bytes(range(256)) * 8, FileDamaged),
        ("cut.ogg", b"OggS" + bytes(24) + b"\x01vorbis" + bytes(40), InputError),
        ("cut.mp3", b"ID3\x03\0\0\0\0\x20\0" + bytes(200), FileDamaged),
        ("music.aac", b"ID3\x03\0\0\0\0\0\x0a" + bytes(10) + b"\xff\xf1\x50\x80" * 50, RecordingUnread),
        ("film.ogg", b"OggS" + bytes(24) + b"\x80theora" + bytes(40), RecordingUnread),
    ],
)
def test_what_cannot_be_decoded_says_so(
    tmp_path: Path, name: str, data: bytes, error: type[Exception]
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(error):
        read_it(tmp_path / name)


def test_an_mp3_without_tags_is_known_by_its_first_frame(tmp_path: Path) -> None:
    (tmp_path / "song.mp3").write_bytes(b"\xff\xfa\x90\xc0" + bytes([0x9E, 0x7F]) * 2_000)
    assert sniff(tmp_path / "song.mp3") == "mp3"
    (tmp_path / "letter.mp3").write_text("ÿûA letter, and no song.", "utf-16")
    assert sniff(tmp_path / "letter.mp3") != "mp3"


def test_silence_is_told_from_a_quiet_voice() -> None:
    hiss = np.random.default_rng(1).normal(0, 1e-4, 5 * RATE_HZ).astype(np.float32)
    assert is_silent(np.zeros(5 * RATE_HZ, dtype=np.float32))
    assert is_silent(hiss)
    hiss[2 * RATE_HZ : 3 * RATE_HZ] += tone(1, rate=RATE_HZ) / 100
    assert not is_silent(hiss)
