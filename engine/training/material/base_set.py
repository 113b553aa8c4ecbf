"""The shipped base set: sentences that keep a taught model honest.

``replay.jsonl.xz`` is trained on beside what is taught, so that the old is not
forgotten; ``check.jsonl.xz`` was never trained on and is what the gate looks at.
A row is ``{"text", "label": [[start, end, label], ...], "labels": [...]}``, the
last being the labels whose absence means something there.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.annotate.keys import entity_key
from engine.errors import ModelCorrupt, ModelMissing
from engine.teaching import LabelledSpan, LabelledText

NAME = "base_set"
REPLAY, CHECK = "replay.jsonl.xz", "check.jsonl.xz"


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseSet:
    """Both parts."""

    replay: tuple[LabelledText, ...]
    check: tuple[LabelledText, ...]


def read_base_set(folder: Path) -> BaseSet:
    """Read both parts from ``folder``.

    Raises:
        ModelMissing: A part is not there.
        ModelCorrupt: A part is not what it should be.
    """
    return BaseSet(replay=_read(folder / REPLAY), check=_read(folder / CHECK))


def write_part(path: Path, texts: Sequence[LabelledText]) -> None:
    """Write one part, as ``read_base_set`` reads it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with lzma.open(path, "wt", encoding="utf-8", newline="\n") as stream:
        for text in texts:
            spans = [[span.start, span.end, span.label] for span in text.spans]
            row = {"text": text.text, "label": spans, "labels": list(text.labels)}
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def without_conflicts(
    replay: Sequence[LabelledText], taught: Sequence[LabelledText], new_labels: Collection[str]
) -> list[LabelledText]:
    """Leave out replay sentences that name otherwise what is taught under a new label.

    Where someone teaches that Aspirin is a DRUG, a sentence that calls it a PRODUCT would fight it.
    """
    names = {
        entity_key(text.text[span.start : span.end], span.label)
        for text in taught
        for span in text.spans
        if span.label in new_labels
    }
    return [
        text
        for text in replay
        if not any(entity_key(text.text[s.start : s.end], s.label) in names for s in text.spans)
    ]


def _read(path: Path) -> tuple[LabelledText, ...]:
    try:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            return tuple(
                _to_text(json.loads(line), f"{path.name}:{n}") for n, line in enumerate(lines, start=1)
            )
    except FileNotFoundError as error:
        raise ModelMissing(name=NAME, file=path.name) from error
    except (OSError, ValueError, KeyError, TypeError, EOFError, lzma.LZMAError) as error:
        raise ModelCorrupt(name=NAME, file=path.name) from error


def _to_text(row: Any, place: str) -> LabelledText:
    spans = tuple(LabelledSpan(int(start), int(end), str(label)) for start, end, label in row["label"])
    if any(not 0 <= span.start < span.end <= len(row["text"]) for span in spans):
        raise ValueError(place)
    return LabelledText(text=row["text"], spans=spans, labels=tuple(row["labels"]), place=place)
