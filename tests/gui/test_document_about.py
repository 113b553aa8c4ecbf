"""Beside a document: relatives with reasons, links both ways and facts, each leading to its very place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from fake_bridge import CONTRACT, FakeBridge, document_view
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from engine.attributes import AttributeRow
from engine.events import ChangeKind, LibraryChanged
from engine.neighbours import DocumentLink, DocumentLinks
from engine.records import Evidence, Reason, Span
from engine.requests import GetLinks, GetRelated, ListAttributes
from engine.suggestions import SuggestedDocument
from gui.panels.document import DocumentPanel
from gui.panels.document_about import DocumentAbout
from gui.preferences import Preferences
from gui.widgets.language import speak
from gui.widgets.line_button import LineButton
from gui.widgets.navigator import Navigator

RELATED = SuggestedDocument(
    document_id=3, path="/home/mei/Documents/Work/Minutes.docx", title="Board minutes", score=1.0,
    reasons=(Reason(code="related.meaning"), Reason(code="related.words", params={"words": ["租赁"]})),
    n_alike=2, alike=("/home/mei/a/Minutes v1.docx", "/home/mei/a/Minutes v2.docx"),
)  # fmt: skip


def fact(kind: str, value: str, text: str, entity: str | None = None, role: str = "") -> list[AttributeRow]:
    """A row for each place of ``text`` in the contract."""
    rows, start = [], CONTRACT.find(text)
    while start >= 0:
        rows.append(
            AttributeRow(
                kind=kind, value=value, role=role, score=0.9, entity_id=1 if entity else None, entity=entity,
                evidence=Evidence(
                    document_id=2, path="/x", title="", page=None, start=start, end=start + len(text),
                    text=text,
                ),
            )
        )  # fmt: skip
        start = CONTRACT.find(text, start + 1)
    return rows


def link(document_id: int | None, title: str, text: str, *, source: str = CONTRACT) -> DocumentLink:
    start = max(source.find(text), 0)
    return DocumentLink(
        kind="page", document_id=document_id, path=f"/home/mei/Documents/合同/{title}.md", title=title,
        target=title, start=start, end=start + len(text), text=text,
    )  # fmt: skip


FACTS = (
    *fact("money", "CNY 12000", "人民币一万二千元", "张三", "price"),
    *fact("date", "2024-01-01", "二〇二四年一月一日"),
    *fact("date", "XXXX-05", "月"),
)
LINKS = DocumentLinks(
    out=(link(3, "Minutes", "违约金"), link(None, "Lost note", "转租"), link(3, "Minutes", "月租金")),
    into=(link(1, "Engine", "loom", source="the loom"),),
)


@pytest.fixture
def panel(qtbot: QtBot, bridge: FakeBridge, navigator: Navigator, preferences: Preferences) -> DocumentPanel:
    bridge.answers |= {
        GetRelated: lambda _request: (RELATED,),
        GetLinks: lambda _request: LINKS,
        ListAttributes: lambda _request: FACTS,
    }
    made = DocumentPanel(bridge, navigator, preferences=preferences)
    qtbot.addWidget(made)
    made.resize(1100, 900)
    made.show()
    made.show_document(2)
    QApplication.processEvents()
    return made


def lines(about: DocumentAbout, name: str) -> list[LineButton]:
    return about.sections[name].findChildren(LineButton)


def marked(panel: DocumentPanel) -> str:
    """What the text says where it is marked as asked for."""
    span = panel.text.asked_in_sight()
    return CONTRACT[span.start : span.end] if span else ""


def test_a_relative_tells_its_reasons_and_names_its_versions_and_opens(
    qtbot: QtBot, panel: DocumentPanel, navigator: Navigator
) -> None:
    (line,) = lines(panel.side.about, "related")
    for part in ("Close in meaning", "Words in common: 租赁", "Minutes v1.docx, Minutes v2.docx"):
        assert part in line.accessibleDescription()
    with qtbot.waitSignal(navigator.document_wanted) as wanted:
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert wanted.args == [3, None]


def test_every_fact_leads_to_its_place_in_the_text(panel: DocumentPanel) -> None:
    facts = lines(panel.side.about, "facts")
    assert [line.text() for line in facts] == ["二〇二四年一月一日", "月", "人民币一万二千元"]
    for line in facts:
        line.click()
        assert marked(panel) == line.text()


def test_a_value_said_twice_stands_once_and_leads_to_each_place_in_turn(panel: DocumentPanel) -> None:
    line = lines(panel.side.about, "facts")[1]
    spans = []
    for _ in range(CONTRACT.count("月") + 1):
        line.click()
        span = panel.text.asked_in_sight()
        assert span is not None
        spans.append(span.start)
    assert line.accessibleName() == f"月, ×{CONTRACT.count('月')}"
    assert spans[0] == spans[-1] == CONTRACT.index("月")
    assert len(set(spans)) == CONTRACT.count("月")


def test_kinds_and_roles_of_facts_have_names_in_both_languages(
    app: QApplication, panel: DocumentPanel
) -> None:
    def said() -> str:
        return " ".join(line.accessibleDescription() for line in lines(panel.side.about, "facts"))

    assert "张三 · Price" in said()
    speak(app, "zh_CN")
    QApplication.processEvents()
    assert "张三 · 价格" in said()
    assert panel.side.about.sections["facts"].heading.text() == "数据"


def test_links_out_open_the_other_document_and_show_where_the_text_has_them(
    qtbot: QtBot, panel: DocumentPanel, navigator: Navigator
) -> None:
    section = panel.side.about.sections["out"]
    minutes, lost = lines(panel.side.about, "out")
    assert minutes.accessibleName() == "Minutes, ×2"
    with qtbot.waitSignal(navigator.document_wanted) as wanted:
        minutes.click()
    assert wanted.args == [3, None]
    (place,) = (
        button
        for button in section.findChildren(QPushButton)
        if button.accessibleName().startswith("Minutes")
    )
    for text in ("违约金", "月租金", "违约金"):
        place.click()
        assert marked(panel) == text
    with qtbot.assertNotEmitted(navigator.document_wanted):
        lost.click()
    assert marked(panel) == "转租"
    assert "No such document here" in lost.accessibleDescription()


def test_links_in_open_the_other_document_where_it_has_them(
    qtbot: QtBot, panel: DocumentPanel, navigator: Navigator
) -> None:
    (line,) = lines(panel.side.about, "into")
    with qtbot.waitSignal(navigator.document_wanted) as wanted:
        line.click()
    assert wanted.args == [1, Span(4, 8)]


def test_what_is_empty_says_so(
    qtbot: QtBot, bridge: FakeBridge, navigator: Navigator, preferences: Preferences
) -> None:
    made = DocumentPanel(bridge, navigator, preferences=preferences)
    qtbot.addWidget(made)
    made.resize(1100, 900)
    made.show()
    made.show_document(1)
    assert made.side.about.teaching == (
        "Nothing related was found yet.",
        "It refers to no document or file.",
        "No document refers to it.",
        "No dates, amounts, addresses or numbers were found in it.",
    )


def test_a_section_stays_closed_once_closed(
    qtbot: QtBot, panel: DocumentPanel, bridge: FakeBridge, navigator: Navigator, preferences: Preferences
) -> None:
    section = panel.side.about.sections["related"]
    qtbot.keyClick(section.heading, Qt.Key.Key_Return)
    assert not section.is_open
    assert section.heading.accessibleName() == "Related, 1, closed"
    again = DocumentPanel(bridge, navigator, preferences=preferences)
    qtbot.addWidget(again)
    assert not again.side.about.sections["related"].is_open
    assert again.side.about.sections["facts"].is_open


def test_an_answer_for_another_document_is_dropped(panel: DocumentPanel, bridge: FakeBridge) -> None:
    bridge.is_holding = True
    panel.side.about.show_view(document_view(1))
    held, bridge.held = bridge.held, []
    panel.side.about.show_view(document_view(2))
    bridge.is_holding = False
    bridge.release()
    bridge.held = held
    bridge.answers[GetRelated] = lambda _request: ()
    bridge.release()
    assert len(lines(panel.side.about, "related")) == 1


def test_a_change_waits_while_the_focus_is_there(panel: DocumentPanel, bridge: FakeBridge) -> None:
    (line,) = lines(panel.side.about, "related")
    line.setFocus()
    bridge.answers[GetRelated] = lambda _request: (RELATED, RELATED)
    bridge.changed.emit(LibraryChanged(kinds=frozenset({ChangeKind.VECTORS})))
    assert len(bridge.asked_of(GetRelated)) == 2
    assert lines(panel.side.about, "related") == [line]
    panel.text.setFocus()
    visible: Sequence[LineButton] = [one for one in lines(panel.side.about, "related") if one.isVisible()]
    assert len(visible) == 2


def test_where_the_text_is_another_its_places_are_too_even_under_the_pointer(
    panel: DocumentPanel, bridge: FakeBridge
) -> None:
    lines(panel.side.about, "facts")[0].setFocus()
    moved = replace(FACTS[0], evidence=replace(FACTS[0].evidence, start=0, end=6, text="房屋租赁合同"))
    bridge.answers[ListAttributes] = lambda _request: (moved,)
    panel.side.set_view(replace(document_view(2), text=CONTRACT + "补充"))
    (line,) = (line for line in lines(panel.side.about, "facts") if line.isVisible())
    assert line.text() == "房屋租赁合同"


def test_a_long_list_of_entities_begins_short_and_grows(panel: DocumentPanel, bridge: FakeBridge) -> None:
    view = document_view(2)
    many = [replace(view.mentions[0], entity_id=100 + n, entity_name=f"Name {n:02d}") for n in range(40)]
    panel.side.set_mentions(many)
    short = panel.side.list.height()
    assert panel.side.all_button.isVisible()
    panel.side.list.setCurrentIndex(panel.side.model.index(30))  # as the arrow keys do
    assert panel.side.list.height() > 2 * short
    assert not panel.side.all_button.isVisible()
