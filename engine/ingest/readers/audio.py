"""Recordings: what the file says about itself; each half minute is a page whose text a speech model gives.

Everything goes through libsndfile, one second at a time: WAV, FLAC, Ogg (Vorbis and Opus) and MP3.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from engine.errors import FileDamaged, NoSpeechModel, RecordingUnread
from engine.ingest.readers.pieces import Head, Limits, OcrPage, Piece
from engine.ingest.source import Source
from engine.records import Reason

if TYPE_CHECKING:
    from soundfile import SoundFile

WINDOW_S = 30
"""Seconds of a page; a Whisper model takes as much at once."""
RATE_HZ = 16_000
_MOST_HOURS = 24
_RATES_HZ = range(1_000, 384_001)
_MOST_CHANNELS = 32
_CONTAINERS = frozenset(("WAV", "WAVEX", "RF64", "FLAC", "OGG", "MP3"))
_OGG, _OGG_CODECS = b"OggS", (b"\x01vorbis", b"OpusHead")
_UNRECOGNISED, _UNSUPPORTED = 1, 4
"""What libsndfile says of a kind of file that it does not know, and of a known one packed otherwise."""
_LONGEST_TAG = 2_000
_TAGS = {"author": "artist", "date": "date", "album": "album", "description": "comment"}

Samples = NDArray[np.float32]


def read_audio(path: Source, *, limits: Limits) -> Iterator[Piece]:
    """Yield head and, for each half minute, no text and that a model gives it.

    Raises:
        FileDamaged: It cannot be decoded.
        RecordingUnread: It is of a kind that cannot.
    """
    with opened(path) as sound:
        n_stated = math.ceil(sound.frames / (sound.samplerate * WINDOW_S))
        n_most = min(n_stated, _MOST_HOURS * 3600 // WINDOW_S)
        n_there = _n_windows(path, n_most)
        whole_s = sound.frames / sound.samplerate
        heard_s = whole_s if n_there == n_stated else n_there * WINDOW_S
        yield Head(is_paged=True, title=_tag(sound, "title") or None, attributes=_stated(sound, heard_s))
        for number in range(1, min(n_there, limits.max_pages) + 1):
            yield ""
            yield OcrPage(number)
    if n_there < n_most:
        yield Reason(code="partial.damaged")
    if n_there > limits.max_pages:
        yield Reason(code="partial.page_limit", params={"limit_pages": limits.max_pages, "n_pages": n_there})
    if n_most < n_stated:
        yield Reason(code="partial.speech_limit", params={"limit_hours": _MOST_HOURS})
    if not n_there:
        yield Reason(code="partial.no_speech")


def window(path: Source, *, page: int) -> Samples:
    """Return half minute ``page`` (from 1), in one channel at 16 kHz; errors as for ``read_audio``."""
    from scipy.signal import resample_poly

    with opened(path) as sound:
        rate = sound.samplerate
        seconds: list[Samples] = []
        try:
            sound.seek((page - 1) * WINDOW_S * rate)
            for second in _seconds(sound):
                seconds.append(second)
        except (RuntimeError, ValueError, OverflowError) as error:
            if not seconds:  # else it is cut short, and what there is counts
                raise FileDamaged(detail=str(error)) from error
    if not seconds:
        return np.zeros(0, dtype=np.float32)
    samples = np.concatenate(seconds)
    if rate == RATE_HZ:
        return samples
    shared = math.gcd(rate, RATE_HZ)
    return np.asarray(resample_poly(samples, RATE_HZ // shared, rate // shared), dtype=np.float32)


@contextmanager
def opened(path: Source) -> Iterator[SoundFile]:
    """Open a recording whose sampling rate and channels make sense.

    Raises:
        FileDamaged: It cannot be opened, or is absurd.
        RecordingUnread: It is of a kind that cannot be decoded.
        OSError: The file cannot be opened.
    """
    with path.open("rb") as stream, _decoded(stream) as sound:
        if sound.samplerate not in _RATES_HZ or not 1 <= sound.channels <= _MOST_CHANNELS:
            raise FileDamaged(detail=f"{sound.samplerate} Hz, {sound.channels} channels")
        yield sound


def _decoded(stream: BinaryIO) -> SoundFile:
    try:
        import soundfile
    except (ImportError, OSError) as error:  # it was written down once, and the package is gone
        raise NoSpeechModel(format="audio") from error
    head = stream.read(64)
    stream.seek(0)
    if head.startswith(_OGG) and not any(codec in head for codec in _OGG_CODECS):
        raise RecordingUnread(format="audio")  # Speex, FLAC or a video
    try:
        sound = soundfile.SoundFile(stream)
    except soundfile.LibsndfileError as error:
        if error.code in (_UNRECOGNISED, _UNSUPPORTED) and not _ends_in_tag(stream, head):
            raise RecordingUnread(format="audio") from error
        raise FileDamaged(detail=error.error_string) from error
    except (RuntimeError, ValueError, TypeError) as error:
        raise FileDamaged(detail=str(error)) from error
    if sound.format not in _CONTAINERS:
        sound.close()
        raise RecordingUnread(format="audio")
    return sound


def _ends_in_tag(stream: BinaryIO, head: bytes) -> bool:
    """Whether a file is cut short within the tag that it begins with, so that nothing tells its kind."""
    if not head.startswith(b"ID3") or len(head) < 10:
        return False
    n_bytes = 0
    for byte in head[6:10]:
        n_bytes = n_bytes << 7 | byte & 0x7F
    return n_bytes + 10 >= stream.seek(0, io.SEEK_END)


def _seconds(sound: SoundFile) -> Iterator[Samples]:
    """Yield up to half a minute in one channel, a second at a time, so that many channels need no room."""
    for _ in range(WINDOW_S):
        block = sound.read(sound.samplerate, dtype="float32", always_2d=True)
        if not len(block):
            return
        mixed = np.nan_to_num(block, nan=0.0, posinf=0.0, neginf=0.0).clip(-1, 1).mean(axis=1)
        yield np.asarray(mixed, dtype=np.float32)


def _n_windows(path: Source, n_stated: int) -> int:
    """Return how many of the half minutes that a header states are there: the last can be decoded."""
    if n_stated <= 0 or _is_there(path, n_stated):
        return max(0, n_stated)
    known, unknown = 0, n_stated
    while unknown - known > 1:
        middle = (known + unknown) // 2
        if _is_there(path, middle):
            known = middle
        else:
            unknown = middle
    return known


def _is_there(path: Source, number: int) -> bool:
    with opened(path) as sound:  # afresh, as a decoder that went wrong stays so
        start = (number - 1) * WINDOW_S * sound.samplerate
        try:
            return sound.seek(start) == start and len(sound.read(1, dtype="float32")) == 1
        except (RuntimeError, ValueError, OverflowError):
            return False


def _stated(sound: SoundFile, seconds: float) -> dict[str, str]:
    attributes = {name: text for name, tag in _TAGS.items() if (text := _tag(sound, tag))}
    return {**attributes, "duration": _clock(round(seconds))}


def _tag(sound: SoundFile, name: str) -> str:
    value: Any = getattr(sound, name, "")
    return " ".join(str(value).replace("\0", " ").split())[:_LONGEST_TAG]


def _clock(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
