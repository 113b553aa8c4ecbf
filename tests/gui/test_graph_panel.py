"""The Graph screen: nothing jumps, every line has its evidence, everything can be done by keyboard."""

from __future__ import annotations

import pytest
from fake_bridge import FakeBridge, neighbourhood
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from engine.errors import EntityUnknown
from engine.events import ChangeKind, LibraryChanged
from engine.neighbours import GraphEdge, GraphNode, Neighbourhood
from engine.records import Span
from engine.requests import GetEvidence, GetNeighbourhood
from gui.panels.graph import GraphPanel
from gui.widgets.graph_labels import NameTag, place_names
from gui.widgets.graph_scene import MAX_NODES, GraphScene
from gui.widgets.graph_view import GraphView
from gui.widgets.language import speak
from gui.widgets.navigator import Navigator
from gui.widgets.quote import Quote
from gui.widgets.theme import DARK, apply_theme


def node(entity_id: int, x: float, y: float, *, label: str = "PER", rank: float = 0.1) -> GraphNode:
    return GraphNode(
        entity_id=entity_id, name=f"N{entity_id}", label=label, rank=rank, n_mentions=entity_id, x=x, y=y
    )


def edge(source_id: int, target_id: int, *predicates: str) -> GraphEdge:
    return GraphEdge(
        source_id=source_id, target_id=target_id, predicates=predicates or ("co_mention",), weight=1
    )


CROSS = Neighbourhood(
    seed_ids=(1,),
    nodes=(
        node(1, 0, 0, rank=0.5), node(2, 1, 0), node(3, 0, 1, label="ORG"), node(4, -1, 0), node(5, 0, -1),
    ),
    edges=(edge(1, 2, "works_for"), edge(3, 1), edge(1, 4), edge(1, 5)),
)  # fmt: skip


@pytest.fixture
def panel(bridge: FakeBridge, navigator: Navigator, qtbot: QtBot) -> GraphPanel:
    bridge.answers[GetNeighbourhood] = lambda _request: CROSS
    made = GraphPanel(bridge, navigator)
    made.view.motion.duration_ms = 0
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    return made


@pytest.fixture
def view(panel: GraphPanel) -> GraphView:
    panel.show_entities((1,))
    QApplication.processEvents()
    return panel.view


def point_of(view: GraphView, entity_id: int) -> QPoint:
    return view.node_point(entity_id).toPoint()


def click(qtbot: QtBot, view: GraphView, point: QPoint) -> None:
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point)


def drag(qtbot: QtBot, view: GraphView, start: QPoint, end: QPoint) -> None:
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for point in (start + (end - start) / 2, end):
        qtbot.mouseMove(view, point)
        move = _held(view, point)
        QApplication.sendEvent(view, move)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)


def _held(view: GraphView, point: QPoint):  # type: ignore[no-untyped-def]  # noqa: ANN202
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    left = Qt.MouseButton.LeftButton
    return QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(point),
        QPointF(view.mapToGlobal(point)),
        Qt.MouseButton.NoButton,
        left,
        Qt.KeyboardModifier.NoModifier,
    )


def texts_in(panel: GraphPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisibleTo(panel)]


def test_all_of_a_new_graph_is_in_sight(view: GraphView) -> None:
    assert all(view.rect().adjusted(20, 20, -20, -20).contains(point_of(view, i)) for i in range(1, 6))


def test_a_double_click_expands_and_everything_keeps_its_place(
    panel: GraphPanel, view: GraphView, bridge: FakeBridge, qtbot: QtBot
) -> None:
    drag(qtbot, view, point_of(view, 4), point_of(view, 4) + QPoint(-20, 40))
    placed = {i: (x, y) for i, x, y in view.placed()}
    more = Neighbourhood(
        seed_ids=(1, 2), nodes=(*CROSS.nodes, node(6, 1.8, 0.3)), edges=(*CROSS.edges, edge(2, 6))
    )
    bridge.answers[GetNeighbourhood] = lambda _request: more

    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=point_of(view, 2))

    request = bridge.asked_of(GetNeighbourhood)[-1]
    assert request.entity_ids == (1, 2)
    assert {i: (x, y) for i, x, y in request.placed} == placed
    after = {i: (x, y) for i, x, y in view.placed()}
    assert {i: after[i] for i in placed} == placed
    assert after[6] == (1.8, 0.3)
    assert view.rect().contains(point_of(view, 6))


