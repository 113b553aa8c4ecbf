"""What stands on a picture, read by RapidOCR (PP-OCR models, English and Chinese) in a reader process.

Output: lines in reading order with the box of each word; see ``engine.records.OcrLine``.
The models come with the package; nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.ingest.ocr_text import CELLS
from engine.ingest.readers import picture
from engine.ingest.readers.pdf_view import page_image
from engine.ingest.readers.reading_order import Region, rows_in_order
from engine.ingest.source import Source
from engine.pages import Box, OcrLine

if TYPE_CHECKING:
    from PIL.Image import Image

_DPI = 200
_LONGEST_SIDE = 2000
"""Pixels; a picture is shrunk to it before it is read."""
_LONG = 2.5
"""A picture so many times as long as it is wide, such as a screenshot of a chat, is read in strips."""
_STRIP = 1.6
_OVERLAP = 0.12
_LEAST_SCORE = 0.5
_SURE = 0.93
"""Of a page, on average; one that is upside down does not come near."""
_DARK = 100
"""Brightness, of 255, of a ground on which letters are light: they are read better dark on light."""


def recognise(path: Source, format: str, *, page: int) -> list[OcrLine]:
    """Return the lines of page ``page`` (from 1).

    Raises:
        InputError: The page cannot be opened.
    """
    if format == "pdf":
        image = page_image(path, page=page, dpi=_DPI)
    else:
        with picture.opened(path, page=page, least_side=_LONGEST_SIDE) as opened:
            image = picture.upright(opened)
    found = [piece for top, strip in _strips(image) for piece in _read(strip, top, image)]
    regions = _regions(found, image)
    return [_line([found[number] for number in row]) for row in rows_in_order(regions)]


_Found = tuple[str, list[tuple[int, int, Box]]]


def _strips(image: Image) -> Iterator[tuple[int, Image]]:
    """Yield where each part of a picture begins, and the part; a picture of usual shape is one part."""
    if image.height <= _LONG * image.width:
        yield 0, image
        return
    height = max(round(_STRIP * image.width), 200)
    step = round(height * (1 - _OVERLAP))
    for top in range(0, max(1, image.height - height + step), step):
        yield top, image.crop((0, top, image.width, min(image.height, top + height)))


def _read(strip: Image, top: int, whole: Image) -> Iterator[_Found]:
    """Yield what stands on a strip; of what two strips share, each has the half that is nearer."""
    scale = min(1.0, _LONGEST_SIDE / max(strip.size))
    if scale < 1:
        strip = strip.resize((max(1, round(strip.width * scale)), max(1, round(strip.height * scale))))
    margin = round(_OVERLAP * strip.height / 2)
    first = margin if top else 0
    is_last = round(top + strip.height / scale) >= whole.height
    last = strip.height if is_last else strip.height - margin
    for text, corners, words in _recognised(strip):
        if first <= float(corners[:, 1].mean()) < last:
            placed = _placed(text, words) or [(0, len(text), corners)]
            yield text, [(start, end, _box(points, top, scale, whole)) for start, end, points in placed]


def _recognised(image: Image) -> list[tuple[str, Any, Any]]:
    """Return text, corners and words of each line; what makes no sense is tried the other way up."""
    import numpy
    from PIL import ImageOps

    if numpy.median(numpy.asarray(image.convert("L").resize((64, 64)))) < _DARK:
        image = ImageOps.invert(image)
    lines, sureness = _ask(image)
    if not lines or sureness >= _SURE:
        return lines
    turned, turned_sureness = _ask(image.rotate(180))
    if turned_sureness <= sureness:
        return lines
    size = numpy.array(image.size)
    return [
        (
            text,
            size - corners,
            [(word, score, points if points is None else size - points) for word, score, points in words],
        )
        for text, corners, words in turned
    ]


def _ask(image: Image) -> tuple[list[tuple[str, Any, Any]], float]:
    """Return what the engine reads, and how sure it is of it, from 0 to 1."""
    import numpy

    result = _engine()(numpy.asarray(image)[:, :, ::-1])
    if not result.txts:
        return [], 0.0
    n_chars = numpy.array([len(text) for text in result.txts])
    lines = zip(result.txts, result.scores, result.boxes, result.word_results, strict=True)
    return (
        [(text, corners, words) for text, score, corners, words in lines if score >= _LEAST_SCORE],
        float(n_chars @ numpy.array(result.scores) / n_chars.sum()),
    )


def _placed(text: str, words: Sequence[Any]) -> list[tuple[int, int, Any]]:
    """Say where in a line each word of it stands."""
    placed: list[tuple[int, int, Any]] = []
    at = 0
    for word, _score, points in words:
        start = text.find(word, at)
        if word and points is not None and start >= 0:
            at = start + len(word)
            placed.append((start, at, points))
    return placed


def _box(points: Any, top: int, scale: float, whole: Image) -> Box:
    across = [float(x) / scale / whole.width for x, _ in points]
    down = [(float(y) / scale + top) / whole.height for _, y in points]
    return Box(*(min(1.0, max(0.0, side)) for side in (min(across), min(down), max(across), max(down))))


def _regions(found: Sequence[_Found], image: Image) -> list[Region]:
    """Return where lines stand on the page, turned so that they run from left to right."""
    width, height = image.size
    right = down = 0.0
    boxes = [Box.around([box for *_, box in words]) for _, words in found]
    for (_, words), whole in zip(found, boxes, strict=True):
        first, last = words[0][2], words[-1][2]
        across = (last.left + last.right - first.left - first.right) * width
        along = (last.top + last.bottom - first.top - first.bottom) * height
        if not across and not along:  # one word: set upright if it is taller than wide
            across, along = (whole.right - whole.left) * width, (whole.bottom - whole.top) * height
            across, along = (0.0, along) if along > 2 * across else (across, 0.0)
        right += across
        down += along
    turned = [(box.left * width, box.top * height, box.right * width, box.bottom * height) for box in boxes]
    if abs(down) > abs(right):  # Chinese set in columns, whose first is the rightmost; or a page on its side
        turned = [(y0, width - x1, y1, width - x0) for x0, y0, x1, y1 in turned]
        right = down
        width, height = height, width
    if right < 0:  # upside down
        turned = [
            (width - right, height - bottom, width - left, height - top)
            for left, top, right, bottom in turned
        ]
    return [Region(*sides, number) for number, sides in enumerate(turned)]


def _line(cells: Sequence[_Found]) -> OcrLine:
    """Put what stands in one row into one line."""
    words: list[tuple[int, int, Box]] = []
    at = 0
    for text, placed in cells:
        words += [(at + start, at + end, box) for start, end, box in placed]
        at += len(text) + len(CELLS)
    return OcrLine(text=CELLS.join(text for text, _ in cells), words=tuple(words))


@cache
def _engine() -> Any:
    import rapidocr

    models = Path(rapidocr.__file__).parent / "models"
    names = {
        "Det": "PP-OCRv6_det_small",
        "Rec": "PP-OCRv6_rec_small",
        "Cls": "ch_ppocr_mobile_v2.0_cls_mobile",
    }
    return rapidocr.RapidOCR(
        params={
            **{f"{part}.model_path": str(models / f"{name}.onnx") for part, name in names.items()},
            "Global.log_level": "critical",
            "Global.return_word_box": True,
            # No side is blown up: it takes much time, and finds less.
            "Det.limit_type": "max",
            "Det.limit_side_len": _LONGEST_SIDE,
            "Global.use_cls": False,  # it turns lines over that are upright
            "Global.text_score": 0.0,  # ours decides
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,  # more threads would spin
        }
    )
