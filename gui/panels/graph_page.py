"""The parts of the Graph screen and where they stand: head, tools, picture, side. Decides nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from gui.engine_bridge import EngineBridge
from gui.panels.graph_filter import ActiveFilters
from gui.panels.graph_overview import OverviewSide
from gui.panels.graph_side import GraphSide
from gui.panels.graph_tools import GraphTools
from gui.widgets.controls import ElidedLabel, styled_button
from gui.widgets.graph_bubbles import GraphBubbles
from gui.widgets.graph_legend import GraphLegend
from gui.widgets.graph_view import GraphView
from gui.widgets.navigator import Navigator
from gui.widgets.theme import XL, L, M, S

_NARROW = 720
_NARROW_HEAD = 980


class GraphPage(QWidget):
    """One picture of two, from afar (bubbles) or near (view), each with its side.

    Attributes:
        overview: The side of the bubbles.
        side: The side of the view.
        active: The filters that are set, labels aside, which the legend shows.
    """

    def __init__(self, bridge: EngineBridge, navigator: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view, self.bubbles = GraphView(), GraphBubbles()
        self.side, self.overview = GraphSide(navigator), OverviewSide(bridge)
        self.legend, self.active = GraphLegend(), ActiveFilters()
        self.tools = GraphTools(bridge, navigator)
        self.title = ElidedLabel("title", Qt.TextElideMode.ElideRight)
        self.overview_button = styled_button("quiet", "chevron-left")
        self.hidden_button = styled_button("quiet", "eye-off")
        self.zoom_in_button = styled_button("icon", "plus", size=18)
        self.zoom_out_button = styled_button("icon", "minus", size=18)
        self.fit_button = styled_button("icon", "fit", size=18)
        self.reset_button = styled_button("icon", "refresh", size=18)
        self._pictures, self._sides = QStackedWidget(), QStackedWidget()
        self._build()
        self.hidden_button.clicked.connect(self.view.show_hidden)
        self.zoom_in_button.clicked.connect(lambda: self.picture.zoom_by(1.25))
        self.zoom_out_button.clicked.connect(lambda: self.picture.zoom_by(0.8))
        self.fit_button.clicked.connect(self._fit)
        self.bubbles.chosen.connect(self.overview.mark)
        self.show_near(False)
        self.retranslate()

    @property
    def picture(self) -> GraphView | GraphBubbles:
        """The one that is shown."""
        return self.view if self._pictures.currentIndex() else self.bubbles

    def show_near(self, is_near: bool) -> None:
        """Show the view, or else the bubbles; the focus goes along where the other had it."""
        had_focus = self.picture.hasFocus()
        self._pictures.setCurrentIndex(int(is_near))
        self._sides.setCurrentIndex(int(is_near))
        self.setFocusProxy(self.picture)
        if had_focus:
            self.picture.setFocus()

    def show_title(self, title: str, is_overview: bool) -> None:
        """Say what is shown, how much of it is hidden, and offer the way back to the overview."""
        self.title.setText(title)
        self.overview_button.setVisible(not is_overview)
        self.reset_button.setVisible(not is_overview)
        n_hidden = 0 if is_overview else len(self.view.scene.hidden_ids)
        self.hidden_button.setVisible(n_hidden > 0)
        self.hidden_button.setText(self.tr("Show %Ln hidden", "", n_hidden))

    def fit_to(self, width: int) -> None:
        """Leave out what has no room."""
        self._sides.setVisible(width >= _NARROW)
        self.tools.set_narrow(width < _NARROW_HEAD)

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        for button, name in (
            (self.zoom_in_button, self.tr("Zoom in (+)")),
            (self.zoom_out_button, self.tr("Zoom out (-)")),
            (self.fit_button, self.tr("Show all of it (F)")),
            (self.reset_button, self.tr("Begin again")),
        ):
            button.setToolTip(name)
            button.setAccessibleName(name)
        self.overview_button.setText(self.tr("The whole graph"))
        self.view.setAccessibleName(
            self.tr(
                "Graph. Arrow keys go from node to node, Enter opens, E expands, C collapses, H hides, "
                "P pins, F shows all."
            )
        )
        self.bubbles.setAccessibleName(
            self.tr("Communities. Arrow keys go from one to another, Enter opens, F shows all.")
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(L, L, L, 0)
        head.setSpacing(S)
        head.addWidget(self.overview_button)
        head.addSpacing(S)
        head.addWidget(self.title, 1)
        head.addWidget(self.hidden_button)
        for button in self.tools.buttons.values():
            head.addWidget(button)
        for button in (self.zoom_out_button, self.zoom_in_button, self.fit_button, self.reset_button):
            head.addWidget(button)
        chips = QVBoxLayout()
        chips.setContentsMargins(XL, S, L, M)
        chips.setSpacing(S)
        chips.addWidget(self.legend)
        chips.addWidget(self.active)
        self.active.hide()
        for widget in (self.bubbles, self.view):
            self._pictures.addWidget(widget)
        for side in (self.overview, self.side):
            self._sides.addWidget(side)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._pictures)
        splitter.addWidget(self._sides)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([820, 336])
        self._sides.setMinimumWidth(230)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addLayout(chips)
        whole.addWidget(self.tools)
        whole.addWidget(splitter, 1)

    def _fit(self) -> None:
        self.picture.fit()
