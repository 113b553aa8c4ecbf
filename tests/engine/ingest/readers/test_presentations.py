"""A presentation is read slide by slide as it is shown: title, text, tables; then notes and comments."""

from pathlib import Path

import pytest
from office_files import links, outline_text, ppt, pptx, record, shape, slide
from sample_files import packed

from engine.errors import FileDamaged, FileEncrypted, FileTooLarge
from engine.ingest.readers.pieces import Limits
from engine.ingest.readers.registry import read
from engine.records import RawText, Reason


def _read(tmp_path: Path, content: bytes, form: str = "pptx", *, limits: Limits | None = None) -> RawText:
    path = tmp_path / "演示"
    path.write_bytes(content)
    return read(path, form, limits=limits or Limits())


def test_slides_come_in_the_order_of_the_presentation(tmp_path: Path) -> None:
    members = {f"slides/slide{n}.xml": slide(shape(f"text {n}")) for n in (1, 2, 3)}
    raw = _read(tmp_path, pptx(["slide3", "slide1", "slide2"], members))
    assert raw.is_paged
    assert raw.pages == ("text 3", "text 1", "text 2")
    assert raw.partial is None


def test_what_is_on_a_slide(tmp_path: Path) -> None:
    cells = "".join(
        f"<a:tc><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>"
        for text in ("城市", "人口")
    )
    table = f"<p:graphicFrame><a:tbl><a:tr>{cells}</a:tr><a:tr>{cells}</a:tr></a:tbl></p:graphicFrame>"
    line = "<a:p><a:r><a:t>one</a:t></a:r><a:br/><a:r><a:t>two</a:t></a:r></a:p>"
    number = '<a:p><a:fld type="slidenum"><a:t>7</a:t></a:fld></a:p>'
    either = (
        f"<mc:AlternateContent><mc:Choice>{shape('new')}</mc:Choice>"
        f"<mc:Fallback>{shape('old')}</mc:Fallback></mc:AlternateContent>"
    )
    content = slide(
        shape("First point", "第二点", kind="body"),
        f"<p:grpSp><p:grpSp>{shape('grouped')}</p:grpSp></p:grpSp>",
        table,
        shape(text=line),
        shape("7", kind="sldNum"),
        shape(text=number),
        either,
        shape("季度 report", kind="ctrTitle"),
        attributes=' show="0"',
    )
    raw = _read(tmp_path, pptx(["a"], {"slides/a.xml": content}))
    assert raw.pages == (
        "季度 report\n\nFirst point\n第二点\n\ngrouped\n\n城市\t人口\n城市\t人口\n\none\ntwo\n\nnew",
    )
    assert raw.title == "季度 report"


def test_notes_comments_charts_and_diagrams(tmp_path: Path) -> None:
    chart = (
        '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>Sales</a:t></a:r></a:p>'
        "<c:strCache><c:pt><c:v>North</c:v></c:pt><c:pt><c:v>South</c:v></c:pt></c:strCache>"
        "<c:numCache><c:pt><c:v>41.5</c:v></c:pt></c:numCache></c:chart>"
    )
    diagram = (
        '<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        "<dgm:pt><dgm:t><a:p><a:r><a:t>Plan</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:dataModel>"
    )
    comments = '<p:cmLst xmlns:p="urn:p"><p:cm><p:text>check this</p:text></p:cm></p:cmLst>'
    frames = (
        '<p:graphicFrame><c:chart r:id="c"/></p:graphicFrame>'
        '<p:graphicFrame><dgm:relIds r:dm="d" r:lo="l"/></p:graphicFrame>'
    )
    notes = slide(shape(kind="sldImg"), shape("say hello", kind="body"), shape("Acme", kind="ftr"))
    members = {
        "slides/a.xml": slide(shape("Results", kind="title"), frames),
        "slides/_rels/a.xml.rels": links(
            n=("notesSlide", "../notesSlides/n.xml"), c=("chart", "../charts/chart1.xml"),
            d=("diagramData", "/ppt/diagrams/data1.xml"), m=("comments", "../comments/comment1.xml"),
            y=("slideLayout", "../slideLayouts/l.xml"),
        ),
        "notesSlides/n.xml": notes,
        "charts/chart1.xml": chart,
        "diagrams/data1.xml": diagram,
        "comments/comment1.xml": comments,
        "slideLayouts/l.xml": slide(shape("Click to edit", kind="title")),
    }  # fmt: skip
    expected = "Results\n\nSales\nNorth\nSouth\n\nPlan\n\nNotes:\nsay hello\n\nComments:\ncheck this"
    assert _read(tmp_path, pptx(["a"], members)).pages == (expected,)
    chinese = members | {"notesSlides/n.xml": notes.replace("say hello", "大家好")}
    assert "\n\n备注：\n大家好" in _read(tmp_path, pptx(["a"], chinese)).pages[0]


