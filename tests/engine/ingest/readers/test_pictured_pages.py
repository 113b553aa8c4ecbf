"""Text that stands in pictures of a page: SVG, descriptions, and what a book has in place of a picture."""

from pathlib import Path

import pytest
from sample_files import packed

from engine.ingest.readers import registry
from engine.ingest.readers.html import read_markup
from engine.ingest.readers.pieces import Limits

LIMITS = Limits(max_file_bytes=1_000_000, max_text_chars=100_000, max_pages=10)
_SVG = (
    "<svg xmlns='http://www.w3.org/2000/svg'><style>.a{}</style><title>tip</title><defs><text>never</text></defs>"
    "<text x='1'>Sous le <tspan>vent</tspan></text><g><text>第二行</text></g></svg>"
)


@pytest.mark.parametrize("is_careful", [False, True])
def test_words_in_a_drawing_are_words(is_careful: bool) -> None:
    page = f"<html><head><title>Book</title></head><body><p>Before</p>{_SVG}<p>After</p></body></html>"
    head, text = read_markup(page, is_careful=is_careful)
    assert head.title == "Book"
    assert [line for line in text.split("\n") if line] == ["Before", "Sous le vent", "第二行", "After"]


@pytest.mark.parametrize("is_careful", [False, True])
def test_a_picture_is_read_by_its_description(is_careful: bool) -> None:
    page = '<p>See<img src="a.png" alt="埃达 at her desk">here<img alt=""><img alt="photo-12.JPG"><img></p>'
    assert read_markup(page, is_careful=is_careful)[1] == "See 埃达 at her desk here"


def test_a_book_of_pictures_is_read_by_what_stands_in_for_them(tmp_path: Path) -> None:
    items = (
        '<item id="p1" href="1.jpg" media-type="image/jpeg" fallback="text"/>'
        '<item id="p2" href="2.jpg" media-type="image/jpeg" fallback="loop"/>'
        '<item id="loop" href="3.jpg" media-type="image/jpeg" fallback="p2"/>'
        '<item id="p4" href="4.svg" media-type="image/svg+xml"/>'
        '<item id="text" href="text.xhtml" media-type="application/xhtml+xml"/>'
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in ("p1", "p2", "p4"))
    path = tmp_path / "comic.epub"
    path.write_bytes(
        packed({
            "META-INF/container.xml": '<container><rootfile full-path="book.opf"/></container>',
            "book.opf": f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>",
            "text.xhtml": "<html><body><p>What they say</p></body></html>",
            "4.svg": _SVG,
        })
    )  # fmt: skip
    (text,) = registry.read(path, "epub", limits=LIMITS).pages
    assert [line for line in text.split("\n") if line] == ["What they say", "Sous le vent", "第二行"]
