"""Which missing file a file that turned up is: by inode, size and time, else by its bytes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from engine.errors import FileUnreadable
from engine.ingest.fingerprint import content_hash
from engine.ingest.scan import IgnoredFile, to_os_path
from engine.records import FileStatus, SourceFile
from engine.store.ledger import KnownFile

_Stamp = tuple[int, int, str]
_PACKED_ALONE = frozenset((".gz", ".bz2", ".xz", ".svgz"))
_TEXT_KEPT = (FileStatus.INDEXED, FileStatus.PARTIAL)


def stamp(item: SourceFile | KnownFile | IgnoredFile) -> _Stamp:
    """Return what a move leaves as it is."""
    return item.size_bytes, item.modified_ns, item.inode


@dataclass(frozen=True, slots=True)
class Move:
    """A file that stood somewhere else; ``is_sure`` when a reader would find there what it found here."""

    origin: KnownFile
    source: SourceFile
    is_sure: bool


class Missing:
    """Files that are not where they were; each is found at most once."""

    def __init__(self, rows: Iterable[KnownFile]) -> None:
        self._left = {row.file_id: row for row in rows}
        self._by_stamp: dict[_Stamp, dict[int, KnownFile]] = {}
        self._by_content: dict[tuple[int, str], dict[int, KnownFile]] = {}
        self._hashed_sizes: set[int] = set()
        for row in self._left.values():
            self._by_stamp.setdefault(stamp(row), {})[row.file_id] = row
            if row.content_hash is not None:
                self._by_content.setdefault((row.size_bytes, row.content_hash), {})[row.file_id] = row
                self._hashed_sizes.add(row.size_bytes)

    def __iter__(self) -> Iterator[KnownFile]:
        """Give those that were not found."""
        return iter(self._left.values())

    def pair(self, source: SourceFile, *, needs_to_be_sure: bool = False) -> Move | None:
        """Find the missing file that ``source`` is, and miss it no more."""
        alike = self._by_stamp.get(stamp(source), {})
        # A folder's new name leaves what is in it as it is: nothing else needs to be looked at.
        found = _nearest((row for row in alike.values() if row.changed_ns == source.changed_ns), source)
        is_same = found is not None
        if not is_same and source.size_bytes in self._hashed_sizes:
            by_content = self._with_bytes_of(source)
            found, is_same = (by_content, True) if by_content is not None else (found, False)
        if found is None:
            found = _nearest((row for row in alike.values() if row.content_hash is None), source)
        is_sure = is_same and found is not None and _reads_alike(found, source)
        if found is None or (needs_to_be_sure and not (is_sure and found.status in _TEXT_KEPT)):
            return None
        self._strike(found)
        return Move(found, source, is_sure)

    def _with_bytes_of(self, source: SourceFile) -> KnownFile | None:
        try:
            digest = content_hash(Path(to_os_path(source.path)))
        except FileUnreadable:
            return None
        return _nearest(self._by_content.get((source.size_bytes, digest), {}).values(), source)

    def _strike(self, row: KnownFile) -> None:
        del self._left[row.file_id]
        self._by_stamp[stamp(row)].pop(row.file_id, None)
        if row.content_hash is not None:
            self._by_content[row.size_bytes, row.content_hash].pop(row.file_id, None)


def _nearest(rows: Iterable[KnownFile], source: SourceFile) -> KnownFile | None:
    """Return the row whose name or else stamp is that of ``source``, else any, the first of them."""
    name = source.path.rpartition(os.sep)[2]
    return min(
        rows,
        key=lambda row: (row.path.rpartition(os.sep)[2] != name, stamp(row) != stamp(source), row.file_id),
        default=None,
    )


def _reads_alike(row: KnownFile, source: SourceFile) -> bool:
    """Whether a reader would see the same: what a name ends with decides what is made of the bytes.

    What is packed alone is called after its archive.
    """
    before, after = row.path.rpartition(os.sep)[2], source.path.rpartition(os.sep)[2]
    if before == after:
        return True
    old, new = PurePath(before.lower()), PurePath(after.lower())
    if old.suffix != new.suffix:
        return False
    is_tar = old.stem.endswith(".tar") and new.stem.endswith(".tar")
    return is_tar or new.suffix not in _PACKED_ALONE
