"""Bring the ledger in step with the disk: what is new, changed, moved or gone.

Nothing is read here but names, sizes and times; one exception is a file that
turns up, or was replaced, while another of its size is missing: it is hashed,
because the same bytes mean a move, and a move keeps everything that was derived
from them. Folders that are compared together are one: a file that went from one
to another has moved.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path, PurePath

from engine.ingest.ignore import RULE_FILES, IgnoreRules
from engine.ingest.scan import IgnoredFile, scan, scan_one, to_os_path
from engine.moved import Missing, Move, stamp
from engine.records import FileStatus, FolderRow, Reason, SourceFile
from engine.store import ledger, moves
from engine.store.connection import Store
from engine.store.ledger import IGNORED_BY_RULE, KnownFile, is_within

_BATCH = 500


@dataclass(slots=True)
class Differences:
    """How many files were found to differ from the ledger.

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
    """One pass over folders or parts of them; ``known`` shrinks to what is missing on disk.

    ``replaced`` are known files that others may have been moved onto.
    """

    store: Store
    known: dict[str, KnownFile]
    report: Callable[[str], None] = lambda _: None
    differences: Differences = field(default_factory=Differences)
    newcomers: list[tuple[int, SourceFile]] = field(default_factory=list)
    replaced: list[tuple[KnownFile, SourceFile]] = field(default_factory=list)
    sizes: set[int] = field(init=False)

    def __post_init__(self) -> None:
        self.sizes = {row.size_bytes for row in self.known.values()}

    def take(self, folder_id: int, seen: Iterable[SourceFile | IgnoredFile]) -> None:
        """Record what stands on disk, in batches, each in its own transaction."""
        stream = iter(seen)
        while batch := list(islice(stream, _BATCH)):
            put: list[SourceFile] = []
            ignored: list[IgnoredFile] = []
            adopted: list[int] = []
            for item in batch:
                row = self.known.pop(item.path, None)
                if row is not None and row.folder_id != folder_id:
                    adopted.append(row.file_id)
                if isinstance(item, IgnoredFile):
                    if not _is_ignored_alike(row, item):
                        ignored.append(item)
                elif row is None:
                    if item.size_bytes in self.sizes:
                        self.newcomers.append((folder_id, item))
                    else:
                        put.append(item)
                        self.differences.n_new += 1
                elif not _is_alike(row, item):
                    put.append(item)
                    self.differences.n_changed += 1
                    if item.size_bytes in self.sizes:
                        self.replaced.append((row, item))
            self._write(folder_id, put, ignored, adopted)
            self.report(batch[-1].path)

    def _write(
        self, folder_id: int, put: list[SourceFile], ignored: list[IgnoredFile], adopted: list[int]
    ) -> None:
        if not (put or ignored or adopted):
            return
        with self.store.write() as db:
            if not ledger.is_watched(db, folder_id):  # any more
                return
            moves.adopt_files(db, folder_id, adopted)
            ledger.put_files(db, folder_id, put)
            for item in ignored:
                ledger.put_ignored(
                    db,
                    folder_id,
                    path=item.path,
                    size_bytes=item.size_bytes,
                    modified_ns=item.modified_ns,
                    inode=item.inode,
                    reason=Reason(code=IGNORED_BY_RULE, params={"rule": item.rule}),
                )
        self.differences.n_changed += len(ignored)

    def settle(self, *, spared: Collection[str] = (), unlisted: Collection[str] = ()) -> Differences:
        """Pair what is missing with what is new, then forget what is really gone.

        Nothing is forgotten under ``spared`` paths, nor under folders that could not be listed.
        """
        missing = Missing(self.known.values())
        moved: list[tuple[int, Move]] = []
        unpaired: dict[int, list[SourceFile]] = {}
        for folder_id, source in self.newcomers:
            if (move := missing.pair(source)) is not None:
                moved.append((folder_id, move))
            else:
                unpaired.setdefault(folder_id, []).append(source)
        replacements = [
            (row, move.origin)
            for row, source in self.replaced
            if (move := missing.pair(source, needs_to_be_sure=True)) is not None
        ]
        barred, doubted = set(unlisted), set(spared)
        gone = [row for row in missing if not _is_below(row.path, barred)]
        doubtful = {path for row in gone if (path := _is_below(row.path, doubted))}
        gone = [row for row in gone if not (doubtful and _is_below(row.path, doubtful))]
        if moved or replacements or unpaired or gone:
            with self.store.write() as db:
                watched = {row.folder_id for row in ledger.folders(db)}
                for folder_id, move in moved:
                    if folder_id not in watched:
                        continue
                    moves.move_file(
                        db, move.origin.file_id, move.source, folder_id=folder_id, is_sure=move.is_sure
                    )
                for row, origin in replacements:
                    moves.replace_file(db, row.file_id, origin.file_id)
                for folder_id in watched & unpaired.keys():
                    ledger.put_files(db, folder_id, unpaired[folder_id])
                ledger.remove_files(db, [row.file_id for row in gone])
        self.differences.n_moved += len(moved) + len(replacements)
        self.differences.n_new += sum(map(len, unpaired.values()))
        self.differences.n_removed += len(gone)
        self.differences.doubtful |= doubtful
        return self.differences


