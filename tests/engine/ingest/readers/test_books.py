"""A book reads chapter by chapter in its own order; locks and bombs are refused."""

from pathlib import Path

import pytest
from sample_files import packed

from engine.errors import FileDamaged, FileEncrypted
from engine.ingest.formats import sniff
from engine.ingest.readers.pieces import Limits
from engine.ingest.readers.registry import read
from engine.records import RawText, Reason

_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>'
    "</container>"
)
_METADATA = (
    "<dc:title>草枕 Pillow</dc:title><dc:creator>夏目漱石</dc:creator><dc:creator>A. Turney</dc:creator>"
    "<dc:language>ja</dc:language><dc:date>1906</dc:date>"
)


def _book(
    chapters: dict[str, str],
    *,
    spine: str = "",
    items: str = "",
    parts: dict[str, str | bytes] | None = None,
    prologue: str = "",
) -> bytes:
    listed = "".join(
        f'<item id="i{number}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(chapters)
    )
    order = spine or "".join(f'<itemref idref="i{number}"/>' for number in range(len(chapters)))
    package = (
        f'<?xml version="1.0"?>{prologue}<package xmlns="http://www.idpf.org/2007/opf">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{_METADATA}</metadata>'
        f"<manifest>{listed}{items}</manifest><spine>{order}</spine></package>"
    )
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": _CONTAINER,
            "OEBPS/book.opf": package,
            **{f"OEBPS/{name.replace('%20', ' ')}": page for name, page in chapters.items()},
            **(parts or {}),
        }
    )


def _page(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml">'
        f'<head><title/><script src="x"/></head><body>{body}</body></html>'
    )


def _read(tmp_path: Path, content: bytes) -> RawText:
    path = tmp_path / "book.epub"
    path.write_bytes(content)
    assert sniff(path) == "epub"
    return read(path, "epub", limits=Limits())


def test_chapters_in_reading_order(tmp_path: Path) -> None:
    chapters = {
        "notes.xhtml": _page("<p>aside</p>"),
        "two%20b.xhtml": _page("<h1>第二章</h1><p>second</p>"),
        "one.xhtml": _page('<p>第一<a id="x"/>章</p>'),
    }
    spine = (
        '<itemref idref="i0" linear="no"/><itemref idref="i2"/><itemref idref="i1"/><itemref idref="none"/>'
    )
    raw = _read(tmp_path, _book(chapters, spine=spine))
    assert raw.pages == ("第一章\n\n第二章\n\nsecond\n\naside",)
    assert raw.title == "草枕 Pillow"
    assert raw.attributes == {"author": "夏目漱石, A. Turney", "language": "ja", "date": "1906"}
    assert not raw.is_paged
    assert raw.partial is None


def test_contents_and_what_is_no_page_are_left_out(tmp_path: Path) -> None:
    items = (
        '<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        '<item id="p" href="cover.jpg" media-type="image/jpeg"/>'
    )
    spine = '<itemref idref="p"/><itemref idref="n"/><itemref idref="i0"/>'
    parts: dict[str, str | bytes] = {"OEBPS/nav.xhtml": _page("contents"), "OEBPS/cover.jpg": b"\xff\xd8\xff"}
    raw = _read(tmp_path, _book({"a.xhtml": _page("<p>text</p>")}, spine=spine, items=items, parts=parts))
    assert raw.pages == ("text",)


def test_a_book_of_pictures_has_no_text(tmp_path: Path) -> None:
    items = '<item id="p" href="1.jpg" media-type="image/jpeg"/>'
    raw = _read(tmp_path, _book({}, spine='<itemref idref="p"/>', items=items))
    assert raw.partial == Reason(code="partial.no_text")


def _locked(algorithm: str, uri: str) -> dict[str, str | bytes]:
    return {
        "META-INF/encryption.xml": '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
        '<EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#">'
        f'<EncryptionMethod Algorithm="{algorithm}"/>'
        f'<CipherData><CipherReference URI="{uri}"/></CipherData></EncryptedData></encryption>'
    }


