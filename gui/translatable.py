"""Marks texts for translation where they stand, before there is a language."""

from __future__ import annotations


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Mark ``text`` for lupdate, which knows this name; Qt's own is typed as giving an object."""
    return text