def reconcile_folders(
    store: Store,
    folders: Sequence[FolderRow],
    *,
    includes_hidden: bool = False,
    cancelled: Callable[[], bool] = lambda: False,
    report: Callable[[str], None] = lambda _: None,
) -> Differences:
    """Compare whole watched folders with the ledger; this is the truth that watching only hurries.

    ``report`` gets a path now and then, of the last file whose name can be found.
    A folder that is not there, or that is another one than before and empty, is an
    unmounted drive: its files are kept and the folder is marked offline.
    """
    return _reconcile(
        store,
        {folder.folder_id: (folder, {folder.path}) for folder in folders},
        includes_hidden=includes_hidden,
        cancelled=cancelled,
        report=report,
    )


def reconcile_paths(
    store: Store,
    folders: Sequence[FolderRow],
    paths: Iterable[str],
    *,
    spared: Collection[str] = (),
    includes_hidden: bool = False,
) -> Differences:
    """Compare just ``paths`` (files or folders that the watcher named) with the ledger.

    ``spared`` are those of them that may be gone only because they were renamed and
    the news of their new name is still on its way: they are reported, not forgotten.
    """
    parts: dict[int, tuple[FolderRow, set[str]]] = {}
    for path in paths:
        home = _home(path, folders)
        if home is None:
            continue
        # A rule file changes what becomes of all that lies beside and below it.
        part = str(PurePath(path).parent) if PurePath(path).name in RULE_FILES and path != home.path else path
        parts.setdefault(home.folder_id, (home, set()))[1].add(part)
    return _reconcile(store, parts, spared=spared, includes_hidden=includes_hidden)


def _reconcile(
    store: Store,
    parts: Mapping[int, tuple[FolderRow, set[str]]],
    *,
    includes_hidden: bool,
    spared: Collection[str] = (),
    cancelled: Callable[[], bool] = lambda: False,
    report: Callable[[str], None] = lambda _: None,
) -> Differences:
    """Compare parts of folders, each a set of paths, with the ledger, all of them together."""
    watched = ledger.folders(store.reader())
    comparison = _Comparison(store, {}, report)
    unlisted: list[str] = []
    places: dict[str, str] = {}
    pending: list[tuple[FolderRow, set[str]]] = []
    for folder, named in parts.values():
        root = Path(to_os_path(folder.path))
        place = places[folder.path] = _place(root)
        if not _look_for_drive(store, folder, root, place):
            comparison.differences.is_offline |= folder.is_online
            continue
        # A drive that came back may be another one by what is on it.
        whole = {folder.path} if folder.path in named or not folder.is_online else named
        others = {row.path for row in watched if row.path != folder.path and is_within(row.path, folder.path)}
        for path in whole:
            comparison.known |= {
                known: row
                for known, row in ledger.known_files(store.reader(), path).items()
                if not (others and _is_below(known, others))
            }
        pending.append((folder, whole))
    comparison.sizes = {row.size_bytes for row in comparison.known.values()}
    for folder, named in pending:
        others = {row.path for row in watched if row.path != folder.path}
        rules = IgnoreRules(Path(to_os_path(folder.path)), includes_hidden=includes_hidden)
        seen = _look(folder, named, rules=rules, others=others, unlisted=unlisted, cancelled=cancelled)
        comparison.take(folder.folder_id, seen)
        if cancelled():
            return comparison.differences
        if _place(Path(to_os_path(folder.path))) != places[folder.path]:
            unlisted.append(folder.path)  # unplugged while it was looked at
    return comparison.settle(spared=spared, unlisted=unlisted)


