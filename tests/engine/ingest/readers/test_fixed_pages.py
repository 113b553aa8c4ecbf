"""Visio drawings and XPS: pages in order, texts in lines; what is broken or made to harm is told."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from sample_files import packed

from engine.errors import FileDamaged, FileTooLarge
from engine.ingest.formats import sniff
from engine.ingest.readers import registry
from engine.ingest.readers.pieces import Limits
from engine.records import RawText

LIMITS = Limits(max_file_bytes=50_000_000, max_text_chars=1_000_000, max_pages=3)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_VISIO = "http://schemas.microsoft.com/visio/2010/relationships"
_LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_SHAPES = '<PageContents xmlns="v"><Shapes>{}</Shapes></PageContents>'
_FIXED = "http://schemas.microsoft.com/xps/2005/06"


def _links(**targets: tuple[str, str]) -> str:
    return _LINKS.format(
        "".join(f'<Relationship Id="{i}" Type="{kind}" Target="{to}"/>' for i, (kind, to) in targets.items())
    )


def _visio(pages: Mapping[str, str]) -> bytes:
    listed = "".join(f'<Page Name="{name}"><Rel r:id="p{n}"/></Page>' for n, name in enumerate(pages))
    return packed({
        "_rels/.rels": _links(a=(f"{_OFFICE}/officeDocument", "visio/document.xml")),
        "visio/document.xml": "<VisioDocument/>",
        "visio/_rels/document.xml.rels": _links(a=(f"{_VISIO}/pages", "pages/pages.xml")),
        "visio/pages/pages.xml": f'<Pages xmlns="v" xmlns:r="{_OFFICE}">{listed}</Pages>',
        "visio/pages/_rels/pages.xml.rels": _links(
            **{f"p{n}": (f"{_VISIO}/page", f"page{9 - n}.xml") for n in range(len(pages))}
        ),
        **{f"visio/pages/page{9 - n}.xml": body for n, body in enumerate(pages.values())},
    })  # fmt: skip


def _xps(*pages: str, sequence: str = "FixedDocSeq.fdseq") -> bytes:
    sources = "".join(f'<PageContent Source="Pages/{n}.fpage"/>' for n in range(len(pages)))
    return packed({
        "_rels/.rels": _links(a=(f"{_FIXED}/fixedrepresentation", f"/{sequence}")),
        sequence: f'<S xmlns="{_FIXED}"><DocumentReference Source="/D/1/F.fdoc"/></S>',
        "D/1/F.fdoc": f'<FixedDocument xmlns="{_FIXED}">{sources}</FixedDocument>',
        **{
            f"D/1/Pages/{n}.fpage": f'<FixedPage xmlns="{_FIXED}">{page}</FixedPage>'.encode("utf-16")
            for n, page in enumerate(pages)
        },
    })  # fmt: skip


def _read(tmp_path: Path, data: bytes, form: str) -> RawText:
    path = tmp_path / "file.bin"
    path.write_bytes(data)
    assert sniff(path) == form
    return registry.read(path, form, limits=LIMITS)


def test_a_drawing_is_read_page_by_page_in_the_order_of_the_drawing(tmp_path: Path) -> None:
    shape = "<Shape><Text><cp IX='0'/>{}</Text></Shape>"
    pages = {
        "Office": _SHAPES.format(shape.format("Router\nin Paris") + "<Shape/>" + shape.format(" ")),
        "车间": _SHAPES.format(f"<Shape><Shapes>{shape.format('服务器')}</Shapes></Shape>"),
    }
    assert _read(tmp_path, _visio(pages), "vsdx").pages == ("Office\nRouter\nin Paris", "车间\n服务器")


def test_a_broken_page_is_left_out_and_told(tmp_path: Path) -> None:
    raw = _read(tmp_path, _visio({"A": "<broken", "B": _SHAPES.format("")}), "vsdx")
    assert raw.pages == ("A", "B")
    assert raw.partial is not None
    assert raw.partial.code == "partial.parts_damaged"
    with pytest.raises(FileDamaged):
        _read(tmp_path, _visio({"A": "<broken"}), "vsdx")


@pytest.mark.parametrize("sequence", ["FixedDocSeq.fdseq", "FixedDocumentSequence.fdseq"])
def test_runs_of_one_height_make_a_line(tmp_path: Path, sequence: str) -> None:
    runs = [
        ("Ada ", 0, 10),
        ("Love", 40, 10),
        ("lace", 65, 10.2),
        ("London", 300, 10),
        ("{}{Charles}", 0, 30),
        ("查尔斯", 0, 50),
        ("", 0, 70),
    ]
    page = "".join(
        f'<Canvas><Glyphs OriginX="{x}" OriginY="{y}" FontRenderingEmSize="12" '
        f'UnicodeString="{text}"/></Canvas>'
        for text, x, y in runs
    )
    raw = _read(tmp_path, _xps(page, '<Glyphs UnicodeString="Second"/>', sequence=sequence), "xps")
    assert raw.pages == ("Ada Lovelace London\n{Charles}\n查尔斯", "Second")


def test_more_pages_than_allowed_are_told(tmp_path: Path) -> None:
    raw = _read(tmp_path, _xps(*['<Glyphs UnicodeString="x"/>'] * 5), "xps")
    assert len(raw.pages) == 3
    assert raw.partial is not None
    assert raw.partial.code == "partial.page_limit"


def test_what_was_made_to_harm_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileTooLarge):
        _read(tmp_path, _visio({"A": _SHAPES.format(" " * 30_000_000)}), "vsdx")
    laughs = '<!DOCTYPE a [<!ENTITY b "ha">]>'
    with pytest.raises(FileDamaged):
        _read(tmp_path, _visio({"A": laughs + _SHAPES.format("&b;")}), "vsdx")
    deep = "<Shape>" * 50_000 + "</Shape>" * 50_000
    assert _read(tmp_path, _visio({"A": _SHAPES.format(deep)}), "vsdx").pages == ("A",)
    with pytest.raises(FileDamaged):
        _read(tmp_path, _xps(), "xps")
