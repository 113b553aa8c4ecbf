"""What a model read off the pages of a document, put where its reader found pictures or recorded speech.

A page's raw text is its lines, one below the other, so that an offset in it leads to
a word and its box.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from itertools import accumulate

from engine.ingest.clean import source_index
from engine.pages import Box, OcrLine
from engine.records import RawText, Reason, Span

OCR_STAMP = "rapidocr-ppocr6/1"
"""Version of what reads pictures and of how its lines are put in order."""
CELLS = "\t"
"""Between what stands side by side in a line, far apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacks:
    """The codes for what still waits, what could not be read, and where all of it has no text."""

    waiting: str
    failed: str
    no_text: str


OF_PICTURES = Lacks(waiting="partial.ocr_waiting", failed="partial.ocr_failed", no_text="partial.no_text")
OF_SPEECH = Lacks(
    waiting="partial.speech_waiting", failed="partial.speech_failed", no_text="partial.no_speech"
)
OF_SPEECH_WITHOUT_MODEL = replace(OF_SPEECH, waiting="partial.speech_off")
WAITING = frozenset((OF_PICTURES.waiting, OF_SPEECH.waiting))
"""What is said of a file of which pages will be read yet."""


def is_ocr_installed() -> bool:
    """Tell whether pictures can be read on this computer: the library has no build for some."""
    return find_spec("rapidocr") is not None and find_spec("cv2") is not None


def with_ocr(
    raw: RawText, pages: Mapping[int, Sequence[OcrLine] | None], *, lacks: Lacks = OF_PICTURES
) -> RawText:
    """Return ``raw`` with the text of those picture pages that were read; None is a page that cannot be.

    ``ocr_pages`` of the result are the pages whose text OCR gave; what still waits, cannot be read or
    has no text is told in ``partial``, in the codes of ``lacks``.
    """
    if not raw.ocr_pages:
        return raw
    texts = list(raw.pages)
    read = [number for number in raw.ocr_pages if pages.get(number) is not None]
    for number in read:
        texts[number - 1] = ocr_text(pages[number] or ())
    return replace(
        raw,
        pages=tuple(texts),
        ocr_pages=tuple(number for number in read if texts[number - 1].strip()),
        partial=raw.partial
        or _lack(raw, pages, lacks)
        or (None if any(map(str.strip, texts)) else Reason(code=lacks.no_text)),
    )


def without_ocr(raw: RawText, reason: Reason) -> RawText:
    """Return ``raw`` as it is where nothing will read its picture pages, which ``reason`` says."""
    if not raw.ocr_pages:
        return raw
    told = replace(reason, params={**reason.params, "n_pages": len(raw.ocr_pages)})
    return replace(raw, ocr_pages=(), partial=raw.partial or told)


def ocr_text(lines: Sequence[OcrLine]) -> str:
    """Return the raw text of a page."""
    return "\n".join(line.text for line in lines)


def ocr_boxes(lines: Sequence[OcrLine], *, shown: str, spans: Iterable[Span]) -> list[list[Box]]:
    """Return for each span of ``shown`` (what the document has of the page) its boxes, one a line or cell."""
    index = source_index(ocr_text(lines), shown)
    starts = list(accumulate((len(line.text) + 1 for line in lines), initial=0))
    return [_boxes(lines, starts, set(index[max(0, span.start) : max(0, span.end)])) for span in spans]


def _boxes(lines: Sequence[OcrLine], starts: Sequence[int], wanted: set[int]) -> list[Box]:
    """Return where the characters stand whose places in the raw text are ``wanted``."""
    if not wanted:
        return []
    boxes: list[Box] = []
    first, last = min(wanted), max(wanted)
    for at, line in zip(starts, lines, strict=False):
        if at > last or at + len(line.text) < first:
            continue
        cells: dict[int, list[Box]] = {}
        for start, end, box in line.words:
            if not wanted.isdisjoint(range(at + start, at + end)):
                cells.setdefault(line.text.count(CELLS, 0, start), []).append(box)
        boxes += map(Box.around, cells.values())
    return boxes


def _lack(raw: RawText, pages: Mapping[int, Sequence[OcrLine] | None], lacks: Lacks) -> Reason | None:
    n_pages = len(raw.ocr_pages)
    if n_waiting := sum(number not in pages for number in raw.ocr_pages):
        return Reason(code=lacks.waiting, params={"n_waiting": n_waiting, "n_pages": n_pages})
    if n_failed := sum(pages[number] is None for number in raw.ocr_pages):
        return Reason(code=lacks.failed, params={"n_failed": n_failed, "n_pages": n_pages})
    return None
