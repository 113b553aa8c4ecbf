"""Language and theme; how the library is read; where it is; what Satchel promises."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from engine.records import LibraryStatus
from engine.requests import GetStatus
from gui.engine_bridge import EngineBridge
from gui.panels.library_settings import LibrarySettings
from gui.preferences import LANGUAGES, THEMES, Preferences
from gui.texts import AMOUNTS, size
from gui.widgets.chips import Chips
from gui.widgets.controls import ElidedLabel, framed, page_column, styled_button, styled_label
from gui.widgets.icons import set_icon, set_picture
from gui.widgets.language import speak
from gui.widgets.navigator import Navigator
from gui.widgets.theme import XL, L, M, S, apply_theme, wanted_theme

_THEME_ICONS = {"system": "half", "light": "sun", "dark": "moon"}
_COLUMN = 720


class SettingsPanel(QWidget):
    """One column of cards."""

    def __init__(
        self,
        bridge: EngineBridge,
        navigator: Navigator,
        parent: QWidget | None = None,
        *,
        preferences: Preferences,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._navigator, self._preferences = bridge, navigator, preferences
        self._status: LibraryStatus | None = None
        self.languages = Chips(LANGUAGES)
        self.themes = Chips(THEMES)
        self.history_button = styled_button("plain", "clock")
        self.history_button.setAutoDefault(True)  # Enter presses it, as Space does
        self._reveal = styled_button("plain", "folder")
        self.library = LibrarySettings(bridge, self)
        self._keys = [(styled_label("key"), styled_label("body")) for _ in range(8)]
        self._headings: list[tuple[QLabel, QLabel]] = []
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # so that no pill looks chosen at first
        self._build()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self._title.setText(self.tr("Settings"))
        texts = (
            (self.tr("Language"), self.tr("Takes effect at once.")),
            (self.tr("Appearance"), self.tr("Light on paper, or dark for the evening.")),
            (self.tr("Reading files"), self.tr("What is read of your folders, and how much of it.")),
            (
                self.tr("What Satchel leaves to you"),
                self.tr("Reading in the background gives way to your work; searching never does."),
            ),
            (self.tr("Models"), self.tr("They run on this computer; the faster ones make more mistakes.")),
            (self.tr("Library"), self.tr("One file holds everything Satchel knows. Copy it to back it up.")),
            (self.tr("History"), self.tr("Kept in the library file on this computer and nowhere else.")),
            (self.tr("Keyboard"), self.tr("Everything can be reached without a mouse.")),
            (
                self.tr("Nothing leaves this computer"),
                self.tr(
                    "Reading, searching and recognising all happen here. Satchel opens no network "
                    "connection, has no account and sends no statistics. Your files are only read, never "
                    "written, moved or deleted."
                ),
            ),
        )
        for (heading, line), (title, text) in zip(self._headings, texts, strict=True):
            heading.setText(title)
            line.setText(text)
        self.languages.set_texts({"": self.tr("As the system"), "en": "English", "zh_CN": "简体中文"})
        names = {"system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        self.themes.set_texts(names)
        self.history_button.setText(self.tr("Show history"))
        self._reveal.setText(self.tr("Show in folder"))
        about = self.tr("Satchel {version} · Apache License 2.0")
        self._about.setText(about.format(version=QApplication.applicationVersion()))
        self._name_keys()
        self._show_library()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._bridge.ask(self, GetStatus(), self._take_status)
        self.library.reload()

    def _build(self) -> None:
        area, column = page_column(_COLUMN)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(area)
        column.setSpacing(M)
        self._title = styled_label("title")
        column.addWidget(self._title)
        self._path = ElidedLabel("body")
        self._path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._facts = styled_label("faint")
        library = QVBoxLayout()
        library.addWidget(self._path)
        library.addWidget(self._facts)
        row = QHBoxLayout()
        row.addLayout(library, 1)
        row.addWidget(self._reveal)
        keys = QGridLayout()
        keys.setHorizontalSpacing(L)
        keys.setVerticalSpacing(S)
        for i, (key, text) in enumerate(self._keys):
            keys.addWidget(key, i % 4, 2 * (i // 4), Qt.AlignmentFlag.AlignLeft)
            keys.addWidget(text, i % 4, 2 * (i // 4) + 1)
        keys.setColumnStretch(1, 1)
        keys.setColumnStretch(3, 1)
        history = QVBoxLayout()
        history.setSpacing(L)
        history.addWidget(self.library.groups["history"])
        history.addWidget(self.history_button, 0, Qt.AlignmentFlag.AlignLeft)
        for name, content in (
            ("globe", self.languages), ("palette", self.themes), ("document", self.library.groups["reading"]),
            ("speed", self.library.groups["resources"]), ("sparkle", self.library.groups["models"]),
            ("book", row), ("clock", history), ("table", keys), ("shield", None),
        ):  # fmt: skip
            column.addWidget(self._section(name, content))
        for choice, icon_name in _THEME_ICONS.items():
            set_icon(self.themes.button(choice), icon_name)
        self._about = styled_label("faint")
        self._about.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(S)
        column.addWidget(self._about)
        column.addStretch(1)

    def _section(self, icon_name: str, content: QWidget | QLayout | None) -> QWidget:
        """A card with a heading, a line and what can be set."""
        card = framed("card")
        picture = QLabel()
        set_picture(picture, icon_name, "success" if icon_name == "shield" else "accent", size=20)
        heading, line = styled_label("strong"), styled_label("muted", wraps=True)
        self._headings.append((heading, line))
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(heading)
        texts.addWidget(line)
        if content is not None:
            texts.addSpacing(S)
            if isinstance(content, QWidget):
                texts.addWidget(content)
            else:
                texts.addLayout(content)
        row = QHBoxLayout(card)
        row.setContentsMargins(L, L, XL, L)
        row.setSpacing(M)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        return card

    def _connect(self) -> None:
        self.languages.choose(self._preferences.language)
        self.themes.choose(self._preferences.theme)
        self.languages.chosen.connect(self._set_language)
        self.themes.chosen.connect(self._set_theme)
        self.history_button.clicked.connect(lambda: self._navigator.open_screen("history"))
        self._reveal.clicked.connect(lambda: self._navigator.show_in_folder(self._path.text()))

    def _name_keys(self) -> None:
        keys = (
            ("Ctrl+K", self.tr("Search")),
            ("Ctrl+1 … 5", self.tr("Screens")),
            ("Alt+← / →", self.tr("Back and forward")),
            ("↑ ↓", self.tr("Choose a hit")),
            ("Enter", self.tr("Open it")),
            ("Esc", self.tr("Clear the search")),
            ("F5", self.tr("Look for changed files")),
            ("Ctrl+Shift+P", self.tr("Pause or resume")),
        )
        for (key, text), (keys_text, name) in zip(self._keys, keys, strict=True):
            key.setText(keys_text)
            text.setText(name)

    def _set_language(self, language: str) -> None:
        self._preferences.language = language
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        speak(app, self._preferences.spoken_language)

    def _set_theme(self, choice: str) -> None:
        self._preferences.theme = choice
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, wanted_theme(choice))

    def _take_status(self, status: LibraryStatus) -> None:
        self._status = status
        self._show_library()

    def _show_library(self) -> None:
        self._path.setText(str(self._bridge.library_path))
        status = self._status
        if status is not None:
            self._facts.setText(f"{size(status.size_bytes)} · {AMOUNTS.documents(status.documents)}")
