"""7z archives give their files as every other archive does, and harm nobody."""

from __future__ import annotations

import random
import zlib
from pathlib import Path

import pytest
from seven_zip_samples import seven_zip

from engine.errors import FileDamaged, FileEncrypted, InputError
from engine.ingest.formats import sniff
from engine.ingest.readers.archive import read_archive
from engine.ingest.readers.pieces import Limits
from engine.ingest.unpacked import ArchiveMember, Unpacking
from engine.records import Reason

FILES = {
    "a.txt": b"Ada met Charles Babbage. " * 4000,
    "资料/报告.md": "# 知识图谱".encode(),
    "film.mkv": b"\x1aE\xdf\xa3" + bytes(99),
    "empty.txt": b"",
    "../z.txt": b"the last",
}


def unpacked(path: Path, data: bytes) -> tuple[dict[str, ArchiveMember], Reason | None]:
    path.write_bytes(data)
    assert sniff(path) == "7z"
    found: list[ArchiveMember] = []
    unpacking = Unpacking(found.append, known=())
    for piece in read_archive(path, "7z", limits=Limits()):
        unpacking.take(piece)
    partial = unpacking.finish()
    return {member.name: member for member in found}, partial


def texts(members: dict[str, ArchiveMember]) -> dict[str, str]:
    return {name: member.raw.pages[0][:30] for name, member in members.items() if member.raw is not None}


def reasons(members: dict[str, ArchiveMember]) -> dict[str, str]:
    return {name: member.reason.code for name, member in members.items() if member.reason is not None}


@pytest.mark.parametrize("method", ["copy", "lzma2", "x86", "bzip2", "deflate"])
def test_files_in_one_run_are_read_by_every_method(tmp_path: Path, method: str) -> None:
    members, partial = unpacked(tmp_path / "a.7z", seven_zip(FILES, method=method))
    assert partial is None
    assert texts(members) == {
        "a.txt": "Ada met Charles Babbage. Ada m",
        "资料/报告.md": "# 知识图谱\n",
        "z.txt": "the last",
    }
    assert reasons(members) == {"film.mkv": "file.unsupported", "empty.txt": "file.empty"}
    assert members["a.txt"].size_bytes == len(FILES["a.txt"])


def test_one_that_asks_for_a_password_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileEncrypted):
        unpacked(tmp_path / "a.7z", seven_zip(FILES, method="aes"))


def test_a_method_that_is_not_known_is_said_of_each_file(tmp_path: Path) -> None:
    members, _ = unpacked(tmp_path / "a.7z", seven_zip({"a.txt": b"Ada", "b.txt": b"Bob"}, method="ppmd"))
    assert reasons(members) == dict.fromkeys(("a.txt", "b.txt"), "file.unsupported")


def test_changed_bytes_are_that_files_fault_alone(tmp_path: Path) -> None:
    data = seven_zip({"a.txt": b"Ada", "b.txt": b"Bob", "c.txt": b"Eve"}, method="copy").replace(
        b"Bob", b"Bxb"
    )
    members, _ = unpacked(tmp_path / "a.7z", data)
    assert (texts(members), reasons(members)) == ({"a.txt": "Ada", "c.txt": "Eve"}, {"b.txt": "file.damaged"})


def test_a_bomb_is_stopped_and_what_came_before_is_kept(tmp_path: Path) -> None:
    files = {"a.txt": b"Ada", "bomb.txt": b"a" * 300_000_000, "c.txt": b"lost"}
    members, partial = unpacked(tmp_path / "a.7z", seven_zip(files))
    assert texts(members) == {"a.txt": "Ada"}
    assert reasons(members)["bomb.txt"] == "file.too_large"
    assert "c.txt" in reasons(members) or partial is not None


def test_one_that_is_cut_short_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(FileDamaged):
        unpacked(tmp_path / "a.7z", seven_zip(FILES)[:-20])


def test_changed_headers_are_refused_or_read_but_never_break_anything(tmp_path: Path) -> None:
    chance = random.Random(5)
    whole = seven_zip({name: FILES[name][:50] for name in FILES})
    for _ in range(400):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 4)):
            data[chance.randrange(32, len(data))] = chance.randrange(256)
        # The sum must hold, or the header is not looked at.
        size = int.from_bytes(data[20:28], "little")
        data[28:32] = _crc(bytes(data[-size:]))
        try:
            unpacked(tmp_path / "a.7z", bytes(data))
        except InputError:
            continue


def _crc(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(4, "little")
