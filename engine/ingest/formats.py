"""What kind of file this is, by what is in it rather than by its name.

Input:  a path. Output: the name of a format, or None for unknown binary data.
The magic bytes decide first, then the names inside a zip, then a text test and,
among texts, the extension. Only a bounded part of the file is looked at, and
nothing of it is parsed: this runs outside the sandbox.
"""

from __future__ import annotations

import codecs
import re
import struct
from typing import BinaryIO

from engine.errors import EncodingUnknown, FileUnreadable
from engine.ingest.encoding import declared_encoding, detect
from engine.ingest.kinds import RECORDINGS, refusal
from engine.ingest.source import Source

_READABLE = frozenset({
    "text", "markdown", "html", "pdf", "docx", "ipynb", "csv", "json", "subtitles", "rst", "org", "latex",
    "asciidoc", "rtf", "xml", "po", "pptx", "xlsx", "xlsb", "xls", "odt", "odp", "ods", "doc", "ppt",
    "eml", "mbox", "mhtml", "msg", "epub", "vsdx", "xps", "iwork",
    "png", "jpeg", "gif", "tiff", "bmp", "webp",
})  # fmt: skip
_ARCHIVES = frozenset({"zip", "7z", "tar", "gzip", "bzip2", "xz"})
_HEAD_BYTES = 1 << 16
_DIRECTORY_BYTES = 1 << 20
_TAR_HEADER_BYTES = 512

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF87a", "gif"), (b"GIF89a", "gif"),
    (b"II*\x00", "tiff"), (b"MM\x00*", "tiff"), (b"8BPS", "psd"), (b"\x00\x00\x01\x00", "ico"),
    (b"{\\rtf", "rtf"), (b"%!PS", "ps"), (b"%FDF", "fdf"), (b"ID3", "mp3"), (b"OggS", "ogg"),
    (b"fLaC", "flac"), (b"\xff\xfb", "mp3"), (b"\xff\xf3", "mp3"), (b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a\x07", "rar"),
    (b"\x28\xb5\x2f\xfd", "zstd"), (b"\x7fELF", "program"), (b"MZ", "program"),
    (b"\xca\xfe\xba\xbe", "program"), (b"\xcf\xfa\xed\xfe", "program"), (b"SQLite format 3\x00", "sqlite"),
    (b"wOFF", "font"), (b"wOF2", "font"), (b"OTTO", "font"), (b"\x00\x01\x00\x00\x00", "font"),
    (b"AT&TFORM", "djvu"), (b"ITSF", "chm"), (b"!BDN", "pst"), (b"PAR1", "parquet"),
    (b"\x1aE\xdf\xa3", "video"), (b"FLV", "video"), (b"#!AMR", "audio"), (b".snd\x00", "audio"),
    (b"MThd\x00", "audio"), (b"\x00\x01\x00\x00Standard ", "access"),
    (b"\xe4R\\{\x8c\xd8\xa7M", "onenote"), (b"MSCF\x00", "archive"),
)  # fmt: skip
# Of RIFF and of the ISO media files.
_BRANDS = {
    b"WEBP": "webp", b"WAVE": "wav", b"M4A ": "audio", b"M4B ": "audio", b"M4P ": "audio",
    **dict.fromkeys((b"heic", b"mif1", b"avif", b"heix"), "heic"),
}  # fmt: skip
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OUTLOOK_CLASS = bytes.fromhex("0b0d020000000000c000000000000046")
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_MEMBERS = (
    ("word/", "docx"), ("xl/workbook.bin", "xlsb"), ("xl/", "xlsx"), ("ppt/", "pptx"), ("visio/", "vsdx"),
    ("Index/Document.iwa", "iwork"), ("Index.zip", "iwork"), ("AndroidManifest.xml", "program"),
    ("META-INF/MANIFEST.MF", "program"), ("FixedDocSeq.fdseq", "xps"), ("FixedDocumentSequence.fdseq", "xps"),
    ("META-INF/container.xml", "epub"),
)  # fmt: skip
# A zip with one of these is a document of some program, not a folder that somebody packed,
_PACKAGE_MARKS = frozenset(
    {"mimetype", "META-INF/manifest.xml", "[Content_Types].xml", "buildVersionHistory.plist"}
)
# unless it is called an archive.
_PACKED_FOLDERS = frozenset({"", ".zip", ".zipx", ".cbz"})
_IWORK = frozenset({".pages", ".numbers", ".key"})
_ZIP_MIMETYPES = (
    (b"application/epub+zip", "epub"),
    (b"application/x-ibooks+zip", "epub"),
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
    (b"application/vnd.oasis.opendocument.presentation", "odp"),
    (b"application/vnd.oasis.opendocument.graphics", "odp"),
    (b"application/vnd.sun.xml.writer", "odt"),
    (b"application/vnd.sun.xml.calc", "ods"),
    (b"application/vnd.sun.xml.impress", "odp"),
    (b"application/vnd.sun.xml.draw", "odp"),
)
_OLE_STREAMS = (
    ("WordDocument", "doc"), ("PowerPoint Document", "ppt"), ("Workbook", "xls"), ("Book", "xls"),
    ("__properties_version1.0", "msg"), ("__nameid_version1.0", "msg"),
)  # fmt: skip
_OFFICE = {
    ".docx": "docx", ".docm": "docx", ".dotx": "docx", ".dotm": "docx", ".xlsx": "xlsx", ".xlsm": "xlsx",
    ".xltx": "xlsx", ".xltm": "xlsx", ".xlsb": "xlsb", ".pptx": "pptx", ".pptm": "pptx", ".ppsx": "pptx",
    ".ppsm": "pptx", ".potx": "pptx", ".potm": "pptx", ".epub": "epub",
}  # fmt: skip
_OPEN_DOCUMENT = {
    ".odt": "odt", ".ott": "odt", ".odp": "odp", ".otp": "odp", ".ods": "ods", ".ots": "ods", ".odm": "odt",
    ".odg": "odp", ".otg": "odp", ".sxw": "odt", ".stw": "odt", ".sxc": "ods", ".stc": "ods", ".sxi": "odp",
    ".sti": "odp", ".sxd": "odp", ".std": "odp",
}  # fmt: skip
_IWORK = frozenset((".pages", ".numbers", ".key"))
_IWORK_MEMBERS = frozenset(("index.xml", "index.apxl", "index.zip", "document.iwa"))
_OLD_OFFICE = {".doc": "doc", ".dot": "doc", ".xls": "xls", ".xlt": "xls", ".ppt": "ppt", ".pps": "ppt"}
_MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn"})
_HTML = frozenset({".html", ".htm", ".xhtml", ".shtml", ".xht"})
# Text to a machine, not to a reader.
_NOT_PROSE = {
    ".ps": "ps", ".eps": "ps", ".pem": "key", ".p7m": "p7m", ".p7s": "p7m", ".dxf": "dxf", ".hex": "program",
}  # fmt: skip
# Text with marks in it, by what its name ends with: nothing in it tells for certain.
_MARKED_UP = {
    **dict.fromkeys(_MARKDOWN, "markdown"), ".mdx": "markdown", ".qmd": "markdown", ".rmd": "markdown",
    ".ipynb": "ipynb", ".csv": "csv", ".tsv": "csv", ".tab": "csv", ".psv": "csv",
    ".json": "json", ".jsonl": "json", ".ndjson": "json", ".geojson": "json", ".topojson": "json",
    ".jsonld": "json", ".webmanifest": "json", ".srt": "subtitles", ".vtt": "subtitles", ".ass": "subtitles",
    ".ssa": "subtitles", ".rst": "rst", ".rest": "rst", ".org": "org", ".tex": "latex", ".ltx": "latex",
    ".latex": "latex", ".adoc": "asciidoc", ".asciidoc": "asciidoc", ".po": "po", ".pot": "po",
    ".xml": "xml", ".rss": "xml", ".atom": "xml", ".svg": "xml", ".opml": "xml", ".kml": "xml",
    ".xliff": "xml", ".xlf": "xml", ".gpx": "xml", ".fb2": "xml", ".tei": "xml", ".docbook": "xml",
    ".dbk": "xml", ".tmx": "xml", ".plist": "xml", ".xmp": "xml", ".dita": "xml", ".ditamap": "xml",
}  # fmt: skip
_XML_START = re.compile(r"\ufeff?\s*<(?:\?xml\s|!DOCTYPE\s|!--|[A-Za-z_])")
_XML_DECLARED = re.compile(r"\ufeff?<\?xml\s")
_SUBTITLES_START = re.compile(
    r"\ufeff?(?:WEBVTT(?:[ \t\n\r]|$)|\[Script Info\]"
    r"|\s*\d+[ \t]*\r?\n\d\d:\d\d:\d\d[,.]\d{3} --> \d\d:\d\d:\d\d[,.]\d{3})"
)
# XML that programs are built from: source code, whose attributes matter.
_XML_SOURCE = frozenset({
    ".csproj", ".vcxproj", ".vbproj", ".fsproj", ".props", ".targets", ".xaml", ".ui", ".qrc", ".xsl",
    ".xslt",
    ".xsd", ".wsdl", ".config", ".resx", ".storyboard", ".xib", ".ts", ".rng", ".axml", ".nuspec", ".iml",
})  # fmt: skip
_SHOWN_CHARS = 4096
# MPEG layer III with a bit rate and a sampling rate: what music players begin to read at.
_FRAME_SYNC = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb][\x10-\xef]")
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,400}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL = frozenset({".eml", ".emlx", ".mail", ".msg", ".mht", ".mhtml"})
_WEB_ARCHIVES = frozenset({".mht", ".mhtml"})
_MAILBOXES = frozenset({".mbox", ".mbx", ".mboxrd"})
_TEXTS = frozenset({"", ".txt"})
_LEAST_HEADERS = 3
_HEADER = re.compile(rb"([!-9;-~]{1,60})[ \t]*:[^\n]{0,50000}(?:\n|\Z)(?:[ \t][^\n]{0,2000}(?:\n|\Z)){0,200}")
_MAIL_HEADERS = frozenset((
    b"from", b"to", b"cc", b"subject", b"date", b"sender", b"received", b"return-path", b"delivered-to",
    b"message-id", b"mime-version", b"content-type",
))  # fmt: skip
_LETTER_HEADERS = frozenset((b"from", b"to", b"date", b"subject"))
_SURE_HEADERS = frozenset((b"message-id", b"mime-version", b"received"))
_APPLE_LENGTH = re.compile(rb"\s{0,10}\d{1,12}[ \t]{0,10}\r?\n")
_SAVED_PAGE = re.compile(rb"^(?:Snapshot-Content-Location:|From: <Saved by )", re.IGNORECASE | re.MULTILINE)
_MAILBOX_START = re.compile(rb"From [^\n]{1,900}?\d\d?:\d\d[^\n]{0,60}\n")


