"""Pages as they look: each span has its own boxes, and a width of nothing asks for no picture."""

from __future__ import annotations

from pathlib import Path

import pytest
from sample_files import pdf

from engine.errors import EngineError
from engine.ingest.ocr_text import ocr_boxes, ocr_text
from engine.library import Library
from engine.pages import Box, OcrLine
from engine.records import Span


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    (made / "a.pdf").write_bytes(pdf(["first page", "some words here\nand a second line"]))
    return made


def test_every_span_has_boxes_of_its_own(folder: Path, tmp_path: Path, tiny_models: Path) -> None:
    with Library.open(tmp_path / "lib.satchel", models_root=tiny_models) as library:
        library.add_folder(folder)
        library.index()
        (hit,) = library.search("words", limit=5).hits[:1]
        assert hit.document_id is not None
        text = library.document(hit.document_id).text
        spans = [
            Span(at, at + len(word)) for word in ("second", "first", "words") for at in [text.index(word)]
        ]

        found = library.viewer.picture(hit.document_id, 2, width=0, spans=spans)
        drawn = library.viewer.picture(hit.document_id, 2, width=300)

        assert found.png == b""
        assert [len(boxes) for boxes in found.boxes] == [1, 0, 1]  # "first" stands on another page
        assert found.boxes[2][0].bottom < found.boxes[0][0].bottom
        assert drawn.png.startswith(b"\x89PNG")
        assert drawn.boxes == ()
        with pytest.raises(EngineError):
            library.viewer.picture(hit.document_id, 3, width=0, spans=spans)


def test_what_stands_side_by_side_has_a_box_for_each_cell() -> None:
    def words(top: float, *places: tuple[int, int, float]) -> tuple[tuple[int, int, Box], ...]:
        return tuple((start, end, Box(left, top, left + 0.1, top + 0.05)) for start, end, left in places)

    lines = [
        OcrLine(text="出发站\t北京", words=words(0.1, (0, 3, 0.1), (4, 6, 0.7))),
        OcrLine(text="Nanfeng", words=words(0.2, (0, 7, 0.1))),
    ]
    text = ocr_text(lines)

    whole, place, none = ocr_boxes(lines, shown=text, spans=[Span(0, len(text)), Span(4, 6), Span(2, 2)])

    assert [round(box.left, 1) for box in whole] == [0.1, 0.7, 0.1]
    assert [round(box.left, 1) for box in place] == [0.7]
    assert none == []
