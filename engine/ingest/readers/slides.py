"""How the text of a slide is set out: its blocks, then what is said about it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

NOTES, COMMENTS = "notes", "comments"
_HAN = re.compile("[\u3400-\u9fff]")
# The line that marks them, in the language of the slide.
_MARKS = {NOTES: ("Notes:", "备注："), COMMENTS: ("Comments:", "批注：")}


def joined(blocks: Sequence[str], asides: Mapping[str, str]) -> str:
    """Return a page: blocks apart by a blank line, each aside (such as notes) below a line of its own."""
    parts = [block for block in blocks if block.strip()]
    is_chinese = any(map(_HAN.search, (*parts, *asides.values())))
    parts += [f"{_MARKS[kind][is_chinese]}\n{text}" for kind, text in asides.items() if text.strip()]
    return "\n\n".join(parts)
