"""Check offsets by the text that an annotation tool quotes beside them.

Wrong offsets are the commonest fault of an export (another line end, another way
to count) and the worst: they teach nonsense without anybody noticing.
"""

from __future__ import annotations


def is_quote(text: str, start: int, end: int, quote: str) -> bool:
    r"""Tell whether ``text[start:end]`` is ``quote``, white space apart.

    Tools write line ends in a quote as spaces or as the two characters ``\n``.
    """
    found = text[start:end] if 0 <= start < end <= len(text) else ""
    return found == quote or _squeeze(found) == _squeeze(quote)


def to_code_points(text: str, start: int, end: int) -> tuple[int, int]:
    """Return offsets in UTF-16 units as offsets in code points.

    What cuts a character or lies outside the text comes back as it is.
    """
    units = text.encode("utf-16-le", "surrogatepass")
    if not 0 <= start < end <= len(units) // 2:
        return start, end
    try:
        before = len(units[: 2 * start].decode("utf-16-le"))
        return before, before + len(units[2 * start : 2 * end].decode("utf-16-le"))
    except UnicodeDecodeError:
        return start, end


def _squeeze(text: str) -> str:
    return "".join(text.replace("\\n", " ").split())
