"""Recordings of tones, made in no time and always the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

SPOKEN_S = 45
"""Seconds; a half minute and a part of one."""


def tone(seconds: float, *, rate: int = 8_000, hertz: float = 300) -> NDArray[np.float32]:
    """Return a tone that rises, so that no two half minutes are alike."""
    at = np.arange(round(seconds * rate)) / rate
    return np.asarray(0.3 * np.sin(2 * np.pi * at * (hertz + 20 * at)), dtype=np.float32)


def write_tone(
    path: Path, *, seconds: float, rate: int = 8_000, channels: int = 1, format: str | None = None,
    subtype: str | None = None, **tags: str,
) -> Path:  # fmt: skip
    """Write a tone to ``path`` with these tags, and return it."""
    samples = tone(seconds, rate=rate)
    many = np.stack([samples] * channels, axis=1) if channels > 1 else samples
    with soundfile.SoundFile(
        path, "w", samplerate=rate, channels=channels, format=format, subtype=subtype
    ) as sound:
        for name, value in tags.items():
            setattr(sound, name, value)
        sound.write(many)
    return path
