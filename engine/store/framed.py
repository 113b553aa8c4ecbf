"""Text packed in frames, so that a part of a long document is read without the rest.

Layout: ``uint32 n``, ``n`` ends of frames as ``uint32`` counted from the first
frame, then the frames: each is the zlib of the UTF-8 of ``FRAME_CHARS`` code points.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

FRAME_CHARS = 32_768

Read = Callable[[int, int], bytes]
"""Returns that many bytes (second) from that offset (first) of a packed text."""


def pack(text: str) -> bytes:
    """Return ``text`` as one blob; the same text always gives the same bytes."""
    frames = [
        zlib.compress(text[start : start + FRAME_CHARS].encode())
        for start in range(0, len(text), FRAME_CHARS)
    ]
    ends: list[int] = []
    for frame in frames:
        ends.append((ends[-1] if ends else 0) + len(frame))
    return struct.pack(f"<{1 + len(ends)}I", len(ends), *ends) + b"".join(frames)


def unpack(blob: bytes) -> str:
    """Return the whole text of a blob."""
    reader = FrameReader(lambda start, size: blob[start : start + size])
    return "".join(reader.frame(number) for number in range(reader.n_frames))


class FrameReader:
    """Cuts parts out of one packed text; keeps the last frame that it unpacked."""

    def __init__(self, read: Read) -> None:
        self._read = read
        (self.n_frames,) = struct.unpack("<I", read(0, 4))
        self._ends = struct.unpack(f"<{self.n_frames}I", read(4, 4 * self.n_frames))
        self._body = 4 * (1 + self.n_frames)
        self._last: tuple[int, str] = (-1, "")

    def cut(self, start: int, end: int) -> str:
        """Return ``text[start:end]``; offsets are code points, ``0 <= start <= end``."""
        first, last = start // FRAME_CHARS, min(max(end - 1, start) // FRAME_CHARS, self.n_frames - 1)
        joined = "".join(self.frame(number) for number in range(first, last + 1))
        base = first * FRAME_CHARS
        return joined[start - base : end - base]

    def frame(self, number: int) -> str:
        """Return one frame's text."""
        if self._last[0] != number:
            begin = self._ends[number - 1] if number else 0
            packed = self._read(self._body + begin, self._ends[number] - begin)
            self._last = (number, zlib.decompress(packed).decode())
        return self._last[1]