def test_new_nodes_come_out_of_the_one_that_was_expanded(view: GraphView, qtbot: QtBot) -> None:
    view.motion.duration_ms = 40
    more = Neighbourhood(seed_ids=(1, 2), nodes=(*CROSS.nodes, node(6, 1.5, 0.2)), edges=(edge(2, 6),))

    view.add_neighbourhood(more, around=2)
    assert view.scene.places[6] == view.scene.places[2]
    assert (6, 1.5, 0.2) in view.placed()

    qtbot.waitUntil(lambda: view.scene.places[6] == (1.5, 0.2))


def test_the_budget_grows_by_steps_and_stops(panel: GraphPanel, view: GraphView, bridge: FakeBridge) -> None:
    many = tuple(node(i, i % 15, i // 15) for i in range(1, 200))
    bridge.answers[GetNeighbourhood] = lambda request: Neighbourhood(
        seed_ids=request.entity_ids, nodes=many[: request.budget], edges=()
    )
    for _ in range(8):
        panel.expand(1)

    budgets = [request.budget for request in bridge.asked_of(GetNeighbourhood)]
    assert budgets == [60, 60, 80, 100, 120, 140, 150]
    assert len(view.scene.nodes) == MAX_NODES


def test_a_click_on_an_edge_lists_its_evidence_which_opens_the_document(
    panel: GraphPanel, view: GraphView, bridge: FakeBridge, navigator: Navigator, qtbot: QtBot
) -> None:
    click(qtbot, view, (point_of(view, 1) + point_of(view, 2)) / 2)

    request = bridge.asked_of(GetEvidence)[-1]
    assert (request.entity_id, request.other_id) == (1, 2)
    assert "Works for" in texts_in(panel)
    (quote,) = [quote for quote in panel.side.findChildren(Quote) if quote.isVisibleTo(panel)]
    QApplication.processEvents()
    with qtbot.waitSignal(navigator.document_wanted) as wanted:
        qtbot.mouseClick(quote, Qt.MouseButton.LeftButton)
    assert wanted.args == [quote.evidence.document_id, Span(quote.evidence.start, quote.evidence.end)]


def test_a_click_on_a_node_shows_its_facts_and_beside_it_lets_go(
    panel: GraphPanel, view: GraphView, qtbot: QtBot
) -> None:
    click(qtbot, view, point_of(view, 1))
    assert view.selected_id == 1
    assert "42 mentions · 9 documents" in texts_in(panel)

    click(qtbot, view, QPoint(4, 4))
    assert view.selected_id is None
    assert panel.side.list.isVisible()


def test_dragging_the_ground_pans_and_dragging_a_node_moves_it_alone(view: GraphView, qtbot: QtBot) -> None:
    before = {i: point_of(view, i) for i in range(1, 6)}
    drag(qtbot, view, QPoint(5, 5), QPoint(65, 45))
    assert all((point_of(view, i) - before[i]) == QPoint(60, 40) for i in before)

    places = dict(view.scene.places)
    drag(qtbot, view, point_of(view, 2), point_of(view, 2) + QPoint(30, -30))
    assert {i for i in places if view.scene.places[i] != places[i]} == {2}


def test_zooming_keeps_the_point_under_the_cursor(view: GraphView) -> None:
    at = view.node_point(3)
    before = view.camera.scale

    view.zoom_by(1.5, at)

    assert view.camera.scale == pytest.approx(before * 1.5)
    assert (view.node_point(3) - at).manhattanLength() < 0.01


def test_the_keyboard_does_it_all(
    panel: GraphPanel, view: GraphView, bridge: FakeBridge, navigator: Navigator, qtbot: QtBot
) -> None:
    opened: list[int] = []
    navigator.entity_wanted.connect(opened.append)
    keys = Qt.Key
    walk = []
    for key in (keys.Key_Right, keys.Key_Right, keys.Key_Left, keys.Key_Down, keys.Key_Up, keys.Key_Left):
        qtbot.keyClick(view, key)
        walk.append(view.selected_id)
    assert walk == [1, 2, 1, 3, 1, 4]
    assert "N4" in view.accessibleDescription()

    qtbot.keyClick(view, keys.Key_Return)
    assert opened == [4]
    qtbot.keyClick(view, keys.Key_E)
    assert bridge.asked_of(GetNeighbourhood)[-1].entity_ids == (1, 4)
    qtbot.keyClick(view, keys.Key_H)
    assert not view.scene.is_shown(4)
    view.zoom_by(5)
    qtbot.keyClick(view, keys.Key_F)
    assert all(view.rect().contains(point_of(view, i)) for i in (1, 2, 3, 5))


def test_hidden_nodes_are_counted_and_come_back(panel: GraphPanel, view: GraphView) -> None:
    view.hide_node(2)
    view.hide_node(3)

    assert panel.hidden_button.text() == "Show 2 hidden"
    assert panel.side.model.rowCount() == 3
    panel.hidden_button.click()
    assert panel.side.model.rowCount() == 5
    assert not panel.hidden_button.isVisible()


def test_a_label_can_be_left_out(panel: GraphPanel, view: GraphView) -> None:
    panel.legend.chips["ORG"].click()

    assert [n.entity_id for n in view.scene.shown_nodes()] == [1, 2, 4, 5]
    assert "ORG" in panel.legend.chips
    panel.legend.chips["ORG"].click()
    assert len(view.scene.shown_nodes()) == 5


def test_the_list_beside_it_selects_the_node(panel: GraphPanel, view: GraphView, qtbot: QtBot) -> None:
    row = panel.side.list.visualRect(panel.side.model.index(2))

    qtbot.mouseClick(panel.side.list.viewport(), Qt.MouseButton.LeftButton, pos=row.center())

    assert view.selected_id == panel.side.model.index(2).data(Qt.ItemDataRole.UserRole).entity_id


def test_new_knowledge_is_added_where_there_is_room(
    panel: GraphPanel, view: GraphView, bridge: FakeBridge
) -> None:
    places = dict(view.scene.places)
    more = Neighbourhood(seed_ids=(1,), nodes=(*CROSS.nodes, node(9, 1, 1)), edges=CROSS.edges)
    bridge.answers[GetNeighbourhood] = lambda _request: more

    bridge.changed.emit(LibraryChanged(kinds=frozenset({ChangeKind.TEXT})))
    assert 9 not in view.scene.nodes
    bridge.changed.emit(LibraryChanged(kinds=frozenset({ChangeKind.KNOWLEDGE})))

    assert 9 in view.scene.nodes
    assert {i: view.scene.places[i] for i in places} == places


def test_a_late_graph_does_not_replace_the_one_asked_for_last(panel: GraphPanel, bridge: FakeBridge) -> None:
    bridge.answers[GetNeighbourhood] = neighbourhood
    bridge.is_holding = True
    panel.show_entities((1,))
    panel.show_entities((3,))

    bridge.release(newest_first=True)

    assert panel.view.scene.seed_ids == {3}


def test_without_entities_it_says_what_to_do(
    panel: GraphPanel, bridge: FakeBridge, navigator: Navigator, qtbot: QtBot
) -> None:
    qtbot.waitUntil(panel.empty.isVisible)
    with qtbot.waitSignal(navigator.screen_wanted) as wanted:
        panel.start_button.click()
    assert wanted.args == ["folders"]

    def refuse(_request: GetNeighbourhood) -> Neighbourhood:
        raise EntityUnknown(name="x", near=[])

    bridge.answers[GetNeighbourhood] = refuse
    panel.show_entities((8,))
    assert panel.empty.accessibleName() == "This graph cannot be shown"


def test_language_and_theme_switch_while_a_graph_is_open(
    app: QApplication, panel: GraphPanel, view: GraphView, qtbot: QtBot
) -> None:
    click(qtbot, view, (point_of(view, 1) + point_of(view, 2)) / 2)

    speak(app, "zh_CN")
    apply_theme(app, DARK)
    QApplication.processEvents()

    assert panel.legend.chips["PER"].text() == "人物"
    assert view.grab().toImage().pixelColor(2, 2).name() == DARK.surface


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 200)), min_size=1, max_size=25, unique=True))
def test_names_cover_neither_one_another_nor_other_nodes(centres: list[tuple[int, int]]) -> None:
    tags = [
        NameTag(entity_id=i, x=x, y=y, radius=6, width=60, height=14) for i, (x, y) in enumerate(centres, 1)
    ]

    boxes = place_names(tags)

    placed = list(boxes.values())
    for number, box in enumerate(placed):
        for other in placed[number + 1 :]:
            assert not (box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3])
    for entity_id, (left, top, right, bottom) in boxes.items():
        for tag in tags:
            inside = left < tag.x < right and top < tag.y < bottom
            assert tag.entity_id == entity_id or not inside


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(1, 400)), max_size=300))
def test_a_scene_never_outgrows_its_limit_nor_keeps_a_loose_edge(pairs: list[tuple[int, int]]) -> None:
    scene = GraphScene()
    for source, target in pairs:
        scene.merge(
            Neighbourhood(
                seed_ids=(), nodes=(node(source, 0, 0), node(target, 1, 1)), edges=(edge(source, target),)
            )
        )

    assert len(scene.nodes) <= MAX_NODES
    assert all(end in scene.nodes for key in scene.edges for end in key)
