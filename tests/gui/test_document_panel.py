"""The Document screen: the right characters are marked, found, clicked and copied, at any length of text."""

from __future__ import annotations

import pytest
from fake_bridge import FakeBridge, document_view
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.errors import EngineError, FileNotInLibrary
from engine.events import ChangeKind, LibraryChanged
from engine.records import DocumentView, Page, Reason, Span, TextMention
from engine.requests import GetDocument
from gui.main_window import MainWindow
from gui.models.mention_model import MentionedEntity, MentionModel, MentionRole
from gui.panels.document import DocumentPanel
from gui.preferences import Preferences
from gui.widgets.language import speak
from gui.widgets.mention_text import MentionText
from gui.widgets.navigator import Navigator
from gui.widgets.text_offsets import (
    OffsetMap,
    excerpt,
    find_all,
    name_spans,
    reflowed,
    showable,
    window_around,
)
from gui.widgets.theme import DARK, apply_theme, current_theme

NAME = "Ada Lovelace"


def view_of(text: str, *names: str, **changes: object) -> DocumentView:
    """A document whose mentions are every place of ``names``, entity 1 for the first of them."""
    mentions = [
        TextMention(
            start=span.start, end=span.end, label="PER", score=0.97, entity_id=number, entity_name=name
        )
        for number, name in enumerate(names, 1)
        for span in find_all(text, name, limit=1000)
    ]
    fields: dict[str, object] = {
        "document_id": 7,
        "path": "/home/mei/Documents/a.txt",
        "paths": ("/home/mei/Documents/a.txt",),
        "title": "A",
        "format": "txt",
        "text": text,
        "pages": (),
        "attributes": {},
        "partial": None,
        "mentions": tuple(mentions),
    }
    return DocumentView(**(fields | changes))  # type: ignore[arg-type]


@pytest.fixture
def panel(bridge: FakeBridge, navigator: Navigator, preferences: Preferences, qtbot: QtBot) -> DocumentPanel:
    made = DocumentPanel(bridge, navigator, preferences=preferences)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    return made


def show(
    panel: DocumentPanel, bridge: FakeBridge, view: DocumentView, span: Span | None = None
) -> MentionText:
    """Let the engine know ``view`` and show it."""
    bridge.answers[GetDocument] = lambda _request: view
    panel.show_document(view.document_id, span)
    QApplication.processEvents()
    return panel.text


def characters_under(text: MentionText, span: Span) -> str:
    """The characters that are painted where ``span`` is said to stand, read off the laid-out document."""
    units = text.toPlainText().encode("utf-16-le")
    layout = text.document().documentLayout()
    seen = []
    for rect in text.span_rects(span):
        middle = rect.center().y() + text.verticalScrollBar().value()
        first, last = (
            layout.hitTest(QPointF(x, middle), Qt.HitTestAccuracy.FuzzyHit)
            for x in (rect.left() + 0.1, rect.right() - 0.1)
        )
        seen.append(units[2 * first : 2 * last].decode("utf-16-le"))
    return "".join(seen)


@pytest.mark.parametrize("before", ["", "plain ", "𠮷野家 🎉🎉 ", "👩‍👩‍👧\n🎉 "])
def test_the_span_asked_for_covers_its_own_characters(
    panel: DocumentPanel, bridge: FakeBridge, before: str
) -> None:
    text = f"{before}the engine of {NAME} 与 𠮷 and no other"
    start = text.index(NAME)

    shown = show(panel, bridge, view_of(text), Span(start, start + len(NAME)))

    assert characters_under(shown, Span(start, start + len(NAME))) == NAME
    assert shown.textCursor().position() == len(text[:start].encode("utf-16-le")) // 2


def test_the_span_asked_for_is_in_sight_and_in_the_highlight_colour(
    panel: DocumentPanel, bridge: FakeBridge
) -> None:
    text = "🎉 a line\n" * 900 + f"at last {NAME}\n" + "more\n" * 900
    start = text.index(NAME)

    shown = show(panel, bridge, view_of(text), Span(start, start + len(NAME)))

    (rect,) = shown.span_rects(Span(start, start + len(NAME)))
    assert shown.viewport().rect().contains(rect.toRect())
    picture = shown.viewport().grab().toImage()
    assert (
        picture.pixelColor(int(rect.left()) - 1, int(rect.center().y())).name() == current_theme().highlight
    )


def test_a_second_span_of_the_same_document_is_not_asked_of_the_engine_again(
    panel: DocumentPanel, bridge: FakeBridge
) -> None:
    text = "x\n" * 500 + NAME
    shown = show(panel, bridge, view_of(text))

    panel.show_document(7, Span(1000, 1000 + len(NAME)))

    assert len(bridge.asked_of(GetDocument)) == 1
    assert shown.viewport().rect().contains(shown.span_rects(Span(1000, 1003))[0].toRect())


