"""Below a dossier's header: one form at a time by which its entity is corrected."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from engine.curation import FormRow
from engine.records import EntityRef, EntityRow, EntityView
from engine.requests import ListForms
from gui.engine_bridge import EngineBridge
from gui.panels.curation import Curation
from gui.panels.entity_chooser import EntityChooser
from gui.widgets.controls import framed, styled_button, styled_label
from gui.widgets.kind_form import KindForm
from gui.widgets.names_form import NamesForm
from gui.widgets.theme import M, S


class EntityEditor(QWidget):
    """Hidden until ``begin``; Escape puts it away, and so does the act itself.

    Attributes:
        closed: It was put away while it had the focus, which wants a new place.
    """

    closed = Signal()

    def __init__(self, bridge: EngineBridge, curation: Curation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._curation = curation
        self._view: EntityView | None = None
        self._act = ""
        self.kind = KindForm()
        self.chooser = EntityChooser(bridge)
        self.names = NamesForm()
        self._forms: dict[str, QWidget] = {"kind": self.kind, "merge": self.chooser, "names": self.names}
        self._title = styled_label("heading")
        self._close = styled_button("icon", "close")
        self._build()
        self.retranslate()
        self.close_form()

    def begin(self, act: str, view: EntityView) -> None:
        """Show the form of ``act`` ("kind", "merge" or "names") for ``view``."""
        self._act, self._view = act, view
        for name, form in self._forms.items():
            form.setVisible(name == act)
        self.retranslate()
        self.show()
        if act == "kind":
            self.kind.show_label(view.label)
        elif act == "merge":
            self.chooser.open_without(view.entity_id)
        else:
            self._read_forms(view.entity_id)
        self._forms[act].setFocus()

    def close_form(self) -> None:
        """Put the form away."""
        self._act = ""
        holder = QApplication.focusWidget()
        if holder is not None and self.isAncestorOf(holder):
            self.closed.emit()
        self.hide()

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        titles = {
            "kind": self.tr("What kind of thing is it?"),
            "merge": self.tr("Which is the same thing?"),
            "names": self.tr("Its names"),
        }
        self._title.setText(titles.get(self._act, ""))
        self._close.setToolTip(self.tr("Close"))
        self._close.setAccessibleName(self.tr("Close"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        card = framed("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(M, S, M, M)
        inside.setSpacing(S)
        inside.addLayout(head)
        for form in self._forms.values():
            inside.addWidget(form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.close_form)
        self._close.clicked.connect(self.close_form)
        self.kind.chosen.connect(self._retype)
        self.chooser.chosen.connect(self._merge)
        self.names.parted.connect(self._part)

    def _read_forms(self, entity_id: int) -> None:
        self.names.show_forms(())
        self._bridge.ask(self, ListForms(entity_id=entity_id), lambda forms: self._take(entity_id, forms))

    def _take(self, entity_id: int, forms: tuple[FormRow, ...]) -> None:
        if self._act == "names" and self._view is not None and self._view.entity_id == entity_id:
            self.names.show_forms(forms)

    def _retype(self, label: str) -> None:
        assert self._view is not None
        self.close_form()
        if label != self._view.label:
            self._curation.retype(self._view.entity_id, label, self._view.name)

    def _merge(self, other: EntityRow) -> None:
        assert self._view is not None
        self.close_form()
        self._curation.merge((self._view.entity_id, other.entity_id), (self._view.name, other.name))

    def _part(self, forms: tuple[FormRow, ...]) -> None:
        assert self._view is not None
        self.close_form()
        refs = tuple(EntityRef(form.label, form.key) for form in forms)
        self._curation.split(self._view.entity_id, refs, forms[0].name)