def _look(
    folder: FolderRow,
    named: Collection[str],
    *,
    rules: IgnoreRules,
    others: Collection[str],
    unlisted: list[str],
    cancelled: Callable[[], bool],
) -> Iterator[SourceFile | IgnoredFile]:
    """Yield what stands at the named paths and below them, each file once."""
    root = Path(to_os_path(folder.path))
    done: set[str] = set()
    for text_path in sorted(named):
        if done and _is_below(text_path, done):
            continue
        path = Path(to_os_path(text_path))
        if path == root or (path.is_dir() and not path.is_symlink()):
            done.add(text_path)
            if not any(rules.match(part, is_dir=True) for part in _folders_between(root, path)):
                yield from scan(path, rules=rules, cancelled=cancelled, problems=unlisted, skipped=others)
        elif (item := scan_one(path, rules=rules)) is not None:
            yield item
        elif _is_barred(path):
            unlisted.append(text_path)


def _folders_between(root: Path, path: Path) -> Iterator[Path]:
    while path not in (root, path.parent):
        yield path
        path = path.parent


def _home(path: str, folders: Iterable[FolderRow]) -> FolderRow | None:
    inside = [row for row in folders if is_within(path, row.path)]
    return max(inside, key=lambda row: len(row.path), default=None)


def _is_below(path: str, folders: Collection[str]) -> str:
    """Return the one of ``folders`` that a path is or lies below, or nothing."""
    while folders:
        if path in folders:
            return path
        above = path.rpartition(os.sep)[0] or os.sep
        if above == path:
            break
        path = above
    return ""


def _is_barred(path: Path) -> bool:
    try:
        path.lstat()
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return False


def _look_for_drive(store: Store, folder: FolderRow, root: Path, place: str) -> bool:
    """Tell whether a folder is there, and note that and where it is."""
    has_files = ledger.holds_files(store.reader(), folder.folder_id)
    is_online = _is_mounted(root, place=place, known_place=folder.place, has_files=has_files)
    if is_online != folder.is_online or (is_online and place != folder.place):
        with store.write() as db:
            ledger.set_folder_online(
                db, folder.folder_id, is_online=is_online, place=place if is_online else None
            )
    return is_online


def _is_mounted(root: Path, *, place: str, known_place: str, has_files: bool) -> bool:
    try:
        with os.scandir(root) as entries:
            is_empty = next(entries, None) is None
    except OSError:
        return False
    return not (is_empty and has_files) or place == known_place


def _place(root: Path) -> str:
    """Device and inode: what a mount point shares with no drive mounted on it."""
    try:
        status = root.stat()
    except OSError:
        return ""
    return f"{status.st_dev}:{status.st_ino}"


def _is_alike(row: KnownFile, item: SourceFile) -> bool:
    if row.rule is not None or stamp(row) != stamp(item) or row.changed_ns != item.changed_ns:
        return False
    # Rights given back to a folder change nothing of the files in it.
    return not (row.is_denied and os.access(to_os_path(item.path), os.R_OK))


def _is_ignored_alike(row: KnownFile | None, item: IgnoredFile) -> bool:
    return (
        row is not None
        and row.status is FileStatus.IGNORED
        and row.rule == item.rule
        and stamp(row) == stamp(item)
    )
