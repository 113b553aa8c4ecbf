"""People correct an entity in its dossier and in the list; every act can be undone and is followed."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from fake_bridge import ENTITIES, FakeBridge, entity_view
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from engine.carried import CarriedEntity, CarriedEvidence, CarriedRelation, ImportedRelation
from engine.curation import Decision, FormRow
from engine.errors import EntityUnknown
from engine.neighbours import TimelinePoint
from engine.records import EntityAttribute, EntityRef, EntityView, Evidence, Reason, Span
from engine.requests import (
    Follow,
    GetEntity,
    GetImported,
    GetRelatedEntities,
    GetTimeline,
    ListEntities,
    ListFollowed,
    ListForms,
    MergeEntities,
    RejectEntity,
    RenameEntity,
    RetypeEntity,
    SplitEntity,
    UndoDecision,
    Unfollow,
)
from engine.suggestions import Followed, SuggestedEntity
from gui.panels.entities import EntitiesPanel
from gui.panels.entity import EntityPanel
from gui.widgets.entity_menu import ACTS
from gui.widgets.navigator import Navigator
from gui.widgets.quote import Quote


class Desk:
    """Answers acts with decisions; ``becomes`` is what the entity is afterwards."""

    def __init__(self, bridge: FakeBridge) -> None:
        self.becomes: int | None = 1
        self._numbers = count(1)
        for request, kind in (
            (MergeEntities, "same"),
            (SplitEntity, "different"),
            (RenameEntity, "name"),
            (RetypeEntity, "label"),
            (RejectEntity, "nothing"),
            (UndoDecision, "same"),
        ):
            bridge.answers[request] = lambda _request, said=kind: self._decision(said)
        bridge.answers[ListForms] = lambda _request: (
            FormRow(label="PER", key="ada lovelace", name="Ada Lovelace", n_mentions=30),
            FormRow(label="PER", key="ada", name="Ada", n_mentions=12),
        )

    def _decision(self, kind: Any) -> Decision:
        return Decision(
            decision_id=next(self._numbers), kind=kind, refs=(EntityRef("PER", "ada lovelace"),), value=None,
            created_ms=0, entity_id=None if kind == "nothing" else self.becomes,
        )  # fmt: skip


@pytest.fixture
def desk(bridge: FakeBridge) -> Desk:
    return Desk(bridge)


@pytest.fixture
def panel(bridge: FakeBridge, desk: Desk, navigator: Navigator, qtbot: QtBot) -> EntityPanel:
    made = EntityPanel(bridge, navigator)
    qtbot.addWidget(made)
    made.resize(1000, 900)
    made.show()
    navigator.entity_wanted.connect(made.show_entity)
    made.show_entity(1)
    return made


def texts_in(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def test_a_name_is_written_in_place(panel: EntityPanel, bridge: FakeBridge, qtbot: QtBot) -> None:
    panel.begin("rename")
    box = panel.header.name_box
    assert box.text() == "Ada Lovelace"
    box.setText("Augusta Ada King")

    qtbot.keyClick(box, Qt.Key.Key_Return)

    assert bridge.asked_of(RenameEntity) == [RenameEntity(entity_id=1, name="Augusta Ada King")]
    assert panel.message_bar.text == "It is called “Augusta Ada King” now."
    assert box.isHidden()


def test_escape_leaves_the_name_as_it_was(panel: EntityPanel, bridge: FakeBridge, qtbot: QtBot) -> None:
    panel.begin("rename")
    panel.header.name_box.setText("Nobody")

    qtbot.keyClick(panel.header.name_box, Qt.Key.Key_Escape)

    assert bridge.asked_of(RenameEntity) == []
    assert "Ada Lovelace" in texts_in(panel)


def test_a_kind_is_picked_or_written(panel: EntityPanel, bridge: FakeBridge, qtbot: QtBot) -> None:
    panel.begin("kind")
    assert panel.editor.kind.buttons["PER"].isChecked()
    panel.editor.kind.buttons["WORK"].click()
    panel.begin("kind")
    panel.editor.kind.box.setText(" ship ")
    qtbot.keyClick(panel.editor.kind.box, Qt.Key.Key_Return)

    assert [request.label for request in bridge.asked_of(RetypeEntity)] == ["WORK", "ship"]


def test_after_a_merge_the_survivor_is_shown(
    panel: EntityPanel, bridge: FakeBridge, desk: Desk, navigator: Navigator, qtbot: QtBot
) -> None:
    desk.becomes = 2
    panel.begin("merge")
    chooser = panel.editor.chooser
    assert 1 not in {row.entity_id for row in chooser.model.rows}
    chooser.box.show_text("Charles")
    assert bridge.asked_of(ListEntities)[-1].prefix == "Charles"

    with qtbot.waitSignal(navigator.entity_wanted) as followed:
        qtbot.keyClick(chooser.box, Qt.Key.Key_Return)

    assert bridge.asked_of(MergeEntities) == [MergeEntities(entity_ids=(1, 2))]
    assert followed.args == [2]
    assert "Charles Babbage" in texts_in(panel)
    assert panel.message_bar.text == "“Ada Lovelace” and “Charles Babbage” are one now."
    desk.becomes = 1
    panel.message_bar.undo.click()
    assert bridge.asked_of(UndoDecision) == [UndoDecision(decision_id=1)]
    assert "Ada Lovelace" in texts_in(panel)
    assert panel.editor.isHidden()


def test_some_names_leave_but_never_all(panel: EntityPanel, bridge: FakeBridge) -> None:
    panel.begin("names")
    names = panel.editor.names
    assert not names.part_button.isEnabled()
    for check in names.checks:
        check.setChecked(True)
    assert not names.part_button.isEnabled()
    names.checks[0].setChecked(False)

    names.part_button.click()

    assert bridge.asked_of(SplitEntity) == [SplitEntity(entity_id=1, refs=(EntityRef("PER", "ada"),))]


def test_nothing_is_told_and_taken_back(panel: EntityPanel, bridge: FakeBridge, qtbot: QtBot) -> None:
    panel.begin("nothing")
    assert panel.empty.isVisible()
    assert "“Ada Lovelace” is nothing now" in texts_in(panel)

    panel.curation.undo()

    assert "Ada Lovelace" in texts_in(panel)
    assert panel.message_bar.text == "Taken back."
    assert panel.message_bar.undo.isHidden()


def test_an_act_that_is_refused_leaves_a_sentence(panel: EntityPanel, bridge: FakeBridge) -> None:
    def refuse(_request: RejectEntity) -> Decision:
        raise EntityUnknown(name="Ada Lovelace", near=[])

    bridge.answers[RejectEntity] = refuse
    panel.begin("nothing")

    assert "Nothing in the library goes by" in panel.message_bar.text
    assert "Ada Lovelace" in texts_in(panel)


def test_an_act_waits_for_the_dossier(panel: EntityPanel, bridge: FakeBridge) -> None:
    bridge.is_holding = True
    panel.show_entity(3)
    panel.begin("names")
    assert panel.editor.isHidden()

    bridge.is_holding = False
    bridge.release()

    assert panel.editor.isVisible()
    assert bridge.asked_of(ListForms)[-1].entity_id == 3


def test_the_star_follows_and_lets_go(panel: EntityPanel, bridge: FakeBridge) -> None:
    row = Followed(followed_id=7, name="Ada Lovelace", label="PER", entity_id=1, since_ms=0, seen_ms=0)
    bridge.answers[ListFollowed] = lambda _request: (row,) if len(bridge.asked_of(Unfollow)) == 0 else ()
    bridge.answers[Follow] = lambda _request: row
    star = panel.header.follow_button
    assert not star.isChecked()

    star.click()
    assert star.isChecked()
    assert bridge.asked_of(Follow) == [Follow(entity_id=1)]
    star.click()

    assert bridge.asked_of(Unfollow) == [Unfollow(followed_id=7)]
    assert not star.isChecked()


def _dossier() -> EntityView:
    def born(value: str, start: int) -> EntityAttribute:
        return EntityAttribute(
            kind="date", value=value, role="born", score=0.9, n_documents=1,
            evidence=Evidence(
                document_id=start, path="/x/a.pdf", title=f"Source {start}", page=None, start=start,
                end=start + len(value), text=value, before="Ada was born in ",
            ),
        )  # fmt: skip

    return replace(entity_view(1), relations=(), mentions=(), attributes=(born("1815", 10), born("1816", 20)))


def test_values_that_contradict_stand_side_by_side_and_open_their_source(
    panel: EntityPanel, bridge: FakeBridge, navigator: Navigator, qtbot: QtBot
) -> None:
    bridge.answers[GetEntity] = lambda _request: _dossier()
    panel.show_entity(1)
    quotes = [quote for quote in panel.facts.findChildren(Quote) if quote.isVisible()]
    assert {"Born", "Sources disagree", "1815", "1816"} <= set(texts_in(panel.facts))
    tops = {quote.mapTo(panel, quote.rect().topLeft()).y() for quote in quotes}
    assert len(tops) == 1

    with qtbot.waitSignal(navigator.document_wanted) as wanted:
        quotes[1].click()

    assert wanted.args == [20, Span(20, 24)]


def test_time_company_and_imports_are_shown_where_there_are_any(
    panel: EntityPanel, bridge: FakeBridge
) -> None:
    assert not {"Timeline", "Related", "From imported graphs"} & set(texts_in(panel))
    bridge.answers[GetTimeline] = lambda _request: (
        TimelinePoint(document_id=1, path="/x/a.pdf", title="A", date="1843", n_mentions=2),
    )
    why = Reason(code="related.documents", params={"n": 3})
    bridge.answers[GetRelatedEntities] = lambda _request: (
        SuggestedEntity(entity_id=2, name="Charles Babbage", label="PER", score=1.0, reasons=(why,)),
    )
    one, other = (
        CarriedEntity(label="PER", key="ada", name="Ada"),
        CarriedEntity(label="LOC", key="x", name="Ockham"),
    )
    said = CarriedRelation(
        subject=one, predicate="born_in", object=other, evidence=(CarriedEvidence(quote="Ada of Ockham"),)
    )
    bridge.answers[GetImported] = lambda _request: (ImportedRelation(source="peers.graphml", relation=said),)
    panel.show_entity(1)

    texts = texts_in(panel)
    assert {"Timeline", "Related", "From imported graphs"} <= set(texts)
    assert "Documents in common: 3" in texts
    assert "Ada  was born in  Ockham" in texts
    assert "imported from peers.graphml" in texts


@pytest.fixture
def entities(bridge: FakeBridge, desk: Desk, navigator: Navigator, qtbot: QtBot) -> EntitiesPanel:
    made = EntitiesPanel(bridge, navigator)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


def _choose(panel: EntitiesPanel, *places: int) -> None:
    for place in places:
        panel.list.selectionModel().select(
            panel.model.index(place, 0), QItemSelectionModel.SelectionFlag.Select
        )


def test_several_of_the_list_become_one(entities: EntitiesPanel, bridge: FakeBridge, qtbot: QtBot) -> None:
    _choose(entities, 0, 2, 3)
    assert "3 entities chosen" in texts_in(entities)

    qtbot.keyClick(entities.list, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)

    assert bridge.asked_of(MergeEntities) == [MergeEntities(entity_ids=(1, 3, 4))]
    assert entities.message_bar.text == "3 entities are one now."
    entities.message_bar.undo.click()
    assert len(bridge.asked_of(UndoDecision)) == 1


def test_a_choice_outlives_a_new_order_of_the_list(entities: EntitiesPanel, bridge: FakeBridge) -> None:
    _choose(entities, 0, 2)
    bridge.answers[ListEntities] = lambda _request: ENTITIES[::-1]

    entities.order.button("centrality").click()

    assert bridge.asked_of(ListEntities)[-1].order == "centrality"
    assert {row.entity_id for row in entities.chosen} == {1, 3}


def test_ctrl_click_chooses_and_a_plain_click_opens(
    entities: EntitiesPanel, navigator: Navigator, qtbot: QtBot
) -> None:
    opened: list[int] = []
    navigator.entity_wanted.connect(opened.append)
    view = entities.list.viewport()
    for place in (0, 1):
        spot = entities.list.visualRect(entities.model.index(place, 0)).center()
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, spot)
    assert [row.entity_id for row in entities.chosen] == [1, 2]
    assert opened == []

    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=spot)

    assert opened == [2]


def test_the_menu_of_any_entity_leads_to_every_act(entities: EntitiesPanel, navigator: Navigator) -> None:
    wanted: list[tuple[int, str]] = []
    navigator.correction_wanted.connect(lambda which, act: wanted.append((which, act)))

    menu = entities.menu_for([ENTITIES[4]])
    for action in menu.actions()[-len(ACTS) :]:
        action.trigger()

    assert wanted == [(5, act) for act in ACTS]
