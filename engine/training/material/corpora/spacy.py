"""spaCy: a JSON list of ``[text, {"entities": [[start, end, label]]}]``, or JSON lines.

A line is ``{"text", "entities"}``; ``ents`` and ``spans`` with objects, as
``Doc.to_json`` and Prodigy write them, are read as well. The binary ``.spacy``
is not: it would need spaCy itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from engine.teaching import LabelledText
from engine.training.material.corpora.json_records import read_records
from engine.training.material.corpora.spans import invalid, to_claims, to_text, to_triples

KEYS = ("entities", "ents", "spans")
_PAIR = 2


def read(path: Path) -> Iterator[LabelledText]:
    """Yield each text.

    Raises:
        CorpusInvalid: It is binary, or a record is of another form; see ``spans.to_text`` for the others.
    """
    if is_binary(path):
        raise invalid(
            path, 1, "this is spaCy's binary format; export it as JSON, a list of [text, {entities}]"
        )
    for line, record in read_records(path):
        text, named = _parts(record, path, line)
        yield to_text(text, to_claims(named, path=path, line=line), path=path, line=line)


def write(texts: Iterable[LabelledText], path: Path) -> None:
    """Write a JSON list, or one object a line where the name ends in ``.jsonl``."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        if path.suffix.lower() == ".jsonl":
            for text in texts:
                record = {"text": text.text, "entities": to_triples(text.spans)}
                stream.write(json.dumps(record, ensure_ascii=False) + "\n")
            return
        gap = "[\n"
        for text in texts:
            pair = [text.text, {"entities": to_triples(text.spans)}]
            stream.write(gap + json.dumps(pair, ensure_ascii=False))
            gap = ",\n"
        stream.write("[]\n" if gap == "[\n" else "\n]\n")


def is_binary(path: Path) -> bool:
    """Tell whether the name and the first byte are those of spaCy's binary format (zlib, RFC 1950)."""
    if path.suffix.lower() != ".spacy" or not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(1) in (b"\x78", b"\x1f", b"")


def _parts(record: Any, path: Path, line: int) -> tuple[Any, Any]:
    if isinstance(record, list) and len(record) == _PAIR and isinstance(record[1], dict):
        return record[0], record[1].get("entities")
    if isinstance(record, dict):
        return record.get("text"), next((record[key] for key in KEYS if key in record), None)
    raise invalid(path, line, "a record is neither [text, {entities}] nor an object with text and entities")
