"""Which files of a watched folder are left out, and by which rule.

Hidden and system things, a library's own files and what editors and browsers
leave lying about are out by default. ``.gitignore`` and ``.satchelignore`` files
count where they stand, in git's syntax (gitignore(5)): deeper files and later
lines win, and ``.satchelignore`` wins over ``.gitignore`` beside it. A line
``!name`` in a ``.satchelignore`` brings back what is out by default, except a
library's own files.
"""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec

OWN_RULES = ".satchelignore"
RULE_FILES = (".gitignore", OWN_RULES)  # the stronger last
_SYSTEM_FOLDER = re.compile(
    r"\.git|\.hg|\.svn|\.bzr|node_modules|bower_components|__pycache__|site-packages|\.?venv|\.tox|\.nox|\.cache"
    r"|\.gradle|\.mypy_cache|\.pytest_cache|\.ruff_cache|\.ipynb_checkpoints|\$RECYCLE\.BIN|lost\+found|@eaDir"
    r"|System Volume Information|\.Trash.*|\.Spotlight-V100"
    r"|\.fseventsd|\.DocumentRevisions-V100|\.TemporaryItems",
    re.IGNORECASE,
)
_LIBRARY_FILE = re.compile(
    r".*\.satchel(?:-wal|-shm|-journal|\.lock|\.before-v.*)?", re.IGNORECASE | re.DOTALL
)
_TEMPORARY_FILE = re.compile(
    r"~\$.*|\.~lock\..*#|\..*\.sw[a-z]|#.*#|.*~|.*\.(?:tmp|temp|part|partial|crdownload|download|lock)"
    r"|Thumbs\.db|desktop\.ini|\.DS_Store",
    re.IGNORECASE | re.DOTALL,
)
_MAC_LEFTOVERS = "__MACOSX"
_HIDDEN_ATTRIBUTE = 0x2
_LARGEST_RULES_BYTES = 1_000_000


def is_library_file(name: str) -> bool:
    """Whether a file of this name belongs to a library: it changes whenever anything is indexed."""
    return _LIBRARY_FILE.fullmatch(name) is not None


def is_left_out_inside(name: str, *, includes_hidden: bool) -> bool:
    """Whether a file in an archive is left out for its name, as on disk; ``/`` stands between the parts."""
    *folders, last = name.split("/")
    if any(_SYSTEM_FOLDER.fullmatch(part) or part == _MAC_LEFTOVERS for part in folders):
        return True
    if is_library_file(last) or _TEMPORARY_FILE.fullmatch(last):
        return True
    return not includes_hidden and any(part.startswith(".") for part in (*folders, last))


@dataclass(frozen=True, slots=True)
class _Rules:
    """One rule file: its lines that say something, each with its number."""

    folder: str
    name: str
    lines: tuple[tuple[int, str], ...]
    spec: GitIgnoreSpec


@dataclass(frozen=True, slots=True)
class _Verdict:
    is_out: bool
    is_own: bool
    rule: str


class IgnoreRules:
    """The rules that hold under one watched folder; reads each rule file once.

    Args:
        folder: The watched folder.
        includes_hidden: Whether names that begin with a dot count.
        extra: Further lines in the same syntax, weaker than any rule file.
    """

    def __init__(self, folder: Path, *, includes_hidden: bool = False, extra: Sequence[str] = ()) -> None:
        self._root = str(folder)
        self._includes_hidden = includes_hidden
        self._extra = [_rules(self._root, "settings", extra)] if extra else []
        self._by_folder: dict[str, list[_Rules]] = {}
        self._out_by: dict[str, str | None] = {self._root: None}

    def match(self, path: Path, *, is_dir: bool) -> str | None:
        """Return the rule that leaves ``path`` out, or None; its parents are taken to be in."""
        return self.match_in(*os.path.split(path), is_dir=is_dir)

    def match_in(self, folder: str, name: str, *, is_dir: bool) -> str | None:
        """Return the same for what is called ``name`` in ``folder``."""
        if not is_dir and is_library_file(name):
            return "library file"
        verdict = self._judge(folder, name, is_dir=is_dir)
        default = self._default_rule(folder, name, is_dir=is_dir)
        if default is not None:
            return None if verdict is not None and verdict.is_own and not verdict.is_out else default
        return verdict.rule if verdict is not None and verdict.is_out else None

    def match_above(self, path: Path) -> str | None:
        """Return the rule that leaves out a folder between the watched one and ``path``, or None."""
        folder = str(path.parent)
        if folder not in self._out_by:
            inside = folder.startswith(self._root.rstrip(os.sep) + os.sep)
            rule = self.match_above(path.parent) if inside else None
            self._out_by[folder] = rule or (self.match(path.parent, is_dir=True) if inside else None)
        return self._out_by[folder]

    def _default_rule(self, folder: str, name: str, *, is_dir: bool) -> str | None:
        if is_dir:
            if _SYSTEM_FOLDER.fullmatch(name):
                return "system folder"
        elif _TEMPORARY_FILE.fullmatch(name):
            return "temporary file"
        if self._includes_hidden:
            return None
        return "hidden" if name.startswith(".") or _has_hidden_attribute(folder, name) else None

    def _judge(self, folder: str, name: str, *, is_dir: bool) -> _Verdict | None:
        for rules in reversed(self._holding(folder)):
            relative = (
                f"{folder}{os.sep}{name}"[len(rules.folder) :].replace(os.sep, "/").lstrip("/") + "/" * is_dir
            )
            found = rules.spec.check_file(relative)
            if found.include is not None and found.index is not None:
                number, line = rules.lines[found.index]
                where = Path(rules.folder).relative_to(self._root) / rules.name
                return _Verdict(
                    bool(found.include), rules.name == OWN_RULES, f"{where.as_posix()}:{number} {line}"
                )
        return None

    def _holding(self, folder: str) -> list[_Rules]:
        """Return the rules that hold in ``folder``, weakest first."""
        if folder not in self._by_folder:
            is_inside = folder.startswith(self._root.rstrip(os.sep) + os.sep)
            above = self._holding(str(Path(folder).parent)) if is_inside else self._extra
            here = [rules for name in RULE_FILES if (rules := _read(folder, name)) is not None]
            self._by_folder[folder] = [*above, *here]
        return self._by_folder[folder]


def _read(folder: str, name: str) -> _Rules | None:
    path = Path(folder, name)
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST_RULES_BYTES:
            return None
        return _rules(folder, name, path.read_text("utf-8-sig", "replace").splitlines())
    except OSError:
        return None


def _rules(folder: str, name: str, lines: Sequence[str]) -> _Rules:
    kept = [(number, line) for number, line in enumerate(lines, 1) if _says_something(line)]
    spec = GitIgnoreSpec.from_lines(line for _, line in kept)
    return _Rules(folder, name, tuple((number, line.strip()) for number, line in kept), spec)


def _says_something(line: str) -> bool:
    """Whether a line is a sound pattern; git passes over the others too."""
    if not line.strip() or line.startswith("#"):
        return False
    try:
        with warnings.catch_warnings(action="ignore"):
            GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True


def _has_hidden_attribute(folder: str, name: str) -> bool:
    if os.name != "nt":
        return False
    try:
        return bool(getattr(Path(folder, name).stat(), "st_file_attributes", 0) & _HIDDEN_ATTRIBUTE)
    except OSError:
        return False
