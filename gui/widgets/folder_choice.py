"""Ask for a folder to watch, and find the sample that comes with Satchel."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

_SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"


def choose_folder(parent: QWidget) -> str:
    """The folder that the user chose in the system's dialog; empty when none."""
    start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    title = QCoreApplication.translate("FolderChoice", "Choose a folder to read")
    return QFileDialog.getExistingDirectory(parent, title, start)


def documents_folder() -> str:
    """The user's folder for documents, where there is one; else empty."""
    path = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return path if path and Path(path).is_dir() and Path(path) != Path.home() else ""


def sample_folder() -> Path | None:
    """The sample's folder, where it is installed."""
    return _SAMPLE if _SAMPLE.is_dir() and any(_SAMPLE.iterdir()) else None
