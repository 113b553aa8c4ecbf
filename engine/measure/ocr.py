"""How much of what stands on pictures is read: the character error rate of OCR.

Input:  a folder of pictures (or PDF files, whose first page counts), each with its true
text beside it as ``NAME.txt``. The rate is the edit distance (Levenshtein) over the
length of the true text, without spaces, as Unicode NFKC.
"""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path
from typing import Any

from engine.ingest.formats import sniff
from engine.ingest.sandbox import ReaderPool
from engine.settings import Indexing
from engine.store.documents import PICTURED


def measure_ocr(folder: Path) -> list[dict[str, Any]]:
    """Return a row for each picture, and one for each subfolder (a language, say) with its sums."""
    settings = Indexing()
    pool = ReaderPool(
        Indexing(
            n_readers=1,
            reader_memory_bytes=settings.ocr_memory_bytes,
            reader_total_s=settings.ocr_page_s,
        )
    )
    rows: list[dict[str, Any]] = []
    try:
        for path in sorted(folder.rglob("*")):
            truth = path.with_suffix(".txt")
            if path == truth or not truth.is_file() or (form := sniff(path)) not in PICTURED:
                continue
            started = time.perf_counter()
            lines = pool.recognise(path, form or "", page=1)
            seconds = time.perf_counter() - started
            wanted, read = _plain(truth.read_text("utf-8")), _plain("".join(line.text for line in lines))
            rows.append(
                _row(
                    path.name,
                    path.parent.name,
                    n_chars=len(wanted),
                    n_errors=edit_distance(wanted, read),
                    seconds=seconds,
                )
            )
    finally:
        pool.close()
    return rows + _sums(rows)


def edit_distance(one: str, other: str) -> int:
    """Return how many characters have to be put in, taken out or changed (Levenshtein 1965)."""
    before = list(range(len(other) + 1))
    for row, char in enumerate(one, 1):
        now = [row]
        for column, wanted in enumerate(other, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (char != wanted)))
        before = now
    return before[-1]


def _sums(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = sorted({row["group"] for row in rows})
    groups = {name: [row for row in rows if row["group"] == name] for name in names}
    return [
        _row(
            f"all {len(own)}",
            name,
            n_chars=sum(row["n_chars"] for row in own),
            n_errors=sum(row["n_errors"] for row in own),
            seconds=sum(row["seconds"] for row in own),
        )
        for name, own in groups.items()
    ]


def _row(picture: str, group: str, *, n_chars: int, n_errors: int, seconds: float) -> dict[str, Any]:
    return {
        "picture": picture,
        "group": group,
        "n_chars": n_chars,
        "n_errors": n_errors,
        "accuracy": round(1 - n_errors / max(1, n_chars), 4),
        "seconds": round(seconds, 2),
    }


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
