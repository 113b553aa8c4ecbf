"""Puts what is written in its place at the end, whole or not at all, and never over what others wrote.

A folder of ours has a marker that lists its files with their hashes: when it is written again, only files
that still are as they were written are replaced or removed.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from engine.errors import FileUnwritable, FolderForeign, PlaceFull

MARKER = ".satchel-export.json"
_FULL = frozenset((errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)))

_Hashes = dict[str, list[str]]
"""By name of a file: the hashes that it may have if nobody changed it."""


def put_file(path: Path, write: Callable[[IO[str]], None]) -> None:
    """Let ``write`` make the file at ``path``; one that is there is replaced at the end.

    Raises:
        FileUnwritable: It cannot be written there.
        PlaceFull: There is no room.
    """
    with _told(path), TemporaryDirectory(prefix=".satchel-", dir=path.parent) as beside:
        draft = Path(beside) / path.name
        with draft.open("w", encoding="utf-8", newline="\n") as out:
            write(out)
        draft.replace(path)


def put_folder(
    path: Path, write: Callable[[Path], None], *, check: Callable[[], None] = lambda: None
) -> tuple[str, ...]:
    """Let ``write`` make the files of the folder at ``path``, new, empty or an earlier export.

    ``check`` may raise ``Cancelled`` until the files begin to move to their place.

    Returns:
        Names of files that stay as they are because somebody else wrote or changed them.

    Raises:
        FolderForeign: It holds files, and no export of ours.
        FileUnwritable, PlaceFull: As ``put_file``.
    """
    with _told(path), TemporaryDirectory(prefix=".satchel-", dir=path.parent) as beside:
        before = _marked(path)
        draft = Path(beside) / "new"
        draft.mkdir()
        write(draft)
        after: _Hashes = {}
        for file in draft.iterdir():
            check()
            after[file.name] = [_hash(file)]
        if before is None:
            _mark(draft, after)
            if path.exists():
                path.rmdir()
            draft.replace(path)
            return ()
        names = before.keys() | after.keys()
        kept = {name for name in names if _is_others(path / name, before.get(name, []))}
        # Until the last file is in its place it may be of either time.
        _mark(path, {name: before.get(name, []) + after.get(name, []) for name in names})
        for name in after.keys() - kept:
            (draft / name).replace(path / name)
        for name in before.keys() - after.keys() - kept:
            (path / name).unlink(missing_ok=True)
        stay = {name: before[name] for name in kept & before.keys()}
        _mark(path, {name: hashes for name, hashes in after.items() if name not in kept} | stay)
        return tuple(sorted(kept))


def _marked(path: Path) -> _Hashes | None:
    """Return what the marker of a folder lists; None when the folder is new or empty."""
    if not path.exists() or (path.is_dir() and not any(path.iterdir())):
        return None
    try:
        listed = json.loads((path / MARKER).read_text("utf-8"))["files"]
        return {name: list(map(str, hashes)) for name, hashes in listed.items() if Path(name).name == name}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FolderForeign(path=str(path)) from error


def _mark(path: Path, files: Mapping[str, list[str]]) -> None:
    text = json.dumps({"files": files}, ensure_ascii=False, sort_keys=True, indent=0)
    draft = path / f"{MARKER}.new"
    draft.write_text(text, "utf-8")
    draft.replace(path / MARKER)


def _is_others(file: Path, hashes: list[str]) -> bool:
    return file.exists() and _hash(file) not in hashes


def _hash(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise PlaceFull(path=str(path)) from error
        raise FileUnwritable(path=str(path), detail=error.strerror or str(error)) from error
