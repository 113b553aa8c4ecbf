"""Line icons: small SVG files of our own, drawn in a colour of the theme.

An icon set with ``set_icon`` or ``set_picture`` takes the new theme's colour by itself when the theme
changes. ``tone`` names a colour of ``Theme`` or an entity label.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPushButton, QWidget

from gui.widgets.theme import Theme, current_theme, theme_source

_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "icons"
_LABEL_ICONS = {"PER": "person", "ORG": "organisation", "LOC": "place"}
_FORMAT_ICONS = {
    "pdf": "file-pdf", "docx": "file-text", "doc": "file-text", "odt": "file-text", "rtf": "file-text",
    "txt": "file-text",
    "md": "file-text", "rst": "file-text", "org": "file-text", "epub": "book", "htm": "globe",
    "html": "globe", "mhtml": "globe",
    "xlsx": "table", "xls": "table", "xlsb": "table", "xlsm": "table", "ods": "table", "csv": "table",
    "tsv": "table", "pptx": "slides", "ppt": "slides",
    "odp": "slides", "eml": "mail", "mbox": "mail", "msg": "mail", "py": "code", "js": "code", "ts": "code",
    "c": "code", "cpp": "code", "java": "code", "rs": "code", "go": "code", "json": "code", "xml": "code",
    "yaml": "code", "yml": "code", "toml": "code", "sh": "code", "sql": "code", "ipynb": "code",
    "png": "picture", "jpg": "picture", "jpeg": "picture", "jpe": "picture", "gif": "picture",
    "tif": "picture", "tiff": "picture", "bmp": "picture", "webp": "picture",
}  # fmt: skip
_LEADING = "leading_icon"
_CLEAR = "_q_qlineeditclearaction"  # Qt's own name for it
_is_listening: list[bool] = []


def icon_file(name: str) -> Path:
    """Where the icon ``name`` lies."""
    return _FOLDER / f"{name}.svg"


def label_icon(label: str) -> str:
    """Name of the icon for an entity label."""
    return _LABEL_ICONS.get(label, "tag")


def format_icon(path: str) -> str:
    """Name of the icon for a file, by the end of its name."""
    return _FORMAT_ICONS.get(path.rpartition(".")[2].lower(), "document")


@lru_cache(maxsize=512)
def tinted(name: str, size: int, colour: str, ratio: float = 1.0, gap: int = 0) -> QPixmap:
    """The icon as a square of ``size`` device-independent pixels, ``gap`` of them empty to its right.

    ``ratio`` is the number of pixels to each.
    """
    from PySide6.QtSvg import QSvgRenderer

    drawing = icon_file(name).read_text("utf-8").replace("currentColor", colour)
    side = round(size * ratio)
    pixmap = QPixmap(side + round(gap * ratio), side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def icon(name: str, tone: str = "muted", *, checked_tone: str = "accent", gap: int = 0) -> QIcon:
    """``name`` in the current theme's ``tone``; a checked button shows ``checked_tone``."""
    theme = current_theme()
    colour, checked = _hex(theme, tone), _hex(theme, checked_tone)
    made = QIcon()
    for size in (16, 20, 24):
        for ratio in (1.0, 2.0):
            made.addPixmap(tinted(name, size, colour, ratio, gap))
            made.addPixmap(tinted(name, size, colour, ratio, gap), QIcon.Mode.Selected)
            made.addPixmap(tinted(name, size, checked, ratio, gap), QIcon.Mode.Normal, QIcon.State.On)
            made.addPixmap(tinted(name, size, theme.disabled, ratio, gap), QIcon.Mode.Disabled)
    return made


def set_icon(button: QAbstractButton, name: str, tone: str = "muted", *, size: int = 16) -> None:
    """Put an icon on ``button`` that follows the theme."""
    _mark(button, name, tone, size)
    gap = _gap(button)
    button.setIconSize(QSize(size + gap, size))
    button.setIcon(icon(name, tone, gap=gap))


def set_picture(label: QLabel, name: str, tone: str = "muted", *, size: int = 20) -> None:
    """Show an icon as the picture of ``label``; it follows the theme."""
    _mark(label, name, tone, size)
    label.setPixmap(tinted(name, size, _hex(current_theme(), tone), label.devicePixelRatioF()))


def add_leading_icon(box: QLineEdit, name: str, tone: str = "faint") -> None:
    """Put an icon at the start of a line edit; it follows the theme."""
    action = box.addAction(icon(name, tone), QLineEdit.ActionPosition.LeadingPosition)
    action.setObjectName(_LEADING)
    clear = box.findChild(QAction, _CLEAR)
    if isinstance(clear, QAction):
        clear.setIcon(icon("close"))
    _mark(box, name, tone, 16)


def app_icon() -> QIcon:
    """The application's own icon, in its own colours."""
    made = QIcon()
    for size in (16, 32, 64, 128, 256):
        made.addPixmap(tinted("satchel", size, "#000000"))
    return made


def _mark(widget: QWidget, name: str, tone: str, size: int) -> None:
    if not _is_listening:
        _is_listening.append(True)
        theme_source().changed.connect(_retint)
    widget.setProperty("icon_name", name)
    widget.setProperty("icon_tone", tone)
    widget.setProperty("icon_size", size)


def _retint(_theme: Theme) -> None:
    for widget in QApplication.allWidgets():
        name = widget.property("icon_name")
        if not name:
            continue
        tone, size = widget.property("icon_tone"), widget.property("icon_size")
        if isinstance(widget, QAbstractButton):
            widget.setIcon(icon(name, tone, gap=_gap(widget)))
        elif isinstance(widget, QLabel):
            set_picture(widget, name, tone, size=size)
        elif isinstance(widget, QLineEdit):
            for action in widget.findChildren(QAction):
                if action.objectName() == _LEADING:
                    action.setIcon(icon(name, tone))
                elif action.objectName() == _CLEAR:
                    action.setIcon(icon("close"))


def _gap(button: QAbstractButton) -> int:
    """Air between icon and text, of which Qt leaves too little."""
    return 4 if isinstance(button, QPushButton) and button.property("kind") != "icon" else 0


def _hex(theme: Theme, tone: str) -> str:
    return theme.colour(tone).name()
