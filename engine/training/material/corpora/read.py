"""Which format a labelled corpus is in, and its texts one by one.

What is handed in was made by other programs: everything is bounded, and the first
fault ends the reading with its file and line. A caller that must not be left
half-way calls ``check`` first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from engine.errors import CorpusEmpty
from engine.teaching import LabelledText
from engine.training.material.corpora import brat, conll, doccano, label_studio, spacy, table
from engine.training.material.corpora.columns import DOCUMENT_START, is_comment, is_tag_like, split_columns
from engine.training.material.corpora.json_records import read_records
from engine.training.material.corpora.lines import open_text
from engine.training.material.corpora.spans import invalid

READERS: Mapping[str, Callable[[Path], Iterator[LabelledText]]] = {
    "conll": conll.read,
    "spacy": spacy.read,
    "doccano": doccano.read,
    "label_studio": label_studio.read,
    "brat": brat.read,
    "table": table.read,
}
FORMS = tuple(READERS)
"""Names of the formats, for reading and writing alike."""

_BY_NAME = {
    **dict.fromkeys((".conll", ".iob", ".iob2", ".bio", ".bioes", ".bmes", ".tsv", ".txt"), "conll"),
    **dict.fromkeys((".json", ".spacy"), "spacy"),
    ".jsonl": "doccano",
    ".csv": "table",
}
_SAMPLE_CHARS = 1 << 16
_SAMPLE_RECORDS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusSummary:
    """What a sound corpus holds.

    Attributes:
        form: One of ``FORMS``.
        labels: How many spans each label has, most frequent first.
    """

    form: str
    n_texts: int
    n_spans: int
    labels: Mapping[str, int]


def read_texts(path: Path, *, form: str | None = None) -> Iterator[LabelledText]:
    """Yield the texts of a corpus in file order; ``form`` None = as ``detect`` says.

    Raises:
        CorpusInvalid: It breaks its format, or is in none.
        CorpusTagWrong: A tag breaks its scheme.
        CorpusSpanWrong: A span is empty, outside its text, or overlaps another.
        CorpusUndecodable: It is not UTF-8 text, nor UTF-16 with a byte order mark.
        CorpusLineTooLong: A line, or a file of one line, is longer than is read.
        CorpusEmpty: At the end: nothing was named in any text.
        FileUnreadable: It cannot be opened.
    """
    has_span = False
    for text in READERS[form or detect(path)](path):
        has_span |= bool(text.spans)
        yield text
    if not has_span:
        raise CorpusEmpty(path=str(path))


def check(path: Path, *, form: str | None = None) -> CorpusSummary:
    """Read all of a corpus and say what it holds; raises as ``read_texts`` does."""
    chosen = form or detect(path)
    labels: Counter[str] = Counter()
    n_texts = 0
    for text in read_texts(path, form=chosen):
        n_texts += 1
        labels.update(span.label for span in text.spans)
    by_number = dict(sorted(labels.items(), key=lambda item: (-item[1], item[0])))
    return CorpusSummary(form=chosen, n_texts=n_texts, n_spans=labels.total(), labels=by_number)


def detect(path: Path) -> str:
    """Return the format of a file or folder, by what it holds and then by its name.

    Raises:
        CorpusInvalid: It is in no format that is known.
        CorpusEmpty: There is nothing in it.
        FileUnreadable: It cannot be opened.
    """
    if path.is_dir() or (path.suffix in (brat.TEXT, brat.NOTES) and path.with_suffix(brat.NOTES).is_file()):
        return "brat"
    if spacy.is_binary(path):
        return "spacy"
    sample = _sample(path)
    if not sample.strip():
        raise CorpusEmpty(path=str(path))
    found = _by_content(path, sample) or _BY_NAME.get(path.suffix.lower())
    if found is None:
        raise invalid(path, 1, f"this is in none of the formats that are read ({', '.join(FORMS)})")
    return found


def _sample(path: Path) -> str:
    # A wrong byte says nothing of the format; the reader will name its line.
    with open_text(path, errors="replace") as stream:
        return stream.read(_SAMPLE_CHARS)


def _by_content(path: Path, sample: str) -> str | None:
    if _is_json(sample):
        return _by_records(record for _, record in islice(read_records(path), _SAMPLE_RECORDS))
    lines = sample.splitlines()
    if table.is_header(lines[0]):
        return "table"
    for line in lines:
        if not line.strip() or is_comment(line):
            continue
        columns = split_columns(line, "\t" if "\t" in line else " ")
        is_tagged = len(columns) > 1 and is_tag_like(columns[-1])
        return "conll" if is_tagged or columns[0] == DOCUMENT_START else None
    return None


def _is_json(sample: str) -> bool:
    """Whether it begins like JSON; a bracket may also be a token in CoNLL."""
    start = "".join(sample[:1000].split())
    return start[:1] in ("{", "[") and start[1:2] in ('"', "{", "[", "]", "}")


def _by_records(records: Iterable[Any]) -> str | None:
    for record in records:
        if isinstance(record, list):
            return "spacy"
        if isinstance(record, dict) and (found := _by_keys(record)):
            return found
    return None


def _by_keys(record: Mapping[str, Any]) -> str | None:
    if label_studio.is_task(record):
        return "label_studio"
    entities = record.get("entities")
    has_offsets = isinstance(entities, list) and any(
        isinstance(entity, dict) and "start_offset" in entity for entity in entities
    )
    if has_offsets or "label" in record or "labels" in record:
        return "doccano"
    # With nothing named in it a record fits both; a later one tells.
    return "spacy" if entities or "ents" in record or "spans" in record else None