def test_a_click_on_a_mention_opens_its_entity_and_a_click_beside_it_does_not(
    panel: DocumentPanel, bridge: FakeBridge, navigator: Navigator, qtbot: QtBot
) -> None:
    text = f"🎉🎉 {NAME} worked with Charles Babbage"
    shown = show(panel, bridge, view_of(text, NAME, "Charles Babbage"))
    opened: list[int] = []
    navigator.entity_wanted.connect(opened.append)

    for word in ("Babbage", "worked", NAME):
        start = text.index(word)
        (rect,) = shown.span_rects(Span(start, start + len(word)))
        qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=rect.center().toPoint())

    assert opened == [2, 1]


def test_enter_opens_the_mention_at_the_caret(
    panel: DocumentPanel, bridge: FakeBridge, navigator: Navigator, qtbot: QtBot
) -> None:
    shown = show(panel, bridge, view_of(f"🎉 {NAME}", NAME), Span(2, 2 + len(NAME)))

    with qtbot.waitSignal(navigator.entity_wanted) as wanted:
        qtbot.keyClick(shown, Qt.Key.Key_Return)

    assert wanted.args == [1]


def test_the_side_list_goes_from_mention_to_mention(
    panel: DocumentPanel, bridge: FakeBridge, qtbot: QtBot
) -> None:
    text = (f"{NAME} first\n" + "line\n" * 300) * 3
    shown = show(panel, bridge, view_of(text, NAME))
    starts = [span.start for span in find_all(text, NAME, limit=9)]
    row = panel.side.list.visualRect(panel.side.model.index(1))
    marked = []

    for _ in range(4):
        qtbot.mouseClick(
            panel.side.list.viewport(),
            Qt.MouseButton.LeftButton,
            pos=QPoint(row.left() + 30, row.center().y()),
        )
        marked.append(next(s for s in starts if _in_sight(shown, s)))

    assert marked == [starts[0], starts[1], starts[2], starts[0]]


def _in_sight(shown: MentionText, start: int) -> bool:
    rects = shown.span_rects(Span(start, start + 3))
    return bool(rects) and shown.viewport().rect().contains(rects[0].toRect())


def test_entities_are_grouped_by_label_with_their_counts() -> None:
    model = MentionModel()
    model.set_mentions(document_view(3).mentions)

    rows = [
        (model.index(row).data(), model.index(row).data(MentionRole.COUNT)) for row in range(model.rowCount())
    ]

    assert rows[:3] == [("People", 2), ("Thomas Okafor", 2), ("张伟", 2)]
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable
    entity = model.index(1).data(MentionRole.ENTITY)
    assert isinstance(entity, MentionedEntity)
    assert [document_view(3).text[span.start : span.end] for span in entity.spans] == ["Thomas Okafor"] * 2


