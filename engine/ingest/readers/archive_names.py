"""Names of files in an archive: labels, never paths.

Whatever an archive says, a name comes out relative, with ``/`` between its parts and
nothing in it that leads elsewhere. Names that are not UTF-8 are taken for GB18030 or Big5
where they read as Chinese (Windows packs them so), else for code page 437, as zip has it.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import PurePosixPath

_UNNAMED = "unnamed"
_MOST_PARTS = 40
_LONGEST_PART = 200
_KEPT_END = 40
_DRIVE = re.compile(r"^(?:[A-Za-z]:)+")
_UNFIT = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\U000f0000-\U000f0800]")
_COMMON_HANZI = re.compile(rb"[\xa1-\xa9\xb0-\xf7][\xa1-\xfe]")
_GB_CHARACTER = re.compile(rb"[\x81-\xfe](?:[\x40-\x7e\x80-\xfe]|[\x30-\x39][\x81-\xfe][\x30-\x39])")
_HANZI_RUN = re.compile(r"[\u3001-\u3011\u4e00-\u9fff\uff01-\uff5e]+")
_MOST = 0.6
_UTF8_FLAG = 0x800
_UNICODE_NAME = 0x7075


def safe_name(name: str) -> str:
    """Return a name that leads nowhere; the same again for one that is safe."""
    parts = [_DRIVE.sub("", part.strip()).strip() for part in re.split(r"[/\\]", name.partition("\0")[0])]
    kept = [_UNFIT.sub("_", part) for part in parts if part not in ("", ".", "..")]
    if len(kept) > _MOST_PARTS:
        kept = [*kept[: _MOST_PARTS - 1], kept[-1]]
    return "/".join(map(_shortened, kept)) or _UNNAMED


def _shortened(part: str) -> str:
    if len(part) <= _LONGEST_PART:
        return part
    return f"{part[: _LONGEST_PART - _KEPT_END - 1]}…{part[-_KEPT_END:]}".rstrip()


class Names:
    """Gives every file a name of its own: the second ``a.txt`` is ``a (2).txt``."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._n_alike: dict[str, int] = {}

    def take(self, name: str) -> str:
        """Return ``name``, or one like it that no other file has."""
        found = name
        while found in self._taken:
            n_alike = self._n_alike[name] = self._n_alike.get(name, 1) + 1
            path = PurePosixPath(name)
            found = str(path.with_name(f"{path.stem} ({n_alike}){path.suffix}"))
        self._taken.add(found)
        return found


def zip_names(infos: Iterable[zipfile.ZipInfo]) -> list[str]:
    """Return the name of each entry of a zip, those of unknown encoding judged together."""
    named = [(info, _zip_name(info)) for info in infos]
    unknown = b"\n".join(_raw(info) for info, name in named if name is None)
    encoding = _encoding(unknown) if unknown else ""
    return [_raw(info).decode(encoding, "replace") if name is None else name for info, name in named]


def tar_name(name: str) -> str:
    """Return the name that a tar holds, as ``tarfile`` read it."""
    try:
        raw = name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return name
    return raw.decode(_encoding(raw), "replace")


def _zip_name(info: zipfile.ZipInfo) -> str | None:
    """Return the name where it is certain how it is encoded."""
    if info.flag_bits & _UTF8_FLAG:
        return info.orig_filename
    raw = _raw(info)
    stated = _unicode_name(info.extra, raw)
    if stated is not None:
        return stated
    return raw.decode("ascii") if raw.isascii() else None


def _raw(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8_FLAG else "cp437", "replace")


def _unicode_name(extra: bytes, raw: bytes) -> str | None:
    """Return the name in UTF-8 that some packers put beside the other."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        body = extra[at + 4 : at + 4 + size]
        if (
            kind == _UNICODE_NAME
            and len(body) > 5
            and struct.unpack_from("<I", body, 1)[0] == zlib.crc32(raw)
        ):
            try:
                return body[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
        at += 4 + size
    return None


def _encoding(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030", "big5"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or (encoding == "gb18030" and _is_common(raw)) or _is_chinese(text):
            return encoding
    return "cp437"


def _is_common(raw: bytes) -> bool:
    """Whether most of what is not ASCII are the characters of GB 2312."""
    characters = _GB_CHARACTER.findall(raw)
    n_common = sum(_COMMON_HANZI.fullmatch(character) is not None for character in characters)
    return n_common >= _MOST * len(characters)


def _is_chinese(text: str) -> bool:
    """Whether all that is not ASCII is Chinese, and seldom one character of it: accents stand alone."""
    n_wide = sum(not character.isascii() for character in text)
    runs = _HANZI_RUN.findall(text)
    n_hanzi = sum(map(len, runs))
    return n_hanzi == n_wide and sum(len(run) for run in runs if len(run) > 1) >= _MOST * n_hanzi
