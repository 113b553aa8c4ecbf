"""What Outlook saves reads like any other mail; a compound file made to confuse is an error, not a hang."""

import contextlib
import struct
from email.message import EmailMessage
from pathlib import Path

import pytest
from compound_samples import compound, outlook_item
from sample_files import docx, paragraph

from engine.errors import FileDamaged, FileEncrypted
from engine.ingest.formats import sniff
from engine.ingest.readers.outlook_rtf import body_of, unpacked
from engine.ingest.readers.pieces import Limits
from engine.ingest.readers.registry import read
from engine.records import RawText, Reason

_SUBJECT, _BODY, _HTML, _RTF, _HEADERS, _CLASS = 0x0037, 0x1000, 0x1013, 0x1009, 0x007D, 0x001A
_SENDER, _SENDER_ADDRESS, _NAME, _SMTP = 0x0C1A, 0x5D01, 0x3001, 0x39FE
_SENT, _KIND, _CODE_PAGE = 0x0039, 0x0C15, 0x3FFD
_FILE_NAME, _DATA, _CONTENT_ID, _MIME = 0x3707, 0x3701, 0x3712, 0x370E
_TICKS = 133510611000000000  # 2024-01-30 04:05 UTC


def _read(tmp_path: Path, content: bytes) -> RawText:
    path = tmp_path / "file.msg"
    path.write_bytes(content)
    assert sniff(path) == "msg"
    return read(path, "msg", limits=Limits())


def _attached(name: str, data: bytes, **more: str) -> dict[str, object]:
    texts: dict[int, str | bytes] = {_FILE_NAME: name, _DATA: data}
    texts |= {{"mime": _MIME, "cid": _CONTENT_ID}[key]: value for key, value in more.items()}
    return outlook_item(texts, head_bytes=8)  # type: ignore[return-value]


def test_an_item_says_who_to_whom_when_and_what(tmp_path: Path) -> None:
    people = tuple(
        outlook_item({_NAME: name, _SMTP: address}, fixed={_KIND: kind}, head_bytes=8)
        for name, address, kind in (("李四", "li@example.com", 1), ("Bob", "bob@example.com", 2))
    )
    item = outlook_item(
        {
            _SUBJECT: "会议纪要 minutes", _BODY: "第一行\r\n\r\nsecond line\r\n", _SENDER: "张三",
            _SENDER_ADDRESS: "zhang@example.com", 0x1035: "<two@example.com>", 0x1042: "<one@example.com>",
        },
        fixed={_SENT: _TICKS},
        recipients=people,
    )  # fmt: skip
    raw = _read(tmp_path, compound(item))
    assert raw.title == "会议纪要 minutes"
    assert raw.attributes == {
        "author": "张三 <zhang@example.com>",
        "to": "李四 <li@example.com>",
        "cc": "Bob <bob@example.com>",
        "date": "2024-01-30T04:05:00+00:00",
        "message_id": "two@example.com",
        "in_reply_to": "one@example.com",
    }
    assert raw.pages[0].endswith("Subject: 会议纪要 minutes\n\n第一行\n\nsecond line")


def test_narrow_strings_are_in_the_code_page_of_the_item(tmp_path: Path) -> None:
    texts: dict[int, str | bytes] = {_SUBJECT: "關於會議", _BODY: "臺灣大學圖書館"}
    item = outlook_item(texts, fixed={_CODE_PAGE: 950}, is_narrow=True, encoding="big5")
    raw = _read(tmp_path, compound(item))
    assert raw.title == "關於會議"
    assert raw.pages[0].endswith("臺灣大學圖書館")


def test_a_long_body_lies_in_large_sectors(tmp_path: Path) -> None:
    text = "".join(f"第{i}行 line\n" for i in range(9000))
    raw = _read(tmp_path, compound(outlook_item({_SUBJECT: "s", _BODY: text})))
    assert raw.pages[0] == "Subject: s\n\n" + text.strip()


def test_html_and_rich_text_bodies(tmp_path: Path) -> None:
    page = '<html><meta charset="gb2312"><p>网页<p>body'.encode("gb2312")
    assert _read(tmp_path, compound(outlook_item({_HTML: page}))).pages[0].strip() == "网页\n\nbody"
    rtf = rb"{\rtf1\ansi\ansicpg936\fromtext {\fonttbl{\f0 Arial;}}\pard one\par \'d6\'d0\u25991?\par}"
    plain = struct.pack("<4I", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf
    assert _read(tmp_path, compound(outlook_item({_RTF: plain}))).pages[0].strip() == "one\n中文"


def test_html_put_into_rich_text_is_html_again() -> None:
    rtf = (
        rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset134 SimSun;}}"
        rb"{\*\htmltag64 <p>}\htmlrtf {\f0\htmlrtf0 Hello {\*\htmltag84 <b>}\f1 \'d6\'d0{\*\htmltag92 </b>}"
        rb"\htmlrtf }\htmlrtf0 {\*\htmltag72 </p>}{\*\htmltag84 &lt;}}"
    )
    text, is_html = body_of(rtf)
    assert is_html
    assert text == "<p>Hello <b>中</b></p>&lt;"


