"""Home: what is worth opening and why, what was opened, what is new; still under the pointer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_bridge import FakeBridge
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from engine.errors import EngineError
from engine.events import ChangeKind, LibraryChanged
from engine.records import Reason
from engine.requests import (
    ChangeSetting,
    GetRecommendations,
    ListActivity,
    ListFollowed,
    ListNews,
    ListSavedSearches,
    NoteNewsSeen,
    NoteSearchSeen,
    Search,
)
from engine.searches import SavedSearch
from engine.suggestions import ActivityRow, Followed, News, SuggestedDocument
from gui.panels.home import HomePage
from gui.panels.search import SearchPanel
from gui.preferences import Preferences
from gui.widgets.language import speak
from gui.widgets.line_button import LineButton, wrapped
from gui.widgets.navigator import Navigator
from gui.widgets.theme import text_font

ENGINE = SuggestedDocument(
    document_id=1, path="/home/mei/Documents/History/Engine.pdf", title="The Engine", score=1.0,
    reasons=(Reason(code="because.close", params={"title": "租赁合同"}),), modified_ms=1_700_000_000_000,
    n_alike=1, alike=("/home/mei/Desktop/Engine (1).pdf",),
)  # fmt: skip
LEASE = SuggestedDocument(
    document_id=2, path="/home/mei/Documents/合同/租赁合同.docx", title="租赁合同", score=0.5,
    reasons=(Reason(code="because.new"), Reason(code="because.latest")), modified_ms=1_700_000_000_000,
)  # fmt: skip
ACTS = (
    ActivityRow(activity_id=4, kind="opened", at_ms=1_700_000_400_000, name="Gone", path="/x/gone.txt"),
    ActivityRow(activity_id=3, kind="searched", at_ms=1_700_000_300_000, name="违约金"),
    ActivityRow(activity_id=2, kind="opened", at_ms=1_700_000_200_000, name="租赁合同", document_id=2),
    ActivityRow(activity_id=1, kind="opened", at_ms=1_700_000_100_000, name="租赁合同", document_id=2),
    ActivityRow(activity_id=0, kind="searched", at_ms=1_700_000_000_000, name="违约金"),
)
ADA = Followed(followed_id=1, name="Ada Lovelace", label="PER", entity_id=7, since_ms=0, seen_ms=0)
NEWS = News(followed=ADA, n_documents=3, documents=(ENGINE,))
SAVED = SavedSearch(name="My leases", query="合同 type:docx", created_ms=0, n_new=2)
QUIET = SavedSearch(name="Quiet", query="nothing", created_ms=0, n_new=0)


@pytest.fixture
def full_bridge(bridge: FakeBridge) -> FakeBridge:
    bridge.answers |= {
        GetRecommendations: lambda _request: (ENGINE, LEASE),
        ListActivity: lambda _request: ACTS,
        ListNews: lambda _request: (NEWS,),
        ListSavedSearches: lambda _request: (SAVED, QUIET),
        ListFollowed: lambda _request: (ADA,),
    }
    return bridge


def opened(qtbot: QtBot, bridge: FakeBridge, navigator: Navigator, preferences: Preferences) -> SearchPanel:
    made = SearchPanel(bridge, navigator, preferences=preferences)
    qtbot.addWidget(made)
    made.resize(1000, 900)
    made.show()
    return made


def home_of(panel: SearchPanel) -> HomePage:
    return panel.findChildren(HomePage)[0]


@pytest.fixture
def panel(
    qtbot: QtBot, full_bridge: FakeBridge, navigator: Navigator, preferences: Preferences
) -> SearchPanel:
    return opened(qtbot, full_bridge, navigator, preferences)


def test_a_card_tells_title_place_reason_versions_and_day(app: QApplication, panel: SearchPanel) -> None:
    card = home_of(panel).feed.cards[0]
    assert card.accessibleName() == "The Engine, 14 Nov 2023"
    for part in ("Documents › History", "Close in meaning to “租赁合同”, which you opened", "Engine (1).pdf"):
        assert part in card.accessibleDescription()
    speak(app, "zh_CN")
    QApplication.processEvents()
    card = home_of(panel).feed.cards[0]
    assert "租赁合同" in card.accessibleDescription()
    assert "which you opened" not in card.accessibleDescription()


def test_the_keyboard_goes_from_the_box_through_the_page_as_it_is_read_and_opens(
    qtbot: QtBot, panel: SearchPanel, navigator: Navigator
) -> None:
    panel.box.setFocus()
    seen = []
    for _ in range(4):
        qtbot.keyClick(panel.focusWidget(), Qt.Key.Key_Tab)
        seen.append(panel.focusWidget().accessibleName().partition(",")[0])
    assert seen == ["违约金", "The Engine", "租赁合同", "租赁合同"]
    with qtbot.waitSignal(navigator.document_wanted) as wanted:
        qtbot.keyClick(panel.focusWidget(), Qt.Key.Key_Return)
    assert wanted.args == [2, None]


def test_the_same_document_stands_once_and_one_that_is_gone_not_at_all(panel: SearchPanel) -> None:
    assert [line.text() for line in home_of(panel).feed.opened] == ["租赁合同"]


def test_a_recent_search_stands_once_and_runs_again(panel: SearchPanel, full_bridge: FakeBridge) -> None:
    buttons = home_of(panel).findChildren(QPushButton)
    (chip,) = (button for button in buttons if button.text() == "违约金")
    chip.click()
    assert full_bridge.asked_of(Search)[-1].query == "违约金"


def test_news_lead_to_their_entity_their_documents_and_their_search(
    qtbot: QtBot, panel: SearchPanel, navigator: Navigator, full_bridge: FakeBridge
) -> None:
    news = home_of(panel).feed.news.findChildren(LineButton)
    assert [line.accessibleName() for line in news] == [
        "Ada Lovelace, 3 new documents",
        "The Engine, 14 Nov 2023",
        "My leases, 2 new documents",
    ]
    with qtbot.waitSignal(navigator.entity_wanted) as entity:
        news[0].click()
    with qtbot.waitSignal(navigator.document_wanted) as document:
        news[1].click()
    assert (entity.args, document.args) == ([7], [1, None])
    news[2].click()
    assert full_bridge.asked_of(NoteSearchSeen) == [NoteSearchSeen(name="My leases")]
    assert full_bridge.asked_of(Search)[-1].query == "合同 type:docx"


def test_all_news_are_marked_as_seen(panel: SearchPanel, full_bridge: FakeBridge) -> None:
    full_bridge.answers |= {ListNews: lambda _request: (), ListSavedSearches: lambda _request: (QUIET,)}
    home_of(panel).feed.seen_button.click()
    assert full_bridge.asked_of(NoteSearchSeen) == [NoteSearchSeen(name="My leases")]
    assert len(full_bridge.asked_of(NoteNewsSeen)) == 1
    assert home_of(panel).feed.seen_button.isHidden()
    assert "Nothing new in what you follow or in your saved searches." in home_of(panel).feed.teaching


def test_an_empty_page_teaches(
    qtbot: QtBot, bridge: FakeBridge, navigator: Navigator, preferences: Preferences
) -> None:
    feed = home_of(opened(qtbot, bridge, navigator, preferences)).feed
    assert len(feed.teaching) == 3
    assert any(text.startswith("Follow a person") for text in feed.teaching)


def test_nothing_is_shown_before_all_of_it_can_be(
    qtbot: QtBot, full_bridge: FakeBridge, navigator: Navigator, preferences: Preferences
) -> None:
    full_bridge.is_holding = True
    panel = opened(qtbot, full_bridge, navigator, preferences)
    assert not home_of(panel).health.isVisible()
    full_bridge.is_holding = False
    full_bridge.release()
    assert home_of(panel).health.isVisible()
    assert home_of(panel).feed.cards[0].isVisible()


def test_one_answer_that_fails_leaves_the_others(
    qtbot: QtBot, full_bridge: FakeBridge, navigator: Navigator, preferences: Preferences
) -> None:
    def fail(_request: object) -> object:
        raise EngineError

    full_bridge.answers[GetRecommendations] = fail
    panel = opened(qtbot, full_bridge, navigator, preferences)
    assert home_of(panel).feed.cards == []
    assert [line.text() for line in home_of(panel).feed.opened] == ["租赁合同"]


def test_a_change_waits_while_the_focus_is_on_a_card(
    qtbot: QtBot, panel: SearchPanel, full_bridge: FakeBridge
) -> None:
    before = home_of(panel).feed.cards
    before[0].setFocus()
    full_bridge.answers[GetRecommendations] = lambda _request: (replace(LEASE, title="新租约"),)
    full_bridge.changed.emit(LibraryChanged(kinds=frozenset({ChangeKind.TEXT})))
    assert len(full_bridge.asked_of(GetRecommendations)) == 2
    assert home_of(panel).feed.cards is before
    panel.box.setFocus()
    assert [card.text() for card in home_of(panel).feed.cards] == ["新租约"]


def test_a_change_waits_until_the_pointer_has_left(panel: SearchPanel, full_bridge: FakeBridge) -> None:
    feed = home_of(panel).feed
    before = feed.cards
    feed.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    full_bridge.answers[GetRecommendations] = lambda _request: (LEASE,)
    full_bridge.changed.emit(LibraryChanged(kinds=frozenset({ChangeKind.TEXT})))
    assert feed.cards is before
    feed.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    QApplication.sendEvent(feed, QEvent(QEvent.Type.Leave))
    assert [card.text() for card in feed.cards] == ["租赁合同"]


def test_without_history_it_says_why_the_suggestions_are_general(
    qtbot: QtBot, full_bridge: FakeBridge, navigator: Navigator, preferences: Preferences
) -> None:
    full_bridge.ask(full_bridge, ChangeSetting(name="history.keep", value=False), lambda _none: None)
    feed = home_of(opened(qtbot, full_bridge, navigator, preferences)).feed
    assert any(text.startswith("History is switched off") for text in feed.teaching)
    assert feed.cards
    assert feed.opened == []
    with qtbot.waitSignal(navigator.screen_wanted) as wanted:
        feed.history_button.click()
    assert wanted.args == ["settings"]


def test_health_tells_what_is_not_read(panel: SearchPanel, app: QApplication) -> None:
    assert (
        home_of(panel).health.text()
        == "214 files waiting · 37 files could not be read · 12 files read in part"
    )
    speak(app, "zh_CN")
    QApplication.processEvents()
    assert home_of(panel).health.text() == "214 个文件等待处理 · 37 个文件无法读取 · 12 个文件只读取了一部分"


@pytest.mark.parametrize(
    "text", ["one two three four five six", "一二三四五六七八九十一二三四五六", "🎉" * 40]
)
def test_a_line_that_is_too_long_is_broken_then_cut(app: QApplication, text: str) -> None:
    font = text_font(12)
    rows = wrapped(text, font, 60, 2)
    assert len(rows) == 2
    assert rows[-1].endswith("…")
    assert text.startswith(rows[0])
    assert "".join(wrapped(text, font, 60, 99)).replace(" ", "") == text.replace(" ", "")
