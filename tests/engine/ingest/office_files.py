"""Small office files other than DOCX, made by hand: zips of XML, and compound files of the old Office."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

from sample_files import packed

_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">{}</cp:coreProperties>'
)
_SLIDE = (
    '<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    f' xmlns:r="{_RELS}"{{}}><p:cSld><p:spTree>{{}}</p:spTree></p:cSld></p:sld>'
)
_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
_ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style",
        "presentation": "presentation", "meta": "meta", "manifest": "manifest", "svg": "svg-compatible",
    }.items()
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip


def links(**targets: tuple[str, str]) -> str:
    """Return the XML of relationships: id to kind and target."""
    each = "".join(
        f'<Relationship Id="{link}" Type="{_RELS}/{kind}" Target="{target}"/>'
        for link, (kind, target) in targets.items()
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{each}</Relationships>'


def shape(*paragraphs: str, kind: str = "", text: str = "") -> str:
    """Return a shape of a slide; ``kind`` makes it a placeholder, ``text`` is DrawingML as it is."""
    placeholder = f'<p:ph type="{kind}"/>' if kind else ""
    body = text + "".join(f"<a:p><a:r><a:t>{each}</a:t></a:r></a:p>" for each in paragraphs)
    return f"<p:sp><p:nvSpPr><p:nvPr>{placeholder}</p:nvPr></p:nvSpPr><p:txBody>{body}</p:txBody></p:sp>"


def slide(*shapes: str, attributes: str = "") -> str:
    """Return the XML of a slide, of notes or of a layout."""
    return _SLIDE.format(attributes, "".join(shapes))


def pptx(order: Sequence[str], members: Mapping[str, str | bytes], *, core: str = "") -> bytes:
    """Return a presentation that shows the slides ``slides/NAME.xml`` in this order."""
    ids = "".join(f'<p:sldId id="{256 + number}" r:id="{name}"/>' for number, name in enumerate(order))
    presentation = (
        '<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
        f' xmlns:r="{_RELS}">'
        f"<p:sldIdLst>{ids}</p:sldIdLst></p:presentation>"
    )
    return packed({
        "_rels/.rels": links(r1=("officeDocument", "ppt/presentation.xml")),
        "docProps/core.xml": _CORE.format(core),
        "ppt/presentation.xml": presentation,
        "ppt/_rels/presentation.xml.rels": links(**{name: ("slide", f"slides/{name}.xml") for name in order}),
        **{f"ppt/{name}": content for name, content in members.items()},
    })  # fmt: skip


def xlsx(
    sheets: Mapping[str, str], *, strings: Sequence[str] = (), core: str = "",
    members: Mapping[str, str | bytes] | None = None,
) -> bytes:  # fmt: skip
    """Return a workbook of sheets by name, each the XML of its rows; style 1 is a date, 2 a number."""
    named = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="s{number}"/>' for number, name in enumerate(sheets, 1)
    )
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    shared = "".join(f"<si><t>{each}</t></si>" for each in strings)
    sheet_links = {
        f"s{number}": ("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, 1 + len(sheets))
    }
    return packed({
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": links(r1=("officeDocument", "xl/workbook.xml")),
        "docProps/core.xml": _CORE.format(core),
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{_RELS}"><sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": links(
            t=("sharedStrings", "sharedStrings.xml"), y=("styles", "styles.xml"), **sheet_links
        ),
        "xl/styles.xml": f'<styleSheet {main}><numFmts>'
        '<numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m"/>'
        '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="4"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f"<sst {main}>{shared}</sst>",
        **{f"xl/worksheets/sheet{number}.xml": _SHEET.format(f"<sheetData>{rows}</sheetData>")
           for number, rows in enumerate(sheets.values(), 1)},
        **(members or {}),
    })  # fmt: skip


def open_document(
    kind: str, body: str, *, styles: str = "", meta: str = "", margins: str = "", is_locked: bool = False
) -> bytes:
    """Return an OpenDocument file; ``kind`` is ``text``, ``presentation`` or ``spreadsheet``."""
    locked = "<manifest:encryption-data/>" if is_locked else ""
    document_type = (
        '<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'
    )
    entry = f"<manifest:file-entry>{locked}</manifest:file-entry>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}", zipfile.ZIP_STORED)
        manifest = f"{document_type}<manifest:manifest {_ODF}>{entry}</manifest:manifest>"
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr(
            "meta.xml",
            f"<office:document-meta {_ODF}><office:meta>{meta}</office:meta></office:document-meta>",
        )
        archive.writestr("styles.xml", f"<office:document-styles {_ODF}>{margins}</office:document-styles>")
        content = (
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
        )
        archive.writestr(
            "content.xml", f"<office:document-content {_ODF}>{content}</office:document-content>"
        )
    return target.getvalue()


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file (OLE) with these streams."""
    contents = [content.ljust(4096, b"\0") for content in streams.values()]
    counts = [-(-len(content) // 512) for content in contents]
    n_directory = -(-(len(streams) + 1) // 4)
    chains: list[int] = [0xFFFFFFFD, *range(2, 1 + n_directory), 0xFFFFFFFE]
    starts = []
    for count in counts:
        starts.append(len(chains))
        chains += [*range(len(chains) + 1, len(chains) + count), 0xFFFFFFFE]
    assert len(chains) <= 128
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<5H", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<I", header, 44, 1)
    struct.pack_into("<6I", header, 48, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    # One after another to the right: no balanced tree, but one that readers walk.
    entries = [_entry("Root Entry", 5, child=1 if streams else 0xFFFFFFFF, start=0xFFFFFFFE, size=0)]
    order = sorted(
        range(len(starts)), key=lambda index: (len(list(streams)[index]), list(streams)[index].upper())
    )
    names = list(streams)
    for place, index in enumerate(order, 1):
        right = place + 1 if place < len(order) else 0xFFFFFFFF
        entries.append(_entry(names[index], 2, right=right, start=starts[index], size=len(contents[index])))
    directory = b"".join(entries).ljust(512 * n_directory, b"\0")
    fat = struct.pack(f"<{len(chains)}I", *chains).ljust(512, b"\xff")
    padded = [content.ljust(512 * count, b"\0") for content, count in zip(contents, counts, strict=True)]
    return bytes(header) + fat + directory + b"".join(padded)


def _entry(
    name: str, kind: int, *, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF, start: int, size: int
) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    ids = struct.pack("<3I", 0xFFFFFFFF, right, child)
    return (
        encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1) + ids + bytes(36)
        + struct.pack("<IQ", start, size)
    )  # fmt: skip


def summary(code_page: int, **values: bytes) -> bytes:
    """Return the stream of properties of a compound file; ``title``, ``author`` and ``created`` (ticks)."""
    numbers = {"title": 2, "author": 4, "created": 12}
    bodies = {1: struct.pack("<IHH", 2, code_page, 0)}
    for name, value in values.items():
        size = b"" if name == "created" else struct.pack("<I", len(value) + (2 if code_page == 1200 else 1))
        end = b"" if name == "created" else b"\0" * (4 - len(value) % 4)
        bodies[numbers[name]] = struct.pack("<I", 64 if name == "created" else 30) + size + value + end
    places, content = b"", b""
    for number, body in bodies.items():
        places += struct.pack("<II", number, 8 + 8 * len(bodies) + len(content))
        content += body
    section = struct.pack("<II", 8 + len(places) + len(content), len(bodies)) + places + content
    return struct.pack("<HHI16xI16xI", 0xFFFE, 0, 0, 1, 48) + section


def record(kind: int, body: bytes = b"", *, instance: int = 0, is_container: bool = False) -> bytes:
    """Return a record of PPT."""
    return struct.pack("<HHI", instance << 4 | (0xF if is_container else 0), kind, len(body)) + body


def ppt(
    slides: Sequence[tuple[bytes, bytes]],
    *,
    notes: Mapping[int, bytes] | None = None,
    is_locked: bool = False,
) -> bytes:
    """Return a presentation; a slide is its texts in the outline and the records on itself.

    Args:
        slides: Outline and own records of each; slide ``n`` (from 0) has the id ``256 + n``.
        notes: Records on the notes of a slide, by its id.
        is_locked: Say that it is encrypted.
    """
    notes = notes or {}
    n_objects = 1 + len(slides) + len(notes)
    listed = b"".join(
        record(1011, struct.pack("<5I", 2 + number, 0, 0, 256 + number, 0)) + outline
        for number, (outline, _) in enumerate(slides)
    )
    listed_notes = b"".join(
        record(1011, struct.pack("<5I", 2 + len(slides) + number, 0, 0, number, 0))
        for number in range(len(notes))
    )
    document = record(
        1000,
        record(4080, listed, instance=0, is_container=True)
        + record(4080, listed_notes, instance=2, is_container=True),
        is_container=True,
    )
    objects = [document]
    objects += [record(1006, own, is_container=True) for _, own in slides]
    objects += [
        record(1008, record(1009, struct.pack("<2I", slide_id, 0)) + own, is_container=True)
        for slide_id, own in notes.items()
    ]
    # The objects lie in reverse: their order in the file means nothing.
    data, places = b"", [0] * n_objects
    for number in reversed(range(n_objects)):
        places[number] = len(data)
        data += objects[number]
    directory_at = len(data)
    data += record(6002, struct.pack(f"<{1 + n_objects}I", n_objects << 20 | 1, *places))
    edit_at = len(data)
    data += record(4085, struct.pack("<7I", 0, 0, 0, directory_at, 1, 0, 0))
    token = 0xF3D1C4DF if is_locked else 0xE391C05F
    user = record(4086, struct.pack("<3I", 20, token, edit_at))
    return compound({"Current User": user, "PowerPoint Document": data})


def outline_text(text: str, *, kind: int) -> bytes:
    """Return header and text records of PPT; ``kind`` 0 is a title, 1 a body, 2 notes, 4 any other."""
    return record(3999, struct.pack("<I", kind)) + record(4000, text.encode("utf-16-le"))


def biff(*records: tuple[int, bytes]) -> bytes:
    """Return records of XLS."""
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records)


def xls(name: str, *cells: tuple[int, bytes], locked: bool = False) -> bytes:
    """Return a workbook of one sheet with these cell records."""
    encoded = name.encode("utf-16-le")
    lock = [(0x2F, bytes(6))] if locked else []
    start = [(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)), *lock]
    bound = struct.pack("<IHBB", 0, 0, len(name), 1) + encoded
    n_bytes = len(biff(*start, (0x85, bound), (0x0A, b"")))
    book = biff(*start, (0x85, struct.pack("<I", n_bytes) + bound[4:]), (0x0A, b""))
    sheet = biff((0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)), *cells, (0x0A, b""))
    return compound({"Workbook": book + sheet})