def test_a_locked_book_asks_for_a_key(tmp_path: Path) -> None:
    chapters = {"a%20b.xhtml": _page("text")}
    cipher = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"
    with pytest.raises(FileEncrypted):
        _read(tmp_path, _book(chapters, parts=_locked(cipher, "OEBPS/a%20b.xhtml")))
    for algorithm, uri in (
        ("http://www.idpf.org/2008/embedding", "OEBPS/font.otf"),
        ("http://ns.adobe.com/pdf/enc#RC", "OEBPS/font.otf"),
        (cipher, "OEBPS/film.mp4"),
    ):
        assert _read(tmp_path, _book(chapters, parts=_locked(algorithm, uri))).pages == ("text",)


_BOMB = "<!DOCTYPE x [" + "".join(
    f'<!ENTITY a{i + 1} "{f"&a{i};" * 10}">' for i in range(30)
) + '<!ENTITY a0 "boom > ]">]>'  # fmt: skip


def test_entities_of_a_package_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileDamaged):
        _read(tmp_path, _book({"a.xhtml": _page("text")}, prologue=_BOMB))


def test_entities_of_a_chapter_are_never_expanded(tmp_path: Path) -> None:
    chapter = _page("<p>words &a30; &amp; more</p>").replace("<html", _BOMB + "<html")
    raw = _read(tmp_path, _book({"a.xhtml": chapter}))
    assert raw.pages == ("words &a30; & more",)


def test_a_chapter_that_is_a_bomb_costs_only_itself(tmp_path: Path) -> None:
    chapters = {"a.xhtml": _page("x" * 3_000_000), "b.xhtml": _page("words"), "gone.xhtml": ""}
    content = _book(chapters, spine='<itemref idref="i0"/><itemref idref="i1"/>')
    raw = _read(tmp_path, content)
    assert raw.pages == ("words",)
    assert raw.partial == Reason(code="partial.chapters", params={"n_chapters": 1, "n_all": 2})
    with pytest.raises(FileDamaged):
        _read(tmp_path, _book({"a.xhtml": _page("x" * 3_000_000)}))


@pytest.mark.parametrize(
    "content",
    [
        _book({"a.xhtml": _page("text")})[:-40],
        packed({"mimetype": "application/epub+zip", "META-INF/container.xml": "<container/>"}),
        packed({"mimetype": "application/epub+zip", "META-INF/container.xml": _CONTAINER}),
        packed(
            {
                "mimetype": "application/epub+zip",
                "META-INF/container.xml": _CONTAINER,
                "OEBPS/book.opf": "<package><spine/></package>",
            }
        ),
        _book({"a.xhtml": "x"}, spine="<spine"),
    ],
)
def test_damaged_books(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(FileDamaged):
        _read(tmp_path, content)


def test_the_same_chapter_a_thousand_times_is_read_once(tmp_path: Path) -> None:
    raw = _read(tmp_path, _book({"a.xhtml": _page("once")}, spine='<itemref idref="i0"/>' * 1000))
    assert raw.pages == ("once",)


def test_chapters_may_be_in_another_encoding(tmp_path: Path) -> None:
    page = _page("<p>臺灣大學</p>").replace("utf-8", "big5").encode("big5")
    content = _book({"a.xhtml": ""}, parts={"OEBPS/a.xhtml": page})
    assert _read(tmp_path, content).pages == ("臺灣大學",)


def test_sections_and_empty_elements_of_xhtml(tmp_path: Path) -> None:
    body = '<p>a<![CDATA[<b> & c]]></p><div class="x" /><p>d<br/>e<i/>f</p><textarea/><p>g</p>'
    assert _read(tmp_path, _book({"a.xhtml": _page(body)})).pages == ("a<b> & c\n\nd\nef\n\ng",)
