"""Mail is known by its headers, a mailbox by its first line; a name alone makes neither."""

from pathlib import Path

import pytest
from compound_samples import compound, outlook_item
from sample_files import packed, pdf

from engine.ingest.formats import sniff

_SENT = b"Received: by mail\nFrom: a@b.c\nSubject: s\nMessage-ID: <1@b.c>\n\nx"
_SHORT = b"From: a@b.c\nSubject: s\n\nx"
_BOX = b"From a@b.c Mon Jun 01 10:00:00 2009\n" + _SHORT
_SAVED = b"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b--"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.eml", _SHORT, "eml"),
        ("a.eml", _BOX, "eml"),
        ("a.eml", b"\xef\xbb\xbf\r\n" + _SHORT, "eml"),
        ("a.eml", "Subject: 通知\n\nx".encode("gb18030"), "eml"),
        ("a.eml", b"only words: no header of a mail", "text"),
        ("a.eml", b"<html><body>a page", "html"),
        ("a.eml", pdf(["x"]), "pdf"),
        ("a.eml", bytes(range(256)) * 9, None),
        ("message", _SENT, "eml"),
        ("a.txt", _SENT, "eml"),
        ("1204680122.27c448.host:2,S", _SENT, "eml"),
        ("a.txt", b"From: me\nTo: you\nDate: today\nSubject: printed\n\nx", "eml"),
        ("a.txt", b"From: the beginning\nTo: the end\nNote: this is a note\n\nx", "text"),
        ("a.py", b"# From: x\nimport mail\n", "text"),
        ("PKG-INFO", b"Metadata-Version: 2.1\nName: x\nVersion: 1\n\nx", "text"),
        ("http", b"HTTP/1.1 200 OK\nDate: x\nServer: y\nContent-Type: text/html\n\nx", "text"),
        ("a.patch", b"From 3f2ab9 Mon Sep 17 00:00:00 2001\nFrom: A <a@b.c>\nSubject: [PATCH]\n\nx", "text"),
        ("a.mbox", _BOX, "mbox"),
        ("a.mbox", _SENT, "eml"),
        ("a.mbox", b"words", "text"),
        ("Inbox", _BOX, "mbox"),
        ("2001-May.txt", _BOX, "mbox"),
        ("a.txt", b"From Monday at 10:00 on\nwe are open.", "text"),
        ("a.mht", _SAVED, "mhtml"),
        ("a.eml", _SAVED, "mhtml"),
        ("a.mhtml", b"<html><p>only a page", "html"),
        ("a.msg", _SHORT, "eml"),
        ("a.bin", compound(outlook_item({0x0037: "s"})), "msg"),
        ("a.zip", packed({"META-INF/container.xml": "x", "OEBPS/a.opf": "x"}), "epub"),
        ("a.epub", packed({"a.txt": "x"}), "zip"),
    ],
)
def test_format_by_content(tmp_path: Path, name: str, content: bytes, expected: str | None) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert sniff(path) == expected
