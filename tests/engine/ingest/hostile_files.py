"""A folder of files made to harm whoever reads them, each with the one status that it must get."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from sample_files import docx, packed, paragraph, pdf

_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a0 "haha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]>"
)
_DEPTH = 100_000
_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="{}" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
BOMB_BYTES = 300_000_000
LIMIT_BYTES = 8_000_000
"""How long a file may be in these tests."""

# "ok" is read as a whole; "less" is read in part or not at all, for a reason; else the code of the reason.
Fates = dict[str, str]


def write_hostile(folder: Path, outside: Path) -> Fates:
    """Fill ``folder``; return what must become of each file, by its path below it."""
    fates: Fates = {}

    def put(name: str, data: bytes, fate: str) -> None:
        (folder / name).write_bytes(data)
        fates[name] = fate

    for name, (data, fate) in {**_bombs(), **_nests(), **_damaged(), **_traversals()}.items():
        put(name, data, fate)
    put("one line.txt", b"word " * (LIMIT_BYTES // 5 + 1), "file.too_large")
    put("shorter line.txt", b"word " * (LIMIT_BYTES // 5 - 1), "partial.text_limit")
    put("一行.txt", "词".encode("gb18030") * (LIMIT_BYTES // 2 - 1), "partial.text_limit")
    with (folder / "gigabyte.txt").open("wb") as stream:
        stream.write(b"word " * 20_000)
        stream.truncate(1 << 30)
    fates["gigabyte.txt"] = "file.too_large"
    with (folder / "huge.txt").open("wb") as stream:
        stream.write(b"words\n")
        stream.truncate(1 << 40)
    fates["huge.txt"] = "file.unsupported"  # by its first bytes; hashing it would take hours
    put("two\nlines.txt", b"Ada in London", "ok")
    put("n" * 251 + ".txt", b"Ada in Paris", "ok")
    fates |= _odd_things(folder, outside)
    return fates


def _bombs() -> Mapping[str, tuple[bytes, str]]:
    spaces = _packed_zeros("word/document.xml", docx(paragraph("x")))
    inner = packed({"bomb.zip": _packed_zeros("zeros", None)})
    for _ in range(4):
        inner = packed({f"{n}.zip": inner for n in range(6)})
    nested = docx(paragraph("the rest is packed"), parts={})
    return {
        "flat bomb.docx": (spaces, "less"),
        "nested bomb.docx": (_with(nested, {"word/embeddings/inner.zip": inner}), "ok"),
        "flat bomb.xlsx": (
            _packed_zeros("xl/sharedStrings.xml", packed({"xl/workbook.xml": "<workbook/>"})),
            "less",
        ),
        "flat bomb.epub": (
            _packed_zeros(
                "OPS/book.opf", packed({"META-INF/container.xml": _CONTAINER.format("OPS/book.opf")})
            ),
            "less",
        ),
        "nested bomb.epub": (
            packed({"META-INF/container.xml": _CONTAINER.format("a.opf"), "b.zip": inner}),
            "less",
        ),
    }


def _nests() -> Mapping[str, tuple[bytes, str]]:
    return {
        "deep.html": (b"<div>" * _DEPTH + b"Ada" + b"</div>" * _DEPTH, "any"),
        "deep.json": (b"[" * _DEPTH + b'"Ada"' + b"]" * _DEPTH, "any"),
        "deep objects.json": (b'{"a":' * _DEPTH + b"1" + b"}" * _DEPTH, "any"),
        "deep.xml": (b"<?xml version='1.0'?>" + b"<a>" * _DEPTH + b"Ada" + b"</a>" * _DEPTH, "any"),
        "deep.md": (b"> " * _DEPTH + b"Ada", "any"),
        "deep.rtf": (b"{\\rtf1 " + b"{" * _DEPTH + b"Ada" + b"}" * _DEPTH + b"}", "any"),
        "laughs.xml": (f"{_LAUGHS}<lolz>&a11;</lolz>".encode(), "any"),
        "laughs.svg": (f"{_LAUGHS}<svg><text>&a11;</text></svg>".encode(), "any"),
        "laughs.docx": (docx(paragraph("&a11;"), prologue=_LAUGHS), "less"),
        "outside.xml": (
            b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>Ada &x;</a>',
            "any",
        ),
    }  # fmt: skip


def _damaged() -> Mapping[str, tuple[bytes, str]]:
    whole = pdf(["Ada met Grace in London"] * 3)
    locked = (
        b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>"
        b"/ID[<" + b"43" * 16 + b"><" + b"43" * 16 + b">]/Root"
    )
    return {
        "truncated.pdf": (whole[:60], "file.damaged"),
        "locked.pdf": (whole.replace(b"/Root", locked), "file.encrypted"),
        "half.pdf": (whole[: len(whole) // 2], "any"),
        "huge.png": (_huge_png(30_000), "less"),
        "truncated.docx": (docx(paragraph("Ada"))[:-30], "less"),
        "not a zip.xlsx": (b"PK\x03\x04" + bytes(100), "less"),
        "empty.pdf": (b"", "file.empty"),
        "zeros.txt": (bytes(100_000), "file.unsupported"),
    }


def _huge_png(width: int) -> bytes:
    """Return a small file that unfolds to ``width`` by ``width`` pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    packer = zlib.compressobj(1)
    row = bytes(1 + width // 8)
    pixels = b"".join(packer.compress(row) for _ in range(width)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, width, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def _traversals() -> Mapping[str, tuple[bytes, str]]:
    evil = {"../../../../evil.txt": "evil", "/evil.txt": "evil", "..\\..\\evil.txt": "evil"}
    return {
        "climbing.docx": (_with(docx(paragraph("Ada climbs")), evil), "ok"),
        "climbing.epub": (
            packed({"META-INF/container.xml": _CONTAINER.format("../../../../etc/passwd"), **evil}), "less"
        ),
    }  # fmt: skip


def _odd_things(folder: Path, outside: Path) -> Fates:
    fates: Fates = {}
    (folder / "folder.docx").mkdir()
    (folder / "folder.docx" / "in it.txt").write_text("Ada in it", "utf-8")
    fates["folder.docx/in it.txt"] = "ok"
    if os.name != "posix":
        return fates
    odd = os.fsdecode(b"\xff\xfe.txt")
    (folder / odd).write_text("Ada, oddly", "utf-8")
    fates[odd] = "ok"
    os.mkfifo(folder / "pipe.txt")
    os.mknod(folder / "socket.txt", stat.S_IFSOCK | 0o600)
    (folder / "device.txt").symlink_to("/dev/zero")
    fates |= dict.fromkeys(("pipe.txt", "socket.txt", "device.txt"), "ignored.rule")
    outside.write_text("Ada, outside", "utf-8")
    (folder / "link out.txt").symlink_to(outside)
    fates["link out.txt"] = "ok"
    (folder / "up").symlink_to(folder.parent, target_is_directory=True)
    (folder / "nowhere.txt").symlink_to(folder / "gone.txt")
    return fates


def _packed_zeros(name: str, base: bytes | None) -> bytes:
    """Return a zip with a member of ``BOMB_BYTES`` spaces in place of, or beside, those of ``base``."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        if base is not None:
            with zipfile.ZipFile(io.BytesIO(base)) as former:
                for member in former.namelist():
                    if member != name:
                        archive.writestr(member, former.read(member))
        with archive.open(name, "w", force_zip64=True) as stream:
            for _ in range(BOMB_BYTES // 10_000_000):
                stream.write(b" " * 10_000_000)
    return target.getvalue()


def _with(base: bytes, members: Mapping[str, str | bytes]) -> bytes:
    target = io.BytesIO(base)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()
