"""The head of a dossier: kind, name, other names and counts, what to do with it, and its neighbours.

Fed by the entity panel with records; asks nothing.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from engine.neighbours import Neighbourhood
from engine.records import EntityView
from gui.texts import AMOUNTS
from gui.widgets.controls import FlowLayout, framed, styled_button, styled_label
from gui.widgets.entity_menu import add_act_actions
from gui.widgets.graph_view import GraphView
from gui.widgets.icons import set_icon
from gui.widgets.label_chip import LabelChip
from gui.widgets.theme import XL, XS, M, S

_PREVIEW_SIZE = (320, 216)
_MAX_ALIASES = 12
NARROW = 720


class EntityHeader(QWidget):
    """Shows one ``EntityView``.

    Attributes:
        act_wanted: An act of ``gui.widgets.entity_menu.ACTS``.
        renamed: The name that the user gives it.
        follow_wanted: Whether it is to be followed.
    """

    act_wanted = Signal(str)
    renamed = Signal(str)
    follow_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: EntityView | None = None
        self._has_neighbours = False
        self.preview = GraphView(is_preview=True)
        self.graph_button = styled_button("primary", "graph")
        self.search_button = styled_button("plain", "search")
        self.correct_button = styled_button("plain", "text-cursor")
        self.follow_button = styled_button("icon", "star", size=20)
        self.follow_button.setCheckable(True)
        self.name_box = _NameBox()
        self._build()
        self.retranslate()

    def show_view(self, view: EntityView) -> None:
        """Show an entity; a name that is being written stays."""
        if self._view is None or self._view.entity_id != view.entity_id:
            self._end_rename()
        self._view = view
        self._chip.set_label(view.label)
        self._name.setText(view.name)
        others = [alias for alias in view.aliases if alias != view.name]
        names = ", ".join(others[:_MAX_ALIASES]) + (" …" if len(others) > _MAX_ALIASES else "")
        #: Other names of an entity
        self._aliases.setText(self.tr("Also {names}").format(names=names))
        self._aliases.setVisible(bool(others))
        self._counts.setText(f"{AMOUNTS.mentions(view.n_mentions)} · {AMOUNTS.documents(view.n_documents)}")

    def show_neighbours(self, found: Neighbourhood | None) -> None:
        """Show the small picture of its neighbours, or none."""
        shown = {node.entity_id for node in found.nodes} if found else set()
        if found is not None and shown != set(self.preview.scene.nodes):
            self.preview.show_neighbourhood(found)
        self._has_neighbours = len(shown) > 1

    def show_followed(self, is_followed: bool) -> None:
        """Fill the star or leave it empty."""
        self.follow_button.setChecked(is_followed)
        set_icon(
            self.follow_button,
            "star-filled" if is_followed else "star",
            "accent" if is_followed else "muted",
            size=20,
        )
        self._name_star()

    def begin_rename(self) -> None:
        """Let the user write another name in place of the name."""
        if self._view is not None:
            self.name_box.setText(self._view.name)
            self._name.hide()
            self.name_box.show()
            self.name_box.setFocus()
            self.name_box.selectAll()

    def fit(self, width: int) -> None:
        """Leave the picture out where there is no room beside the name."""
        self._preview_card.setVisible(self._has_neighbours and width >= NARROW)

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.graph_button.setText(self.tr("Show in graph"))
        self.search_button.setText(self.tr("Search for it"))
        self.correct_button.setText(self.tr("Correct"))
        self.correct_button.setToolTip(self.tr("Rename, change kind, merge, part or remove it"))
        self.preview.setAccessibleName(self.tr("Nearest neighbours"))
        self.name_box.setAccessibleName(self.tr("Name"))
        self._hint.setText(self.tr("Enter keeps the name, Escape leaves it as it was"))
        self._name_star()
        if self._view is not None:
            self.show_view(self._view)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._menu().popup(event.globalPos())

    def _build(self) -> None:
        self._chip = LabelChip()
        self._name = styled_label("display", wraps=True)
        self._name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._name.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._aliases = styled_label("muted", wraps=True)
        self._aliases.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._counts = styled_label("faint")
        self._hint = styled_label("faint")
        self._hint.hide()
        self._preview_card = framed("card")
        around = QVBoxLayout(self._preview_card)
        around.setContentsMargins(1, 1, 1, 1)
        around.addWidget(self.preview)
        self._preview_card.setFixedSize(*_PREVIEW_SIZE)
        header = QHBoxLayout(self)
        header.setContentsMargins(0, 0, 0, 0)
        header.setSpacing(XL)
        header.addLayout(self._names(), 1)
        header.addWidget(self._preview_card, 0, Qt.AlignmentFlag.AlignTop)
        self.name_box.kept.connect(self._keep_name)
        self.name_box.left.connect(self._end_rename)
        self.name_box.visible_changed.connect(self._hint.setVisible)
        self.correct_button.clicked.connect(lambda: self._drop_menu(self.correct_button))
        self.follow_button.clicked.connect(self.follow_wanted)

    def _names(self) -> QVBoxLayout:
        buttons = FlowLayout(gap=S)
        for button in (self.graph_button, self.search_button, self.correct_button):
            buttons.addWidget(button)
        kind = QHBoxLayout()
        kind.setSpacing(XS)
        kind.addWidget(self._chip)
        kind.addWidget(self.follow_button)
        kind.addStretch(1)
        names = QVBoxLayout()
        names.setSpacing(S)
        names.addLayout(kind)
        names.addWidget(self._name)
        names.addWidget(self.name_box)
        names.addWidget(self._hint)
        names.addWidget(self._aliases)
        names.addWidget(self._counts)
        names.addSpacing(M - S)
        names.addLayout(buttons)
        names.addStretch(1)
        return names

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        add_act_actions(menu, self.act_wanted.emit, has_keys=True)
        return menu

    def _drop_menu(self, button: QPushButton) -> None:
        self._menu().popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _keep_name(self, name: str) -> None:
        self._end_rename()
        if self._view is not None and name.strip() and name != self._view.name:
            self.renamed.emit(name)

    def _end_rename(self) -> None:
        self.name_box.hide()
        self._name.show()

    def _name_star(self) -> None:
        is_followed = self.follow_button.isChecked()
        name = self.tr("Follow no more") if is_followed else self.tr("Follow: hear of new documents about it")
        self.follow_button.setToolTip(name)
        self.follow_button.setAccessibleName(name)


class _NameBox(QLineEdit):
    """The name while it is written.

    Attributes:
        kept: Enter was pressed.
        left: Escape was pressed.
        visible_changed: Whether it is shown now.
    """

    kept = Signal(str)
    left = Signal()
    visible_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "display")
        self.returnPressed.connect(lambda: self.kept.emit(self.text()))
        self.hide()

    def setVisible(self, visible: bool) -> None:
        super().setVisible(visible)
        self.visible_changed.emit(visible)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
