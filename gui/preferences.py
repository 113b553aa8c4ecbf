"""What the window remembers between two starts, kept by ``QSettings``.

Nothing here is about the library's content but its path. Every value read back is checked: a file
edited by hand gives the default, never an error.
"""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import platformdirs
from PySide6.QtCore import QByteArray, QLocale, QSettings

from engine.searches import Sort

LANGUAGES = ("", "en", "zh_CN")
THEMES = ("system", "light", "dark")
SORTS: tuple[Sort, ...] = get_args(Sort)
_VIEW_KEYS = {True: "document/scan_view", False: "document/view"}


class Preferences:
    """Typed access to one ``QSettings``; every setter writes at once."""

    def __init__(self, store: QSettings | None = None) -> None:
        self._store = store if store is not None else QSettings("Satchel", "Satchel")

    @property
    def language(self) -> str:
        """One of ``LANGUAGES``; empty means as the system speaks."""
        return self._choice("language", LANGUAGES)

    @language.setter
    def language(self, value: str) -> None:
        self._store.setValue("language", value)

    @property
    def spoken_language(self) -> str:
        """``"en"`` or ``"zh_CN"``, never empty."""
        if self.language:
            return self.language
        return "zh_CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"

    @property
    def theme(self) -> str:
        """One of ``THEMES``."""
        return self._choice("theme", THEMES)

    @theme.setter
    def theme(self, value: str) -> None:
        self._store.setValue("theme", value)

    @property
    def geometry(self) -> QByteArray:
        """What ``QWidget.saveGeometry`` gave, or empty."""
        return self._bytes("window/geometry")

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._store.setValue("window/geometry", value)

    @property
    def search_split(self) -> QByteArray:
        """State of the splitter between hits and preview, or empty."""
        return self._bytes("window/search_split")

    @search_split.setter
    def search_split(self, value: QByteArray) -> None:
        self._store.setValue("window/search_split", value)

    @property
    def search_sort(self) -> Sort:
        """The order of hits."""
        return next((sort for sort in SORTS if sort == self._text("search/sort")), SORTS[0])

    @search_sort.setter
    def search_sort(self, value: Sort) -> None:
        self._store.setValue("search/sort", value)

    @property
    def shows_facets(self) -> bool:
        """Whether what narrows a search down stands beside the hits."""
        return self._text("search/facets") == "shown"

    @shows_facets.setter
    def shows_facets(self, value: bool) -> None:
        self._store.setValue("search/facets", "shown" if value else "hidden")

    def shows_pages(self, *, is_scan: bool) -> bool:
        """Whether a document opens with its pages as they look; scans do unless told otherwise."""
        choice = self._text(_VIEW_KEYS[is_scan])
        return choice == "page" if choice in ("page", "text") else is_scan

    def remember_view(self, *, is_scan: bool, shows_pages: bool) -> None:
        """Open documents of this kind so from now on."""
        self._store.setValue(_VIEW_KEYS[is_scan], "page" if shows_pages else "text")

    @property
    def closed_sections(self) -> tuple[str, ...]:
        """Names of the sections beside a document that the user folded away."""
        return self._texts("document/closed_sections")

    def remember_section(self, name: str, *, is_open: bool) -> None:
        """Show the section ``name`` so from now on."""
        rest = [other for other in self.closed_sections if other != name]
        self._store.setValue("document/closed_sections", rest if is_open else [*rest, name])

    @property
    def library_path(self) -> Path:
        """The library file that this window opens."""
        stored = self._text("library_path")
        if stored:
            return Path(stored)
        return Path(platformdirs.user_data_dir("Satchel", appauthor=False)) / "library.satchel"

    @library_path.setter
    def library_path(self, value: Path) -> None:
        self._store.setValue("library_path", str(value))

    def _choice(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self._text(key)
        return value if value in allowed else allowed[0]

    def _text(self, key: str) -> str:
        value = self._store.value(key, "")
        return value if isinstance(value, str) else ""

    def _texts(self, key: str) -> tuple[str, ...]:
        stored = self._store.value(key)
        if isinstance(stored, str):  # QSettings gives a list of one back as text
            stored = [stored]
        return (
            tuple(text for text in stored if isinstance(text, str) and text)
            if isinstance(stored, list)
            else ()
        )

    def _bytes(self, key: str) -> QByteArray:
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()
