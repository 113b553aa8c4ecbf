"""Label Studio: its JSON export, a list of tasks, and the shorter JSON-MIN.

A task without annotations was not looked at yet and is passed over. Of several
annotations of a task the ground truth counts, else the first that was not
cancelled: two people's work laid over each other would contradict itself.
Offsets that count UTF-16 units, as a browser does, are told by the quoted text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from engine.teaching import LabelledText
from engine.training.material.corpora.json_records import read_records
from engine.training.material.corpora.quotes import is_quote, to_code_points
from engine.training.material.corpora.spans import Claim, invalid, to_text


def read(path: Path) -> Iterator[LabelledText]:
    """Yield each annotated text.

    Raises:
        CorpusInvalid: A task is of another form, or a quoted text is not what stands at its offsets;
            see ``spans.to_text`` for the others.
    """
    for line, task in read_records(path):
        if not isinstance(task, dict):
            raise invalid(path, line, "a task is no object")
        results = _results(task, path, line)
        if results is None:
            continue
        data = task.get("data", task)
        text = data.get("text") if isinstance(data, dict) else None
        claims = [_claim(text, value, path, line) for value in results]
        yield to_text(text, claims, path=path, line=line)


def write(texts: Iterable[LabelledText], path: Path) -> None:
    """Write a list of tasks, each with one annotation; the label tag is named ``label``."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        gap = "[\n"
        for number, text in enumerate(texts, start=1):
            stream.write(gap + json.dumps(_task(number, text), ensure_ascii=False))
            gap = ",\n"
        stream.write("[]\n" if gap == "[\n" else "\n]\n")


def is_task(record: Mapping[str, Any]) -> bool:
    """Tell whether ``record`` is of either export."""
    return "annotations" in record or "data" in record or _short_results(record) is not None


def _results(task: Mapping[str, Any], path: Path, line: int) -> list[Any] | None:
    """Return the values that say what is named, ``None`` where nobody looked."""
    if "annotations" not in task and "data" not in task:
        return _short_results(task) or ([] if "annotator" in task else None)
    annotations = task.get("annotations", [])
    if not isinstance(annotations, list) or not all(isinstance(item, dict) for item in annotations):
        raise invalid(path, line, "the annotations are no list of objects")
    kept = [item for item in annotations if not item.get("was_cancelled")]
    if not kept:
        return None
    chosen = next((item for item in kept if item.get("ground_truth")), kept[0])
    results = chosen.get("result")
    if not isinstance(results, list) or not all(isinstance(item, dict) for item in results):
        raise invalid(path, line, "the result is no list of objects")
    return [item.get("value") for item in results if _is_label(item)]


def _is_label(result: Mapping[str, Any]) -> bool:
    """Whether a result names a span; relations, choices and the like do not."""
    value = result.get("value")
    return result.get("type") == "labels" or (isinstance(value, dict) and "labels" in value)


def _short_results(record: Mapping[str, Any]) -> list[Any] | None:
    """Return the value of JSON-MIN's label tag, whose name the project chose."""
    for value in record.values():
        if isinstance(value, list) and value and all(isinstance(v, dict) and "labels" in v for v in value):
            return value
    return None


def _claim(text: Any, value: Any, path: Path, line: int) -> Claim:
    labels = value.get("labels") if isinstance(value, dict) else None
    if not isinstance(labels, list) or len(labels) != 1:
        raise invalid(path, line, "a span has no label or several")
    start, end, quote = value.get("start"), value.get("end"), value.get("text")
    if isinstance(text, str) and isinstance(quote, str) and type(start) is type(end) is int:
        if not is_quote(text, start, end, quote):
            start, end = to_code_points(text, start, end)
        if end <= len(text) and not is_quote(text, start, end, quote):
            raise invalid(path, line, f"{start} to {end} is not where {quote[:60]!r} stands")
    return start, end, labels[0]


def _task(number: int, text: LabelledText) -> dict[str, Any]:
    results = [
        {
            "id": f"{number}-{at}",
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {
                "start": span.start,
                "end": span.end,
                "text": text.text[span.start : span.end],
                "labels": [span.label],
            },
        }
        for at, span in enumerate(text.spans, start=1)
    ]
    return {"id": number, "data": {"text": text.text}, "annotations": [{"id": number, "result": results}]}
