"""Show a file where it lies, in the system's file manager."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices


def on_disk(path: str) -> Path:
    """Return ``path``, or the archive that it lies in."""
    whole = Path(path)
    if whole.exists():
        return whole
    return next((part for part in whole.parents if part.is_file()), whole)


def reveal(path: str) -> bool:
    """Open the folder of ``path``, with the file chosen where the system can; False if it is gone.

    For a file in an archive that is the archive.
    """
    whole = on_disk(path)
    if not whole.exists():
        return whole.parent.is_dir() and QDesktopServices.openUrl(QUrl.fromLocalFile(str(whole.parent)))
    if sys.platform == "win32":
        return bool(QProcess.startDetached("explorer.exe", ["/select,", str(whole)])[0])
    if sys.platform == "darwin":
        return bool(QProcess.startDetached("/usr/bin/open", ["-R", str(whole)])[0])
    folder = whole if whole.is_dir() else whole.parent
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
