"""Read one file with a reference library and print its text; run by ``compare_readers.py``, never by Satchel.

    python tests/reference_reader.py docx PATH

It runs in whatever Python has the reference libraries, which need not be the one that Satchel runs in: some
are under licences that Satchel does not take on. Exit status 3 when the library is missing there.
"""

from __future__ import annotations

import email
import email.policy
import json
import mailbox
import re
import sys
from collections.abc import Callable, Iterator
from email.message import Message
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

_MISSING = 3
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>|&[a-z]+;")


def _docx(path: str) -> Iterator[str]:
    import docx

    document = docx.Document(path)
    for paragraph in document.paragraphs:
        yield paragraph.text
    for table in document.tables:
        for row in table.rows:
            yield from (cell.text for cell in row.cells)


def _pptx(path: str) -> Iterator[str]:
    import pptx

    for slide in pptx.Presentation(path).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield shape.text_frame.text
            if getattr(shape, "has_table", False):
                for row in shape.table.rows:
                    yield from (cell.text for cell in row.cells)
        if slide.has_notes_slide:
            yield slide.notes_slide.notes_text_frame.text


def _xlsx(path: str) -> Iterator[str]:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            yield "\t".join(str(value) for value in row if value is not None)


def _xls(path: str) -> Iterator[str]:
    import xlrd

    for sheet in xlrd.open_workbook(path).sheets():
        for number in range(sheet.nrows):
            yield "\t".join(str(value) for value in sheet.row_values(number) if value != "")


def _odf(path: str) -> Iterator[str]:
    from odf import teletype, text
    from odf.opendocument import load

    body = load(path).body
    for element in (*body.getElementsByType(text.H), *body.getElementsByType(text.P)):
        yield teletype.extractText(element)


def _html_text(data: bytes | str) -> str:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(data, "html.parser")
    for element in soup(["script", "style", "template"]):
        element.decompose()
    return str(soup.get_text("\n"))


def _html(path: str) -> Iterator[str]:
    yield _html_text(Path(path).read_bytes())


def _message(message: Message[Any, Any]) -> Iterator[str]:
    """The subject, the better of alternative bodies, and what text is attached."""
    yield str(message["subject"] or "")
    body = message.get_body(("plain", "html"))  # type: ignore[attr-defined]
    for part in [body] if body is not None else message.walk():
        if part.get_content_maintype() == "text":
            content = part.get_content()
            yield _html_text(content) if part.get_content_subtype() == "html" else content


def _eml(path: str) -> Iterator[str]:
    yield from _message(email.message_from_bytes(Path(path).read_bytes(), policy=email.policy.default))


def _mbox(path: str) -> Iterator[str]:
    for message in mailbox.mbox(path, create=False):
        yield from _message(email.message_from_bytes(message.as_bytes(), policy=email.policy.default))


def _msg(path: str) -> Iterator[str]:
    import extract_msg

    message = extract_msg.openMsg(path)
    yield str(message.subject or "")
    yield str(message.body or "")


def _epub(path: str) -> Iterator[str]:
    import ebooklib
    from ebooklib import epub

    for item in epub.read_epub(path).get_items_of_type(ebooklib.ITEM_DOCUMENT):
        yield _html_text(item.get_content())


def _ipynb(path: str) -> Iterator[str]:
    for cell in json.loads(Path(path).read_text("utf-8"))["cells"]:
        yield "".join(cell["source"])


def _xml(path: str) -> Iterator[str]:
    text = "\n".join(ElementTree.parse(path).getroot().itertext())
    yield _TAG.sub(" ", text)  # markup within, as feeds have it


def _text(path: str) -> Iterator[str]:
    """What any editor shows: UTF-8, or UTF-16 and UTF-32 with a byte order mark."""
    data = Path(path).read_bytes()
    is_wide = data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:4] == b"\0\0\xfe\xff"
    wide = "utf-32" if data[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff") else "utf-16"
    text = data.decode(wide if is_wide else "utf-8-sig")
    if "\0" not in text:
        yield text


READERS: dict[str, Callable[[str], Iterator[str]]] = {
    "docx": _docx, "pptx": _pptx, "xlsx": _xlsx, "xls": _xls, "odf": _odf, "html": _html, "eml": _eml,
    "mbox": _mbox, "msg": _msg, "epub": _epub, "ipynb": _ipynb, "xml": _xml, "text": _text,
}  # fmt: skip


def main() -> int:
    """Print the text; a failure is told as Python tells it."""
    kind, path = sys.argv[1:]
    try:
        text = "\n".join(READERS[kind](path))
    except ModuleNotFoundError as error:
        sys.stderr.write(f"{error}\n")
        return _MISSING
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
