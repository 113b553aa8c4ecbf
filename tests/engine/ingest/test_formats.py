"""A file is what is in it, whatever its name says."""

import struct
from pathlib import Path

import pytest
from sample_files import docx, packed, paragraph, pdf

from engine.errors import FileUnreadable
from engine.ingest.formats import sniff, supported_formats

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _ole(stream_name: str) -> bytes:
    header = bytearray(_OLE.ljust(512, b"\0"))
    struct.pack_into("<H", header, 30, 9)
    return bytes(header) + (stream_name + "\0").encode("utf-16-le").ljust(128, b"\0")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", b"plain words", "text"),
        ("a.py", b"print('x')", "text"),
        ("a.csv", "姓名,城市\n张三,北京\n".encode("gbk"), "csv"),
        ("README", b"no extension at all", "text"),
        ("a.md", "# 标题".encode(), "markdown"),
        ("a.htm", b"<p>only a part", "html"),
        ("page", b"\n<!-- c --><!DOCTYPE html><html><body>x", "html"),
        ("a.txt", b"<html> named as text", "text"),
        ("wide.html", "<html><p>x</p></html>".encode("utf-16"), "html"),
        ("scan.txt", pdf(["x"]), "pdf"),
        ("mail.pdf", b"junk before\n" + pdf(["x"]), "pdf"),
        ("a.bin", docx(paragraph("x")), "docx"),
        ("a.docx", docx(paragraph("x"))[:200], "docx"),
        ("a.docx", packed({"xl/workbook.xml": "x"}), "xlsx"),
        ("a.zip", packed({"holiday.txt": "x"}), "zip"),
        ("a.epub", packed({"META-INF/container.xml": "x"}), "epub"),
        ("locked.docx", _ole("EncryptedPackage"), "docx"),
        ("old.doc", _ole("WordDocument"), "doc"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(50), "png"),
        ("a.eml", b"From: a@b\nTo: c@d\nSubject: x\n\nhello", "eml"),
        ("BMW.txt", b"BMW and MZ and ID3 are only letters here", "text"),
        ("x.dat", bytes(range(256)) * 20, None),
        ("empty.txt", b"", "text"),
        ("captions", b"WEBVTT\n\n00:01.000 --> 00:02.000\nhi", "subtitles"),
        ("talk.sub", "1\r\n00:00:01,000 --> 00:00:02,000\r\nhi".encode("utf-16"), "subtitles"),
        ("feed", b'<?xml version="1.0"?><rss/>', "xml"),
        ("form.ui", b'<?xml version="1.0"?><ui/>', "text"),
        ("not.xml", b"only words", "text"),
        ("page.xml", b'<?xml version="1.0"?><html><p>x</p></html>', "html"),
        ("drawing.svg", b"<svg><title>x</title></svg>", "xml"),
        ("letter.doc", b"{\\rtf1 x}", "rtf"),
        ("a.md", b'{"a": 1}', "markdown"),
        ("data.jsonl", b'{"a": 1}', "json"),
        ("locked.csv", pdf(["x"]), "pdf"),
    ],
)
def test_format_by_content(tmp_path: Path, name: str, content: bytes, expected: str | None) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert sniff(path) == expected


def test_what_cannot_be_opened_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable):
        sniff(tmp_path / "nothing.txt")


def test_what_is_read() -> None:
    assert supported_formats() >= {"text", "markdown", "html", "pdf", "docx", "eml", "mbox", "msg", "epub"}
    assert not supported_formats() & {"ole", "program", "video"}
