"""Frozen records of pages as they look: where things stand on them, what was read off them.

Boxes are parts of the page's width and height, from its top left corner, as it is seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page as it is seen, in parts of its width and height from the top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, boxes: Sequence[Box]) -> Box:
        """Return the smallest one that holds them all, at least one."""
        return cls(
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OcrLine:
    """One line that was read off a picture, or heard in a recording and then without words' boxes.

    Attributes:
        text: What it says.
        words: ``(start, end, box)`` of each word, of each character in Chinese, by offsets of ``text``.
    """

    text: str
    words: tuple[tuple[int, int, Box], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePicture:
    """A page as a picture (PNG), and where the spans that were asked for stand on it.

    Attributes:
        png: Empty where no width was asked for.
        boxes: For each span, in their order, a box a line; none where it is not on the page.
    """

    png: bytes = b""
    boxes: tuple[tuple[Box, ...], ...] = ()
