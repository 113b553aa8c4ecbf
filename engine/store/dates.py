"""The date of a document: the one that it states, else the day when its oldest file was modified (UTC).

ISO 8601 as far as it is known, ``2020``, ``2020-05`` or ``2020-05-17``, so that dates compare as text.
"""

from __future__ import annotations


def date_of(document_id: str) -> str:
    """Return SQL for the date of the document that an SQL expression names, a column with its table."""
    return f"""coalesce(
        (SELECT date FROM document_date WHERE document_date.document_id = {document_id}),
        (SELECT strftime('%Y-%m-%d', min(modified_ns) / 1000000000, 'unixepoch')
         FROM file WHERE file.document_id = {document_id}))"""
