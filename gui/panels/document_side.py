"""Beside a document: what it is about, the entities that it mentions, by label, and what surrounds it.

A click goes to the entity's next mention in the text; the arrow at the end of its
row, a double click or Enter opens its dossier.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from engine.records import DocumentView, Span, TextMention
from gui.engine_bridge import EngineBridge
from gui.models.mention_model import MentionedEntity, MentionModel, MentionRole
from gui.panels.document_about import DocumentAbout, remembered_section
from gui.preferences import Preferences
from gui.texts import label_group, number
from gui.widgets.controls import styled_button, styled_label
from gui.widgets.icons import tinted
from gui.widgets.keyword_chips import KeywordChips
from gui.widgets.navigator import Navigator
from gui.widgets.theme import BODY, RADIUS, SMALL, M, S, current_theme, text_font, theme_source

_ROW, _HEADING, _ARROW = 30, 38, 28
_LOW, _KEYWORDS = 460, 8  # pixels below which half of the keywords are enough beside the list
_FIRST, _FEW = 10, 4  # rows of a long list that are shown at first, and how few more are shown with them
Index = QModelIndex | QPersistentModelIndex


class MentionDelegate(QStyledItemDelegate):
    """Paints a heading or an entity with its count; the count gives way to an arrow under the pointer."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, _ROW if index.data(MentionRole.ENTITY) else _HEADING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        entity: MentionedEntity | None = index.data(MentionRole.ENTITY)
        if entity is None:
            _paint_heading(painter, area, index)
        else:
            _paint_entity(painter, area, state, entity)
        painter.restore()


def _paint_heading(painter: QPainter, area: QRect, index: Index) -> None:
    theme = current_theme()
    label = index.data(MentionRole.LABEL)
    painter.setFont(text_font(SMALL, bold=True))
    painter.setPen(QColor(theme.label_colours(label).ink))
    box = area.adjusted(S, 0, -S, -6)
    name = label_group(label)
    painter.drawText(box, Qt.AlignmentFlag.AlignBottom, name)
    left = box.left() + QFontMetrics(painter.font()).horizontalAdvance(name) + 6
    painter.setFont(text_font(SMALL))
    painter.setPen(QColor(theme.faint))
    painter.drawText(
        QRect(left, box.top(), 60, box.height()),
        Qt.AlignmentFlag.AlignBottom,
        number(index.data(MentionRole.COUNT)),
    )


def _paint_entity(painter: QPainter, area: QRect, state: QStyle.StateFlag, entity: MentionedEntity) -> None:
    theme = current_theme()
    is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
    is_selected = bool(state & QStyle.StateFlag.State_Selected)
    if is_hovered or is_selected:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.selection if is_selected else theme.hover))
        painter.drawRoundedRect(area, RADIUS, RADIUS)
    if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
        painter.setPen(QPen(QColor(theme.accent), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.label_colours(entity.label).ink))
    painter.drawEllipse(QPointF(area.left() + S + 4, area.center().y() + 0.5), 3.5, 3.5)
    end = QRect(area.right() - _ARROW, area.top(), _ARROW, area.height())
    if is_hovered:
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(
            end.center().x() - 7, end.center().y() - 7, tinted("arrow-right", 16, theme.accent, ratio)
        )
    else:
        painter.setFont(text_font(SMALL))
        painter.setPen(QColor(theme.faint))
        painter.drawText(
            end.adjusted(-20, 0, -S, 0),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
            number(len(entity.spans)),
        )
    painter.setFont(text_font(BODY))
    painter.setPen(QColor(theme.text))
    room = area.adjusted(S + 16, 0, -_ARROW - S, 0)
    name = QFontMetrics(painter.font()).elidedText(entity.name, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)


class _EntityList(QListView):
    """A list that tells whether a click fell on a row or on the arrow at its end."""

    row_clicked = Signal(QModelIndex)
    arrow_clicked = Signal(QModelIndex)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        is_arrow = event.position().x() > self.visualRect(index).right() - _ARROW
        (self.arrow_clicked if is_arrow else self.row_clicked).emit(index)


