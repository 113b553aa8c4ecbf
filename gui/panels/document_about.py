"""What surrounds a document: its relatives with the reason, its links both ways, and the facts it states.

In: a document id. Asks ``GetRelated``, ``GetLinks`` and ``ListAttributes`` and shows the answers together;
what changes later is shown when the pointer and the focus have left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.events import ChangeKind
from engine.neighbours import DocumentLinks
from engine.records import DocumentView, Span
from engine.requests import GetLinks, GetRelated, ListAttributes
from engine.suggestions import SuggestedDocument
from gui.engine_bridge import EngineBridge
from gui.panels.asking import ask_all
from gui.panels.refresher import Refresher
from gui.preferences import Preferences
from gui.widgets.at_rest import AtRest
from gui.widgets.column import order_tabs
from gui.widgets.controls import styled_label
from gui.widgets.fact_list import FactList
from gui.widgets.link_list import LinkList, group_links
from gui.widgets.long_column import LongColumn
from gui.widgets.navigator import Navigator
from gui.widgets.section import Section
from gui.widgets.suggestion_line import suggestion_line
from gui.widgets.theme import S

FIRST_RELATED = 5
_REFRESH_MS = 10_000
_NOTHING = DocumentLinks(out=(), into=())
Answers = tuple[tuple[SuggestedDocument, ...], DocumentLinks, tuple[Any, ...]]


class DocumentAbout(QWidget):
    """Four sections, each with what it holds or the sentence that says why it is empty.

    Attributes:
        span_wanted: A place in the text of the document.
    """

    span_wanted = Signal(Span)

    def __init__(
        self,
        bridge: EngineBridge,
        navigator: Navigator,
        parent: QWidget | None = None,
        *,
        preferences: Preferences,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._navigator = bridge, navigator
        names = ("related", "out", "into", "facts")
        self.sections = {name: remembered_section(preferences, name) for name in names}
        self._document_id: int | None = None
        self._shown: tuple[int, Answers] | None = None
        self._text = ""
        self._is_due, self._is_other = False, False
        self.related = LongColumn(FIRST_RELATED)
        self.out, self.into = LinkList(is_out=True), LinkList(is_out=False)
        self.facts = FactList()
        self._none = {name: styled_label("muted", wraps=True) for name in names}
        self._build()
        self._at_rest = AtRest(self)
        kinds = {ChangeKind.TEXT, ChangeKind.FILES, ChangeKind.KNOWLEDGE, ChangeKind.VECTORS}
        Refresher(bridge, self, kinds, self._ask, pause_ms=_REFRESH_MS)
        self.retranslate()

    @property
    def teaching(self) -> tuple[str, ...]:
        """The sentences shown in place of what is not there."""
        return tuple(label.text() for label in self._none.values() if not label.isHidden())

    def show_view(self, view: DocumentView) -> None:
        """Show what surrounds ``view``, as soon as it can be seen; at once where its spans are others."""
        if (view.document_id, view.text) == (self._document_id, self._text):
            return
        self._document_id, self._text = view.document_id, view.text
        self._is_other = True
        if self.isVisible():
            self._ask()
        else:
            self._is_due = True

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        titles = {
            "related": (self.tr("Related"), self.tr("Nothing related was found yet.")),
            "out": (self.tr("Refers to"), self.tr("It refers to no document or file.")),
            "into": (self.tr("Referred to by"), self.tr("No document refers to it.")),
            "facts": (self.tr("Facts"), self.tr("No dates, amounts, addresses or numbers were found in it.")),
        }
        for name, (title, nothing) in titles.items():
            self.sections[name].set_title(title)
            self._none[name].setText(nothing)
        if self._shown is not None:
            self._fill(self._shown[1])

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_due:
            self._ask()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S // 2)
        contents: Mapping[str, QWidget] = {
            "related": self.related, "out": self.out, "into": self.into, "facts": self.facts,
        }  # fmt: skip
        for name, content in contents.items():
            section, label = self.sections[name], self._none[name]
            label.setContentsMargins(S, 2, S, S)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            label.hide()
            section.body.addWidget(label)
            section.body.addWidget(content)
            column.addWidget(section)
        for links in (self.out, self.into):
            links.document_wanted.connect(self._navigator.open_document)
        for source in (self.out, self.facts):
            source.span_wanted.connect(self.span_wanted)

    def _ask(self) -> None:
        asked = self._document_id
        if asked is None:
            return
        self._is_due = False
        requests = (
            GetRelated(document_id=asked),
            GetLinks(document_id=asked),
            ListAttributes(document_id=asked),
        )
        ask_all(self._bridge, self, requests, lambda answers: self._take(asked, answers))

    def _take(self, asked: int, answers: Sequence[Any]) -> None:
        if asked != self._document_id:
            return
        found: Answers = (answers[0] or (), answers[1] or _NOTHING, answers[2] or ())
        is_other, self._is_other = self._is_other, False
        if self._shown != (asked, found):
            self._at_rest.do(lambda: self._show(asked, found), at_once=is_other)

    def _show(self, asked: int, found: Answers) -> None:
        if asked == self._document_id:
            self._shown = (asked, found)
            self._fill(found)

    def _fill(self, found: Answers) -> None:
        related, links, facts = found
        out, into = group_links(links.out), group_links(links.into)
        self.related.show_rows([partial(self._related_line, document) for document in related])
        self.out.show_links(out)
        self.into.show_links(into)
        self.facts.show_rows(facts)
        n_facts = len({(row.kind, row.value) for row in facts})
        for name, count in (
            ("related", len(related)),
            ("out", len(out)),
            ("into", len(into)),
            ("facts", n_facts),
        ):
            self.sections[name].set_count(count or None)
            self._none[name].setVisible(not count)
            order_tabs(self.sections[name])

    def _related_line(self, document: SuggestedDocument) -> QWidget:
        line = suggestion_line(document)
        line.clicked.connect(lambda: self._navigator.open_document(document.document_id))
        return line


def remembered_section(preferences: Preferences, name: str) -> Section:
    """A section of the document's side that stays open or closed as the user left it."""
    section = Section(is_open=name not in preferences.closed_sections)
    section.toggled.connect(lambda is_open: preferences.remember_section(name, is_open=is_open))
    return section