def supported_formats() -> frozenset[str]:
    """Return the formats that can be read for their text."""
    return _READABLE


def archive_formats() -> frozenset[str]:
    """Return the formats of archives, whose files are read one by one."""
    return _ARCHIVES


def known_format(source: Source, *, takes_recordings: bool = False) -> str:
    """Return the format of a file that can be read, as a text, as an archive or as a recording.

    Raises:
        UnsupportedFormat: It is of another kind.
        FileUnreadable: It cannot be opened or read.
    """
    form = sniff(source)
    if form in _READABLE or form in _ARCHIVES or (takes_recordings and form in RECORDINGS):
        return form
    raise refusal(form, source.suffix)


def sniff(path: Source) -> str | None:
    """Return the format of a file, supported or not; None for data that nobody here knows.

    Raises:
        FileUnreadable: It cannot be opened or read.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
            extension = path.suffix.lower()
            if head.startswith(_ZIP_MAGIC):
                return _sniff_zip(stream, head, extension)
            if head.startswith(_OLE_MAGIC):
                return _sniff_ole(stream, head, extension)
    except OSError as error:
        raise FileUnreadable(detail=error.strerror or str(error)) from error
    if extension == ".tar" and _is_old_tar(head):
        return "tar"
    if extension == ".mp3" and _FRAME_SYNC.match(head):
        return "mp3"
    return _sniff_magic(head) or _sniff_text(head, extension)


def _sniff_magic(head: bytes) -> str | None:
    if b"%PDF-" in head[:1024]:
        return "pdf"
    for magic, name in _MAGIC:
        # "MZ" and the like also begin words: a program has NUL bytes.
        if head.startswith(magic) and (len(magic) > 3 or b"\x00" in head[:512] or name in ("bzip2", "gzip")):
            return name
    if head.startswith(b"RIFF") or head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video")
    if head.startswith(b"BM") and head[6:10] == bytes(4):
        return "bmp"
    return "tar" if head[257:262] == b"ustar" else None


def _is_old_tar(head: bytes) -> bool:
    """Whether a tar from before it had magic bytes begins here: by the sum that its first header states."""
    field = head[148:156].strip(b" \0")
    if len(head) < _TAR_HEADER_BYTES or not field or field.strip(b"01234567"):
        return False
    return sum(head[:148]) + 8 * 0x20 + sum(head[156:_TAR_HEADER_BYTES]) == int(field, 8)


def _sniff_text(head: bytes, extension: str) -> str | None:
    try:
        encoding = detect(head, declared=declared_encoding(head))
    except EncodingUnknown:
        return None
    if extension in _NOT_PROSE:
        return _NOT_PROSE[extension]
    if mail := _sniff_mail(head, extension):
        return mail
    may_be_page = extension != ".txt" and _MARKED_UP.get(extension, "xml") == "xml"
    if extension in _HTML or (may_be_page and _HTML_START.match(head)):
        return "html"
    if extension == ".txt":
        return "text"
    return _sniff_marked_up(head[: 4 * _SHOWN_CHARS].decode(encoding, "replace")[:_SHOWN_CHARS], extension)


def _sniff_marked_up(text: str, extension: str) -> str:
    """Return which kind of text with marks in it this is, by its beginning and its name."""
    stated = _MARKED_UP.get(extension)
    if stated != "markdown" and _SUBTITLES_START.match(text):
        return "subtitles"
    if stated == "xml":
        return "xml" if _XML_START.match(text) else "text"
    if stated is None and extension not in _XML_SOURCE and _XML_DECLARED.match(text):
        return "xml"
    return stated or "text"


def _sniff_mail(head: bytes, extension: str) -> str | None:
    """Tell mail by its headers: one will do where the name says mail, else those that no other text has."""
    if head[1:2] == b"\0" or head.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        head = head.decode("utf-16" if head[:1] in b"\xff\xfe" else "utf-16-le", "replace").encode()
    head = head.removeprefix(codecs.BOM_UTF8)
    start = _MAILBOX_START.match(head) if extension in _MAILBOXES or extension in _TEXTS else None
    # Without an extension, or named as text, it has a header too.
    if start and (extension in _MAILBOXES or _header_names(head[start.end() :]) & _MAIL_HEADERS):
        return "mbox"
    prologue = {".emlx": _APPLE_LENGTH, ".eml": _MAILBOX_START}.get(extension)
    if prologue and (match := prologue.match(head)):
        head = head[match.end() :]
    names = _header_names(head.lstrip(b"\r\n"))
    if extension in _MAIL:
        is_mail = bool(names & _MAIL_HEADERS)
    else:
        is_sure = bool(names & _SURE_HEADERS) or (extension in _TEXTS and names >= _LETTER_HEADERS)
        is_mail = is_sure and len(names) >= _LEAST_HEADERS and len(names & _MAIL_HEADERS) > 1
    if not is_mail:
        return None
    return "mhtml" if extension in _WEB_ARCHIVES or _SAVED_PAGE.search(head[:8192]) else "eml"


def _header_names(head: bytes) -> set[bytes]:
    """Return the names of the headers that these bytes begin with."""
    names: set[bytes] = set()
    at = 0
    while len(names) < 200 and (header := _HEADER.match(head, at)):
        names.add(header[1].lower())
        at = header.end()
    return names


def _sniff_zip(stream: BinaryIO, head: bytes, extension: str) -> str:
    is_stated = head[30:38] == b"mimetype" and head[8:10] == b"\0\0"  # and not packed
    mimetype = head[38:100] if is_stated else b""
    for value, name in _ZIP_MIMETYPES:
        if mimetype.startswith(value):
            return name
    names = _zip_names(stream)
    for member, name in _ZIP_MEMBERS:
        if any(found == member or (member[-1] == "/" and found.startswith(member)) for found in names):
            # Others have such a container too.
            return name if name != "epub" or not mimetype else _package(extension)
    if extension in _IWORK and any(name.rpartition("/")[2].lower() in _IWORK_MEMBERS for name in names):
        return "iwork"
    if "content.xml" in names or not names:
        # Packed by something that puts the type of the document elsewhere than it should be first.
        found = _OPEN_DOCUMENT.get(extension)
        if found is not None:
            return found
    if not names:
        # Cut short or not in order: let the reader say what is wrong with it.
        return _OFFICE.get(extension) or _package(extension)
    return "zip" if extension not in _IWORK and _PACKAGE_MARKS.isdisjoint(names) else _package(extension)


def _package(extension: str) -> str:
    """Name a zip that some program keeps its document in."""
    if extension in _PACKED_FOLDERS:
        return "zip"
    return "iwork" if extension in _IWORK else extension.lstrip(".")


def _zip_names(stream: BinaryIO) -> list[str]:
    """Return the names of the central directory, as far as it is where it should be and not too long."""
    size = stream.seek(0, 2)
    tail_start = max(0, size - _HEAD_BYTES - 22)
    stream.seek(tail_start)
    tail = stream.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or end + 22 > len(tail):
        return []
    directory = _zip_directory(stream, tail, tail_start, end)
    names: list[str] = []
    at = 0
    while directory.startswith(b"PK\x01\x02", at) and at + 46 <= len(directory):
        n_name, n_extra, n_comment = struct.unpack_from("<HHH", directory, at + 28)
        names.append(directory[at + 46 : at + 46 + n_name].decode("utf-8", "replace").replace("\\", "/"))
        at += 46 + n_name + n_extra + n_comment
    return names


def _zip_directory(stream: BinaryIO, tail: bytes, tail_start: int, end: int) -> bytes:
    """Return the central directory: it ends where its end is told, or lies where a large archive says."""
    n_bytes, at = struct.unpack_from("<II", tail, end + 12)
    large = tail.rfind(b"PK\x06\x06", 0, end)
    if large >= 0 and large + 56 <= len(tail):
        n_bytes, at = struct.unpack_from("<QQ", tail, large + 40)
    for place in (tail_start + end - n_bytes, at):
        if 0 <= place < tail_start + end:
            stream.seek(place)
            directory = stream.read(min(n_bytes, _DIRECTORY_BYTES))
            if directory.startswith(b"PK\x01\x02"):
                return directory
    return b""


def _sniff_ole(stream: BinaryIO, head: bytes, extension: str) -> str:
    sector_bytes = 1 << min(struct.unpack_from("<H", head.ljust(64, b"\0"), 30)[0], 16)
    (first_sector,) = struct.unpack_from("<I", head.ljust(64, b"\0"), 48)
    stream.seek(min((first_sector + 1) * sector_bytes, stream.seek(0, 2)))  # it may lead anywhere
    directory = stream.read(_HEAD_BYTES)
    if "EncryptedPackage".encode("utf-16-le") in directory:
        return _OFFICE.get(extension, "ole")  # its reader says that it asks for a password
    if directory[80:96] == _OUTLOOK_CLASS:  # it may hold any of the others
        return "msg"
    directory = directory.lower()  # of the letters only, which are ASCII
    found = [kind for name, kind in _OLE_STREAMS if (name.lower() + "\0").encode("utf-16-le") in directory]
    # One may be embedded in another.
    return _OLD_OFFICE[extension] if _OLD_OFFICE.get(extension) in found else next(iter(found), "ole")
