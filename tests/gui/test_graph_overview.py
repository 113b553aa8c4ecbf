"""The graph from afar: communities open and close, growth is told, imports are kept and forgotten."""

from __future__ import annotations

import pytest
from fake_bridge import FakeBridge
from graph_records import COMMUNITY, CROSS, OVERVIEW
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from engine.carried import ImportedGraph, Transferred
from engine.errors import EngineError, EntityUnknown
from engine.neighbours import GraphFilter, GrowthPoint
from engine.requests import (
    GetCommunity,
    GetGrowth,
    GetNeighbourhood,
    GetOverview,
    ImportGraph,
    ListImports,
    RemoveImport,
)
from gui.panels.graph import GraphPanel
from gui.widgets.growth_chart import MAX_BARS, bars_of
from gui.widgets.navigator import Navigator


def month(name: str, n_new: int = 1) -> GrowthPoint:
    return GrowthPoint(month=name, n_documents=2, n_mentions=5, n_relations=3, n_new_entities=n_new)


@pytest.fixture
def panel(bridge: FakeBridge, navigator: Navigator, qtbot: QtBot) -> GraphPanel:
    bridge.answers[GetOverview] = lambda _request: OVERVIEW
    bridge.answers[GetCommunity] = lambda _request: COMMUNITY
    bridge.answers[GetNeighbourhood] = lambda _request: CROSS
    bridge.answers[GetGrowth] = lambda _request: (month("2020-05"), month("2020-07", 3))
    made = GraphPanel(bridge, navigator)
    made.view.motion.duration_ms = 0
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    qtbot.waitUntil(lambda: bool(made.bubbles.overview.communities))
    return made


def test_it_opens_on_the_whole_graph(panel: GraphPanel) -> None:
    assert panel.bubbles.isVisible()
    assert panel.page.overview.model.rowCount() == 2
    assert all(panel.bubbles.rect().contains(panel.bubbles.point_of(i).toPoint()) for i in (1, 3))
    assert not panel.page.overview_button.isVisible()


def test_a_click_opens_a_community_and_the_breadcrumb_leads_back(
    panel: GraphPanel, bridge: FakeBridge, qtbot: QtBot
) -> None:
    qtbot.mouseClick(panel.bubbles, Qt.MouseButton.LeftButton, pos=panel.bubbles.point_of(1).toPoint())

    assert bridge.asked_of(GetCommunity)[-1].entity_id == 1
    assert panel.view.isVisible()
    assert set(panel.view.scene.nodes) == {1, 2, 4, 7, 9}

    panel.page.overview_button.click()
    assert panel.bubbles.isVisible()
    assert panel.page.title.text() == "The whole graph"


def test_bubbles_are_walked_and_opened_by_keyboard(panel: GraphPanel, qtbot: QtBot) -> None:
    walk = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Right):
        qtbot.keyClick(panel.bubbles, key)
        walk.append(panel.bubbles.selected_id)
    assert walk == [1, 3, 1, 3]
    assert "北京大学出版社" in panel.bubbles.accessibleDescription()
    assert panel.page.overview.list.currentIndex().row() == 1

    with qtbot.waitSignal(panel.bubbles.opened) as opened:
        qtbot.keyClick(panel.bubbles, Qt.Key.Key_Return)
    assert opened.args == [3]


def test_a_community_that_is_gone_leads_back_to_the_whole(panel: GraphPanel, bridge: FakeBridge) -> None:
    def refuse(_request: GetCommunity) -> EngineError:
        raise EntityUnknown(name="1", near=[])

    bridge.answers[GetCommunity] = refuse
    panel.open_community(1)
    assert panel.empty.accessibleName() == "This graph cannot be shown"

    panel.start_button.click()
    assert panel.bubbles.isVisible()


def test_an_entity_without_a_community_under_a_filter_stands_with_its_neighbours(
    panel: GraphPanel, bridge: FakeBridge
) -> None:
    panel.open_community(1)

    def refuse(_request: GetCommunity) -> EngineError:
        raise EntityUnknown(name="1", near=[])

    bridge.answers[GetCommunity] = refuse
    panel.tools.filter.show_filter(GraphFilter(is_typed_only=True))

    request = bridge.asked_of(GetNeighbourhood)[-1]
    assert (request.entity_ids, request.filter) == ((1,), GraphFilter(is_typed_only=True))
    assert set(panel.view.scene.nodes) == {1, 2, 4, 7, 9}


def test_growth_is_painted_and_told(panel: GraphPanel) -> None:
    growth = panel.page.overview.growth
    assert [bar.name for bar in growth.bars] == ["2020-05", "2020-06", "2020-07"]
    assert growth.isVisible()
    assert "2020-07" in growth.accessibleDescription()
    assert "2020-06" not in growth.accessibleDescription()


@given(st.lists(st.tuples(st.integers(1, 9999), st.integers(0, 12), st.integers(0, 50)), max_size=30))
def test_bars_are_few_in_order_and_lose_nothing(times: list[tuple[int, int, int]]) -> None:
    points = [month(f"{year:04}-{m:02}" if m else f"{year:04}", n) for year, m, n in times]

    bars = bars_of(points)

    assert len(bars) <= MAX_BARS
    assert sum(bar.n_new_entities for bar in bars) == sum(n for _, _, n in times)
    assert sum(bar.n_documents for bar in bars) == 2 * len(points)


def test_an_import_is_listed_and_forgotten_after_a_question(
    panel: GraphPanel, bridge: FakeBridge, qtbot: QtBot
) -> None:
    graphs = [ImportedGraph(graph_id=5, name="team.graphml", imported_ms=0, n_entities=8, n_relations=9)]
    bridge.answers[ListImports] = lambda _request: tuple(graphs)
    bridge.answers[ImportGraph] = lambda request: Transferred(path=request.path, n_entities=8, n_relations=9)
    imports = panel.page.overview.imports

    imports.import_wanted.emit("/tmp/team.graphml")
    assert bridge.asked_of(ImportGraph)[-1].path == "/tmp/team.graphml"
    (forget,) = [b for b in imports.findChildren(QPushButton) if "team.graphml" in b.accessibleName()]
    forget.click()
    assert not bridge.asked_of(RemoveImport)
    graphs.clear()
    (yes,) = [b for b in imports.findChildren(QPushButton) if b.text() == "Forget" and b.isVisible()]
    yes.click()

    assert bridge.asked_of(RemoveImport)[-1].graph_id == 5
    assert imports.rows.count() == 0
