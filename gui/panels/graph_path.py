"""How two entities hang together: choose both, and the best ways from one to the other.

Asks ``ListEntities`` as one types and ``GetPaths`` once both are chosen.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.errors import Cancelled, EngineError
from engine.neighbours import EVERYTHING, GraphFilter, GraphPath
from engine.requests import GetPaths, ListEntities
from gui.engine_bridge import EngineBridge
from gui.panels.entity_box import N_OFFERED, EntityBox
from gui.texts import error_sentence
from gui.widgets.chips import Chips
from gui.widgets.controls import FlowLayout, styled_button, styled_label
from gui.widgets.theme import XL, L, M, S

N_PATHS = 3
MAX_STEPS = 6
_NAME_SIZE = 40


class GraphPathBar(QWidget):
    """Two choosers, what is best, and the ways that were found.

    Attributes:
        found: The ways that were found, and which of them is looked at; () when there is none.
        filter: Which relations count.
    """

    found = Signal(object, int)

    def __init__(self, bridge: EngineBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._n_asked = 0
        self._error: EngineError | None = None
        self.filter: GraphFilter = EVERYTHING
        self.paths: tuple[GraphPath, ...] | None = None
        self.start, self.end = EntityBox(), EntityBox()
        self.order = Chips(("shortest", "evidence"))
        self.ways: list[QPushButton] = []
        self._to = QLabel()
        self._hint = styled_label("muted", wraps=True)
        self.setFocusProxy(self.start)
        self._build()
        self.retranslate()

    def begin(self, entity_id: int | None, name: str) -> None:
        """Start from this entity, unless both ends are chosen; the focus goes where one is missing."""
        if entity_id is not None and self.end.entity_id is None:
            self.start.set_entity(entity_id, name)
        (self.start if self.start.entity_id is None else self.end).setFocus()

    def ask(self) -> None:
        """Look for ways between the two."""
        self._n_asked += 1
        self.paths, self._error = None, None
        self._show()
        a, b, asked = self.start.entity_id, self.end.entity_id, self._n_asked
        if a is None or b is None or a == b:
            return
        request = GetPaths(
            entity_id=a, other_id=b, n_paths=N_PATHS, max_steps=MAX_STEPS,
            is_by_evidence=self.order.current == "evidence", filter=self.filter,
        )  # fmt: skip
        self._bridge.ask(
            self, request, lambda paths: self._take(asked, paths), lambda error: self._fail(asked, error)
        )

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        #: Between the two ends of a path: from A to B
        self._to.setText(self.tr("to"))
        for box, name in ((self.start, self.tr("From entity")), (self.end, self.tr("To entity"))):
            box.setPlaceholderText(name)
            box.setAccessibleName(name)
        self.order.set_texts({"shortest": self.tr("Shortest"), "evidence": self.tr("Most evidenced")})
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _build(self) -> None:
        self._to.setProperty("role", "muted")
        self._row = FlowLayout(gap=S)
        for box in (self.start, self.end):
            box.setFixedWidth(210)
            box.wanted.connect(lambda text, chooser=box: self._look_up(chooser, text))
            box.picked.connect(self.ask)
        self._to.setMinimumHeight(self.start.sizeHint().height())
        self.order.setContentsMargins(0, 4, 0, 0)  # to the middle of the boxes
        self._row.addWidget(self.start)
        self._row.addWidget(self._to)
        self._row.addWidget(self.end)
        self._row.addWidget(self.order)
        self.order.chosen.connect(self.ask)
        self._group = QButtonGroup(self)
        self._ways = FlowLayout(gap=6)
        column = QVBoxLayout(self)
        column.setContentsMargins(XL, S, L, S)
        column.setSpacing(M)
        column.addLayout(self._row)
        column.addLayout(self._ways)
        column.addWidget(self._hint)

    def _look_up(self, chooser: EntityBox, text: str) -> None:
        request = ListEntities(prefix=text, limit=N_OFFERED)
        self._bridge.ask(self, request, lambda rows: chooser.offer(text, rows))

    def _take(self, asked: int, paths: tuple[GraphPath, ...]) -> None:
        if asked == self._n_asked:
            self.paths = paths
            self._show()
            self.found.emit(paths, 0)

    def _fail(self, asked: int, error: EngineError) -> None:
        if asked == self._n_asked and not isinstance(error, Cancelled):
            self._error = error
            self._show()

    def _show(self) -> None:
        """The ways as chips, or why there is none."""
        chosen = max(self._group.checkedId(), 0)
        self._ways.clear()
        self.ways.clear()
        for i, path in enumerate(self.paths or ()):
            way = styled_button("chip")
            way.setText(self._name_of(path))
            way.setToolTip(" → ".join(node.name for node in path.nodes))
            way.setAccessibleName(way.toolTip())
            way.setChecked(i == chosen)
            way.clicked.connect(lambda _checked=False, number=i: self.found.emit(self.paths, number))
            self._group.addButton(way, i)
            self.ways.append(way)
            self._ways.addWidget(way)
        self._hint.setText(self._words())
        self._hint.setVisible(bool(self._hint.text()))
        self.updateGeometry()

    def _name_of(self, path: GraphPath) -> str:
        between = " → ".join(node.name for node in path.nodes[1:-1])
        if not between:
            #: Two entities hang together with none between them
            return self.tr("directly")
        short = between if len(between) <= _NAME_SIZE else f"{between[: _NAME_SIZE - 1]}…"
        return self.tr("via {names}").format(names=short)

    def _words(self) -> str:
        if self._error is not None:
            return error_sentence(self._error)
        a, b = self.start.entity_id, self.end.entity_id
        if a is not None and a == b:
            return self.tr("Choose two different entities.")
        if a is None or b is None:
            return self.tr("Choose two entities to see what leads from one to the other.")
        if self.paths == ():
            text = self.tr("No path of at most %Ln step(s) joins them.", "", MAX_STEPS)
            further = self.tr("Take filters away to look further.")
            bare = self.tr("Nothing in your files connects the two yet.")
            return f"{text} {bare if self.filter == EVERYTHING else further}"
        return ""
