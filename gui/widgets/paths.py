"""File paths as people read them."""

from __future__ import annotations

from pathlib import Path, PurePath

_SHOWN_FOLDERS = 4


def breadcrumb(path: str, *, with_name: bool = False) -> str:
    """``"Documents › 合同 › 2024"``: the last few folders of ``path``, from the home folder on."""
    whole = PurePath(path)
    folder = whole if with_name else whole.parent
    home = Path.home()
    parts = folder.relative_to(home).parts if folder.is_relative_to(home) else folder.parts
    parts = tuple(part for part in parts if part not in (folder.anchor, ""))
    if not folder.is_relative_to(home) and len(parts) > 2 and parts[0] in ("home", "Users"):
        parts = parts[2:]
    if len(parts) > _SHOWN_FOLDERS:
        parts = ("…", *parts[-_SHOWN_FOLDERS + 1 :])
    return " › ".join(parts) or folder.anchor


def short_home(path: str) -> str:
    """``path`` with the home folder written as ``~``."""
    whole, home = PurePath(path), Path.home()
    return f"~/{whole.relative_to(home).as_posix()}" if whole.is_relative_to(home) and whole != home else path


def folder_of(path: str) -> str:
    """The name of the folder that ``path`` lies in."""
    return name_of(str(PurePath(path).parent))


def name_of(path: str) -> str:
    """The last part of ``path``."""
    return PurePath(path).name or path
