"""The Entity screen: every name leads to its entity, every quotation to its place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_bridge import FakeBridge, entity_view
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from engine.errors import EntityUnknown
from engine.events import ChangeKind, LibraryChanged
from engine.records import EntityRelation, EntityView, Evidence, Span
from engine.requests import GetEntity
from gui.panels.entity import EntityPanel
from gui.panels.entity_relations import FIRST_MENTIONS, FIRST_RELATIONS, group_relations
from gui.widgets.entity_link import EntityLink
from gui.widgets.language import speak
from gui.widgets.navigator import Navigator
from gui.widgets.quote import Quote
from gui.widgets.theme import DARK, apply_theme


def evidence_of(text: str, *, document_id: int = 1, start: int = 0, page: int | None = None) -> Evidence:
    return Evidence(
        document_id=document_id, path="/x/a.pdf", title="A", page=page, start=start, end=start + len(text),
        text=text,
    )  # fmt: skip


def relation_to(
    other: str, *, predicate: str = "co_mention", score: float = 1.0, other_id: int = 2
) -> EntityRelation:
    return EntityRelation(
        predicate=predicate, direction="both" if predicate == "co_mention" else "out", other_id=other_id,
        other=other, other_label="PER", score=score, n_documents=3,
        evidence=evidence_of(f"🎉 Here Ada Lovelace\nmet {other}.", start=40),
    )  # fmt: skip


@pytest.fixture
def panel(bridge: FakeBridge, navigator: Navigator, qtbot: QtBot) -> EntityPanel:
    made = EntityPanel(bridge, navigator)
    qtbot.addWidget(made)
    made.resize(1000, 900)
    made.show()
    return made


def show(panel: EntityPanel, bridge: FakeBridge, view: EntityView) -> None:
    bridge.answers[GetEntity] = lambda _request: view
    panel.show_entity(view.entity_id)


def quotes_in(panel: EntityPanel) -> list[Quote]:
    return [quote for quote in panel.findChildren(Quote) if quote.isVisibleTo(panel)]


def texts_in(panel: EntityPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisibleTo(panel)]


def test_the_dossier_names_counts_and_groups(panel: EntityPanel) -> None:
    panel.show_entity(1)

    texts = texts_in(panel)

    assert "Ada Lovelace" in texts
    assert "Also Lovelace" in texts
    assert texts.index("Wrote") < texts.index("Appears with")
    assert "42 mentions · 9 documents" in texts


def test_typed_relations_come_first_and_each_group_best_first() -> None:
    relations = [
        relation_to("weak", score=1),
        relation_to("strong", score=9),
        relation_to("x", predicate="owns"),
    ]

    groups = group_relations(relations)

    assert [(kind[0], [relation.other for relation in group]) for kind, group in groups] == [
        ("owns", ["x"]),
        ("co_mention", ["strong", "weak"]),
    ]


def test_both_names_are_set_off_in_the_quotation(panel: EntityPanel, bridge: FakeBridge) -> None:
    show(panel, bridge, replace(entity_view(1), relations=(relation_to("Lord Byron"),), mentions=()))

    (quote,) = quotes_in(panel)

    assert [quote.line[mark.start : mark.end] for mark in quote.marks] == ["Ada Lovelace", "Lord Byron"]
    assert "Lord Byron" in quote.accessibleName()


def test_a_click_on_the_evidence_opens_the_document_at_its_span(
    panel: EntityPanel, bridge: FakeBridge, navigator: Navigator, qtbot: QtBot
) -> None:
    show(panel, bridge, replace(entity_view(1), relations=(relation_to("Lord Byron"),), mentions=()))
    (quote,) = quotes_in(panel)

    with qtbot.waitSignal(navigator.document_wanted) as wanted:
        qtbot.mouseClick(quote, Qt.MouseButton.LeftButton)

    assert wanted.args == [1, Span(40, 40 + len(quote.evidence.text))]


def test_a_click_on_the_other_end_opens_that_entity(
    panel: EntityPanel, bridge: FakeBridge, navigator: Navigator, qtbot: QtBot
) -> None:
    show(
        panel,
        bridge,
        replace(entity_view(1), relations=(relation_to("Lord Byron", other_id=77),), mentions=()),
    )
    (link,) = panel.findChildren(EntityLink)

    with qtbot.waitSignal(navigator.entity_wanted) as wanted:
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton)

    assert wanted.args == [77]


def test_the_buttons_lead_to_graph_and_search(panel: EntityPanel, navigator: Navigator) -> None:
    wanted: list[object] = []
    navigator.graph_wanted.connect(wanted.append)
    navigator.search_wanted.connect(wanted.append)
    panel.show_entity(1)

    panel.header.graph_button.click()
    panel.header.search_button.click()

    assert wanted == [(1,), '"Ada Lovelace"']


def test_long_lists_begin_short_and_grow(panel: EntityPanel, bridge: FakeBridge, qtbot: QtBot) -> None:
    relations = tuple(relation_to(f"Person {number}", other_id=number) for number in range(2, 30))
    mentions = tuple(evidence_of(f"Ada Lovelace {number}", start=number) for number in range(100))
    whole = replace(entity_view(1), relations=relations, mentions=mentions, n_mentions=130)
    show(panel, bridge, whole)
    assert len(quotes_in(panel)) == FIRST_RELATIONS + FIRST_MENTIONS

    for _ in range(4):
        panel.mentions.more_button.click()
    assert len(quotes_in(panel)) == FIRST_RELATIONS + 100
    bridge.answers[GetEntity] = lambda _request: replace(
        whole,
        mentions=(*mentions, *(evidence_of("Ada Lovelace", start=number) for number in range(100, 130))),
    )
    panel.mentions.more_button.click()

    assert bridge.asked_of(GetEntity)[-1].n_mentions > 100
    assert len(quotes_in(panel)) == FIRST_RELATIONS + 120


def test_a_late_dossier_does_not_replace_the_one_asked_for_last(
    panel: EntityPanel, bridge: FakeBridge
) -> None:
    bridge.is_holding = True
    panel.show_entity(1)
    panel.show_entity(3)

    bridge.release(newest_first=True)

    assert "北京大学出版社" in texts_in(panel)
    assert "Ada Lovelace" not in texts_in(panel)


def test_only_new_knowledge_makes_it_read_again(panel: EntityPanel, bridge: FakeBridge) -> None:
    panel.show_entity(1)

    bridge.changed.emit(LibraryChanged(kinds=frozenset({ChangeKind.FILES, ChangeKind.VECTORS})))
    assert len(bridge.asked_of(GetEntity)) == 1
    bridge.changed.emit(LibraryChanged(kinds=frozenset({ChangeKind.KNOWLEDGE})))

    assert len(bridge.asked_of(GetEntity)) == 2


def test_an_entity_that_is_gone_leaves_a_sentence(panel: EntityPanel, bridge: FakeBridge) -> None:
    def refuse(_request: GetEntity) -> EntityView:
        raise EntityUnknown(name="Nobody", near=[])

    assert panel.empty.isVisible()
    bridge.answers[GetEntity] = refuse
    panel.show_entity(9)

    assert "Nothing in the library goes by “Nobody”." in texts_in(panel)


def test_language_and_theme_switch_while_a_dossier_is_open(app: QApplication, panel: EntityPanel) -> None:
    panel.show_entity(1)

    speak(app, "zh_CN")
    apply_theme(app, DARK)
    QApplication.processEvents()

    assert "一同出现" in texts_in(panel)
    assert "42 次提及 · 9 个文档" in texts_in(panel)
    quote = quotes_in(panel)[0]
    assert quote.grab().toImage().pixelColor(10, 14).lightness() < 128
