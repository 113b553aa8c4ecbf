"""What shows behind the slides of a presentation is read once; the invitations of a template are not."""

from pathlib import Path

from office_files import links, pptx, shape, slide

from engine.ingest.readers.pieces import Limits
from engine.ingest.readers.registry import read


def test_text_behind_the_slides_is_given_once(tmp_path: Path) -> None:
    behind = {"_rels/{}.xml.rels": links(l=("slideLayout", "../slideLayouts/layout1.xml"))}
    members = {
        "slides/one.xml": slide(shape("first")),
        "slides/two.xml": slide(shape("second")),
        **{
            f"slides/{name.format(slide_name)}": content
            for name, content in behind.items()
            for slide_name in ("one", "two")
        },
        "slideLayouts/layout1.xml": slide(shape("Click to edit", kind="title"), shape("机密")),
        "slideLayouts/_rels/layout1.xml.rels": links(m=("slideMaster", "../slideMasters/master1.xml")),
        "slideMasters/master1.xml": slide(shape("Acme Corp"), shape("Click to edit", kind="body")),
    }
    path = tmp_path / "talk.pptx"
    path.write_bytes(pptx(["one", "two"], members))
    first, second = read(path, "pptx", limits=Limits()).pages
    assert first.split() == ["first", "机密", "Acme", "Corp"]
    assert second == "second"


def test_a_broken_layout_costs_the_slide_nothing(tmp_path: Path) -> None:
    members = {
        "slides/one.xml": slide(shape("first")),
        "slides/_rels/one.xml.rels": links(l=("slideLayout", "../slideLayouts/layout1.xml")),
        "slideLayouts/layout1.xml": "<broken",
    }
    path = tmp_path / "talk.pptx"
    path.write_bytes(pptx(["one"], members))
    raw = read(path, "pptx", limits=Limits())
    assert (raw.pages, raw.partial) == (("first",), None)
