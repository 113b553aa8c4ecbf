"""The style sheet of the whole window, made from a theme's colours.

Values of the dynamic properties that it knows:

``role`` on labels   display, title, heading, strong, body, muted, faint, small, key, pending, danger
``role`` on frames   card (rounded, raised), drop (card while something is dragged over it), bar
                      (a strip along an edge), line and upright (hairlines), rail, notice (a fault), deed,
                      popup (raised above what it lies on)
``role`` on lists    popup (as the frame)
``kind`` on buttons  primary (filled), plain (outlined), quiet (text only), danger, icon (square, icon only),
                      link (within a line of text), row (one line of a list, see RowButton), chip (checkable
                      pill), active (pill of what is set, a click takes it away), card (see CardButton), rail
                      (navigation), section (a heading that folds)
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.widgets.theme import Theme

# Grey that shows on both themes: a style sheet cannot tint a picture.
_ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"
_SHEET = Template("""
* { outline: none; }
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 4px 8px; }
QMainWindow, QDialog { background: $background; }

QLabel { background: transparent; }
QLabel[role="display"] { font-size: 28px; font-weight: 600; }
QLabel[role="title"] { font-size: 20px; font-weight: 600; }
QLabel[role="heading"] { font-size: 15px; font-weight: 600; }
QLabel[role="strong"] { font-size: 13px; font-weight: 600; }
QLabel[role="body"] { font-size: 13px; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="faint"] { color: $faint; font-size: 12px; }
QLabel[role="small"] { color: $muted; font-size: 12px; }
QLabel[role="key"] { background: $hover; border-radius: 4px; padding: 2px 7px; font-size: 12px;
    color: $muted; }
QLabel[role="pending"] { color: $warning; font-size: 12px; }
QLabel[role="danger"] { color: $danger; }

QFrame[role="card"] { background: $surface; border: 1px solid $border; border-radius: 8px; }
QFrame[role="drop"] { background: $selection; border: 1px dashed $accent; border-radius: 8px; }
QFrame[role="popup"] { background: $raised; border: 1px solid $border; border-radius: 8px; }
QFrame[role="bar"] { background: $background; border: none; border-top: 1px solid $border; }
QFrame[role="rail"] { background: $background; border: none; border-right: 1px solid $border; }
QFrame[role="line"] { background: $border; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="upright"] { background: $border; border: none; max-width: 1px; min-width: 1px; }
QFrame[role="notice"] { background: $danger_wash; border: none; border-radius: 8px; }
QFrame[role="deed"] { background: $selection; border: none; border-radius: 8px; }

QPushButton, QToolButton { border-radius: 8px; padding: 6px 14px; font-size: 13px; color: $text;
    background: $raised; border: 1px solid $border; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $selection; }
QPushButton:focus, QToolButton:focus { border: 1px solid $accent; }
QPushButton:disabled, QToolButton:disabled { color: $disabled; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent;
    font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; padding: 5px 13px; }
QPushButton[kind="primary"]:disabled { background: $hover; color: $disabled; border-color: $hover; }
QPushButton[kind="quiet"], QToolButton[kind="quiet"] { background: transparent; border: 1px solid transparent;
    color: $accent; padding: 6px 8px; }
QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover { background: $hover; }
QPushButton[kind="quiet"]:focus, QToolButton[kind="quiet"]:focus { border: 1px solid $accent; }
QPushButton[kind="danger"] { color: $danger; }
QPushButton[kind="icon"], QToolButton[kind="icon"] { background: transparent; border: 1px solid transparent;
    padding: 5px; }
QPushButton[kind="icon"]:hover, QToolButton[kind="icon"]:hover { background: $hover; }
QPushButton[kind="icon"]:focus, QToolButton[kind="icon"]:focus { border: 1px solid $accent; }
QPushButton[kind="chip"], QToolButton[kind="chip"] { border-radius: 13px; padding: 3px 11px; min-height: 18px;
    background: transparent; border: 1px solid $border; color: $muted; font-size: 12px; }
QPushButton[kind="chip"]:hover, QToolButton[kind="chip"]:hover { background: $hover; }
QPushButton[kind="chip"]:checked, QToolButton[kind="chip"]:checked { background: $selection;
    border: 1px solid $selection; color: $accent; }
QPushButton[kind="chip"]:focus, QToolButton[kind="chip"]:focus { border: 1px solid $accent; }
QPushButton[kind="section"] { background: transparent; border: 1px solid transparent; padding: 4px 4px;
    text-align: left; font-size: 13px; font-weight: 600; }
QPushButton[kind="section"]:hover { background: $hover; }
QPushButton[kind="section"]:focus { border: 1px solid $accent; }
QPushButton[kind="quiet"]:checked { background: $selection; }
QPushButton[kind="active"] { border-radius: 13px; padding: 3px 10px; min-height: 18px; background: $selection;
    border: 1px solid $selection; color: $accent; font-size: 12px; }
QPushButton[kind="active"]:hover, QPushButton[kind="active"]:focus { border: 1px solid $accent; }
QPushButton[kind="link"] { background: transparent; border: 1px solid transparent; border-radius: 6px;
    color: $accent; padding: 1px 5px; }
QPushButton[kind="link"]:hover { background: $hover; }
QPushButton[kind="link"]:focus { border: 1px solid $accent; }
QPushButton[kind="row"] { background: transparent; border: 1px solid transparent; border-radius: 6px;
    padding: 0 8px; text-align: left; }