def test_finding_counts_and_goes_round(panel: DocumentPanel, bridge: FakeBridge, qtbot: QtBot) -> None:
    text = "🎉 合同 one\n" + "x\n" * 400 + "合同 two\n" + "x\n" * 400 + "合同 three"
    shown = show(panel, bridge, view_of(text))
    panel.reading.open_find()
    panel.reading.find_bar.box.setText("合同")
    qtbot.waitUntil(lambda: panel.reading.find_bar.count.text() == "1 of 3")

    qtbot.keyClick(panel.reading.find_bar.box, Qt.Key.Key_Return)
    assert panel.reading.find_bar.count.text() == "2 of 3"
    assert _in_sight(shown, text.index("合同 two"))
    for expected in ("3 of 3", "1 of 3"):
        qtbot.keyClick(panel.reading.find_bar.box, Qt.Key.Key_Return)
        assert panel.reading.find_bar.count.text() == expected
    qtbot.keyClick(panel.reading.find_bar.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert panel.reading.find_bar.count.text() == "3 of 3"
    assert _in_sight(shown, text.index("合同 three"))


def test_a_long_text_shows_a_part_and_goes_on_from_it(panel: DocumentPanel, bridge: FakeBridge) -> None:
    text = "".join(f"🎉 line {number} of many\n" for number in range(30_000))
    asked = text.index("line 20000 ")
    shown = show(panel, bridge, view_of(text), Span(asked, asked + 10))

    assert len(shown.toPlainText()) < 200_000
    assert characters_under(shown, Span(asked, asked + 10)) == text[asked : asked + 10]
    assert panel.reading.earlier_button.isVisible()
    assert panel.reading.later_button.isVisible()
    end = shown.text_window.end
    panel.reading.later_button.click()
    assert _in_sight(shown, end)
    first = text.index("line 0 ")
    panel.show_document(7, Span(first, first + 6))
    assert not panel.reading.earlier_button.isVisible()
    assert characters_under(shown, Span(first, first + 6)) == "line 0"


def test_what_is_copied_is_the_document_and_nothing_else(panel: DocumentPanel, bridge: FakeBridge) -> None:
    wrapped = "🎉 a line that is long enough to have been broken by the width of a page\nand goes on here"
    text = wrapped + "\n\nPage two\u2028𠮷"
    middle = text.index("Page two")
    pages = (Page(number=1, start=0, end=middle), Page(number=2, start=middle, end=len(text)))
    shown = show(panel, bridge, view_of(text, format="pdf", pages=pages))

    shown.selectAll()
    shown.copy()

    assert QGuiApplication.clipboard().text() == text
    panel.copy_text()
    assert QGuiApplication.clipboard().text() == text


def test_a_partly_read_file_says_so_in_words(panel: DocumentPanel, bridge: FakeBridge) -> None:
    show(panel, bridge, view_of("text", partial=Reason(code="reader.timed_out", params={"limit_s": 30})))

    assert panel.reading.notice.isVisible()
    assert panel.reading.notice.words.text() == "Reading stopped after 30 s without progress."


def test_the_panel_rereads_what_it_shows_and_nothing_else(panel: DocumentPanel, bridge: FakeBridge) -> None:
    show(panel, bridge, view_of(NAME))
    bridge.changed.emit(LibraryChanged(kinds=frozenset({ChangeKind.VECTORS, ChangeKind.FOLDERS})))
    assert len(bridge.asked_of(GetDocument)) == 1

    bridge.answers[GetDocument] = lambda _request: view_of(NAME, NAME)
    bridge.changed.emit(LibraryChanged(kinds=frozenset({ChangeKind.KNOWLEDGE})))

    assert len(bridge.asked_of(GetDocument)) == 2
    assert panel.side.model.n_entities == 1


def test_the_reader_keeps_the_place_when_mentions_arrive(panel: DocumentPanel, bridge: FakeBridge) -> None:
    text = "a line\n" * 400 + NAME + "\n" + "a line\n" * 400
    shown = show(panel, bridge, view_of(text), Span(2800, 2803))
    place = shown.verticalScrollBar().value()

    bridge.answers[GetDocument] = lambda _request: view_of(text, NAME)
    bridge.changed.emit(LibraryChanged(kinds=frozenset({ChangeKind.KNOWLEDGE})))

    assert place > 0
    assert shown.verticalScrollBar().value() == place


def test_a_late_answer_does_not_replace_the_document_asked_for_last(
    panel: DocumentPanel, bridge: FakeBridge
) -> None:
    bridge.is_holding = True
    panel.show_document(1)
    panel.show_document(2)

    bridge.release(newest_first=True)

    assert panel.text.toPlainText().startswith("房屋租赁合同")


def test_a_document_that_is_gone_leaves_a_sentence(panel: DocumentPanel, bridge: FakeBridge) -> None:
    def refuse(_request: GetDocument) -> DocumentView:
        raise FileNotInLibrary(path="/x/y.txt")

    bridge.answers[GetDocument] = refuse
    panel.show_document(1)

    assert panel.empty.isVisible()
    assert panel.empty.accessibleName() == "This document cannot be shown"
    assert issubclass(FileNotInLibrary, EngineError)


def test_language_and_theme_switch_while_a_document_is_open(
    app: QApplication, panel: DocumentPanel, bridge: FakeBridge
) -> None:
    text = f"about {NAME} once"
    shown = show(panel, bridge, view_of(text, NAME), Span(6, 6 + len(NAME)))
    speak(app, "zh_CN")
    apply_theme(app, DARK)

    (rect,) = shown.span_rects(Span(6, 6 + len(NAME)))
    picture = shown.viewport().grab().toImage()

    assert panel.side.model.index(0).data() == "人物"
    assert picture.pixelColor(int(rect.left()) - 1, int(rect.center().y())).name() == DARK.highlight


@given(st.text(alphabet="ab 中𠮷🎉\n", max_size=60))
def test_code_points_and_utf16_units_map_onto_each_other(text: str) -> None:
    offsets = OffsetMap(text)

    for point in range(len(text) + 1):
        unit = offsets.to_units(point)
        assert unit == len(text[:point].encode("utf-16-le")) // 2
        assert offsets.to_points(unit) == point


@given(st.text(max_size=80), st.integers(0, 80), st.integers(1, 40))
def test_a_window_holds_its_focus_and_no_display_form_shifts_an_offset(
    text: str, focus: int, size: int
) -> None:
    focus = min(focus, len(text))

    window = window_around(text, focus, size)

    assert 0 <= window.start <= focus <= window.end <= len(text)
    assert len(showable(text)) == len(reflowed(text)) == len(text)


@given(st.text(alphabet="ab \n中🎉", max_size=60), st.integers(1, 30))
def test_an_excerpt_keeps_marks_on_their_names(text: str, size: int) -> None:
    spans = name_spans(text, ["ab", "中"])

    line, marks = excerpt(text, spans[:1], size=max(size, 6))

    assert [line[mark.start : mark.end] for mark in marks] == [text[s.start : s.end] for s in spans[:1]]
    assert "\n" not in line


def test_the_find_key_finds_in_the_document_though_the_window_searches_with_it(
    bridge: FakeBridge, preferences: Preferences, qtbot: QtBot
) -> None:
    window = MainWindow(bridge, preferences)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    window.navigator.open_document(1)
    panel = window.panel("document")

    qtbot.keyClick(panel.text, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)

    assert window.place.screen == "document"
    assert panel.reading.find_bar.isVisible()
