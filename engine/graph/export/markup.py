"""Text in XML: escaped so that every reader gets back exactly what was written."""

from __future__ import annotations

import re

_MARKUP = {
    "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;",
    "\n": "&#10;", "\r": "&#13;", "\t": "&#9;",
    "\x85": "&#133;", "\u2028": "&#8232;",
}  # fmt: skip
_SPECIAL = re.compile(f"[{''.join(_MARKUP)}]")


def escaped(text: str) -> str:
    """Return ``text`` for an attribute or between tags; it holds only what XML can (``carried_text``).

    Line ends and tabs are written as references: a reader turns bare ones in attributes into blanks.
    """
    return _SPECIAL.sub(lambda match: _MARKUP[match[0]], text)
