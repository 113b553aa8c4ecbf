"""Mail reads as a mail program shows it: any charset, any nesting, and no file makes it hang."""

import base64
import io
import quopri
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from sample_files import docx, endless_pdf, packed, paragraph, pdf

from engine.errors import FileDamaged, FileEncrypted
from engine.ingest.formats import sniff
from engine.ingest.readers.pieces import Limits, assemble
from engine.ingest.readers.registry import read, stream
from engine.ingest.sandbox import ReaderPool
from engine.records import RawText, Reason
from engine.settings import Indexing

LIMITS = Limits()


def _read(tmp_path: Path, content: bytes, form: str = "eml", *, limits: Limits = LIMITS) -> RawText:
    path = tmp_path / f"file.{form}"
    path.write_bytes(content)
    assert sniff(path) == form
    return read(path, form, limits=limits)


def _text(tmp_path: Path, content: bytes) -> str:
    return _read(tmp_path, content).pages[0]


def _letter(text: str = "内容 content", **headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def test_a_letter_says_who_to_whom_when_and_what(tmp_path: Path) -> None:
    message = _letter(
        "你好 Bob,\n\n> what you wrote\n\nBest",
        From="张三 <zhang@example.com>",
        To='"Doe" <bob@example.com>, <amy@example.com>',
        Cc="c@example.com",
        Date="Tue, 30 Jan 2024 12:05:00 +0800",
        Subject="会议纪要 minutes",
        Message_ID="<two@example.com>",
        References="<zero@example.com> <one@example.com>",
    )
    raw = _read(tmp_path, message.as_bytes())
    assert raw.title == "会议纪要 minutes"
    assert raw.attributes == {
        "author": "张三 <zhang@example.com>",
        "to": "Doe <bob@example.com>, amy@example.com",
        "cc": "c@example.com",
        "date": "2024-01-30T12:05:00+08:00",
        "message_id": "two@example.com",
        "in_reply_to": "one@example.com",
    }
    assert raw.pages[0] == (
        "From: 张三 <zhang@example.com>\nTo: Doe <bob@example.com>, amy@example.com\nCc: c@example.com\n"
        "Date: Tue, 30 Jan 2024 12:05:00 +0800\nSubject: 会议纪要 minutes\n\n"
        "你好 Bob,\n\n> what you wrote\n\nBest"
    )
    assert not raw.is_paged
    assert raw.partial is None


@pytest.mark.parametrize(
    ("label", "encoding", "text"),
    [
        ("gb2312", "gb18030", "汉字镕與標題，书囊知识库"),
        ("gbk", "gbk", "联通"),
        ("big5", "big5", "臺灣大學圖書館的會議紀錄"),
        ("ISO-2022-JP", "iso2022_jp", "日本語の件名"),
        ("us-ascii", "iso2022_jp", "日本語の本文です"),
        ("iso-8859-1", "gb18030", "这封信的编码写错了，其实是国标码"),
        ("utf-8", "gb18030", "这封信的编码写错了，其实是国标码"),
        ("us-ascii", "utf-8", "naïve café 中文"),
        ("iso-8859-1", "cp1252", "Où est le café? C’est à côté"),
        ("koi8-r", "koi8-r", "Привет, мир"),
        ("no-such-charset", "utf-8", "中文"),
    ],
)
def test_charsets_and_their_wrong_labels(tmp_path: Path, label: str, encoding: str, text: str) -> None:
    word = f"=?{label}?B?{base64.b64encode(text.encode(encoding)).decode()}?="
    content = (
        f'From: a@b.c\nSubject: {word}\nContent-Type: text/plain; charset="{label}"\n\n'.encode()
        + text.encode(encoding)
        + b"\n"
    )
    raw = _read(tmp_path, content)
    assert raw.title == text
    assert raw.pages[0].endswith(f"\n\n{text}")


def test_encoded_words_are_put_together_before_they_are_decoded(tmp_path: Path) -> None:
    data = "关于知识库的通知".encode("gb2312")
    first, second = (base64.b64encode(part).decode() for part in (data[:5], data[5:]))
    quoted = "".join(f"={byte:02X}" for byte in "张 三".encode())
    content = (
        f"From: =?utf-8?q?{quoted}?= <a@b.c>\nSubject: Re: =?GB2312?B?{first}?=\n\t=?gb2312?B?{second}?= "
        f"plain\nX: y\n\nbody"
    ).encode()
    raw = _read(tmp_path, content)
    assert raw.title == "Re: 关于知识库的通知 plain"
    assert raw.attributes["author"] == "张 三 <a@b.c>"


def test_bytes_in_headers_that_nobody_encoded(tmp_path: Path) -> None:
    raw = _read(tmp_path, "From: 李四 <a@b.c>\nSubject: 工作报告与下一步计划\n\nx".encode("gb18030"))
    assert raw.title == "工作报告与下一步计划"


def test_the_plain_body_is_preferred_unless_it_says_nothing(tmp_path: Path) -> None:
    message = _letter("plain 正文", From="a@b.c")
    message.add_alternative("<p>page 网页</p>", subtype="html")
    assert _text(tmp_path, message.as_bytes()).endswith("\n\nplain 正文")
    stub = _letter("Use a modern mail program.", From="a@b.c")
    stub.add_alternative("<h1>新闻</h1><p>" + "words " * 60 + "</p>", subtype="html")
    assert "\n\n新闻\n\nwords words" in _text(tmp_path, stub.as_bytes())
    page = b'From: a@b.c\nContent-Type: text/html\n\n<meta charset="big5"><p>' + "臺灣大學".encode("big5")
    assert _text(tmp_path, page).endswith("\n\n臺灣大學")


def test_flowed_lines_are_one_paragraph(tmp_path: Path) -> None:
    body = "a long \nline\n> quoted \n> text\nend\n-- \nsig"
    head = b"From: a@b.c\nContent-Type: text/plain; charset=utf-8; format=flowed"
    text = _text(tmp_path, head + b"\n\n" + body.encode())
    assert text.endswith("\n\na long line\n> quoted text\nend\n-- \nsig")
    joined = _text(tmp_path, head + "; delsp=yes\n\n知识 \n图谱\n".encode())
    assert joined.endswith("\n\n知识图谱")


def test_attachments_are_named_and_read_in_place(tmp_path: Path) -> None:
    message = _letter("see attached", From="a@b.c", Subject="outer")
    inner = _letter("inner words", From="x@y.z", Subject="内层")
    message.add_attachment("姓名,城市\n张三,北京\n", subtype="csv", filename="名单.csv")
    message.add_attachment("<p>a <b>page</b>", subtype="html", filename="page.html")
    message.add_attachment(inner)
    message.add_attachment(pdf(["PDF words"]), maintype="application", subtype="pdf", filename="a.pdf")
    message.add_attachment(
        docx(paragraph("文档 words")), maintype="application", subtype="octet-stream", filename="报告.docx"
    )
    message.add_attachment(
        b"\x89PNG\r\n\x1a\n" + bytes(20), maintype="image", subtype="png", filename="p.png"
    )
    raw = _read(tmp_path, message.as_bytes())
    lines = [line for line in raw.pages[0].split("\n") if line]
    assert lines[3:5] == ["Attachment: 名单.csv (28 bytes)", "姓名,城市"]
    assert lines[6:8] == ["Attachment: page.html (17 bytes)", "a page"]
    assert lines[8].startswith("Attachment: 内层 (")
    assert lines[9:12] == ["From: x@y.z", "Subject: 内层", "inner words"]
    assert lines[12].startswith("Attachment: a.pdf (")
    assert lines[13] == "PDF words"
    assert lines[14].startswith("Attachment: 报告.docx (")
    assert lines[15:] == ["文档 words", "Attachment: p.png (28 bytes)"]
    assert raw.title == "outer"
    assert raw.partial is None


def test_what_cannot_be_read_of_the_attachments_is_said(tmp_path: Path) -> None:
    message = _letter("body", From="a@b.c")
    for name, data in (
        ("包.zip", packed({"a.txt": "x"})),
        ("cut.pdf", b"%PDF-1.4"),
        ("x.rar", b"Rar!\x1a\x07"),
    ):
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    raw = _read(tmp_path, message.as_bytes())
    assert raw.partial == Reason(
        code="partial.attachments", params={"n_attachments": 3, "names": "包.zip, cut.pdf, x.rar"}
    )
    assert "Attachment: 包.zip (" in raw.pages[0]


def test_what_is_called_text_and_is_none(tmp_path: Path) -> None:
    message = _letter("body", From="a@b.c")
    for name, data in (("a.pdf", pdf(["PDF words"])), ("b.txt", bytes(range(256)) * 4)):
        message.add_attachment(data, maintype="text", subtype="plain", filename=name)
    raw = _read(tmp_path, message.as_bytes())
    assert "PDF words" in raw.pages[0]
    assert raw.pages[0].endswith("\n\nAttachment: b.txt (1,024 bytes)")


def test_an_attachment_is_read_by_the_reader_of_its_format(tmp_path: Path) -> None:
    message = _letter("body", From="a@b.c")
    slides = io.BytesIO()
    with zipfile.ZipFile(slides, "w") as archive:
        archive.writestr("ppt/nothing.xml", "<a/>")
    for name, data in (
        ("名单.csv", "张三,北京".encode("gb18030")),
        ("b.rtf", b"{\\rtf1 \\b bold\\b0  words}"),
        ("broken.pptx", slides.getvalue()),
    ):
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    raw = _read(tmp_path, message.as_bytes())
    assert "张三\t北京" in raw.pages[0]
    assert "bold words" in raw.pages[0]
    assert raw.partial == Reason(
        code="partial.attachments", params={"n_attachments": 1, "names": "broken.pptx"}
    )


def test_what_outlook_packs_for_itself_is_said(tmp_path: Path) -> None:
    message = _letter("body", From="a@b.c")
    package = b"\x78\x9f\x3e\x22" + bytes(40)
    message.add_attachment(package, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    raw = _read(tmp_path, message.as_bytes())
    assert raw.partial == Reason(
        code="partial.attachments", params={"n_attachments": 1, "names": "winmail.dat"}
    )


def test_an_invitation_is_read_by_its_page(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"] = "a@b.c"
    message.set_content("<p>会议 at ten", subtype="html")
    message.add_alternative("BEGIN:VCALENDAR\nEND:VCALENDAR\n", subtype="calendar")
    assert _text(tmp_path, message.as_bytes()) == "From: a@b.c\n\n会议 at ten"


def test_pictures_of_a_page_are_not_attachments(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"] = "a@b.c"
    message.set_content("<p>look<img src='cid:1'>", subtype="html")
    message.add_related(
        b"\x89PNG\r\n\x1a\n" + bytes(9),
        "image",
        "png",
        cid="<1>",
        disposition="inline",
        filename="image001.png",
    )
    assert _text(tmp_path, message.as_bytes()) == "From: a@b.c\n\nlook"


@pytest.mark.parametrize(
    "kind", ["multipart/encrypted; boundary=b", "application/pkcs7-mime; smime-type=enveloped-data"]
)
def test_an_encrypted_body_asks_for_a_key(tmp_path: Path, kind: str) -> None:
    content = f"From: a@b.c\nSubject: s\nContent-Type: {kind}\n\n--b\n\nVersion: 1\n--b--\n".encode()
    with pytest.raises(FileEncrypted):
        _read(tmp_path, content)
    armour = b"From: a@b.c\n\n-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n"
    with pytest.raises(FileEncrypted):
        _read(tmp_path, armour)


def test_an_encrypted_part_beside_a_readable_one_is_partial(tmp_path: Path) -> None:
    content = (
        b"From: a@b.c\nSubject: s\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nreadable\n--b\n"
        b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nAAAA\n--b--\n"
    )
    raw = _read(tmp_path, content)
    assert raw.pages[0].endswith("readable")
    assert raw.partial is not None
    assert raw.partial.code == "partial.attachments"


_SIGNED = bytes.fromhex("06092a864886f70d010702")
_DATA = bytes.fromhex("06092a864886f70d010701")
_INNER = "Content-Type: text/plain; charset=utf-8\n\n签了名的 words".encode()


@pytest.mark.parametrize(
    "envelope",
    [
        b"\x30\x60" + _SIGNED + b"\xa0\x50\x30\x4e" + _DATA
        + b"\xa0\x81\x41\x04\x81" + bytes((len(_INNER),)) + _INNER + b"\x31\x00",
        b"\x30\x80" + _SIGNED + b"\xa0\x80\x30\x80" + _DATA + b"\xa0\x80\x24\x80\x04\x14" + _INNER[:20]
        + b"\x04" + bytes((len(_INNER) - 20,)) + _INNER[20:] + bytes(8),
    ],
)  # fmt: skip
def test_what_lies_in_a_signature_is_read(tmp_path: Path, envelope: bytes) -> None:
    head = b"From: a@b.c\nContent-Transfer-Encoding: base64\nContent-Type: application/pkcs7-mime; "
    content = head + b"smime-type=signed-data; name=smime.p7m\n\n" + base64.encodebytes(envelope)
    assert _text(tmp_path, content) == "From: a@b.c\n\n签了名的 words"
    with pytest.raises(FileEncrypted):  # sealed, and not only signed
        _text(tmp_path, content.replace(base64.encodebytes(envelope), b"MIAGCSqGSIb3DQEHA6CAMIAC\n"))


def test_a_signature_is_no_text(tmp_path: Path) -> None:
    content = (
        b"From: a@b.c\nContent-Type: multipart/signed; boundary=b\n\n--b\n\nsigned words\n--b\n"
        b"Content-Type: application/pgp-signature; name=s.asc\n\n-----BEGIN PGP SIGNATURE-----\n--b--\n"
    )
    assert _text(tmp_path, content) == "From: a@b.c\n\nsigned words"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"Content-Type: multipart/mixed; boundary=b\n\nno boundary anywhere", "no boundary anywhere"),
        (b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nnever closed", "never closed"),
        (b"Content-Type: multipart/mixed\n\nno parameter", "no parameter"),
        (b"Content-Transfer-Encoding: base64\n\naGVsbG8gd29ybGQ!!", "hello world"),
        (b"Content-Transfer-Encoding: quoted-printable\n\nsoft=\n break =E4=BD=A0 =ZZ", "soft break 你 =ZZ"),
        (b"Content-Type: text/plain; charset*0*=%; charset*x=1; charset=\n\nodd", "odd"),
        (b"Content-Type: ;;;=\n\nodd", "odd"),
        (b"no empty line before the body", "no empty line before the body"),
        (b"", "From: a@b.c"),
    ],
)
def test_malformed_mail_is_read_as_far_as_it_goes(tmp_path: Path, body: bytes, expected: str) -> None:
    assert _text(tmp_path, b"From: a@b.c\n" + body).endswith(expected)


@pytest.mark.parametrize(
    "date", ["", "yesterday", "Tue, 99 Foo 20240 99:99:99 +9999", "0 0 0 0 0 0", "\x00,,,"]
)
def test_a_date_that_is_none_is_shown_and_not_stated(tmp_path: Path, date: str) -> None:
    raw = _read(tmp_path, f"From: a@b.c\nDate: {date}\n\nx".encode())
    assert "date" not in raw.attributes


def test_files_that_mail_programs_write(tmp_path: Path) -> None:
    letter = b"From: a@b.c\nSubject: s\n\nwords \xe4\xbd\xa0"
    path = tmp_path / "1.emlx"
    path.write_bytes(b"%d   \n" % len(letter) + letter + b"<?xml version='1.0'?><plist/>")
    assert sniff(path) == "eml"
    assert read(path, "eml", limits=LIMITS).pages[0].endswith("words 你")
    for encoding in ("utf-16", "utf-16-le", "utf-8-sig"):
        assert _text(tmp_path, letter.decode().encode(encoding)).endswith("words 你")
    assert _text(tmp_path, letter.replace(b"\n", b"\r\n")).endswith("words 你")


def test_nesting_ends_at_a_depth_and_is_said(tmp_path: Path) -> None:
    content = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n\nlevel %d\n--b%d\n" % (i, i, i, i)
        for i in range(3000)
    )
    raw = _read(tmp_path, b"From: a@b.c\n" + content)
    assert "level 10" in raw.pages[0]
    assert raw.partial == Reason(code="partial.mail_limit")


def test_letters_in_letters_end_at_a_depth(tmp_path: Path) -> None:
    content = b"From: a@b.c\n\ninnermost"
    for level in range(40):
        content = b"From: a@b.c\nSubject: s%d\nContent-Type: message/rfc822\n\n" % level + content
    raw = _read(tmp_path, content)
    assert "s30" in raw.pages[0]
    assert "innermost" not in raw.pages[0]
    assert raw.partial == Reason(code="partial.mail_limit")


def test_there_is_a_most_of_parts(tmp_path: Path) -> None:
    content = b"From: a@b.c\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 50_000
    raw = _read(tmp_path, content)
    assert raw.partial == Reason(code="partial.mail_limit")
    assert raw.pages[0].count("x") < 2100


def test_endless_headers_take_no_time(tmp_path: Path) -> None:
    words = b" =?utf-8?B?5L2g?=" * 200_000
    raw = _read(tmp_path, b"From: a@b.c\nSubject:" + words + b"\n\nthe body")
    assert raw.pages[0].endswith("the body")
    assert raw.title is not None
    assert raw.title.startswith("你你")
    assert raw.partial == Reason(code="partial.mail_limit")
    parameters = b"; a=b" * 40_000 + b'; filename="' + b'\\"' * 10_000
    raw = _read(tmp_path, b"From: a@b.c\nContent-Type: text/plain" + parameters + b"\n\nthe body")
    assert raw.pages[0].endswith("the body")


def test_an_attachment_that_hangs_costs_only_itself(tmp_path: Path) -> None:
    message = _letter("the body", From="a@b.c", Subject="s")
    message.add_attachment(endless_pdf(["x"]), maintype="application", subtype="pdf", filename="a.pdf")
    path = tmp_path / "a.eml"
    path.write_bytes(message.as_bytes())
    pool = ReaderPool(Indexing(n_readers=1, reader_idle_s=1, reader_total_s=5))
    try:
        raw = pool.read(path, "eml")
    finally:
        pool.close()
    assert "the body" in raw.pages[0]
    assert raw.partial == Reason(code="partial.attachments", params={"n_attachments": 1, "names": "a.pdf"})


def test_a_web_archive_gives_its_page(tmp_path: Path) -> None:
    page = '<html lang="zh"><head><title>知识 图谱</title></head><body><p>正文 text</p></body></html>'
    content = (
        (
            b"From: <Saved by Blink>\nSnapshot-Content-Location: https://example.com/a\nSubject: other\n"
            b"Date: Tue, 30 Jan 2024 12:05:00 -0000\nMIME-Version: 1.0\n"
            b'Content-Type: multipart/related; type="text/html"; boundary="b"\n\n'
            b"--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n"
            b"--b\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n"
            b"Content-Location: https://example.com/a\n\n"
        )
        + quopri.encodestring(page.encode())
        + b"\n--b\nContent-Type: text/css\n\np{}\n--b--\n"
    )
    raw = _read(tmp_path, content, "mhtml")
    assert raw.pages == ("正文 text",)
    assert raw.title == "知识 图谱"
    assert raw.attributes["url"] == "https://example.com/a"
    assert raw.attributes["language"] == "zh"
    assert raw.attributes["date"].startswith("2024-01-30T12:05:00")


def test_a_web_archive_without_a_page_is_damaged(tmp_path: Path) -> None:
    content = b"MIME-Version: 1.0\nContent-Type: image/png\n\nx"
    with pytest.raises(FileDamaged):
        _read(tmp_path, content, "mhtml")


def test_text_is_bounded(tmp_path: Path) -> None:
    raw = _read(tmp_path, b"From: a@b.c\n\n" + b"word " * 1000, limits=Limits(max_text_chars=100))
    assert raw.partial == Reason(code="partial.text_limit", params={"limit_chars": 100})
    assert len(raw.pages[0]) == 100


def test_a_careful_reading_gives_the_same_text(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(b"From: a@b.c\nContent-Type: text/html\n\n<p>one<p>two")
    raw = assemble(stream(path, "eml", limits=LIMITS, is_retry=True))
    assert raw.pages[0].endswith("one\n\ntwo")
