"""Make the files of resources/sample that are not plain UTF-8 text, the same bytes on every run.

    PYTHONPATH=. python packaging/recipes/make_sample.py

The sources stand in ``packaging/recipes/sample``: the first line is the title, lines without a full
stop at their end are headings. The PDFs need fonts that Qt can embed (Noto Sans CJK SC for Chinese).
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from engine.ingest.clean import whole_character

if TYPE_CHECKING:
    from PySide6.QtGui import QTextLayout, QTextLine

SOURCES = Path(__file__).parent / "sample"
TARGET = Path(__file__).parents[2] / "resources" / "sample"
WRITTEN = datetime(2024, 6, 8, 12)
_ENDS = re.compile(r"[.!?。！？：:,，”」]$")


def main() -> None:
    """Write them all."""
    gbk_text("詹天佑与京张铁路", "资料")
    docx("给克拉拉的回信", "Letters", author="林梅", language="zh-CN")
    docx("Qian Xuesen in California", "Papers", author="Clara", language="en-GB")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    pdf("Two machines and a century", "Papers", author="Clara", family="DejaVu Serif")
    pdf("分析机的一百年", "Papers", author="林梅", family="Noto Sans CJK SC")


def blocks(stem: str) -> tuple[str, list[tuple[bool, str]]]:
    """Return the title and the (is heading, text) blocks of a source."""
    title, _, body = (SOURCES / f"{stem}.txt").read_text("utf-8").partition("\n")
    parts = [part.strip() for part in body.split("\n") if part.strip()]
    return title, [(_ENDS.search(part) is None and len(part) < 40, part) for part in parts]


def gbk_text(stem: str, folder: str) -> None:
    """Write a text file as an old Chinese editor would: GBK, CRLF."""
    text = (SOURCES / f"{stem}.txt").read_text("utf-8")
    (TARGET / folder / f"{stem}.txt").write_bytes(text.replace("\n", "\r\n").encode("gbk"))


def docx(stem: str, folder: str, *, author: str, language: str) -> None:
    """Write a Word document with a title and headings."""
    import docx as word

    title, parts = blocks(stem)
    document = word.Document()
    document.add_heading(title, level=0)
    for is_heading, text in parts:
        if is_heading:
            document.add_heading(text, level=1)
        else:
            document.add_paragraph(text)
    about = document.core_properties
    about.title, about.author, about.language = title, author, language
    about.created = about.modified = WRITTEN
    about.last_modified_by, about.comments = author, ""
    packed = io.BytesIO()
    document.save(packed)
    (TARGET / folder / f"{stem}.docx").write_bytes(_with_fixed_times(packed.getvalue()))


def _with_fixed_times(packed: bytes) -> bytes:
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            about = zipfile.ZipInfo(entry, (2024, 6, 8, 12, 0, 0))
            about.compress_type = zipfile.ZIP_DEFLATED
            about.create_system = 3
            new.writestr(about, old.read(entry))
    return fixed.getvalue()


def pdf(stem: str, folder: str, *, author: str, family: str) -> None:
    """Write a PDF on A5 pages, its text selectable; each line stands on one page only."""
    from PySide6.QtCore import QMarginsF, QPointF
    from PySide6.QtGui import QFont, QFontInfo, QGuiApplication, QPageSize, QPainter, QPdfWriter, QTextLayout

    app = QGuiApplication.instance() or QGuiApplication([])
    if QFontInfo(QFont(family)).family() != family:
        message = f"the font {family} is not installed"
        raise SystemExit(message)
    title, parts = blocks(stem)
    path = TARGET / folder / f"{stem}.pdf"
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
    writer.setPageMargins(QMarginsF(18, 18, 18, 18))
    writer.setResolution(1200)
    writer.setTitle(title)
    writer.setAuthor(author)
    writer.setCreator("Satchel sample library")
    painter = QPainter(writer)
    y = 0.0
    for size, text in [(16, title), *((12 if is_heading else 10, text) for is_heading, text in parts)]:
        layout = QTextLayout(text, QFont(family, size), writer)
        lines = _lines(layout, width=writer.width())
        y += size * 12
        if size > 10 and y + 6 * lines[0].height() > writer.height():
            writer.newPage()
            y = 0.0
        for line in lines:
            if y + line.height() > writer.height():
                writer.newPage()
                y = 0.0
            line.draw(painter, QPointF(0, y - line.y()))
            y += line.height() * 1.1
    painter.end()
    path.write_bytes(_with_fixed_dates(_with_whole_characters(path.read_bytes())))
    del app


def _lines(layout: QTextLayout, *, width: float) -> list[QTextLine]:
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(line)
    layout.endLayout()
    return lines


def _with_whole_characters(data: bytes) -> bytes:
    """Map glyphs to characters, where Qt maps them to the radicals that look the same (⼀ for 一)."""

    def character(match: re.Match[bytes]) -> bytes:
        char = chr(int(match[1], 16))
        whole = whole_character(char)
        return b"<%04X>" % ord(whole)

    def table(match: re.Match[bytes]) -> bytes:
        return re.sub(rb"<(2[EF][0-9A-F]{2})>", character, match[0])

    return re.sub(rb"\[(?: ?<[0-9A-F]{4}>)+ ?\]", table, data)


def _with_fixed_dates(data: bytes) -> bytes:
    """Replace times and ids by others of the same length, so that no offset in the file moves."""

    def same_length(replacement: bytes, match: re.Match[bytes]) -> bytes:
        return replacement[: len(match[0])].ljust(len(match[0]), b"0")

    data = re.sub(rb"D:\d{14}[^)]*", lambda m: same_length(b"D:20240608120000+00'00'", m), data)
    data = re.sub(
        rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[^<]*", lambda m: same_length(b"2024-06-08T12:00:00+00:00", m), data
    )
    data = re.sub(rb"uuid:[0-9a-f-]{36}", b"uuid:00000000-0000-4000-8000-000000000001", data)
    return re.sub(rb"/ID \[[^\]]*\]", lambda m: re.sub(rb"[0-9A-Fa-f]", b"1", m[0]), data)


if __name__ == "__main__":
    main()
