"""Whether the text of a PDF page can be trusted, or has to be read off the page's picture.

A scan has no text, or none but a stamp; a font without a map to Unicode gives
characters that have nothing to do with the letters that are seen.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

_FEW_CHARS = 20
"""A page with fewer, and with a picture, is a scan."""
_LEAST_PICTURE = 0.04
"""Share of a page, by area: less is a logo."""
_LEAST_OUTLINES = 60
"""Shapes on a page without text, as many as a line of letters that are drawn."""
_MOST_OBJECTS = 2000
_MOST_NESTING = 3
_LEAST_JUDGED = 40
"""Characters; fewer tell nothing."""
_MOST_STRANGE = 0.25
_LEAST_LETTERS = 60
_LEAST_VOWELS = 0.17
"""Share of the letters in Latin text; English has 0.38, and no language of Europe less than 0.3."""
_LEAST_LATIN = 0.5
_VISIBLE = re.compile(r"\S")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_VOWEL = re.compile("[aeiouyAEIOUY]")
_WORD = re.compile(r"[^\W\d_]{4,}")
_STRANGE = re.compile(
    "[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff\u0000-\u0008\u000e-\u001f\u007f-\u009f\u0530-\u058f\u0780-\u07bf"
    "\u1200-\u139f\u1680-\u16ff\u1800-\u18af\ua000-\ua4cf]"
)
"""What no font is meant to show: private, replaced and control characters, and scripts that are very rare."""


def is_picture(page: Any, text: str) -> bool:
    """Tell whether what is seen on a page (of pypdfium2) is not in its text, for want of text."""
    if len(_VISIBLE.findall(text[: 100 * _FEW_CHARS])) >= _FEW_CHARS:
        return False
    return _shows_picture(page)


def is_garbled(text: str) -> bool:
    """Tell whether a page's text is not what its letters look like."""
    visible = _VISIBLE.findall(text)
    if len(visible) < _LEAST_JUDGED:
        return False
    # A hyphen at a line end comes as a control character.
    n_strange = len(_STRANGE.findall(text)) - text.count("\x02") - text.count("\x00")
    if n_strange > _MOST_STRANGE * len(visible):
        return True
    letters = "".join(_LATIN.findall(text))
    if len(letters) < max(_LEAST_LETTERS, _LEAST_LATIN * len(visible)):
        return False
    words = "".join(_WORD.findall(text))
    plain = "".join(char for char in unicodedata.normalize("NFD", words) if char.isascii())
    return len(plain) >= _LEAST_LETTERS and len(_VOWEL.findall(plain)) < _LEAST_VOWELS * len(plain)


def _shows_picture(page: Any) -> bool:
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    area, n_paths = 0.0, 0
    for number, shape in enumerate(page.get_objects(max_depth=_MOST_NESTING)):
        if shape.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = shape.get_bounds()
            area += max(0.0, right - left) * max(0.0, top - bottom)
        n_paths += shape.type == pdfium.FPDF_PAGEOBJ_PATH
        if number >= _MOST_OBJECTS or area >= _LEAST_PICTURE * width * height:
            return True
    return n_paths >= _LEAST_OUTLINES
