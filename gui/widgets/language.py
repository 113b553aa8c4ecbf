"""Speak another language at once: install the catalogues and the number formats.

Every widget gets a ``LanguageChange`` event from Qt afterwards and re-reads its texts.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "i18n"
_installed: list[QTranslator] = []


def speak(app: QApplication, language: str) -> None:
    """Switch the whole window to ``language`` (``"en"`` or ``"zh_CN"``)."""
    QLocale.setDefault(QLocale(language))
    for translator in _installed:
        app.removeTranslator(translator)
    _installed.clear()
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in ((f"qtbase_{language}", qt_folder), (f"app_{language}", str(_FOLDER))):
        translator = QTranslator(app)
        if translator.load(name, folder):
            app.installTranslator(translator)
            _installed.append(translator)
