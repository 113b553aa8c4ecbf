"""What people typed into a PDF is read: form fields, text boxes, comments; what they cannot see is not."""

from pathlib import Path

from engine.ingest.clean import clean
from engine.ingest.readers import registry
from engine.ingest.readers.pdf_view import locate
from engine.ingest.readers.pieces import Limits
from engine.records import Span

LIMITS = Limits(max_file_bytes=10_000_000, max_text_chars=100_000, max_pages=10)
PAGE = "BT /F1 12 Tf 50 700 Td (Name of the applicant) Tj ET"


def _hex(text: str) -> str:
    return "<feff" + text.encode("utf-16-be").hex() + ">"


def _form(path: Path, *notes: str) -> Path:
    """Write a page with these annotations, all fields of its form; PDFium finds the objects itself."""
    numbers = [f"{10 + n} 0 R" for n in range(len(notes))]
    objects = {
        1: f"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[{' '.join(numbers)}]/DA(/F1 10 Tf)>>>>",
        2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        f"/Resources<</Font<</F1 5 0 R>>>>/Annots[{' '.join(numbers)}]>>",
        4: f"<</Length {len(PAGE)}>>stream\n{PAGE}\nendstream",
        5: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        **{10 + n: f"<</Type/Annot/Rect[50 50 200 80]{note}>>" for n, note in enumerate(notes)},
    }
    body = "".join(f"{number} 0 obj\n{content}\nendobj\n" for number, content in objects.items())
    path.write_bytes(f"%PDF-1.7\n{body}trailer<</Root 1 0 R>>\n%%EOF\n".encode("latin-1"))
    return path


def _text(path: Path) -> str:
    return clean(registry.read(path, "pdf", limits=LIMITS)).text


def test_what_was_filled_in_is_read(tmp_path: Path) -> None:
    path = _form(
        tmp_path / "form.pdf",
        f"/Subtype/Widget/FT/Tx/T(name)/V{_hex('张伟 Ada')}",
        "/Subtype/Widget/FT/Ch/Ff 131072/T(land)/Opt[[(fr)(France)][(de)(Germany)]]/V(de)",
        "/Subtype/Widget/FT/Ch/T(town)/Opt[(Paris)(Lyon)]",
        "/Subtype/Widget/FT/Btn/T(agrees)/V/Off",
    )
    text = _text(path)
    assert text.split("\n") == ["Name of the applicant", "张伟 Ada", "Germany", "Paris", "Lyon"]


def test_comments_and_text_boxes_are_read_but_not_what_repeats_the_page_or_is_hidden(tmp_path: Path) -> None:
    path = _form(
        tmp_path / "comments.pdf",
        f"/Subtype/FreeText/DA(/F1 10 Tf)/Contents{_hex('请核对')}",
        "/Subtype/Text/Contents(Ask Grace\\rabout this)",
        "/Subtype/Highlight/QuadPoints[0 0 1 0 0 1 1 1]/Contents(the applicant)",
        "/Subtype/Text/F 2/Contents(nobody sees this)",
        "/Subtype/Link/Contents(no comment)",
    )
    text = _text(path)
    assert text.split("\n") == ["Name of the applicant", "请核对", "Ask Grace", "about this"]


def test_a_typed_text_has_no_place_in_the_page_and_the_page_text_keeps_its_own(tmp_path: Path) -> None:
    path = _form(tmp_path / "form.pdf", "/Subtype/Widget/FT/Tx/T(name)/V(Hypatia)")
    text = _text(path)
    start = text.index("applicant")
    assert [len(lines) for lines in locate(path, page=1, text=text, spans=[Span(start, start + 9)])] == [1]
    start = text.index("Hypatia")
    assert locate(path, page=1, text=text, spans=[Span(start, start + 7)]) == [[]]


def test_very_many_comments_do_no_harm(tmp_path: Path) -> None:
    path = _form(tmp_path / "many.pdf", *["/Subtype/Text/Contents(again and again)"] * 7000)
    assert _text(path).count("again and again") == 1
