"""What stands on pictures is read, in order, and its place is known."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawn_pages import as_file, draw, is_on
from PIL import Image

from engine.errors import FileDamaged, TooManyPixels
from engine.ingest.ocr_text import ocr_boxes, ocr_text
from engine.ingest.readers.ocr import recognise
from engine.ingest.readers.picture import read_picture, render
from engine.ingest.readers.pieces import Limits, OcrPage, assemble
from engine.pages import OcrLine
from engine.records import Span

ENGLISH = [
    (40, 40, "Ada Lovelace wrote to"),
    (40, 100, "Charles Babbage in 1843"),
    (40, 160, "about the engine"),
]


def _lines(path: Path, *, page: int = 1) -> list[OcrLine]:
    return recognise(path, path.suffix[1:], page=page)


def test_english_is_read_and_each_word_stands_where_it_was_drawn(tmp_path: Path) -> None:
    page = draw([*ENGLISH[:2], (500, 220, "indemnity")])
    lines = _lines(as_file(tmp_path / "a.png", page.image))
    text = ocr_text(lines)
    assert text.split("\n") == ["Ada Lovelace wrote to", "Charles Babbage in 1843", "indemnity"]
    at = text.index("indemnity")
    ((box,),) = ocr_boxes(lines, shown=text, spans=[Span(at, at + len("indemnity"))])
    assert is_on(box, page.boxes["indemnity"])
    at = text.index("Charles")
    ((box,),) = ocr_boxes(lines, shown=text, spans=[Span(at, at + len("Charles"))])
    whole = page.boxes["Charles Babbage in 1843"]
    assert whole.left - 0.01 < box.left < box.right < (whole.left + whole.right) / 2


def test_chinese_is_read_by_character(tmp_path: Path) -> None:
    page = draw([(40, 40, "钱学森回到中国"), (40, 110, "合同自签署之日起生效。")])
    lines = _lines(as_file(tmp_path / "a.png", page.image))
    text = ocr_text(lines)
    assert text.split("\n") == ["钱学森回到中国", "合同自签署之日起生效。"]
    at = text.index("中国")
    ((box,),) = ocr_boxes(lines, shown=text, spans=[Span(at, at + 2)])
    assert box.left > 0.6 * page.boxes["钱学森回到中国"].right


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_on_its_side_or_head_is_read(tmp_path: Path, turn: int) -> None:
    page = draw(ENGLISH, size=(700, 420), letters=36)
    lines = _lines(as_file(tmp_path / "a.png", page.image.rotate(turn, expand=True)))
    assert ocr_text(lines).split("\n") == [text for _, _, text in ENGLISH]


def test_light_letters_on_a_dark_ground_are_read(tmp_path: Path) -> None:
    page = draw(ENGLISH, ink="white", paper="#101820")
    assert "Charles Babbage in 1843" in ocr_text(_lines(as_file(tmp_path / "a.png", page.image)))


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = ["the first column goes on", "from here to the line", "that stands at its end"]
    right = ["the second one begins", "where nobody reads across", "the gutter between them"]
    texts = [(30, 40 + 50 * i, text) for i, text in enumerate(left)]
    texts += [(560, 40 + 50 * i, text) for i, text in enumerate(right)]
    page = draw(texts, size=(1100, 240))
    assert ocr_text(_lines(as_file(tmp_path / "a.png", page.image))).split("\n") == [*left, *right]


def test_a_row_of_short_cells_stays_a_row(tmp_path: Path) -> None:
    rows = [("Rent", "1200"), ("Heating", "340"), ("Water", "75")]
    texts = [
        (x, 40 + 60 * i, cell) for i, row in enumerate(rows) for x, cell in zip((40, 500), row, strict=True)
    ]
    page = draw(texts, size=(800, 260))
    assert [
        line.split("\t") for line in ocr_text(_lines(as_file(tmp_path / "a.png", page.image))).split("\n")
    ] == [list(row) for row in rows]


def test_a_long_screenshot_is_read_to_its_end_and_nothing_twice(tmp_path: Path) -> None:
    names = [f"message number {number}" for number in range(60)]
    page = draw([(30, 30 + 70 * i, name) for i, name in enumerate(names)], size=(600, 4300))
    assert ocr_text(_lines(as_file(tmp_path / "a.png", page.image))).split("\n") == names


def test_an_empty_picture_has_no_lines(tmp_path: Path) -> None:
    assert _lines(as_file(tmp_path / "a.png", Image.new("RGB", (400, 300), "white"))) == []


def test_each_page_of_a_fax_is_a_page(tmp_path: Path) -> None:
    pages = [draw([(40, 40, f"page {word} of the fax")]).image for word in ("one", "two")]
    path = as_file(tmp_path / "a.tiff", *pages)
    raw = assemble(read_picture(path, limits=Limits()))
    assert (raw.pages, raw.ocr_pages) == (("", ""), (1, 2))
    assert ocr_text(_lines(path, page=2)) == "page two of the fax"


def test_transparent_pictures_stand_on_white(tmp_path: Path) -> None:
    image = draw(ENGLISH[:1]).image.convert("L").point(lambda value: 255 - value)
    letters = Image.new("RGBA", image.size, "black")
    letters.putalpha(image)
    assert ocr_text(_lines(as_file(tmp_path / "a.png", letters))) == ENGLISH[0][2]


def test_a_photo_is_read_as_it_is_meant_to_be_held(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right to see it upright
    exif[0x013B] = "Ada"
    exif[0x0132] = "2024:01:31 12:30:00"
    path = tmp_path / "a.jpeg"
    draw(ENGLISH).image.rotate(90, expand=True).save(path, exif=exif, quality=95)
    raw = assemble(read_picture(path, limits=Limits()))
    assert raw.attributes == {"author": "Ada", "created": "2024-01-31T12:30:00", "size": "300 × 900"}
    assert ocr_text(_lines(path)).split("\n") == [text for _, _, text in ENGLISH]
    png = render(path, page=1, width=450)
    assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (450, 150)


def test_icons_are_not_read(tmp_path: Path) -> None:
    pieces = list(read_picture(as_file(tmp_path / "a.png", Image.new("RGB", (16, 16))), limits=Limits()))
    assert not any(isinstance(piece, OcrPage) for piece in pieces)


def test_a_picture_that_would_fill_memory_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = as_file(tmp_path / "a.png", Image.new("1", (30_000, 30_000)))
    with pytest.raises(TooManyPixels) as refusal:
        list(read_picture(path, limits=Limits()))
    assert refusal.value.params["n_pixels"] == 900_000_000


def test_a_large_photo_is_unpacked_smaller(tmp_path: Path) -> None:
    path = as_file(tmp_path / "a.jpeg", Image.new("L", (12_000, 9_000), 255))
    assert [piece for piece in read_picture(path, limits=Limits()) if isinstance(piece, OcrPage)]
    assert render(path, page=1, width=200).startswith(b"\x89PNG")


@pytest.mark.parametrize("keep", [30, 400])
def test_a_cut_picture_says_so(tmp_path: Path, keep: int) -> None:
    path = as_file(tmp_path / "whole.png", draw(ENGLISH).image)
    cut = tmp_path / "cut.png"
    cut.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(FileDamaged):
        recognise(cut, "png", page=1)
