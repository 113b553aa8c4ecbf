"""Walk a watched folder: every regular file, or the rule that leaves it out.

Paths are text in which any file name survives. What is not Unicode in a name comes
from the operating system as a lone surrogate, which SQLite cannot hold, so
``to_text_path`` writes it as a character of a private plane; ``to_os_path`` turns
that back, whatever the name was.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.ingest.ignore import IgnoreRules
from engine.records import SourceFile

# U+D800-DFFF go to U+F0000-F07FF; a name that has one of those already is marked by U+F0800.
_STAND_IN = 0xF0000 - 0xD800
_MARK = "\U000f0800"
_TO_ESCAPE = re.compile(f"[\ud800-\udfff]|[\U000f0000-{_MARK}]")
_ESCAPED = re.compile(f"{_MARK}(.)|[\U000f0000-\U000f07ff]", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class IgnoredFile:
    """A file that ``rule`` leaves out."""

    path: str
    size_bytes: int
    modified_ns: int
    inode: str
    rule: str


def to_text_path(path: str) -> str:
    """Return an operating-system path as text that can be stored anywhere."""
    if path.isascii():
        return path
    return _TO_ESCAPE.sub(
        lambda found: chr(ord(found[0]) + _STAND_IN) if found[0] < "\ue000" else _MARK + found[0], path
    )


def to_os_path(text: str) -> str:
    """Return the path that ``to_text_path`` was given."""
    return _ESCAPED.sub(lambda found: found[1] or chr(ord(found[0]) - _STAND_IN), text)


def scan(
    folder: Path,
    *,
    rules: IgnoreRules,
    cancelled: Callable[[], bool] = lambda: False,
    problems: list[str] | None = None,
    skipped: Collection[str] = (),
) -> Iterator[SourceFile | IgnoredFile]:
    """Yield every file under ``folder``; left-out folders are not entered and yield nothing.

    Symbolic links to folders are not followed, so there are no loops; links to
    files are.

    Args:
        folder: Where to begin, the watched folder or one below it.
        rules: What to leave out.
        cancelled: Asked at every folder.
        problems: Gets the paths, as text, of folders that could not be listed and
            may hold files all the same.
        skipped: Folders, as text, that are not entered: watched by themselves.
    """
    waiting = [str(folder)]
    while waiting and not cancelled():
        current = waiting.pop()
        try:
            with os.scandir(current) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            # Gone since it was seen is no problem, unless all of it is gone: an unplugged drive.
            if problems is not None and not (isinstance(error, FileNotFoundError) and folder.is_dir()):
                problems.append(to_text_path(current))
            continue
        below: list[str] = []
        for entry in entries:
            if _is_folder(entry):
                if entry.is_symlink() or (skipped and to_text_path(entry.path) in skipped):
                    continue
                if rules.match_in(current, entry.name, is_dir=True) is None:
                    below.append(entry.path)
            elif (found := _look_at(entry.path, current, entry.name, rules)) is not None:
                yield found
        waiting += reversed(below)


def scan_one(path: Path, *, rules: IgnoreRules) -> SourceFile | IgnoredFile | None:
    """Look at one path; None where ``scan`` yields nothing: gone, a folder, in a left-out folder."""
    return (
        None
        if rules.match_above(path) is not None
        else _look_at(str(path), str(path.parent), path.name, rules)
    )


def stat_file(path: Path) -> SourceFile | None:
    """Return what the disk says of a regular file, or None where there is none."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return _to_file(str(path), status) if stat.S_ISREG(status.st_mode) else None


def _look_at(path: str, folder: str, name: str, rules: IgnoreRules) -> SourceFile | IgnoredFile | None:
    # Plain strings: to make a Path of each costs more than to ask the disk.
    try:
        status = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return None
    if stat.S_ISDIR(status.st_mode):
        return None
    rule = rules.match_in(folder, name, is_dir=False)
    if rule is None and not stat.S_ISREG(status.st_mode):
        rule = "not a regular file"
    file = _to_file(path, status)
    if rule is None:
        return file
    return IgnoredFile(
        path=file.path, size_bytes=file.size_bytes, modified_ns=file.modified_ns, inode=file.inode, rule=rule
    )


def _to_file(path: str, status: os.stat_result) -> SourceFile:
    # Without the device: its number changes from one mount of a drive to the next.
    return SourceFile(
        path=to_text_path(path),
        size_bytes=status.st_size,
        modified_ns=status.st_mtime_ns,
        inode=str(status.st_ino),
        changed_ns=0 if os.name == "nt" else status.st_ctime_ns,  # there it is the time of creation
    )


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
