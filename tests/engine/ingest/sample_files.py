"""Small files of many formats, made by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">{}</cp:coreProperties>'
)


def docx(body: str, *, core: str = "", parts: Mapping[str, str] | None = None, prologue: str = "") -> bytes:
    """Return a Word document with this WordprocessingML in its body."""
    document = f"{prologue}<w:document {_W} {_MC}><w:body>{body}</w:body></w:document>"
    members = {"_rels/.rels": _RELATIONSHIPS, "word/document.xml": document, **(parts or {})}
    if core:
        members["docProps/core.xml"] = _CORE.format(core)
    return packed({"[Content_Types].xml": "<Types/>", **members})


def side_part(root: str, body: str) -> str:
    """Return the XML of a part beside the document, such as footnotes."""
    return f"<w:{root} {_W}>{body}</w:{root}>"


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of these members."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def paragraph(text: str, style: str = "") -> str:
    """Return one paragraph of WordprocessingML."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def pdf(pages: Sequence[str], *, info: str = "", form: bytes | None = None) -> bytes:
    """Return a PDF of one Helvetica line a page; lines of a page are parted by line ends.

    Args:
        pages: Latin text of each page, drawn from (72, 700) down, 20 points a line.
        info: Entries of the information dictionary.
        form: Content of a form object ``/X`` that the last page draws, and that may draw itself.
    """
    objects: list[bytes] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    objects += [
        f"<<{info}>>".encode(),
        _stream(
            form or b"", b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</XObject<</X 5 0 R>>>>"
        ),
    ]
    kids = []
    for number, text in enumerate(pages, 1):
        lines = b" T* ".join(b"(" + line.encode("latin-1") + b") Tj" for line in text.split("\n"))
        draws = b" /X Do /X Do" if form and number == len(pages) else b""
        objects.append(_stream(b"BT /F 16 Tf 72 700 Td 20 TL " + lines + b" ET" + draws))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>/XObject<</X 5 0 R>>>>>>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Kids[" + b" ".join(kids) + b"]/Count %d>>" % len(kids)
    body = b"%PDF-1.5\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        body + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table
        + b"trailer<</Size %d/Root 1 0 R/Info 4 0 R>>\n" % (len(objects) + 1)
        + b"startxref\n%d\n%%%%EOF\n" % len(body)
    )  # fmt: skip


def endless_pdf(pages: Sequence[str]) -> bytes:
    """Return a PDF whose last page draws a form that draws itself twice, and so on: PDFium never ends."""
    return pdf(pages, form=b"/X Do /X Do /X Do /X Do")


def _stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<" + entries + b"/Length %d>>\nstream\n" % len(content) + content + b"\nendstream"
