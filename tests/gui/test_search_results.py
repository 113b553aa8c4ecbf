"""What stands around the hits: order, facets, filters, what was meant, more of them, further places."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_bridge import FakeBridge, search_result
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.records import Span
from engine.requests import Search
from engine.searches import (
    Facet,
    FacetValue,
    Hit,
    Notice,
    Quote,
    SearchResult,
    Substitute,
    Substitution,
)
from gui.panels.search import HITS, SearchPanel
from gui.preferences import SORTS, Preferences
from gui.widgets.hit_delegate import fold_line
from gui.widgets.navigator import Navigator

_FACETS = (
    Facet(name="type", values=(FacetValue(value="pdf", text="type:pdf", n_files=3),)),
    Facet(
        name="entity",
        values=(
            FacetValue(value="Ada Lovelace", text='person:"Ada Lovelace"', n_files=2, label="PER"),
            FacetValue(value="London", text="place:London", n_files=1, label="LOC"),
        ),
    ),
)


def _answer(request: Search) -> SearchResult:
    """Facets if they were asked for, and where the query holds ``type:pdf``."""
    found = search_result("engine")
    start = request.query.find("type:pdf")
    filters = (Span(start, start + 8),) if start >= 0 else ()
    return replace(found, facets=_FACETS if request.has_facets else (), filters=filters)


def _many(request: Search) -> SearchResult:
    """120 hits, one by one in a file of its own."""
    one = search_result("engine").hits[0]
    hits = tuple(replace(one, path=f"/home/mei/{number}.md") for number in range(120))
    return replace(search_result("engine"), hits=hits[request.offset : request.offset + request.limit])


@pytest.fixture
def panel(qtbot: QtBot, bridge: FakeBridge, navigator: Navigator, preferences: Preferences) -> SearchPanel:
    bridge.answers[Search] = _answer
    made = SearchPanel(bridge, navigator, preferences=preferences)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.focus_box()
    return made


def _last(bridge: FakeBridge) -> Search:
    request: Search = bridge.asked_of(Search)[-1]
    return request


def test_facets_are_asked_for_only_while_they_are_shown(
    panel: SearchPanel, bridge: FakeBridge, preferences: Preferences
) -> None:
    panel.show_query("engine")
    assert not _last(bridge).has_facets
    panel.bar.filter_button.click()
    assert _last(bridge).has_facets
    assert preferences.shows_facets
    names = [row.name for row in panel.hits_page.facets.rows]
    assert names == ["PDF", "Ada Lovelace", "London"]
    panel.bar.filter_button.click()
    assert panel.hits_page.facets.isHidden()


def test_a_facet_narrows_down_and_both_it_and_its_chip_take_it_back(
    panel: SearchPanel, bridge: FakeBridge
) -> None:
    panel.bar.filter_button.click()
    panel.show_query("engine")
    panel.hits_page.facets.rows[0].click()
    assert panel.box.text() == "engine type:pdf"
    assert _last(bridge).query == "engine type:pdf"
    assert panel.hits_page.facets.rows[0].isChecked()
    assert [chip.isVisible() for chip in panel.bar.chips] == [True]
    panel.hits_page.facets.rows[0].click()
    assert panel.box.text() == "engine"
    panel.hits_page.facets.rows[0].click()
    panel.bar.chips[0].click()
    assert panel.box.text() == "engine"
    assert panel.bar.chips == []


def test_in_a_narrow_window_facets_are_pills_with_menus(panel: SearchPanel, bridge: FakeBridge) -> None:
    panel.resize(760, 560)
    panel.bar.filter_button.click()
    panel.show_query("engine")
    assert panel.hits_page.facets.isHidden()
    assert [pill.text() for pill in panel.bar.facets.pills] == ["Type", "People", "Places"]
    menu = panel.bar.facets.menu_of(panel.bar.facets.groups[1])
    menu.actions()[0].trigger()
    assert panel.box.text() == 'engine person:"Ada Lovelace"'


def test_the_order_is_asked_for_and_remembered(
    panel: SearchPanel, bridge: FakeBridge, preferences: Preferences
) -> None:
    panel.show_query("engine")
    assert _last(bridge).sort == "relevance"
    panel.bar.sort.activated.emit(SORTS.index("newest"))
    assert _last(bridge).sort == "newest"
    assert preferences.search_sort == "newest"


def test_more_hits_follow_behind_the_last_without_any_twice(panel: SearchPanel, bridge: FakeBridge) -> None:
    bridge.answers[Search] = _many
    panel.show_query("engine")
    assert len(panel.model.hits) == HITS
    assert "first" in panel.summary
    panel.list.choose(7)
    for n_shown in (2 * HITS, 120):
        assert panel.hits_page.more.isVisible()
        panel.hits_page.more.click()
        assert len(panel.model.hits) == n_shown
    assert len({hit.path for hit in panel.model.hits}) == 120
    assert panel.hits_page.more.isHidden()
    assert panel.list.currentIndex().row() == 7


@pytest.mark.parametrize(
    ("is_applied", "is_instead", "line", "choice"),
    [
        (True, True, "Showing “engine” for “enigne”.", '"enigne" pump'),
        (True, False, "Also showing “engine”.", '"enigne" pump'),
        (False, True, "Did you mean", "engine pump"),
    ],
)
def test_what_else_was_meant_is_told_and_can_be_chosen(
    panel: SearchPanel, bridge: FakeBridge, is_applied: bool, is_instead: bool, line: str, choice: str
) -> None:
    one = Substitution(
        asked="enigne",
        meant=("engine",),
        kind=Substitute.SPELLING,
        is_applied=is_applied,
        is_instead=is_instead,
    )
    bridge.answers[Search] = lambda request: replace(
        search_result("engine"), substituted=(one,) if '"' not in request.query else ()
    )
    panel.show_query("enigne pump")
    assert panel.bar.notices.lines == [line]
    panel.bar.notices.buttons[0].click()
    assert panel.box.text() == choice
    assert _last(bridge).query == choice


def test_what_was_not_understood_is_told_once_typing_has_settled(
    qtbot: QtBot, panel: SearchPanel, bridge: FakeBridge
) -> None:
    notice = Notice(code="query.date", params={"value": "banana"}, start=7, end=20)
    bridge.answers[Search] = lambda request: replace(
        search_result("engine"), notices=() if request.is_typing else (notice,)
    )
    panel.show_query("engine before:banana")
    assert panel.bar.notices.isHidden()
    qtbot.waitUntil(panel.bar.notices.isVisible, timeout=5000)
    assert "banana" in panel.bar.notices.lines[0]


def _hit_with_places() -> Hit:
    one = search_result("engine").hits[0]
    quotes = tuple(
        Quote(text=f"engine {number}", start=1000 * number, page=number, highlights=()) for number in (1, 2)
    )
    return replace(one, context=quotes)


def test_further_places_unfold_by_key_and_open_where_they_stand(
    qtbot: QtBot, panel: SearchPanel, bridge: FakeBridge, navigator: Navigator
) -> None:
    found = replace(search_result("engine"), hits=(_hit_with_places(),))
    bridge.answers[Search] = lambda _request: found
    panel.show_query("engine")
    assert panel.model.rowCount() == 1
    panel.list.setFocus()
    qtbot.keyClick(panel.list, Qt.Key.Key_Right)
    assert panel.model.rowCount() == 3
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(navigator.document_wanted) as opened:
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert opened.args == [found.hits[0].document_id, Span(2000, 2008)]
    panel.show_query("engine ")  # the same hit stays unfolded
    qtbot.keyClick(panel.list, Qt.Key.Key_Left)
    assert panel.model.rowCount() == 1
    assert panel.list.current_hit() == found.hits[0]


def test_a_click_on_the_line_unfolds_and_folds(qtbot: QtBot, panel: SearchPanel, bridge: FakeBridge) -> None:
    found = replace(search_result("engine"), hits=(_hit_with_places(),))
    bridge.answers[Search] = lambda _request: found
    panel.show_query("engine")
    for n_rows in (3, 1):
        row = panel.list.visualRect(panel.model.index(0, 0))
        place = fold_line(row).center()
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert panel.model.rowCount() == n_rows