def number_cell(row: int, column: int, value: float) -> tuple[int, bytes]:
    """Return a NUMBER record."""
    return 0x203, struct.pack("<HHHd", row, column, 0, value)


def label_cell(row: int, column: int, text: str) -> tuple[int, bytes]:
    """Return a LABEL record."""
    return 0x204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le")


def doc(
    text: str, *, footnotes: str = "", narrow: str = "", deleted: str = "", row_ends: Sequence[int] = (),
    in_cells: Sequence[int] = (), flags: int = 0, properties: bytes = b"",
) -> bytes:  # fmt: skip
    """Return a Word 97 document: ``narrow`` (a byte a character), ``text``, then footnotes, in two pieces.

    Args:
        text: UTF-16 part of the text.
        footnotes: Follows the text in the same piece.
        narrow: Windows-1252 part, first in the text but last in the file.
        deleted: A part of ``text`` that was deleted with changes tracked.
        row_ends: Offsets in ``text`` of marks that end a table row.
        in_cells: Offsets in ``text`` of paragraph ends inside cells.
        flags: More bits of the header, such as 0x0100 for encrypted.
        properties: Stream of what the document says about itself.
    """
    wide_at, fkp_at = 1024, 8192
    wide = (text + footnotes).encode("utf-16-le")
    narrow_at = wide_at + len(wide)
    word = bytearray(fkp_at + 1024)
    word[wide_at : wide_at + len(wide)] = wide
    word[narrow_at : narrow_at + len(narrow)] = narrow.encode("cp1252")
    n_text = len(text) + len(narrow)
    struct.pack_into("<HH", word, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", word, 10, 0x0200 | flags)
    struct.pack_into("<8I", word, 0x4C, n_text, len(footnotes), 0, 0, 0, 0, 0, 0)
    if deleted:
        start = wide_at + 2 * text.index(deleted)
        runs = [(start, b""), (start + 2 * len(deleted), b"\x00\x08\x01")]
        _page(word, fkp_at, wide_at, runs, is_paragraphs=False)
    ends = sorted(
        [*((each, b"\x17\x24\x01") for each in row_ends), *((each, b"\x16\x24\x01") for each in in_cells)]
    )
    if ends:
        _page(
            word,
            fkp_at + 512,
            wide_at,
            [(wide_at + 2 * (end + 1), each) for end, each in ends],
            is_paragraphs=True,
        )
    places = struct.pack("<3I", 0, len(narrow), n_text + len(footnotes))
    pieces = struct.pack("<HIHHIH", 0, narrow_at * 2 | 0x40000000, 0, 0, wide_at, 0)
    clx = b"\x01\x02\x00\x00\x00" + b"\x02" + struct.pack("<I", len(places + pieces)) + places + pieces
    table = bytearray(clx)
    struct.pack_into("<II", word, 0x1A2, 0, len(clx))
    for at, number, is_there in (
        (0xFA, fkp_at // 512, bool(deleted)),
        (0x102, fkp_at // 512 + 1, bool(ends)),
    ):
        if is_there:
            struct.pack_into("<II", word, at, len(table), 12)
            table += struct.pack("<3I", 0, 0x10000, number)
    stated = {"\x05SummaryInformation": properties} if properties else {}
    return compound({"WordDocument": bytes(word), "1Table": bytes(table), **stated})


def _page(
    word: bytearray, at: int, start: int, runs: Sequence[tuple[int, bytes]], *, is_paragraphs: bool
) -> None:
    """Write a page of formatted runs: where each ends, and its properties."""
    n_runs = len(runs)
    struct.pack_into(f"<{n_runs + 1}I", word, at, start, *[end for end, _ in runs])
    free = 510
    for index, (_, properties) in enumerate(runs):
        if not properties:
            continue
        content = b"\0\0" + properties if is_paragraphs else properties
        length = (len(content) + 1) // 2 if is_paragraphs else len(content)
        free -= (len(content) + 2) // 2 * 2
        step = 13 if is_paragraphs else 1
        word[at + 4 * (n_runs + 1) + step * index] = free // 2
        word[at + free : at + free + 1 + len(content)] = bytes([length]) + content
    word[at + 511] = n_runs