QPushButton[kind="row"]:hover { background: $hover; }
QPushButton[kind="row"]:checked { background: $selection; }
QPushButton[kind="row"]:focus { border: 1px solid $accent; }
QPushButton[kind="card"] { background: $surface; border: 1px solid $border; padding: 0; text-align: left; }
QPushButton[kind="card"]:hover { background: $raised; border-color: $accent; }
QPushButton[kind="card"]:focus { border: 1px solid $accent; }
QToolButton[kind="rail"] { background: transparent; border: 1px solid transparent; border-radius: 8px;
    padding: 8px 2px 6px 2px; color: $muted; font-size: 12px; }
QToolButton[kind="rail"]:hover { background: $hover; color: $text; }
QToolButton[kind="rail"]:checked { background: $selection; color: $accent; font-weight: 600; }
QToolButton[kind="rail"]:focus { border: 1px solid $accent; }
QToolButton::menu-indicator { image: none; width: 0; }

QLineEdit { background: $surface; border: 1px solid $border; border-radius: 8px; padding: 6px 10px;
    selection-background-color: $selection; selection-color: $text; color: $text; }
QLineEdit:hover { border-color: $faint; }
QLineEdit:focus { border: 1px solid $accent; }
QLineEdit[role="display"] { font-size: 26px; font-weight: 600; padding: 2px 8px; }
QLineEdit[role="search"] { font-size: 15px; padding: 9px 12px 9px 4px; background: $raised; }
QLineEdit[role="search_big"] { font-size: 17px; padding: 12px 14px 12px 6px; border-radius: 10px;
    background: $raised; }

QComboBox { background: $raised; border: 1px solid $border; border-radius: 8px; padding: 6px 10px;
    color: $text; }
QComboBox:hover { background: $hover; }
QComboBox:focus { border: 1px solid $accent; }
QComboBox[role="small"] { background: transparent; border-color: transparent; padding: 4px 8px;
    color: $muted; font-size: 12px; }
QComboBox[role="small"]:hover { background: $hover; }
QComboBox[role="small"]:focus { border: 1px solid $accent; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url("$chevron"); width: 12px; height: 12px; }
QComboBox { combobox-popup: 0; }
QComboBoxPrivateContainer { background: $raised; border: none; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $border; padding: 4px; outline: none;
    selection-background-color: $selection; selection-color: $text; }
QComboBox QAbstractItemView::item { padding: 5px 8px; border-radius: 6px; }
QComboBox QAbstractItemView::item:selected { background: $selection; color: $text; }

QDoubleSpinBox { background: $raised; border: 1px solid $border; border-radius: 8px; color: $text;
    padding: 5px 26px 5px 0; selection-background-color: $selection; selection-color: $text; }
QDoubleSpinBox:hover { background: $hover; }
QDoubleSpinBox:focus { border: 1px solid $accent; }
QDoubleSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right; width: 22px;
    border: none; margin: 3px 3px 0 0; }
QDoubleSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right; width: 22px;
    border: none; margin: 0 3px 3px 0; }
QDoubleSpinBox::up-arrow { image: url("$spin_up"); width: 10px; height: 10px; }
QDoubleSpinBox::down-arrow { image: url("$chevron"); width: 10px; height: 10px; }

QMenu { background: $raised; border: 1px solid $border; border-radius: 8px; padding: 4px; }
QMenu::item { padding: 6px 20px 6px 12px; border-radius: 6px; }
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }

QAbstractScrollArea { background: transparent; border: none; }
QAbstractScrollArea > QWidget > QWidget[role="page"] { background: transparent; }
QAbstractItemView { background: transparent; border: none; selection-background-color: $selection;
    selection-color: $text; alternate-background-color: $hover; }
QListView[role="drop_list"] { background: $raised; border: 1px solid $border; padding: 4px; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: $background; color: $muted; border: none; border-bottom: 1px solid $border;
    padding: 6px 8px; font-size: 12px; }
QTableView { gridline-color: transparent; }
QTableView::item { padding: 0 8px; border: none; }
QTableView::item:selected { background: $selection; }
QAbstractItemView[role="popup"] { background: $raised; border: 1px solid $border; border-radius: 8px;
    padding: 4px; }
QTextEdit, QPlainTextEdit, QTextBrowser { background: $surface; color: $text; border: none;
    selection-background-color: $selection; selection-color: $text; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QAbstractScrollArea::corner { background: transparent; }
QScrollBar::handle { background: $border; border-radius: 3px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $border; }
QProgressBar { background: $hover; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QProgressBar[is_done="true"]::chunk { background: $success; }
QCheckBox, QRadioButton { spacing: 8px; color: $text; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid $faint; border-radius: 5px;
    background: $raised; }
QCheckBox::indicator:hover { background: $hover; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$checked"); }
QCheckBox::indicator:focus { border: 2px solid $text; width: 14px; height: 14px; }
QCheckBox::indicator:focus:!checked { border-color: $accent; }
QGraphicsView { border: none; }
""")


def style_sheet(theme: Theme) -> str:
    """QSS for ``theme``."""
    tokens = {item.name: getattr(theme, item.name) for item in fields(theme)}
    files = {"chevron": "combo-arrow", "spin_up": "spin-up", "checked": f"checked-{theme.name}"}
    return _SHEET.substitute(
        tokens, **{key: (_ICONS / f"{name}.svg").as_posix() for key, name in files.items()}
    )
