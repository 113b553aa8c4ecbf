"""Qt list model over the entities that one document mentions, grouped by label.

Filled from the mentions of a ``DocumentView``; opens nothing. A row is either a
heading (one a label, not selectable) or a ``MentionedEntity``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from engine.records import Span, TextMention
from gui.texts import label_group, label_name, number

Index = QModelIndex | QPersistentModelIndex


class MentionRole(IntEnum):
    """What a row tells beside its display text."""

    ENTITY = Qt.ItemDataRole.UserRole  # MentionedEntity, or None for a heading
    LABEL = Qt.ItemDataRole.UserRole + 1
    COUNT = Qt.ItemDataRole.UserRole + 2  # mentions of an entity; entities under a heading


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionedEntity:
    """One entity and every span of the document that mentions it, in order."""

    entity_id: int
    name: str
    label: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelHeading:
    """The heading above the entities of one label."""

    label: str
    n_entities: int


def group_mentions(mentions: Sequence[TextMention]) -> list[LabelHeading | MentionedEntity]:
    """Headings and entities: the most mentioned label and, under it, entity first."""
    spans: dict[int, list[Span]] = {}
    first: dict[int, TextMention] = {}
    for mention in mentions:
        first.setdefault(mention.entity_id, mention)
        spans.setdefault(mention.entity_id, []).append(Span(mention.start, mention.end))
    by_label: dict[str, list[MentionedEntity]] = {}
    for entity_id, mention in first.items():
        entity = MentionedEntity(
            entity_id=entity_id,
            name=mention.entity_name,
            label=mention.label,
            spans=tuple(spans[entity_id]),
        )
        by_label.setdefault(mention.label, []).append(entity)
    lines: list[LabelHeading | MentionedEntity] = []
    for label, entities in sorted(
        by_label.items(), key=lambda item: (-sum(len(entity.spans) for entity in item[1]), item[0])
    ):
        lines.append(LabelHeading(label=label, n_entities=len(entities)))
        entities.sort(key=lambda entity: (-len(entity.spans), entity.name.casefold()))
        lines.extend(entities)
    return lines


class MentionModel(QAbstractListModel):
    """One row per heading or entity; every method must be called on the GUI thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[LabelHeading | MentionedEntity] = []

    def set_mentions(self, mentions: Sequence[TextMention]) -> None:
        """Show the entities of ``mentions`` in place of the current rows."""
        self.beginResetModel()
        self._lines = group_mentions(mentions)
        self.endResetModel()

    def retranslate(self) -> None:
        """Tell the views that label names changed."""
        if self._lines:
            self.dataChanged.emit(self.index(0), self.index(len(self._lines) - 1))

    @property
    def n_entities(self) -> int:
        """How many entities the document mentions."""
        return sum(isinstance(line, MentionedEntity) for line in self._lines)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == MentionRole.LABEL:
            return line.label
        if isinstance(line, LabelHeading):
            told: dict[int, Any] = {
                Qt.ItemDataRole.DisplayRole: label_group(line.label),
                MentionRole.COUNT: line.n_entities,
            }
        else:
            told = {
                Qt.ItemDataRole.DisplayRole: line.name,
                Qt.ItemDataRole.ToolTipRole: f"{line.name} · {label_name(line.label)}",
                Qt.ItemDataRole.AccessibleTextRole: f"{line.name}, {number(len(line.spans))}",
                MentionRole.ENTITY: line,
                MentionRole.COUNT: len(line.spans),
            }
        return told.get(role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._lines[index.row()], LabelHeading):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
