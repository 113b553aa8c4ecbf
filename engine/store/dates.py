"""The date of a document: the one that it states, else the day when its oldest file was modified (UTC).

What it states is its date (a letter's, an article's), else when it was last modified, else created.

ISO 8601 as far as it is known, ``2020``, ``2020-05`` or ``2020-05-17``, so that dates compare as text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_STATED = ("date", "modified", "created")
_DATE = re.compile(r"([12]\d{3})(?:[-/.]([01]\d)(?:[-/.]([0-3]\d))?)?(?!\d)")


def stated_date(attributes: Mapping[str, str]) -> str | None:
    """Return the date that a document states of itself, ``2020-05-17``, ``2020-05`` or ``2020``."""
    for name in _STATED:
        if match := _DATE.match(attributes.get(name, "").strip()):
            return "-".join(part for part in match.groups() if part)
    return None


def date_of(document_id: str) -> str:
    """Return SQL for the date of the document that an SQL expression names, a column with its table."""
    return f"""coalesce(
        (SELECT date FROM profile WHERE profile.document_id = {document_id}),
        (SELECT strftime('%Y-%m-%d', min(modified_ns) / 1000000000, 'unixepoch')
         FROM file WHERE file.document_id = {document_id}))"""
