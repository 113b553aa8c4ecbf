"""doccano: lines of ``{"text", "label": [[start, end, label]]}``, or the same objects in a JSON list.

``labels`` stands for ``label``, and so does ``entities`` with objects that name
``start_offset``, ``end_offset`` and ``label``, as a project with relations exports them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from engine.teaching import LabelledText
from engine.training.material.corpora.json_records import read_records
from engine.training.material.corpora.spans import invalid, to_claims, to_text, to_triples

KEYS = ("label", "labels", "entities")


def read(path: Path) -> Iterator[LabelledText]:
    """Yield each text.

    Raises:
        CorpusInvalid: A record is of another form; see ``spans.to_text`` for the others.
    """
    for line, record in read_records(path):
        if not isinstance(record, dict):
            raise invalid(path, line, "a record is no object with text and label")
        named = next((record[key] for key in KEYS if key in record), None)
        yield to_text(record.get("text"), to_claims(named, path=path, line=line), path=path, line=line)


def write(texts: Iterable[LabelledText], path: Path) -> None:
    """Write one object a line."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for text in texts:
            record = {"text": text.text, "label": to_triples(text.spans)}
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
