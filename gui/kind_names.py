"""What a file is that is not read, in the language that is installed at the time of the call."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from gui.translatable import QT_TRANSLATE_NOOP

# Each stands in "This is ...".
_KINDS: Mapping[str, str] = {
    "picture": QT_TRANSLATE_NOOP("Texts", "a picture"),
    "audio": QT_TRANSLATE_NOOP("Texts", "a recording"),
    "video": QT_TRANSLATE_NOOP("Texts", "a video"),
    "archive": QT_TRANSLATE_NOOP("Texts", "an archive"),
    "database": QT_TRANSLATE_NOOP("Texts", "a database"),
    "drawing": QT_TRANSLATE_NOOP("Texts", "a drawing or a 3D model"),
    "pages": QT_TRANSLATE_NOOP("Texts", "a document of printed pages (PostScript, DjVu)"),
    "certificate": QT_TRANSLATE_NOOP("Texts", "a key, a certificate or signed data"),
    "font": QT_TRANSLATE_NOOP("Texts", "a font"),
    "program": QT_TRANSLATE_NOOP("Texts", "a program"),
    "form_data": QT_TRANSLATE_NOOP("Texts", "the data of a PDF form"),
    "help": QT_TRANSLATE_NOOP("Texts", "a help file"),
    "mailbox": QT_TRANSLATE_NOOP("Texts", "an Outlook mailbox"),
    "iwork": QT_TRANSLATE_NOOP("Texts", "an iWork document (Pages, Numbers, Keynote)"),
    "onenote": QT_TRANSLATE_NOOP("Texts", "a OneNote notebook"),
    "document": QT_TRANSLATE_NOOP("Texts", "a document of an old or rare program"),
    "spreadsheet": QT_TRANSLATE_NOOP("Texts", "a spreadsheet of an old or rare program"),
    "presentation": QT_TRANSLATE_NOOP("Texts", "a presentation of an old or rare program"),
    "data": QT_TRANSLATE_NOOP("Texts", "measured or computed data"),
    "project": QT_TRANSLATE_NOOP("Texts", "a project plan"),
    "map": QT_TRANSLATE_NOOP("Texts", "a map"),
    "compound": QT_TRANSLATE_NOOP("Texts", "a compound document of an unknown program"),
}
KINDS = tuple(_KINDS)
_UNKNOWN = QT_TRANSLATE_NOOP("Texts", "a file of an unknown kind")
_NAMED = QT_TRANSLATE_NOOP("Texts", "a file of the kind “{name}”")


def kind_name(kind: str) -> str:
    """The kind of a file with its article; one that is not in the list stands for itself."""
    text = _KINDS.get(kind) or (_NAMED if kind else _UNKNOWN)
    return QCoreApplication.translate("Texts", text).format(name=kind)
