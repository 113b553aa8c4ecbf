"""Requests about folders, files, settings and how indexing goes."""

from __future__ import annotations

from dataclasses import dataclass

from engine.records import FileStatus
from engine.settings import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class GetStatus:
    """Answer: ``LibraryStatus``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFiles:
    """Answer: ``tuple[FileRow, ...]`` by path; ``contains`` filters paths."""

    status: FileStatus | None = None
    contains: str = ""
    offset: int = 0
    limit: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSettings:
    """Answer: ``tuple[SettingRow, ...]``, as they are kept beside the library."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddFolder:
    """Watch ``path`` and index it."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveFolder:
    """Stop watching ``path`` and forget what was indexed under it; its files stay as they are."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescan:
    """Compare every watched folder with the library now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryFiles:
    """Read these files again; an empty tuple means every failed one."""

    file_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseIndexing:
    """Stop indexing after the document in hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeIndexing:
    """Go on indexing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HurryIndexing:
    """Index at full speed, whatever else goes on, for ``for_s`` seconds or (None) until all is done.

    Ends a pause. Only a disk that is almost full can hold it up.
    """

    for_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSetting:
    """Set what is called ``section.key``; a ``value`` of None = back to its default."""

    name: str
    value: Value | None
