"""Searching as one types: the right hits, their matches marked, the newest question only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fake_bridge import CONTRACT, FakeBridge, document_view, search_result
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.errors import ModelMissing
from engine.events import ChangeKind, LibraryChanged
from engine.records import Span
from engine.requests import GetDocument, Search
from gui.panels.search import SearchPanel
from gui.preferences import Preferences
from gui.widgets.navigator import Navigator
from gui.widgets.resting_edit import REST_MS


@pytest.fixture
def panel(
    qtbot: QtBot, bridge: FakeBridge, navigator: Navigator, preferences: Preferences
) -> Iterator[SearchPanel]:
    made = SearchPanel(bridge, navigator, preferences=preferences)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.focus_box()
    return made


def test_typing_shows_the_hits_with_their_matches_marked(
    qtbot: QtBot, panel: SearchPanel, bridge: FakeBridge
) -> None:
    qtbot.keyClicks(panel.box, "engine")
    assert bridge.asked_of(Search) == []  # not before typing rests
    qtbot.waitUntil(lambda: panel.model.rowCount() > 0, timeout=20 * REST_MS)

    assert [request.query for request in bridge.asked_of(Search)] == ["engine"]
    assert panel.list.current_hit() == panel.model.hits[0]
    assert panel.preview.marked_texts() == ["Engine"]


def test_chinese_matches_are_marked_where_they_stand(panel: SearchPanel) -> None:
    panel.show_query("违约金")
    assert panel.model.hits[0].title == "房屋租赁合同"
    assert panel.preview.marked_texts() == ["违约金"]


def test_marks_are_right_behind_characters_outside_the_basic_plane(
    panel: SearchPanel, bridge: FakeBridge
) -> None:
    from dataclasses import replace

    text = "𠮷野家 🍜 " + CONTRACT
    start = text.index("转租")
    hit = replace(
        search_result("合同").hits[0],
        highlights=(Span(start, start + 2),),
        start=0,
        end=len(text),
        passage=text,
    )
    bridge.answers[Search] = lambda _request: replace(search_result("合同"), hits=(hit,))
    bridge.answers[GetDocument] = lambda _request: replace(document_view(2), text=text)
    panel.show_query("转租")
    assert panel.preview.marked_texts() == ["转租"]


def test_only_a_window_of_a_huge_document_is_laid_out(panel: SearchPanel, bridge: FakeBridge) -> None:
    from dataclasses import replace

    text = "abc 中文 xyz\n" * 800_000 + "needle\n" + "tail\n" * 1000
    start = text.index("needle")
    hit = replace(
        search_result("合同").hits[0],
        highlights=(Span(start, start + 6),),
        start=start,
        end=start + 6,
        passage="needle",
    )
    bridge.answers[Search] = lambda _request: replace(search_result("合同"), hits=(hit,))
    bridge.answers[GetDocument] = lambda _request: replace(document_view(2), text=text)
    panel.show_query("needle")
    assert panel.preview.marked_texts() == ["needle"]
    assert panel.preview.n_shown < 40_000


def test_the_newest_question_wins_whatever_the_order_of_answers(
    panel: SearchPanel, bridge: FakeBridge
) -> None:
    bridge.is_holding = True
    panel.show_query("合同")
    panel.show_query("engine")
    bridge.is_holding = False
    bridge.release(newest_first=True)
    assert {hit.document_id for hit in panel.model.hits} == {1}


def test_nothing_is_searched_while_an_input_method_composes(
    qtbot: QtBot, panel: SearchPanel, bridge: FakeBridge
) -> None:
    qtbot.keyClicks(panel.box, "a")
    QApplication.sendEvent(panel.box, QInputMethodEvent("he tong", []))
    qtbot.wait(3 * REST_MS)
    qtbot.keyClick(panel.box, Qt.Key.Key_Return)
    assert bridge.asked_of(Search) == []

    commit = QInputMethodEvent("", [])
    commit.setCommitString("合同")
    QApplication.sendEvent(panel.box, commit)
    qtbot.waitUntil(lambda: bool(bridge.asked_of(Search)), timeout=20 * REST_MS)
    assert [request.query for request in bridge.asked_of(Search)] == ["a合同"]


def test_keyboard_alone_finds_and_opens(qtbot: QtBot, panel: SearchPanel, navigator: Navigator) -> None:
    qtbot.keyClicks(panel.box, "london contract")
    qtbot.keyClick(panel.box, Qt.Key.Key_Return)  # searches at once
    assert panel.model.rowCount() >= 2
    qtbot.keyClick(panel.box, Qt.Key.Key_Down)
    chosen = panel.model.hits[1]
    assert panel.list.current_hit() == chosen
    assert panel.box.hasFocus()
    with qtbot.waitSignal(navigator.document_wanted) as opened:
        qtbot.keyClick(panel.box, Qt.Key.Key_Return)
    assert opened.args == [chosen.document_id, chosen.highlights[0]]

    qtbot.keyClick(panel.box, Qt.Key.Key_Escape)
    assert panel.box.text() == ""
    assert panel.model.rowCount() == 0


def test_a_hit_by_name_alone_leads_to_its_folder(
    qtbot: QtBot, panel: SearchPanel, navigator: Navigator
) -> None:
    panel.show_query("合同")
    panel.list.choose(panel.model.rowCount() - 1)
    with qtbot.waitSignal(navigator.folder_wanted) as wanted:
        qtbot.keyClick(panel.box, Qt.Key.Key_Return)
    assert wanted.args[0].endswith("Contract template.docx")


def test_no_hit_teaches_what_to_try(panel: SearchPanel) -> None:
    panel.show_query("zzz")
    assert panel.visible_state() == "nothing"


def test_an_error_is_told_in_place(panel: SearchPanel, bridge: FakeBridge) -> None:
    def fail(_request: Search) -> None:
        raise ModelMissing(name="minilm")

    bridge.answers[Search] = fail
    panel.show_query("engine")
    assert "minilm" in panel.summary


def test_an_empty_library_asks_for_folders(
    qtbot: QtBot, empty_bridge: FakeBridge, navigator: Navigator, preferences: Preferences
) -> None:
    panel = SearchPanel(empty_bridge, navigator, preferences=preferences)
    qtbot.addWidget(panel)
    assert panel.visible_state() == "begin"


def test_another_query_begins_at_its_best_hit(panel: SearchPanel, bridge: FakeBridge) -> None:
    panel.show_query("合同 contract")
    panel.list.choose(1)
    chosen = panel.list.current_hit()
    assert chosen in panel.model.hits[1:]
    bridge.is_holding = True
    panel.show_query("合同 contract engine")
    panel.show_query("合同 contract engine")  # typed, then Return
    bridge.is_holding = False
    bridge.release(newest_first=False)
    assert chosen in panel.model.hits
    assert panel.list.current_hit() == panel.model.hits[0]


def test_hits_on_show_follow_the_growing_index_and_keep_the_choice(
    qtbot: QtBot, panel: SearchPanel, bridge: FakeBridge
) -> None:
    panel.show_query("合同 contract")
    panel.list.choose(1)
    chosen = panel.list.current_hit()
    more = search_result("合同 contract engine")
    bridge.answers[Search] = lambda _request: more
    bridge.changed.emit(LibraryChanged(kinds=frozenset({ChangeKind.TEXT})))
    qtbot.waitUntil(lambda: panel.model.hits == more.hits, timeout=5000)
    after = panel.list.current_hit()
    assert chosen is not None
    assert after is not None
    assert (after.path, after.start) == (chosen.path, chosen.start)