def test_a_footer_is_read_once(tmp_path: Path) -> None:
    members = {f"slides/{name}.xml": slide(shape(name), shape("某公司", kind="ftr")) for name in "abc"}
    assert _read(tmp_path, pptx("abc", members)).pages == ("a\n\n某公司", "b", "c")


@pytest.mark.parametrize(
    ("core", "title"),
    [
        ("年度计划", "年度计划"),
        ("PowerPoint Presentation", "On the slide"),
        ("PowerPoint 演示文稿", "On the slide"),
        ("Slides of history", "Slides of history"),
        ("", "On the slide"),
    ],
)
def test_the_title_is_what_somebody_gave(tmp_path: Path, core: str, title: str) -> None:
    members = {"slides/a.xml": slide(shape("On the", "slide", kind="title"))}
    stated = f"<dc:title>{core}</dc:title><dc:creator>Ada</dc:creator>"
    raw = _read(tmp_path, pptx(["a"], members, core=stated))
    assert (raw.title, raw.attributes) == (title, {"author": "Ada"})


def test_a_damaged_slide_does_not_take_the_others_along(tmp_path: Path) -> None:
    members = {"slides/a.xml": slide(shape("one")), "slides/b.xml": slide(shape("two"))[:-20]}
    raw = _read(tmp_path, pptx(["a", "b", "gone", "gone"], members))
    assert raw.pages == ("one", "", "")
    assert raw.partial == Reason(code="partial.parts_damaged", params={"n_parts": 2})
    with pytest.raises(FileDamaged):
        _read(tmp_path, pptx(["b"], members))


def test_only_so_many_slides_are_read(tmp_path: Path) -> None:
    members = {f"slides/{name}.xml": slide(shape(name)) for name in "abc"}
    raw = _read(tmp_path, pptx("abc", members), limits=Limits(max_pages=2))
    assert raw.pages == ("a", "b")
    assert raw.partial == Reason(code="partial.page_limit", params={"limit_pages": 2, "n_pages": 3})


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), FileEncrypted),
        (pptx(["a"], {"slides/a.xml": slide(shape("x"))})[:-40], FileDamaged),
        (packed({"ppt/other.xml": "<a/>"}), FileDamaged),
        (pptx(["a"], {"slides/a.xml": slide(shape("x" * 3_000_000))}), FileTooLarge),
        (
            pptx(["a"], {"slides/a.xml": f'<?xml version="1.0" encoding="gbk"?>{slide(shape("x"))}'}),
            FileDamaged,
        ),
        (pptx(["a"], {"slides/a.xml": f'<!DOCTYPE d [<!ENTITY a "b">]>{slide(shape("&a;"))}'}), FileDamaged),
    ],
)
def test_bad_presentations(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        _read(tmp_path, content)


def test_deep_groups_are_read(tmp_path: Path) -> None:
    depth = 20_000
    content = slide("<p:grpSp>" * depth + shape("core") + "</p:grpSp>" * depth)
    assert _read(tmp_path, pptx(["a"], {"slides/a.xml": content})).pages == ("core",)


def test_the_old_format_in_the_order_of_the_presentation(tmp_path: Path) -> None:
    first = outline_text("第一张\rslide", kind=0) + outline_text("point one\rpoint\x0btwo", kind=1)
    second = record(4008, b"x" * 0)
    box = outline_text("text box", kind=4) + record(3999, b"\4\0\0\0") + record(4008, b"Ada")
    said = record(4026, "Bo".encode("utf-16-le")) + record(4026, "理解".encode("utf-16-le"), instance=1)
    comment = record(12000, said, is_container=True)
    points = record(3998, b"\1\0\0\0") + record(3998, b"\0\0\0\0")
    spoken = outline_text("say *hello*", kind=2) + outline_text("page 3", kind=4)
    content = ppt([(first, points + comment), (second, box)], notes={257: spoken})
    raw = _read(tmp_path, content, "ppt")
    assert raw.is_paged
    assert raw.pages == (
        "第一张\nslide\n\npoint one\npoint\ntwo\n\n批注：\n理解",
        "text box\n\nAda\n\nNotes:\nsay *hello*",
    )
    assert raw.title == "第一张 slide"


def test_bad_presentations_of_the_old_format(tmp_path: Path) -> None:
    content = ppt([(outline_text("x", kind=1), b"")])
    with pytest.raises(FileEncrypted):
        _read(tmp_path, ppt([], is_locked=True), "ppt")
    for damaged in (content[:700], content[:200], content[:-4096] + bytes(4096), b"\xd0\xcf\x11\xe0", b""):
        with pytest.raises(FileDamaged):
            _read(tmp_path, damaged, "ppt")
