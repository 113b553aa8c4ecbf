"""Filters keep places, paths show their evidence, exports tell how far they are; all by keyboard too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fake_bridge import FakeBridge
from graph_records import CROSS, edge, node, path
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from engine.carried import FOLDER_FORMS, FORMS, TransferProgress, Transferred
from engine.errors import Cancelled, EngineError, PlaceWatched
from engine.neighbours import GraphFilter, GraphPath
from engine.records import Span
from engine.requests import (
    CancelTransfer,
    ExportGraph,
    GetEvidence,
    GetNeighbourhood,
    GetPaths,
    ListEntities,
)
from gui.panels import graph_export
from gui.panels.graph import GraphPanel
from gui.widgets.graph_picture import line_strength
from gui.widgets.navigator import Navigator
from gui.widgets.quote import Quote


@pytest.fixture
def panel(bridge: FakeBridge, navigator: Navigator, qtbot: QtBot) -> GraphPanel:
    bridge.answers[GetNeighbourhood] = lambda _request: CROSS
    made = GraphPanel(bridge, navigator)
    made.view.motion.duration_ms = 0
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.show_entities((1,))
    QApplication.processEvents()
    return made


def part_of(*ids: int):  # type: ignore[no-untyped-def]  # noqa: ANN201
    return replace(
        CROSS,
        nodes=tuple(n for n in CROSS.nodes if n.entity_id in ids),
        edges=tuple(e for e in CROSS.edges if e.source_id in ids and e.target_id in ids),
    )


def test_a_filter_leaves_everything_in_its_place_and_goes_by_its_chip(
    panel: GraphPanel, bridge: FakeBridge
) -> None:
    places = dict(panel.view.scene.places)
    bridge.answers[GetNeighbourhood] = lambda request: (
        part_of(1, 2, 4) if request.filter.is_typed_only else CROSS
    )
    panel.tools.buttons["filter"].click()
    panel.tools.filter.typed.click()

    request = bridge.asked_of(GetNeighbourhood)[-1]
    assert request.filter == GraphFilter(is_typed_only=True)
    assert {i: (x, y) for i, x, y in request.placed} == places
    assert set(panel.view.scene.nodes) == {1, 2, 4}
    assert {i: panel.view.scene.places[i] for i in (1, 2, 4)} == {i: places[i] for i in (1, 2, 4)}
    (chip,) = panel.page.active.chips
    assert chip.text() == "Only stated relations"

    chip.click()
    assert not panel.tools.filter.typed.isChecked()
    assert panel.view.scene.places == places
    assert set(panel.view.scene.nodes) == set(places)


def test_each_part_of_a_filter_is_told_and_goes_alone(panel: GraphPanel, bridge: FakeBridge) -> None:
    everything = GraphFilter(
        predicates=("works_for", "owns"), is_typed_only=True, since="2020", until="2021-03",
        folder="/home/mei/Work", min_documents=2,
    )  # fmt: skip
    panel.tools.filter.show_filter(everything)
    assert [chip.text() for chip in panel.page.active.chips] == [
        "Only stated relations", "works for", "owns", "from 2020", "to 2021-03", "in Work",
        "at least 2 documents",
    ]  # fmt: skip

    while panel.page.active.chips:
        before = len(panel.page.active.chips)
        panel.page.active.chips[0].click()
        assert len(panel.page.active.chips) == before - 1
    assert bridge.asked_of(GetNeighbourhood)[-1].filter == GraphFilter()


def test_only_whole_dates_are_taken(panel: GraphPanel, qtbot: QtBot) -> None:
    panel.tools.open("filter")
    since = panel.tools.filter.since
    qtbot.keyClicks(since, "2020-13")
    assert since.text() == "2020-1"
    qtbot.keyClick(since, Qt.Key.Key_Return)
    assert panel.tools.filter.filter.since == ""
    hint = "A year, month or day: 2020, 2020-05 or 2020-05-17"
    assert [label.text() for label in panel.tools.filter.findChildren(QLabel) if label.isVisible()].count(
        hint
    )

    qtbot.keyClicks(since, "1")
    qtbot.keyClick(since, Qt.Key.Key_Return)
    assert panel.tools.filter.filter.since == "2020-11"
    assert hint not in [x.text() for x in panel.tools.filter.findChildren(QLabel) if x.isVisible()]


def test_a_label_in_the_legend_filters_what_is_asked_for_too(panel: GraphPanel, bridge: FakeBridge) -> None:
    panel.legend.chips["LOC"].click()

    labels = bridge.asked_of(GetNeighbourhood)[-1].filter.labels
    assert "LOC" not in labels
    assert {"PER", "ORG"} <= set(labels)
    panel.view.choose_edge((1, 2))
    assert bridge.asked_of(GetEvidence)[-1].filter.labels == labels
    panel.legend.chips["LOC"].click()
    assert bridge.asked_of(GetNeighbourhood)[-1].filter.labels == ()


def test_where_nothing_fits_it_says_so_and_comes_back(panel: GraphPanel, bridge: FakeBridge) -> None:
    bridge.answers[GetNeighbourhood] = lambda request: (
        CROSS if request.filter == GraphFilter() else part_of(1)
    )
    panel.tools.filter.show_filter(GraphFilter(since="2090"))
    assert panel.page.title.text() == "Nothing fits these filters. Take some away."

    panel.page.active.chips[0].click()
    assert set(panel.view.scene.nodes) == {1, 2, 4, 7, 9}


def test_a_late_answer_under_an_earlier_filter_is_dropped(panel: GraphPanel, bridge: FakeBridge) -> None:
    bridge.answers[GetNeighbourhood] = lambda request: (
        part_of(1, 2, 4) if request.filter.is_typed_only else part_of(1, 7)
    )
    bridge.is_holding = True
    panel.tools.filter.show_filter(GraphFilter(is_typed_only=True))
    panel.tools.filter.show_filter(GraphFilter(since="2020"))

    bridge.release(newest_first=True)

    assert set(panel.view.scene.nodes) == {1, 7}


def test_what_was_asked_for_stays_when_its_label_is_left_out(panel: GraphPanel) -> None:
    panel.legend.chips["PER"].click()
    assert [n.entity_id for n in panel.view.scene.shown_nodes()] == [1, 4]


def choose_end(panel: GraphPanel, qtbot: QtBot, text: str) -> None:
    end = panel.tools.path.end
    end.setFocus()
    qtbot.keyClicks(end, text)
    qtbot.waitUntil(lambda: bool(end.model.rows))
    qtbot.keyClick(end, Qt.Key.Key_Return)


def test_a_path_is_found_lit_and_each_step_opens_its_document(
    panel: GraphPanel, bridge: FakeBridge, navigator: Navigator, qtbot: QtBot
) -> None:
    bridge.answers[GetPaths] = lambda _request: (path(1, 2, 4), path(1, 4))
    panel.tools.buttons["path"].click()
    assert panel.tools.path.start.entity_id == 1

    choose_end(panel, qtbot, "Lond")

    request = bridge.asked_of(GetPaths)[-1]
    assert (request.entity_id, request.other_id, request.is_by_evidence) == (1, 4, False)
    assert panel.view.scene.path == (1, 2, 4)
    assert panel.page.title.text() == "N1 → N4"
    assert [way.text() for way in panel.tools.path.ways] == ["via N2", "directly"]
    quotes = [quote for quote in panel.side.findChildren(Quote) if quote.isVisibleTo(panel)]
    assert len(quotes) == 2
    with qtbot.waitSignal(navigator.document_wanted) as wanted:
        quotes[0].click()
    evidence = path(1, 2, 4).steps[0].evidence
    assert wanted.args == [evidence.document_id, Span(evidence.start, evidence.end)]

    panel.tools.path.ways[1].click()
    assert panel.view.scene.path == (1, 4)
    panel.tools.path.order.button("evidence").click()
    assert bridge.asked_of(GetPaths)[-1].is_by_evidence


def test_no_path_is_told_with_what_to_do(panel: GraphPanel, bridge: FakeBridge, qtbot: QtBot) -> None:
    panel.tools.buttons["path"].click()
    choose_end(panel, qtbot, "Lond")
    words = [label.text() for label in panel.tools.path.findChildren(QLabel) if label.isVisible()]
    assert any("Nothing in your files connects the two yet." in text for text in words)

    panel.tools.filter.show_filter(GraphFilter(is_typed_only=True))
    assert bridge.asked_of(GetPaths)[-1].filter.is_typed_only
    words = [label.text() for label in panel.tools.path.findChildren(QLabel) if label.isVisible()]
    assert any("Take filters away to look further." in text for text in words)


def test_nothing_is_asked_while_a_name_is_composed(panel: GraphPanel, bridge: FakeBridge) -> None:
    panel.tools.open("path")
    before = len(bridge.asked_of(ListEntities))
    QApplication.sendEvent(panel.tools.path.end, QInputMethodEvent("beijing", []))
    panel.tools.path.end.show_text("bei")
    assert len(bridge.asked_of(ListEntities)) == before


def test_collapse_expand_and_pin_by_keyboard(panel: GraphPanel, bridge: FakeBridge, qtbot: QtBot) -> None:
    view = panel.view
    view.choose_node(1)
    qtbot.keyClick(view, Qt.Key.Key_C)
    assert not view.scene.is_shown(7)
    assert view.scene.is_shown(2)
    more = replace(CROSS, nodes=(*CROSS.nodes, node(11, 2, 2)), edges=(*CROSS.edges, edge(1, 11)))
    bridge.answers[GetNeighbourhood] = lambda _request: more
    qtbot.keyClick(view, Qt.Key.Key_E)
    assert view.scene.is_shown(7)
    assert view.scene.is_shown(11)
    view.choose_node(11)
    qtbot.keyClick(view, Qt.Key.Key_P)
    assert "pinned" in view.accessibleDescription()
    assert any(b.text() == "Unpin" for b in panel.side.findChildren(QPushButton) if b.isVisible())
    place = view.scene.places[11]

    bridge.answers[GetNeighbourhood] = lambda _request: CROSS
    panel.tools.filter.show_filter(GraphFilter(is_typed_only=True))
    panel.reset()

    assert view.scene.is_shown(11)
    assert view.scene.places[11] == place
    assert (11, *place) in bridge.asked_of(GetNeighbourhood)[-1].placed


def test_every_form_has_a_name(panel: GraphPanel) -> None:
    offered = [panel.tools.export.form.itemData(i) for i in range(panel.tools.export.form.count())]
    assert set(offered) == {*FORMS, *graph_export.PICTURE_FORMS}
    assert all(panel.tools.export.form.itemText(i) for i in range(len(offered)))


def export(panel: GraphPanel, monkeypatch: pytest.MonkeyPatch, form: str, part: str, place: str) -> None:
    monkeypatch.setattr(graph_export, "choose_place", lambda _parent, _form: place)
    panel.tools.open("export")
    bar = panel.tools.export
    bar.form.setCurrentIndex(bar.form.findData(form))
    bar.part.setCurrentIndex(bar.part.findData(part))
    bar.button.click()


def test_an_export_tells_how_far_it_is_and_where_it_lies(
    panel: GraphPanel, bridge: FakeBridge, navigator: Navigator, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    bridge.answers[ExportGraph] = lambda request: Transferred(
        path=request.path, n_entities=5, n_relations=1200
    )
    bridge.is_holding = True
    export(panel, monkeypatch, "gexf", "shown", "/tmp/mine.gexf")
    bridge.transfer_progressed.emit(TransferProgress(done=600, total=1205))
    assert panel.tools.transfer.text.text() == "600 of 1,205 entities and relations"
    assert not panel.tools.export.button.isEnabled()
    request = bridge.asked_of(ExportGraph)[-1]
    assert (request.form, request.path) == ("gexf", "/tmp/mine.gexf")
    assert set(request.selection.entity_ids) == {1, 2, 4, 7, 9}

    bridge.is_holding = False
    bridge.release()
    assert panel.tools.transfer.text.text() == "5 entities and 1,200 relations written to /tmp/mine.gexf"
    assert panel.tools.export.button.isEnabled()
    with qtbot.waitSignal(navigator.folder_wanted) as wanted:
        panel.tools.transfer.reveal_button.click()
    assert wanted.args == ["/tmp/mine.gexf"]


def test_an_export_can_be_stopped(
    panel: GraphPanel, bridge: FakeBridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_request: ExportGraph) -> Transferred:
        raise Cancelled

    bridge.answers[ExportGraph] = stop
    bridge.is_holding = True
    export(panel, monkeypatch, "turtle", "all", "/tmp/mine.ttl")
    panel.tools.transfer.cancel_button.click()
    assert bridge.asked_of(CancelTransfer)
    bridge.release()
    assert panel.tools.transfer.text.text() == "Stopped; nothing was changed"
    assert not panel.tools.transfer.is_busy


def test_a_refused_place_says_what_to_do(
    panel: GraphPanel, bridge: FakeBridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(request: ExportGraph) -> EngineError:
        raise PlaceWatched(path=request.path, folder="/home/mei/Documents")

    bridge.answers[ExportGraph] = refuse
    export(panel, monkeypatch, FOLDER_FORMS[0], "around", "/home/mei/Documents/out")
    assert "Choose a place outside." in panel.tools.transfer.text.text()


@pytest.mark.parametrize("form", ["png", "svg"])
def test_a_picture_of_what_is_shown_is_kept(
    panel: GraphPanel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, form: str
) -> None:
    place = tmp_path / f"picture.{form}"
    export(panel, monkeypatch, form, "all", str(place))

    if form == "png":
        image = QImage(str(place))
        assert image.width() == 2 * panel.view.width()
    else:
        assert "N1" in place.read_text("utf-8")  # as text, to be edited and searched
    assert str(place.name) in panel.tools.transfer.text.text()
    export(panel, monkeypatch, form, "all", str(tmp_path / "missing" / f"a.{form}"))
    assert "Choose another place." in panel.tools.transfer.text.text()


def test_escape_closes_a_strip_and_gives_the_focus_back(panel: GraphPanel, qtbot: QtBot) -> None:
    panel.tools.buttons["filter"].click()
    panel.tools.filter.typed.setFocus()
    qtbot.keyClick(panel.tools.filter.typed, Qt.Key.Key_Escape)
    assert not panel.tools.filter.isVisible()
    assert panel.tools.buttons["filter"].hasFocus()


def test_lines_grow_with_strength_and_typed_ones_are_wider() -> None:
    weights = [0.0, 0.05, 0.3, 1.0, 1.3, 2.0, 3.5, 9.0]
    strengths = [line_strength(weight) for weight in weights]
    assert strengths == sorted(strengths)
    assert strengths[0] >= 0
    assert strengths[-1] == 1.0
    assert max(line_strength(w) for w in (0.2, 1.0)) < line_strength(1.3)


def test_a_way_seen_from_far_is_named_by_its_middle(panel: GraphPanel) -> None:
    long = path(1, 2, 4)
    long = GraphPath(
        nodes=(long.nodes[0], *(replace(n, name="x" * 60) for n in long.nodes[1:2]), long.nodes[2]),
        steps=long.steps, n_evidence=long.n_evidence, cost=2,
    )  # fmt: skip
    panel.tools.path._take(0, (long,))
    assert len(panel.tools.path.ways[0].text()) < 60