class DocumentSide(QScrollArea):
    """Sections that fold: keywords, entities, relatives, links and facts.

    Attributes:
        keyword_wanted: Search for this keyword.
        span_wanted: The next mention of the clicked entity, or another place in the text.
        entity_wanted: Open the dossier of this entity.
        menu_wanted: A menu is asked for: an entity's id and name, and where (global).
    """

    keyword_wanted = Signal(str)
    span_wanted = Signal(Span)
    entity_wanted = Signal(int)
    menu_wanted = Signal(int, str, object)

    def __init__(
        self,
        bridge: EngineBridge,
        navigator: Navigator,
        parent: QWidget | None = None,
        *,
        preferences: Preferences,
    ) -> None:
        super().__init__(parent)
        self._steps: dict[int, int] = {}
        self.keywords = KeywordChips()
        self.keywords.wanted.connect(self.keyword_wanted)
        self._keyword_section = remembered_section(preferences, "keywords")
        self.entity_section = remembered_section(preferences, "entities")
        self.about = DocumentAbout(bridge, navigator, preferences=preferences)
        self.about.span_wanted.connect(self.span_wanted)
        self._none = styled_label("muted", wraps=True)
        self.model = MentionModel(self)
        self.list = _EntityList()
        self.all_button = styled_button("quiet", "chevron-down")
        self._shows_all = True
        self._build()
        theme_source().changed.connect(self.list.viewport().update)
        self.retranslate()

    def set_view(self, view: DocumentView) -> None:
        """Show what is known of a document."""
        self.keywords.set_keywords(view.keywords)
        self._keyword_section.setVisible(bool(view.keywords))
        self.set_mentions(view.mentions)
        self.about.show_view(view)

    def set_mentions(self, mentions: Sequence[TextMention]) -> None:
        """Show the entities of a document."""
        self._steps.clear()
        self.model.set_mentions(mentions)
        self._none.setVisible(not mentions)
        self.list.setVisible(bool(mentions))
        self._shows_all = self.model.rowCount() <= _FIRST + _FEW
        self._fit_list()
        self.entity_section.set_count(self.model.n_entities or None)

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self._keyword_section.set_title(self.tr("Keywords"))
        self.entity_section.set_title(self.tr("In this document"))
        self._none.setText(self.tr("No people, places or organisations were found here yet."))
        self.list.setAccessibleName(self.tr("Entities in this document"))
        self.model.retranslate()
        self._fit_list()

    def _build(self) -> None:
        self.list.setModel(self.model)
        self.list.setItemDelegate(MentionDelegate(self.list))
        self.list.setMouseTracking(True)
        for policy in (self.list.setHorizontalScrollBarPolicy, self.list.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._ask_menu)
        self.list.row_clicked.connect(self._go_to_next)
        self.list.arrow_clicked.connect(self._open)
        self.list.activated.connect(self._open)
        self.all_button.setAutoDefault(True)  # Enter presses it, as Space does
        self.all_button.clicked.connect(self._show_all)
        self.list.selectionModel().currentChanged.connect(self._keep_in_sight)
        self._none.setContentsMargins(S, 2, S, S)
        self._keyword_section.body.addWidget(self.keywords)
        self.entity_section.body.addWidget(self._none)
        self.entity_section.body.addWidget(self.list)
        self.entity_section.body.addWidget(self.all_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._inner = QWidget()
        self._inner.setProperty("role", "page")
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(S, M, S, M)
        column.setSpacing(S // 2)
        for part in (self._keyword_section, self.entity_section, self.about):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(self._inner)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.keywords.show_at_most(_KEYWORDS if event.size().height() >= _LOW else _KEYWORDS // 2)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _go_to_next(self, index: QModelIndex) -> None:
        entity: MentionedEntity | None = index.data(MentionRole.ENTITY)
        if entity is not None:
            step = self._steps.get(entity.entity_id, 0)
            self._steps[entity.entity_id] = step + 1
            self.span_wanted.emit(entity.spans[step % len(entity.spans)])

    def _fit_list(self) -> None:
        """Make the list as tall as its rows, of a long one only the first until more are wanted."""
        rows = range(self.model.rowCount() if self._shows_all else _FIRST)
        self.list.setFixedHeight(sum(self.list.sizeHintForRow(row) for row in rows) + 2)
        self.list.scrollToTop()
        self.all_button.setVisible(not self._shows_all)
        self.all_button.setText(self.tr("Show all %Ln", "", self.model.n_entities))

    def _show_all(self) -> None:
        self._shows_all = True
        self._fit_list()

    def _keep_in_sight(self, index: QModelIndex) -> None:
        """It is what holds the list that scrolls, as the list is as tall as its rows."""
        if index.row() >= _FIRST and not self._shows_all:
            self._show_all()
        row = self.list.visualRect(index)
        place = self.list.viewport().mapTo(self._inner, row.center())
        self.ensureVisible(place.x(), place.y(), 0, _HEADING)

    def _open(self, index: QModelIndex) -> None:
        entity: MentionedEntity | None = index.data(MentionRole.ENTITY)
        if entity is not None:
            self.entity_wanted.emit(entity.entity_id)

    def _ask_menu(self, point: object) -> None:
        index = self.list.indexAt(point)  # type: ignore[arg-type]
        entity: MentionedEntity | None = index.data(MentionRole.ENTITY) if index.isValid() else None
        if entity is not None:
            place = self.list.viewport().mapToGlobal(point)  # type: ignore[call-overload]
            self.menu_wanted.emit(entity.entity_id, entity.name, place)
