"""A suggested document as a button: title, place, reason in words, day, and what says nearly the same."""

from __future__ import annotations

from engine.suggestions import SuggestedDocument
from gui.texts import AMOUNTS, date, reason_sentence
from gui.widgets.icons import format_icon
from gui.widgets.line_button import Below, LineButton
from gui.widgets.paths import breadcrumb, folder_of, name_of

_NAMED = 3
"""Other files that are named; the others are only counted."""


def suggestion_line(
    document: SuggestedDocument, *, is_card: bool = False, has_reason: bool = True
) -> LineButton:
    """A button for ``document``; the caller connects ``clicked``."""
    reasons = " · ".join(reason_sentence(reason) for reason in document.reasons) if has_reason else ""
    alike = ", ".join(name_of(path) for path in document.alike[:_NAMED])
    return LineButton(
        format_icon(document.path),
        document.title,
        (
            Below(breadcrumb(document.path) if is_card else folder_of(document.path), "faint"),
            Below(reasons, most=3),
            Below(
                f"{AMOUNTS.more_alike(document.n_alike)}: {alike}" if document.n_alike else "",
                "faint",
                most=2,
            ),
        ),
        tail=date(document.modified_ms * 1_000_000) if document.modified_ms else "",
        is_card=is_card,
    )
