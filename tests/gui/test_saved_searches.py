"""Searches are kept under a name, listed with what is new, renamed, removed and brought back."""

from __future__ import annotations

from typing import Any

import pytest
from fake_bridge import FakeBridge
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from engine.errors import SearchNameTaken
from engine.requests import ListSavedSearches, NoteSearchSeen, RemoveSearch, RenameSearch, SaveSearch
from engine.searches import SavedSearch
from gui.panels.search import SearchPanel
from gui.preferences import Preferences
from gui.widgets.navigator import Navigator


class _Kept:
    """What an engine would keep."""

    def __init__(self, bridge: FakeBridge) -> None:
        self.queries = {"Contracts": "合同 类型:pdf"}
        bridge.answers |= {
            ListSavedSearches: self.list, SaveSearch: self.save, RenameSearch: self.rename,
            RemoveSearch: lambda request: self.queries.pop(request.name),
        }  # fmt: skip

    def list(self, _request: Any) -> tuple[SavedSearch, ...]:
        return tuple(
            SavedSearch(name=name, query=query, created_ms=0, n_new=2)
            for name, query in sorted(self.queries.items())
        )

    def save(self, request: SaveSearch) -> None:
        self.queries[request.name] = request.query

    def rename(self, request: RenameSearch) -> None:
        if request.new_name in self.queries and request.new_name != request.name:
            raise SearchNameTaken(name=request.new_name)
        self.queries[request.new_name] = self.queries.pop(request.name)


@pytest.fixture
def kept(bridge: FakeBridge) -> _Kept:
    return _Kept(bridge)


@pytest.fixture
def panel(
    qtbot: QtBot, bridge: FakeBridge, navigator: Navigator, preferences: Preferences, kept: _Kept
) -> SearchPanel:
    made = SearchPanel(bridge, navigator, preferences=preferences)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.focus_box()
    return made


def _button(panel: SearchPanel, name: str) -> QPushButton:
    return next(button for button in panel.saved.findChildren(QPushButton) if button.accessibleName() == name)


def test_the_present_query_is_kept_under_an_edited_name(
    qtbot: QtBot, panel: SearchPanel, kept: _Kept
) -> None:
    panel.show_query("engine type:pdf")
    assert panel.saved.star.accessibleName() == "Save this search"
    panel.saved.star.click()
    assert panel.saved.name.text() == "engine type:pdf"
    panel.saved.name.setText("Engines")
    qtbot.keyClick(panel.saved.name, Qt.Key.Key_Return)
    assert kept.queries["Engines"] == "engine type:pdf"
    assert [row.name for row in panel.saved.rows] == ["Contracts", "Engines"]
    assert panel.saved.star.accessibleName() == "Saved searches"  # it is kept now
    assert not panel.saved.name.isVisible()


def test_a_kept_search_runs_and_counts_as_seen(panel: SearchPanel, bridge: FakeBridge) -> None:
    panel.saved.star.click()
    assert panel.saved.rows[0].accessibleName() == "Contracts, 2 new"
    panel.saved.rows[0].click()
    assert panel.box.text() == "合同 类型:pdf"
    assert panel.saved.isHidden()
    assert [request.name for request in bridge.asked_of(NoteSearchSeen)] == ["Contracts"]


def test_a_removal_is_undone(panel: SearchPanel, kept: _Kept) -> None:
    panel.saved.star.click()
    _button(panel, "Remove “Contracts”").click()
    assert kept.queries == {}
    assert panel.saved.undo.isVisible()
    panel.saved.undo.click()
    assert kept.queries == {"Contracts": "合同 类型:pdf"}
    assert not panel.saved.undo.isVisible()


def test_a_name_is_changed_and_one_that_is_taken_is_told(
    qtbot: QtBot, panel: SearchPanel, kept: _Kept
) -> None:
    kept.queries["Letters"] = "信"
    panel.saved.star.click()
    _button(panel, "Rename “Contracts”").click()
    edit = next(edit for edit in panel.saved.findChildren(QLineEdit) if edit.text() == "Contracts")
    edit.setText("Letters")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert "Letters" in panel.saved.fault
    edit.setText("合同")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert sorted(kept.queries) == ["Letters", "合同"]
    assert panel.saved.fault == ""


def test_escape_and_leaving_close_the_sheet(qtbot: QtBot, panel: SearchPanel) -> None:
    panel.saved.star.click()
    qtbot.keyClick(panel.saved, Qt.Key.Key_Escape)
    assert panel.saved.isHidden()
    panel.saved.star.click()
    panel.focus_box()
    assert panel.saved.isHidden()
