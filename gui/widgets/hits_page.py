"""The hits; left of them what narrows them down, right of them the chosen one in its surroundings."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from gui.engine_bridge import EngineBridge
from gui.preferences import Preferences
from gui.widgets.controls import styled_button
from gui.widgets.hit_list import HitList
from gui.widgets.passage_preview import PassagePreview
from gui.widgets.search_facets import FacetColumn
from gui.widgets.theme import M


class HitsPage(QWidget):
    """Facets, list and preview.

    Attributes:
        more_wanted: The hits behind the last one are to be shown too.
        list, preview, facets, more: Its parts.
    """

    more_wanted = Signal()

    def __init__(self, bridge: EngineBridge, model: QAbstractListModel, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self.list = HitList(model)
        self.preview = PassagePreview(bridge, preferences=preferences)
        self.facets = FacetColumn()
        self.more = styled_button("quiet", "chevron-down")
        self.more.setAutoDefault(True)
        self.more.clicked.connect(self.more_wanted)
        self.more.hide()
        self._build()
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.more.setText(self.tr("More hits"))

    def _build(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addWidget(self.more)
        left.setMinimumWidth(260)
        self.preview.setMinimumWidth(300)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setHandleWidth(M)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(left)
        self._split.addWidget(self.preview)
        self._split.setStretchFactor(0, 9)
        self._split.setStretchFactor(1, 11)
        self._split.setSizes([450, 550])
        self._split.restoreState(self._preferences.search_split)
        self._split.splitterMoved.connect(self._keep_split)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(M)
        row.addWidget(self.facets)
        row.addWidget(self._split, 1)

    def _keep_split(self) -> None:
        self._preferences.search_split = self._split.saveState()
