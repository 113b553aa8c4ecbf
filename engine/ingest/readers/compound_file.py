"""The compound file (OLE) of Office 97 to 2003: its streams, and what it says about itself."""

from __future__ import annotations

import datetime
import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from engine.errors import EncodingUnknown, FileDamaged
from engine.ingest.encoding import decode
from engine.ingest.readers.compound_storage import CompoundStorage
from engine.ingest.source import Source, mapped

_SUMMARY = "\x05SummaryInformation"
_CODE_PAGE = 1
_PROPERTIES = {
    2: "title",
    3: "subject",
    4: "author",
    5: "keywords",
    6: "description",
    12: "created",
    13: "modified",
}
_BYTES, _WIDE, _TIME = 30, 31, 64
_WIDE_CODE_PAGES = {65001: "utf-8", 1200: "utf-16-le"}
_EPOCH = datetime.datetime(1601, 1, 1)
_EARLIEST_YEAR = 1980
_MOST_PROPERTIES = 200


class CompoundFile:
    """An open compound file.

    Attributes:
        title: Its title, if it states one.
        properties: What else it states, by our names.
    """

    def __init__(self, storage: CompoundStorage) -> None:
        self._storage = storage
        self._names = {name.lower(): number for name, number in storage.children(0).items()}
        self.title: str | None = None
        self.properties: dict[str, str] = {}
        self._read_properties()

    def stream(self, *names: str) -> BinaryIO:
        """Return the first of these streams that there is; case does not count.

        Raises:
            FileDamaged: There is none.
        """
        for name in names:
            number = self._names.get(name.lower())
            if number is not None and not self._storage.is_storage(number):
                return io.BytesIO(self._storage.read(number))
        raise FileDamaged(detail=f"no stream {names[0]}")

    def _read_properties(self) -> None:
        try:
            stated = _properties(self.stream(_SUMMARY).read())
        except (FileDamaged, struct.error):
            return
        self.title = stated.pop("title", None)
        self.properties = stated


@contextmanager
def opened_compound(path: Source) -> Iterator[CompoundFile]:
    """Open a compound file.

    Raises:
        FileDamaged: It is none.
    """
    with mapped(path) as data:
        yield CompoundFile(CompoundStorage(data))


def _properties(data: bytes) -> dict[str, str]:
    """Return what the first section of a property set says ([MS-OLEPS])."""
    (section,) = struct.unpack_from("<I", data, 44)
    (n_properties,) = struct.unpack_from("<I", data, section + 4)
    places = dict(
        struct.unpack_from("<II", data, section + 8 + 8 * index)
        for index in range(min(n_properties, _MOST_PROPERTIES))
    )
    code_page = (
        struct.unpack_from("<H", data, section + places[_CODE_PAGE] + 4)[0] if _CODE_PAGE in places else 0
    )
    values = {
        name: _value(data, section + places[number], code_page)
        for number, name in _PROPERTIES.items()
        if number in places
    }
    return {name: value for name, value in values.items() if value}


def _value(data: bytes, at: int, code_page: int) -> str:
    kind, size = struct.unpack_from("<II", data, at)
    if kind == _BYTES:
        return _text(data[at + 8 : at + 8 + size], code_page).partition("\0")[0].strip()
    if kind == _WIDE:
        return data[at + 8 : at + 8 + 2 * size].decode("utf-16-le", "replace").partition("\0")[0].strip()
    if kind == _TIME:
        moment = _EPOCH + datetime.timedelta(
            microseconds=struct.unpack_from("<Q", data, at + 4)[0] // 10 % 10**17
        )
        # Programs write the beginning of their own time where they know none.
        return moment.isoformat(timespec="seconds") if moment.year > _EARLIEST_YEAR else ""
    return ""


def _text(value: bytes, code_page: int) -> str:
    try:
        if code_page:
            return value.decode(_WIDE_CODE_PAGES.get(code_page, f"cp{code_page}"))
    except (LookupError, UnicodeDecodeError):
        pass
    try:
        return decode(value.rstrip(b"\0"))[0]
    except EncodingUnknown:
        return ""
