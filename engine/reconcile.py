"""Bring the ledger in step with the disk: what is new, changed, moved or gone.

Nothing is read here but names, sizes and times; one exception is a file that
turns up while another of its size is missing: it is hashed, because the same
bytes mean a move, and a move keeps everything that was derived from them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from engine.errors import FileUnreadable
from engine.ingest.fingerprint import content_hash
from engine.ingest.ignore import IgnoreRules
from engine.ingest.scan import IgnoredFile, scan, scan_one, to_os_path
from engine.records import FileStatus, FolderRow, Reason, SourceFile
from engine.store import ledger
from engine.store.connection import Store
from engine.store.ledger import KnownFile

IGNORED_BY_RULE = "ignored.rule"
_BATCH = 500


@dataclass(slots=True)
class Differences:
    """How many files of a folder were found to differ from the ledger.

    ``doubtful`` are paths that are gone, but perhaps only renamed: they were left alone.
    """

    n_new: int = 0
    n_changed: int = 0
    n_moved: int = 0
    n_removed: int = 0
    is_offline: bool = False
    doubtful: set[str] = field(default_factory=set)

    @property
    def any(self) -> bool:
        """Whether the ledger was changed."""
        return bool(self.n_new or self.n_changed or self.n_moved or self.n_removed or self.is_offline)


@dataclass(slots=True)
class _Comparison:
    """One pass over a part of a folder; ``known`` shrinks to what is missing on disk."""

    store: Store
    folder_id: int
    known: dict[str, KnownFile]
    differences: Differences = field(default_factory=Differences)
    newcomers: list[SourceFile] = field(default_factory=list)

    def take(self, seen: Iterable[SourceFile | IgnoredFile]) -> None:
        """Record what stands on disk, in batches, each in its own transaction."""
        maybe_moved = {_stamp(row) for row in self.known.values()}
        stream: Iterator[SourceFile | IgnoredFile] = iter(seen)
        while batch := list(islice(stream, _BATCH)):
            fresh: list[SourceFile] = []
            touched: list[SourceFile] = []
            ignored: list[IgnoredFile] = []
            for item in batch:
                row = self.known.pop(item.path, None)
                if isinstance(item, IgnoredFile):
                    if not _is_ignored_alike(row, item):
                        ignored.append(item)
                elif row is None:
                    (self.newcomers if _stamp(item) in maybe_moved else fresh).append(item)
                elif _stamp(row) != _stamp(item) or row.code == IGNORED_BY_RULE:
                    touched.append(item)
            self._write(fresh, touched, ignored)

    def _write(self, fresh: list[SourceFile], touched: list[SourceFile], ignored: list[IgnoredFile]) -> None:
        if not (fresh or touched or ignored):
            return
        with self.store.write() as db:
            ledger.put_files(db, self.folder_id, [*fresh, *touched])
            for item in ignored:
                ledger.put_ignored(
                    db,
                    self.folder_id,
                    path=item.path,
                    size_bytes=item.size_bytes,
                    modified_ns=item.modified_ns,
                    inode=item.inode,
                    reason=Reason(code=IGNORED_BY_RULE, params={"rule": item.rule}),
                )
        self.differences.n_new += len(fresh)
        self.differences.n_changed += len(touched) + len(ignored)

    def settle(
        self,
        newcomers: Iterable[SourceFile] = (),
        *,
        spared: Iterable[str] = (),
        unlisted: Iterable[str] = (),
    ) -> Differences:
        """Pair what is missing with what is new, then forget what is really gone.

        Nothing is forgotten under ``spared`` paths, nor under folders that could not be listed.
        """
        missing = list(self.known.values())
        with self.store.write() as db:
            unpaired: list[SourceFile] = []
            for source in [*self.newcomers, *newcomers]:
                origin = _origin(source, missing)
                if origin is None:
                    unpaired.append(source)
                    continue
                missing.remove(origin)
                ledger.move_file(db, origin.file_id, source)
                self.differences.n_moved += 1
            ledger.put_files(db, self.folder_id, unpaired)
            doubts = {row.file_id: path for row in missing for path in spared if _is_within(row.path, path)}
            gone = [
                row.file_id
                for row in missing
                if row.file_id not in doubts and not any(_is_within(row.path, path) for path in unlisted)
            ]
            ledger.remove_files(db, gone)
        self.differences.n_new += len(unpaired)
        self.differences.n_removed += len(gone)
        self.differences.doubtful |= set(doubts.values())
        return self.differences


def reconcile_folder(
    store: Store,
    folder: FolderRow,
    *,
    includes_hidden: bool = False,
    cancelled: Callable[[], bool] = lambda: False,
) -> Differences:
    """Compare a whole watched folder with its ledger; this is the truth that watching only hurries.

    A folder that is not there, or that is another one than before and empty, is an
    unmounted drive: its files are kept and the folder is marked offline.
    """
    root = Path(to_os_path(folder.path))
    known = ledger.known_files(store.reader(), folder.folder_id)
    place = _place(root)
    is_online = _is_mounted(root, folder, has_files=bool(known))
    if is_online != folder.is_online or (is_online and place != folder.place):
        with store.write() as db:
            ledger.set_folder_online(
                db, folder.folder_id, is_online=is_online, place=place if is_online else None
            )
    if not is_online:
        return Differences(is_offline=folder.is_online)
    comparison = _Comparison(store, folder.folder_id, known)
    rules = IgnoreRules(root, includes_hidden=includes_hidden)
    unlisted: list[str] = []
    comparison.take(scan(root, rules=rules, cancelled=cancelled, problems=unlisted))
    if cancelled():
        return comparison.differences
    return comparison.settle(unlisted=unlisted)


def reconcile_paths(
    store: Store,
    folders: Iterable[FolderRow],
    paths: Iterable[str],
    *,
    spared: Collection[str] = (),
    includes_hidden: bool = False,
) -> Differences:
    """Compare just ``paths`` (files or folders that the watcher named) with the ledger.

    ``spared`` are those of them that may be gone only because they were renamed and
    the news of their new name is still on its way: they are reported, not forgotten.
    """
    total = Differences()
    by_folder: dict[int, set[str]] = {}
    rows = {folder.folder_id: folder for folder in folders}
    for path in paths:
        home = _home(path, rows.values())
        if home is not None:
            by_folder.setdefault(home.folder_id, set()).add(path)
    for folder_id, named in by_folder.items():
        folder = rows[folder_id]
        root = Path(to_os_path(folder.path))
        if folder.path in named or not _is_mounted(root, folder, has_files=True):
            part = reconcile_folder(store, folder, includes_hidden=includes_hidden)
        else:
            part = _reconcile_named(
                store, folder, root, named, spared=spared, includes_hidden=includes_hidden
            )
        total.n_new += part.n_new
        total.n_changed += part.n_changed
        total.n_moved += part.n_moved
        total.n_removed += part.n_removed
        total.is_offline = total.is_offline or part.is_offline
        total.doubtful |= part.doubtful
    return total


def _reconcile_named(
    store: Store,
    folder: FolderRow,
    root: Path,
    named: set[str],
    *,
    spared: Collection[str],
    includes_hidden: bool,
) -> Differences:
    rules = IgnoreRules(root, includes_hidden=includes_hidden)
    known: dict[str, KnownFile] = {}
    seen: dict[str, SourceFile | IgnoredFile] = {}
    unlisted: list[str] = []
    for text_path in named:
        known |= ledger.known_files(store.reader(), folder.folder_id, under=text_path)
        path = Path(to_os_path(text_path))
        if path.is_dir() and not path.is_symlink():
            if not any(rules.match(part, is_dir=True) for part in _folders_between(root, path)):
                seen |= {item.path: item for item in scan(path, rules=rules, problems=unlisted)}
        elif (item := scan_one(path, rules=rules)) is not None:
            seen[item.path] = item
    comparison = _Comparison(store, folder.folder_id, known)
    # Few paths: look at newcomers only once everything that is missing is known.
    newcomers = [item for item in seen.values() if isinstance(item, SourceFile) and item.path not in known]
    later = {item.path for item in newcomers}
    comparison.take(item for item in seen.values() if item.path not in later)
    return comparison.settle(newcomers, spared=spared, unlisted=unlisted)


def _folders_between(root: Path, path: Path) -> Iterator[Path]:
    while path not in (root, path.parent):
        yield path
        path = path.parent


def _home(path: str, folders: Iterable[FolderRow]) -> FolderRow | None:
    inside = [row for row in folders if _is_within(path, row.path)]
    return max(inside, key=lambda row: len(row.path), default=None)


def _is_within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _is_mounted(root: Path, folder: FolderRow, *, has_files: bool) -> bool:
    try:
        with os.scandir(root) as entries:
            is_empty = next(entries, None) is None
    except OSError:
        return False
    return not (is_empty and has_files) or _place(root) == folder.place


def _place(root: Path) -> str:
    """Device and inode: what a mount point shares with no drive mounted on it."""
    try:
        status = root.stat()
    except OSError:
        return ""
    return f"{status.st_dev}:{status.st_ino}"


def _stamp(item: SourceFile | KnownFile | IgnoredFile) -> tuple[int, int, str]:
    return item.size_bytes, item.modified_ns, item.inode


def _is_ignored_alike(row: KnownFile | None, item: IgnoredFile) -> bool:
    return row is not None and row.status is FileStatus.IGNORED and _stamp(row) == _stamp(item)


def _origin(source: SourceFile, missing: list[KnownFile]) -> KnownFile | None:
    """The missing row that ``source`` is, moved; by inode, size and time, else by content."""
    for row in missing:
        if _stamp(row) == _stamp(source):
            return row
    alike = [row for row in missing if row.size_bytes == source.size_bytes and row.content_hash]
    if not alike:
        return None
    try:
        digest = content_hash(Path(to_os_path(source.path)))
    except FileUnreadable:
        return None
    return next((row for row in alike if row.content_hash == digest), None)
