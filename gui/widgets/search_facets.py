"""What narrows a search down, with how many files each choice leaves.

``FacetColumn`` stands beside the hits; where there is no room for it, ``FacetBar`` is a row of pills with
the same choices in menus. Choosing one tells the part of a query that stands for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from engine.searches import Facet, FacetValue
from gui.facet_names import group_name, value_name
from gui.texts import AMOUNTS, label_group, number
from gui.widgets.controls import FlowLayout, styled_button, styled_label
from gui.widgets.row_button import RowButton
from gui.widgets.theme import XS, M, S

WIDTH = 208
_FEW = 5
_ORDER = ("type", "year", "folder", "entity", "language")
_LABELS = ("PER", "ORG", "LOC")


@dataclass(frozen=True, slots=True)
class Choices:
    """One heading with its values; ``key`` names a facet, or the label of its entities."""

    key: str
    values: tuple[FacetValue, ...]

    @property
    def title(self) -> str:
        """The heading."""
        return label_group(self.key) if self.key in (*_LABELS, "MISC") else group_name(self.key)

    def name(self, value: FacetValue) -> str:
        """What one of the values is called."""
        return value_name(self.key, value.value)


def choices_of(facets: Iterable[Facet]) -> tuple[Choices, ...]:
    """The facets as they are shown: in a fixed order, entities parted into people, organisations, places."""
    by_name = {facet.name: facet.values for facet in facets}
    if "year" in by_name:
        by_name["year"] = tuple(sorted(by_name["year"], key=lambda value: value.value, reverse=True))
    groups: list[Choices] = []
    for name in _ORDER:
        values = by_name.get(name, ())
        if name != "entity":
            groups.append(Choices(name, values))
            continue
        for label in (*_LABELS, "MISC"):
            own = tuple(v for v in values if (v.label if v.label in _LABELS else "MISC") == label)
            groups.append(Choices(label, own))
    return tuple(group for group in groups if group.values)


class FacetColumn(QScrollArea):
    """The choices under their headings, the first few of each until more are asked for.

    Attributes:
        chosen: The part of a query that a choice stands for; it may stand in the query already.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._groups: tuple[Choices, ...] = ()
        self._active: frozenset[str] = frozenset()
        self._whole: set[str] = set()
        self.rows: list[RowButton] = []
        self._retranslate()

    def set_choices(self, groups: Sequence[Choices], active: Collection[str]) -> None:
        """Show ``groups``; those whose part is ``active``, in the query already, are marked."""
        if (tuple(groups), frozenset(active)) != (self._groups, self._active):
            self._groups, self._active = tuple(groups), frozenset(active)
            self._fill()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._fill()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Filters"))

    def _fill(self) -> None:
        """Build the column anew; the place and the focus stay where they were."""
        at, focused = self.verticalScrollBar().value(), next((r.name for r in self.rows if r.hasFocus()), "")
        page = QWidget()
        page.setProperty("role", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, S, M)
        column.setSpacing(0)
        self.rows = []
        for group in self._groups:
            self._add_group(column, group)
        column.addStretch(1)
        self.setWidget(page)
        page.show()
        self.verticalScrollBar().setValue(at)
        for row in self.rows:
            if focused and row.name == focused:
                row.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_group(self, column: QVBoxLayout, group: Choices) -> None:
        heading = styled_label("small")
        heading.setText(group.title)
        heading.setContentsMargins(S, M if self.rows else XS, 0, XS)
        column.addWidget(heading)
        is_whole = group.key in self._whole
        for value in group.values[: None if is_whole else _FEW]:
            row = RowButton(group.name(value), number(value.n_files))
            row.setCheckable(True)
            row.setChecked(value.text in self._active)
            row.setToolTip(f"{group.name(value)} · {AMOUNTS.files(value.n_files)}")
            row.clicked.connect(lambda _checked=False, part=value.text: self.chosen.emit(part))
            self.rows.append(row)
            column.addWidget(row)
        if len(group.values) > _FEW:
            more = styled_button("link")
            more.setText(self.tr("Fewer") if is_whole else self.tr("More"))
            more.setAccessibleDescription(group.title)
            more.clicked.connect(lambda _checked=False, key=group.key: self._turn(key))
            column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def _turn(self, key: str) -> None:
        self._whole ^= {key}
        self._fill()


class FacetBar(QWidget):
    """The same choices as pills, each with a menu; ``chosen`` as the column's."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: tuple[Choices, ...] = ()
        self._active: frozenset[str] = frozenset()
        self.pills: list[QPushButton] = []
        self._flow = FlowLayout(gap=6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, S)
        column.addLayout(self._flow)

    def set_choices(self, groups: Sequence[Choices], active: Collection[str]) -> None:
        """As the column's."""
        if (tuple(groups), frozenset(active)) != (self._groups, self._active):
            self._groups, self._active = tuple(groups), frozenset(active)
            self._fill()

    @property
    def groups(self) -> tuple[Choices, ...]:
        """What there is to choose, a pill each."""
        return self._groups

    def menu_of(self, group: Choices) -> QMenu:
        """The choices of one pill."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for value in group.values:
            action = menu.addAction(f"{group.name(value)}  ·  {number(value.n_files)}".replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(value.text in self._active)
            action.triggered.connect(lambda _checked=False, part=value.text: self.chosen.emit(part))
        return menu

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._fill()
        super().changeEvent(event)

    def _fill(self) -> None:
        self._flow.clear()
        self.pills = [self._pill(group) for group in self._groups]
        for pill in self.pills:
            self._flow.addWidget(pill)

    def _pill(self, group: Choices) -> QPushButton:
        pill = styled_button("chip", "chevron-down", size=12)
        pill.setChecked(any(value.text in self._active for value in group.values))
        pill.setAutoDefault(True)
        pill.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the word
        pill.setText(group.title)
        pill.setAccessibleName(group.title)
        pill.clicked.connect(lambda is_on=False: self._open(pill, group, was_on=not is_on))
        return pill

    def _open(self, pill: QPushButton, group: Choices, *, was_on: bool) -> None:
        pill.setChecked(was_on)
        self.menu_of(group).popup(pill.mapToGlobal(QPoint(0, pill.height() + XS)))