def test_compressed_rich_text() -> None:
    # The example of MS-OXRTFCP, section 3.1.
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert unpacked(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    for n_bytes in range(len(packed)):
        assert unpacked(packed[:n_bytes]) in b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


def test_attachments_are_read_and_named(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = "附信"
    mail.set_content("words of the mail")
    embedded = outlook_item({_SUBJECT: "inner", _BODY: "inner words"}, head_bytes=24)
    holder = outlook_item({_NAME: "inner"}, head_bytes=8) | {"__substg1.0_3701000D": embedded}
    item = outlook_item(
        {_SUBJECT: "outer", _BODY: "body"},
        attachments=(
            _attached("笔记.txt", "文本 words".encode("gb18030")),
            _attached("报告.docx", docx(paragraph("文档"))),
            _attached("letter.eml", mail.as_bytes()),
            holder,
            _attached("a.zip", b"PK\x05\x06" + bytes(18)),
            _attached("image001.png", b"\x89PNG\r\n\x1a\n", mime="image/png", cid="1"),
        ),  # type: ignore[arg-type]
    )
    raw = _read(tmp_path, compound(item))
    lines = [line for line in raw.pages[0].split("\n") if line]
    assert lines[:4] == ["Subject: outer", "body", "Attachment: 笔记.txt (10 bytes)", "文本 words"]
    assert lines[5] == "文档"
    assert lines[7:9] == ["Subject: 附信", "words of the mail"]
    assert lines[9].startswith("Attachment: inner (")
    assert lines[10:] == ["Subject: inner", "inner words", "Attachment: a.zip (22 bytes)"]
    assert raw.partial == Reason(code="partial.attachments", params={"n_attachments": 1, "names": "a.zip"})


def test_a_contact_shows_what_is_known(tmp_path: Path) -> None:
    texts: dict[int, str | bytes] = {_NAME: "Ada Lovelace", 0x3A16: "分析机公司", 0x3A08: "+44 1"}
    raw = _read(tmp_path, compound(outlook_item(texts)))
    assert raw.title == "Ada Lovelace"
    assert "Company: 分析机公司\nPhone: +44 1" in raw.pages[0]


def test_an_encrypted_item_asks_for_a_key(tmp_path: Path) -> None:
    item = outlook_item(
        {_SUBJECT: "s", _CLASS: "IPM.Note.SMIME"},
        attachments=(_attached("smime.p7m", b"0\x80"),),  # type: ignore[arg-type]
    )
    with pytest.raises(FileEncrypted):
        _read(tmp_path, compound(item))


def test_a_signed_item_is_read(tmp_path: Path) -> None:
    signed = b"Content-Type: multipart/signed; boundary=b\n\n--b\n\nsigned words\n--b\n\nsignature\n--b--\n"
    item = outlook_item(
        {_SUBJECT: "s", _CLASS: "IPM.Note.SMIME.MultipartSigned"},
        attachments=(_attached("smime.p7m", signed, mime="multipart/signed"),),  # type: ignore[arg-type]
    )
    assert _read(tmp_path, compound(item)).pages[0].endswith("signed words")


def test_items_in_items_end_at_a_depth(tmp_path: Path) -> None:
    item = outlook_item({_SUBJECT: "innermost"}, head_bytes=24)
    for level in range(60):
        holder = outlook_item({_NAME: "x"}, head_bytes=8) | {"__substg1.0_3701000D": item}
        item = outlook_item({_SUBJECT: f"s{level}"}, attachments=(holder,), head_bytes=24)
    raw = _read(tmp_path, compound(item))
    assert "s50" in raw.pages[0]
    assert "innermost" not in raw.pages[0]
    assert raw.partial == Reason(code="partial.mail_limit")


def test_files_in_files_end_at_a_depth(tmp_path: Path) -> None:
    content = compound(outlook_item({_SUBJECT: "innermost"}))
    for level in range(40):
        item = outlook_item({_SUBJECT: f"s{level}"}, attachments=(_attached("a.msg", content),))  # type: ignore[arg-type]
        content = compound(item)
    raw = _read(tmp_path, content)
    assert "s30" in raw.pages[0]
    assert "innermost" not in raw.pages[0]
    assert raw.partial == Reason(code="partial.mail_limit")


def test_a_file_that_is_cut_anywhere_is_read_or_damaged(tmp_path: Path) -> None:
    content = compound(outlook_item({_SUBJECT: "主题", _BODY: "words " * 2000}))
    path = tmp_path / "cut.msg"
    for n_bytes in range(0, len(content), 97):
        path.write_bytes(content[:n_bytes])
        try:
            read(path, "msg", limits=Limits())
        except FileDamaged:
            continue


def test_chains_that_run_in_a_circle_end(tmp_path: Path) -> None:
    content = bytearray(compound(outlook_item({_SUBJECT: "s", _BODY: "x" * 20_000})))
    n_sectors = len(content) // 512 - 1
    table = len(content) - 512
    for number in range(n_sectors):
        struct.pack_into("<I", content, table + 4 * number, number)
    path = tmp_path / "circle.msg"
    path.write_bytes(content)
    with contextlib.suppress(FileDamaged):
        assert len(read(path, "msg", limits=Limits()).pages[0]) <= len(content)
    # Siblings that name each other
    content = bytearray(compound(outlook_item({_SUBJECT: "s"})))
    (start,) = struct.unpack_from("<I", content, 48)
    for number in range(3):
        struct.pack_into("<III", content, (start + 1) * 512 + 128 * number + 68, 1, 2, 1)
    path.write_bytes(content)
    assert read(path, "msg", limits=Limits()).title == "s"


def test_a_mail_that_is_only_named_so_is_read_as_mail(tmp_path: Path) -> None:
    path = tmp_path / "a.msg"
    path.write_bytes(b"From: a@b.c\nSubject: s\n\nwords")
    assert sniff(path) == "eml"
