"""The visual language: two themes, spacing, type sizes, and the switch between them.

Widgets take colours from ``current_theme()`` when they paint, and refresh what they keep on
``theme_source().changed``. Most looks come from the style sheet through two dynamic properties:
``role`` (labels, frames) and ``kind`` (buttons); ``gui.widgets.style_sheet`` lists their values.
Sizes are device-independent pixels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from gui.widgets.style_sheet import style_sheet

RADIUS = 8
XS, S, M, L, XL = 4, 8, 12, 16, 24
SMALL, BODY, LARGE, TITLE, DISPLAY = 12, 13, 15, 20, 28

_CJK_FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei UI",
)
_PLAIN_FAMILIES = ("DejaVu Sans", "Sans Serif", "Sans", "Bitstream Vera Sans", "Helvetica", "")
_BETTER_FAMILIES = ("Inter", "Cantarell", "Ubuntu", "Noto Sans", "Open Sans", "Source Sans 3")


@dataclass(frozen=True, slots=True)
class LabelColours:
    """``ink`` writes and underlines a label, ``wash`` lies behind it."""

    ink: str
    wash: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Theme:
    """Every colour of the window, as ``#rrggbb``."""

    name: str
    is_dark: bool
    background: str
    surface: str
    raised: str
    hover: str
    border: str
    text: str
    muted: str
    faint: str
    disabled: str
    accent: str
    accent_hover: str
    on_accent: str
    selection: str
    highlight: str
    success: str
    warning: str
    danger: str
    danger_wash: str
    labels: Mapping[str, LabelColours]

    def label_colours(self, label: str) -> LabelColours:
        """Colours of an entity label; one that is not known looks like ``MISC``."""
        return self.labels.get(label, self.labels["MISC"])

    def colour(self, tone: str) -> QColor:
        """The colour named ``tone``: a field of this record or an entity label."""
        return QColor(self.labels[tone].ink if tone in self.labels else getattr(self, tone))


LIGHT = Theme(
    name="light",
    is_dark=False,
    background="#f8f6f1",
    surface="#fdfcf9",
    raised="#ffffff",
    hover="#efece4",
    border="#e5e1d7",
    text="#24221e",
    muted="#69655c",
    faint="#757065",
    disabled="#b9b4a7",
    accent="#17666a",
    accent_hover="#125458",
    on_accent="#ffffff",
    selection="#dcebe9",
    highlight="#fbe7a3",
    success="#2a7046",
    warning="#8a590a",
    danger="#b03a31",
    danger_wash="#f9e7e3",
    labels={
        "PER": LabelColours("#a8482a", "#f8e6dd"),
        "ORG": LabelColours("#3a5ba8", "#e3e9f7"),
        "LOC": LabelColours("#36743a", "#e2f0e0"),
        "EVENT": LabelColours("#8c3f86", "#f3e4f2"),
        "PRODUCT": LabelColours("#876108", "#f5ebcf"),
        "WORK": LabelColours("#1d7480", "#daeef0"),
        "DATE": LabelColours("#5d6470", "#e8eaee"),
        "MISC": LabelColours("#6c5aa8", "#eae6f6"),
    },
)
DARK = Theme(
    name="dark",
    is_dark=True,
    background="#191a1b",
    surface="#1f2022",
    raised="#27292b",
    hover="#2c2e31",
    border="#34373a",
    text="#e9e6e0",
    muted="#b2aea5",
    faint="#96928a",
    disabled="#56585b",
    accent="#6cc0bd",
    accent_hover="#86d1ce",
    on_accent="#0f2626",
    selection="#244241",
    highlight="#665318",
    success="#7cc796",
    warning="#e0ac55",
    danger="#ef968c",
    danger_wash="#41272a",
    labels={
        "PER": LabelColours("#eb9c7c", "#452f26"),
        "ORG": LabelColours("#93b1f2", "#28334d"),
        "LOC": LabelColours("#8ecb8f", "#263c28"),
        "EVENT": LabelColours("#dc9ad6", "#402a3f"),
        "PRODUCT": LabelColours("#dcb968", "#403620"),
        "WORK": LabelColours("#7ccbd6", "#203b3f"),
        "DATE": LabelColours("#b3bac6", "#32363d"),
        "MISC": LabelColours("#b8a8ec", "#342f49"),
    },
)


class ThemeSource(QObject):
    """Says when the theme has changed; the palette and style sheet are in place by then."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.theme = LIGHT


_SOURCE = ThemeSource()


def theme_source() -> ThemeSource:
    """The one source of ``changed(Theme)``."""
    return _SOURCE


def current_theme() -> Theme:
    """The theme last applied; light before the first."""
    return _SOURCE.theme


def wanted_theme(choice: str) -> Theme:
    """The theme for ``"light"``, ``"dark"`` or ``"system"``; light where the system does not say."""
    if choice == "system":
        hints = QGuiApplication.styleHints()
        return DARK if hints is not None and hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT
    return DARK if choice == "dark" else LIGHT


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Dress every window of ``app`` in ``theme`` and tell those who paint by themselves."""
    if app.style().objectName().lower() != "fusion":
        app.setStyle("Fusion")
    _SOURCE.theme = theme
    app.setFont(text_font())
    app.setPalette(_palette(theme))
    app.setStyleSheet(style_sheet(theme))
    _SOURCE.changed.emit(theme)


def text_font(size: int = BODY, *, bold: bool = False) -> QFont:
    """The window's font at ``size`` pixels; ``bold`` means the half-bold that headings wear."""
    font = QFont()
    font.setFamilies(_families())
    font.setPixelSize(size)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


_family_cache: list[str] = []


def _families() -> list[str]:
    if not _family_cache:
        system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
        known = set(QFontDatabase.families())
        latin = [system]
        if system in _PLAIN_FAMILIES:  # a bare Linux without a desktop's font choice
            latin = [family for family in _BETTER_FAMILIES if family in known][:1]
        cjk = [family for family in _CJK_FAMILIES if family in known]
        _family_cache.extend(latin + cjk + ([system] if system and system not in latin else []))
    return list(_family_cache)


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for which, tone in (
        (role.Window, theme.background),
        (role.WindowText, theme.text),
        (role.Base, theme.surface),
        (role.AlternateBase, theme.hover),
        (role.Text, theme.text),
        (role.PlaceholderText, theme.faint),
        (role.Button, theme.raised),
        (role.ButtonText, theme.text),
        (role.BrightText, theme.danger),
        (role.Highlight, theme.selection),
        (role.HighlightedText, theme.text),
        (role.ToolTipBase, theme.raised),
        (role.ToolTipText, theme.text),
        (role.Link, theme.accent),
        (role.LinkVisited, theme.accent),
        (role.Accent, theme.accent),
        (role.Light, theme.raised),
        (role.Midlight, theme.hover),
        (role.Mid, theme.border),
        (role.Dark, theme.border),
        (role.Shadow, theme.border),
    ):
        palette.setColor(which, QColor(tone))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(theme.disabled))
    return palette
