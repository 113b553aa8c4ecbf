"""Files in archives: each is read like one on disk, whatever the archive says of it."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import pytest
from sample_files import docx, endless_pdf, paragraph, pdf

from engine.errors import FileDamaged, FileEncrypted, FileTooLarge, InputError
from engine.ingest.fingerprint import content_hash
from engine.ingest.formats import archive_formats, sniff
from engine.ingest.readers import archive
from engine.ingest.readers.archive import read_archive
from engine.ingest.readers.archive_names import safe_name
from engine.ingest.readers.member_pieces import (
    ArchivePiece,
    Content,
    Member,
    Verdict,
    from_archive_message,
)
from engine.ingest.readers.pieces import Limits
from engine.ingest.sandbox import ReaderPool
from engine.ingest.unpacked import ArchiveMember, Unpacking
from engine.records import Reason
from engine.settings import Indexing

FILES = {
    "a.txt": b"Ada met Charles Babbage.",
    "notes/\xe9t\xe9.md": "# Été\n\nÀ Paris.".encode(),
    "资料/报告.docx": docx(paragraph("知识图谱")),
    "paper.pdf": pdf(["one", "two"]),
}


def zipped(files: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return target.getvalue()


def tarred(files: Mapping[str, bytes], mode: str = "w") -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=mode) as made:  # type: ignore[call-overload]
        folder = tarfile.TarInfo("folder")
        folder.type = tarfile.DIRTYPE
        made.addfile(folder)
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        made.addfile(link)
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), 1_700_000_000
            made.addfile(info, io.BytesIO(data))
    return target.getvalue()


def raw_zip(names: Mapping[bytes, bytes], *, flags: int = 0) -> bytes:
    """A zip whose names are these very bytes."""
    body, directory = b"", b""
    for name, data in names.items():
        fields = (20, flags, 0, 0, 33, zlib.crc32(data), len(data), len(data), len(name), 0)
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + struct.pack("<HHHHHIIIHH", *fields)
        directory += struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name
        body += b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", *fields) + name + data
    n_files = len(names)
    end = struct.pack("<HHHHIIH", 0, 0, n_files, n_files, len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def unpacked(
    path: Path,
    *,
    known: Collection[tuple[str, str]] = (),
    limits: Limits | None = None,
    includes_hidden: bool = False,
) -> tuple[dict[str, ArchiveMember], Reason | None]:
    form = sniff(path)
    assert form in archive_formats()
    found: list[ArchiveMember] = []
    unpacking = Unpacking(found.append, known=known)
    for piece in read_archive(
        path, form, limits=limits or Limits(), known=known, includes_hidden=includes_hidden
    ):
        unpacking.take(piece)
    partial = unpacking.finish()
    assert len({member.name for member in found}) == len(found)
    return {member.name: member for member in found}, partial


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def write_file(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write_file


Write = Callable[[str, bytes], Path]


def texts(members: Mapping[str, ArchiveMember]) -> dict[str, str]:
    return {name: "|".join(m.raw.pages).strip() for name, m in members.items() if m.raw is not None}


def reasons(members: Mapping[str, ArchiveMember]) -> dict[str, str]:
    return {name: m.reason.code for name, m in members.items() if m.reason is not None}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped(FILES)),
        ("stored.zip", zipped(FILES, method=zipfile.ZIP_STORED)),
        ("b.zip", zipped(FILES, method=zipfile.ZIP_BZIP2)),
        ("x.zip", zipped(FILES, method=zipfile.ZIP_LZMA)),
        ("a.tar", tarred(FILES)),
        ("a.tgz", tarred(FILES, "w:gz")),
        ("a.tar.bz2", tarred(FILES, "w:bz2")),
        ("a.tar.xz", tarred(FILES, "w:xz")),
    ],
)
def test_every_kind_gives_its_files_with_their_text(write: Write, name: str, data: bytes) -> None:
    members, partial = unpacked(write(name, data))
    assert partial is None
    assert texts(members) == {
        "a.txt": "Ada met Charles Babbage.",
        "notes/été.md": "# Été\n\nÀ Paris.",
        "资料/报告.docx": "知识图谱",
        "paper.pdf": "one|two",
    }
    assert {m.format for m in members.values()} == {"text", "markdown", "docx", "pdf"}
    assert {n: m.size_bytes for n, m in members.items()} == {n: len(d) for n, d in FILES.items()}
    assert all(m.modified_ns > 0 for m in members.values())


@pytest.mark.parametrize(
    ("name", "pack"),
    [("资料.txt.gz", gzip.compress), ("资料.txt.bz2", bz2.compress), ("资料.txt.xz", lzma.compress)],
)
def test_what_is_packed_alone_is_called_after_its_archive(
    write: Write, name: str, pack: Callable[[bytes], bytes]
) -> None:
    members, _ = unpacked(write(name, pack("王小明在北京。".encode("gb18030"))))
    assert texts(members) == {"资料.txt": "王小明在北京。"}


def test_a_package_of_a_program_is_no_archive_unless_it_is_called_one(write: Write) -> None:
    data = zipped({"mimetype": b"application/x-drawing", "content.xml": b"<a/>"})
    assert sniff(write("a.drw", data)) == "drw"
    assert sniff(write("a.zip", data)) == "zip"
    assert sniff(write("a.key", zipped({"index.apxl": b"<a/>"}))) == "iwork"
    assert sniff(write("a.kmz", zipped({"doc.kml": b"<kml/>"}))) == "zip"


def test_a_tar_from_before_ustar_is_known_by_its_sum(write: Write) -> None:
    data = bytearray(tarred({"a.txt": b"Ada"}))
    header = bytearray(data[:512])
    header[257:265] = bytes(8)
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    data[:512] = header
    path = write("old.tar", bytes(data))
    assert sniff(path) == "tar"
    assert texts(unpacked(path)[0]) == {"a.txt": "Ada"}
    assert sniff(write("no.tar", b"x" * 1024)) != "tar"


@pytest.mark.parametrize(("name", "inner"), [("a.svgz", "a.svg"), ("dump", "content"), ("a.txt.gz", "a.txt")])
def test_one_packed_file_is_called_by_what_the_name_says(write: Write, name: str, inner: str) -> None:
    assert list(unpacked(write(name, gzip.compress(b"<svg><text>x</text></svg>")))[0]) == [inner]


def test_a_file_has_the_hash_of_its_copy_on_disk(write: Write) -> None:
    members, _ = unpacked(write("a.zip", zipped({"in/a.txt": b"Ada", "b.bin": bytes(range(256)) * 9})))
    assert members["in/a.txt"].content_hash == content_hash(write("copy.txt", b"Ada"))


def test_what_is_known_is_not_read_again(write: Write) -> None:
    path = write("a.zip", zipped({"a.txt": b"Ada", "b.txt": b"Bob"}))
    digest = content_hash(write("copy.txt", b"Ada"))
    members, _ = unpacked(path, known=[(digest, "text")])
    assert texts(members) == {"b.txt": "Bob"}
    assert members["a.txt"].is_known


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("合同/采购清单.txt".encode("gb18030"), "合同/采购清单.txt"),
        ("資料/報告書.txt".encode("gbk"), "資料/報告書.txt"),
        ("資料/報告書.txt".encode("big5"), "資料/報告書.txt"),
        ("合同/清单.txt".encode(), "合同/清单.txt"),
        ("café/naïve.txt".encode("cp437"), "café/naïve.txt"),
        ("Übergröße.txt".encode("cp437"), "Übergröße.txt"),
        ("Résumé ñandú.txt".encode("cp437"), "Résumé ñandú.txt"),
    ],
)
def test_names_of_unknown_encoding_are_read(write: Write, raw: bytes, name: str) -> None:
    members, _ = unpacked(write("a.zip", raw_zip({raw: b"text"})))
    assert list(members) == [name]


def test_names_in_a_tar_may_be_chinese_of_windows(write: Write) -> None:
    name = "合同/采购清单.txt".encode("gb18030").decode("utf-8", "surrogateescape")
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=tarfile.GNU_FORMAT) as made:
        made.addfile(tarfile.TarInfo(name))
    assert list(unpacked(write("a.tar", target.getvalue()))[0]) == ["合同/采购清单.txt"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Windows\\system.ini", "Windows/system.ini"),
        ("a/./b//../c.txt", "a/b/c.txt"),
        ("\\\\server\\share\\a.txt", "server/share/a.txt"),
        ("a\x07b\ud800.txt", "a_b_.txt"),
        ("a.txt\x00.exe", "a.txt"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("C:D:..\\x", "x"),
    ],
)
def test_names_lead_nowhere(name: str, safe: str) -> None:
    assert safe_name(name) == safe
    assert safe_name(safe) == safe


def test_names_are_bounded() -> None:
    long = safe_name("d/" * 500 + "x" * 5000 + ".txt")
    assert len(long) < 500
    assert long.endswith(".txt")
    assert safe_name(long) == long


def test_two_files_of_one_name_are_two(write: Write) -> None:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as made:
        for text in (b"old", b"new", b"newest"):
            info = tarfile.TarInfo("d/a.txt")
            info.size = len(text)
            made.addfile(info, io.BytesIO(text))
    members, _ = unpacked(write("a.tar", target.getvalue()))
    assert texts(members) == {"d/a.txt": "old", "d/a (2).txt": "new", "d/a (3).txt": "newest"}


def test_what_is_left_out_on_disk_is_left_out_here(write: Write) -> None:
    names = (
        "__MACOSX/._a.txt", ".DS_Store", "d/Thumbs.db", ".git/config", "~$a.docx", ".hidden.txt",
        "node_modules/x/readme.md", "old.satchel", "kept.txt",
    )  # fmt: skip
    files = dict.fromkeys(names, b"words")
    for name, data in (("a.zip", zipped(files)), ("a.tgz", tarred(files, "w:gz"))):
        members, partial = unpacked(write(name, data))
        assert (list(members), partial) == (["kept.txt"], None)
    assert set(unpacked(write("a.zip", zipped(files)), includes_hidden=True)[0]) == {
        "kept.txt",
        ".hidden.txt",
    }


def test_archives_in_archives_are_opened_to_a_depth(write: Write) -> None:
    data = zipped({"deep.txt": b"deepest"})
    for name in ("c.zip", "b.zip", "a.zip"):
        data = zipped({name: data, f"{name}.txt": name.encode()})
    members, partial = unpacked(write("top.zip", data))
    assert texts(members) == {
        "a.zip.txt": "a.zip",
        "a.zip/b.zip.txt": "b.zip",
        "a.zip/b.zip/c.zip.txt": "c.zip",
    }
    assert reasons(members) == {"a.zip/b.zip/c.zip": "partial.too_deep"}
    assert members["a.zip"].format == "zip"
    assert partial is None


def test_every_file_says_why_it_is_not_read(write: Write) -> None:
    files = {
        "film.mkv": b"\x1aE\xdf\xa3" + bytes(9),
        "empty.txt": b"",
        "broken.pdf": b"%PDF-1.4 nothing",
        "broken.zip": b"PK\x03\x04 nothing",
        "fine.txt": b"fine",
    }
    for name, data in (("a.zip", zipped(files)), ("a.tar.xz", tarred(files, "w:xz"))):
        members, partial = unpacked(write(name, data))
        assert reasons(members) == {
            "film.mkv": "file.unsupported",
            "empty.txt": "file.empty",
            "broken.pdf": "file.damaged",
            "broken.zip": "file.damaged",
        }
        assert texts(members) == {"fine.txt": "fine"}
        assert members["broken.pdf"].raw is None
        assert partial is None


def test_one_encrypted_file_leaves_the_others_readable(write: Write) -> None:
    plain = raw_zip({b"a.txt": b"Ada", b"b.txt": b"Bob"})
    at = plain.rindex(b"PK\x01\x02") + 8
    mixed = plain[:at] + b"\x01\x00" + plain[at + 2 :]
    members, _ = unpacked(write("a.zip", mixed))
    assert texts(members) == {"a.txt": "Ada"}
    assert reasons(members) == {"b.txt": "file.encrypted"}


def test_an_archive_that_is_all_encrypted_says_so(write: Write) -> None:
    with pytest.raises(FileEncrypted):
        unpacked(write("a.zip", raw_zip({b"a.txt": b"Ada", b"b.txt": b"Bob"}, flags=1)))


def test_a_damaged_file_in_a_zip_is_that_file_only(write: Write) -> None:
    data = zipped({"a.txt": b"Ada", "b.txt": b"Bob"}, method=zipfile.ZIP_STORED).replace(b"Ada", b"Adx", 1)
    members, partial = unpacked(write("a.zip", data))
    assert (texts(members), reasons(members), partial) == ({"b.txt": "Bob"}, {"a.txt": "file.damaged"}, None)


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_a_tar_that_is_cut_short_keeps_what_came_before(write: Write, mode: str) -> None:
    noise = bytes((n * n * 7919 >> 3) & 0x7F | 0x20 for n in range(3_000_000))
    data = tarred({"a.txt": b"Ada", "b.txt": noise, "c.txt": b"lost"}, mode)
    members, partial = unpacked(write("a.tar.x", data[: len(data) * 2 // 3]))
    assert texts(members).get("a.txt") == "Ada" or mode == "w:bz2"  # its blocks are large
    assert "c.txt" not in members
    assert partial == Reason(code="partial.damaged")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped({"a.txt": b"Ada"})[:-30]),
        ("b.zip", b"PK\x03\x04" + bytes(500)),
        ("a.gz", b"\x1f\x8b\x08\x00 and no more of it"),
        ("a.xz", b"\xfd7zXZ\x00 nonsense" * 9),
        ("a.tgz", gzip.compress(b"no tar, though it says so")),
    ],
)
def test_an_archive_of_which_nothing_can_be_read_is_damaged(write: Write, name: str, data: bytes) -> None:
    try:
        members, _ = unpacked(write(name, data))
    except FileDamaged:
        return
    assert set(reasons(members).values()) == {"file.damaged"}


def test_a_bomb_in_a_zip_is_too_large_and_its_neighbour_is_read(write: Write) -> None:
    members, partial = unpacked(write("a.zip", zipped({"bomb.txt": bytes(30_000_000), "a.txt": b"Ada"})))
    assert reasons(members) == {"bomb.txt": "file.too_large"}
    assert texts(members) == {"a.txt": "Ada"}
    assert partial is None


def test_a_zip_that_lies_about_a_size_unpacks_to_no_more(write: Write) -> None:
    data = zipped({"bomb.txt": b"a" * 30_000_000})
    size = struct.pack("<I", 30_000_000)
    members, _ = unpacked(write("a.zip", data.replace(size, struct.pack("<I", 5))))
    assert reasons(members) == {"bomb.txt": "file.damaged"}


@pytest.mark.parametrize(
    ("end", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)]
)
def test_a_bomb_that_is_packed_alone_is_stopped(
    write: Write, end: str, pack: Callable[[bytes], bytes]
) -> None:
    members, _ = unpacked(write(f"bomb.txt.{end}", pack(b"a" * 30_000_000)))
    assert reasons(members) == {"bomb.txt": "file.too_large"}
    assert not texts(members)


def test_a_bomb_in_a_tar_says_what_is_missing(write: Write) -> None:
    files = {"a.txt": b"Ada", "bomb.txt": bytes(300_000_000), "c.txt": b"lost"}
    members, partial = unpacked(write("a.tgz", tarred(files, "w:gz")))
    assert texts(members) == {"a.txt": "Ada"}
    assert reasons(members) == {"bomb.txt": "file.too_large"}
    assert partial is not None
    assert partial.code == "partial.archive_bytes"
    assert partial.params["n_members"] == 2


def test_too_many_files_are_counted(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_MEMBERS", 3)
    files = {f"{n}.txt": b"words" for n in range(5)}
    nested = {"a.txt": b"a", "inner.zip": zipped(files)}
    for name, data in (("a.zip", zipped(files)), ("a.tar", tarred(files))):
        members, partial = unpacked(write(name, data))
        assert list(members) == ["0.txt", "1.txt", "2.txt"]
        assert partial == Reason(code="partial.archive_limit", params={"n_members": 3, "limit": 3})
    members, partial = unpacked(write("b.zip", zipped(nested)))
    assert set(members) == {"a.txt", "inner.zip", "inner.zip/0.txt"}
    assert reasons(members) == {"inner.zip": "partial.archive_limit"}
    assert partial is not None


def test_all_that_is_unpacked_is_bounded(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_MOST_BYTES", 1000)
    files = {f"{n}.txt": b"words " * 50 for n in range(5)}
    members, partial = unpacked(write("a.zip", zipped(files)))
    assert list(texts(members)) == list(members) == ["0.txt", "1.txt", "2.txt"]
    assert partial == Reason(code="partial.archive_bytes", params={"n_members": 3, "limit_bytes": 1000})


def test_all_text_is_bounded_and_no_half_text_is_kept(write: Write) -> None:
    files = {f"{n}.txt": b"words " * 10 for n in range(5)}
    members, partial = unpacked(write("a.zip", zipped(files)), limits=Limits(max_text_chars=150))
    assert list(members) == ["0.txt", "1.txt"]
    assert partial == Reason(code="partial.archive_text", params={"n_members": 2, "limit_chars": 150})


def test_one_file_has_the_limits_of_a_file(write: Write) -> None:
    path = write("a.zip", zipped({"a.txt": b"word " * 500, "b.txt": b"Bob"}))
    members, _ = unpacked(path, limits=Limits(max_file_bytes=1000))
    assert reasons(members) == {"a.txt": "file.too_large"}
    with pytest.raises(FileTooLarge):
        unpacked(path, limits=Limits(max_file_bytes=10))


@pytest.mark.parametrize("kind", ["zip", "zip of lzma", "tar", "tar.gz", "tar.xz"])
def test_changed_bytes_never_break_the_reader(write: Write, kind: str) -> None:
    whole = {
        "zip": zipped(FILES | {"n.zip": zipped({"x.txt": b"x"})}),
        "zip of lzma": zipped(FILES, method=zipfile.ZIP_LZMA),
        "tar": tarred(FILES),
        "tar.gz": tarred(FILES, "w:gz"),
        "tar.xz": tarred(FILES, "w:xz"),
    }[kind]
    form = {"tar": "tar", "tar.gz": "gzip", "tar.xz": "xz"}.get(kind, "zip")
    chance = random.Random(7)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            data[chance.randrange(len(data))] = chance.choice((0, 255, chance.randrange(256)))
        path = write("a.bin", bytes(data[: chance.randrange(1, 2 * len(data))]))
        unpacking = Unpacking(lambda _: None, known=())
        try:
            for piece in read_archive(path, form, limits=Limits()):
                unpacking.take(piece)
        except InputError:
            continue


@pytest.fixture
def pool() -> object:
    made = ReaderPool(Indexing(n_readers=1, reader_idle_s=3, reader_total_s=20))
    yield made
    made.close()


def test_a_file_that_hangs_the_reader_is_named_and_what_came_before_is_kept(
    pool: ReaderPool, write: Write
) -> None:
    files = {"a.txt": b"Ada", "d/hangs.pdf": endless_pdf(["endless"]), "c.txt": b"after it"}
    found: list[ArchiveMember] = []
    partial = pool.read_archive(write("a.zip", zipped(files)), "zip", take=found.append)
    members = {member.name: member for member in found}
    assert texts(members) == {"a.txt": "Ada"}
    ((name, reason),) = reasons(members).items()
    # It draws itself without end, and fills memory as well: whichever is noticed first.
    assert (name, reason) in {("d/hangs.pdf", "reader.timed_out"), ("d/hangs.pdf", "reader.out_of_memory")}
    assert partial == Reason(code="partial.archive_stopped", params={"name": "d/hangs.pdf"})
    found.clear()
    assert pool.read_archive(write("b.tgz", tarred(FILES, "w:gz")), "gzip", take=found.append) is None
    assert len(found) == len(FILES)


def test_an_archive_that_cannot_be_opened_is_an_error(pool: ReaderPool, write: Write) -> None:
    for data in (b"PK\x03\x04 nothing", raw_zip({b"a.txt": b"x"}, flags=1)):
        with pytest.raises(InputError):
            pool.read_archive(write("a.zip", data), "zip", take=print)


def member(name: str) -> Member:
    return Member(name=name, size_bytes=1, modified_ns=0)


CONTENT = Content(size_bytes=1, content_hash="0" * 32, format="text", is_known=False)
TOLD = Reason(code="file.damaged")


@pytest.mark.parametrize(
    "pieces",
    [
        [member("../a.txt")],
        [member("/a.txt")],
        [member("a.txt"), member("a.txt")],
        [CONTENT],
        [member("a.txt"), CONTENT, CONTENT],
        ["text of nothing"],
        [member("a.txt"), "text too soon"],
        [member("a.txt"), Verdict(name="b.txt", reason=TOLD)],
    ],
)
def test_a_reader_that_talks_nonsense_is_not_believed(pieces: list[ArchivePiece]) -> None:
    unpacking = Unpacking(print, known=())
    for piece in pieces[:-1]:
        unpacking.take(piece)
    with pytest.raises(ValueError, match=r"name|file"):
        unpacking.take(pieces[-1])


@pytest.mark.parametrize(
    "message",
    [
        {"member": {"name": 1, "size_bytes": 1, "modified_ns": 1}},
        {"member": {"name": "a", "size_bytes": -1, "modified_ns": 1}},
        {"member": {"name": "a", "size_bytes": 1 << 70, "modified_ns": 1}},
        {"content": {"size_bytes": 1, "content_hash": "../x", "format": "text", "is_known": False}},
        {"verdict": {"name": "a", "code": "x", "params": []}},
        {"member": 5},
    ],
)
def test_messages_are_checked(message: dict[str, object]) -> None:
    with pytest.raises((TypeError, KeyError)):
        from_archive_message(message)


def test_nothing_is_known_that_was_not_said_to_be() -> None:
    found: list[ArchiveMember] = []
    unpacking = Unpacking(found.append, known=())
    unpacking.take(member("a.txt"))
    unpacking.take(Content(size_bytes=1, content_hash="0" * 32, format="text", is_known=True))
    unpacking.finish()
    assert not found[0].is_known
