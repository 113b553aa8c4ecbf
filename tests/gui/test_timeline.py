"""The strip of documents in time: order, reach, and the keys."""

from __future__ import annotations

from itertools import pairwise

import pytest
from fake_bridge import FakeBridge
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.neighbours import TimelinePoint
from gui.panels.entity_sources import FIRST_SOURCES, SourceCard, SourceRow
from gui.widgets.language import speak
from gui.widgets.navigator import Navigator
from gui.widgets.timeline import TimelineStrip, day_number, place_dots

_DATES = st.one_of(
    st.dates().map(str), st.integers(1000, 2999).map(str), st.dates().map(lambda date: str(date)[:7])
)


def point(date: str, *, document_id: int = 1, n_mentions: int = 1) -> TimelinePoint:
    return TimelinePoint(
        document_id=document_id, path=f"/x/{document_id}.pdf", title=f"Paper {document_id}", date=date,
        n_mentions=n_mentions,
    )  # fmt: skip


@given(st.lists(st.tuples(_DATES, st.integers(1, 500)), min_size=1, max_size=60), st.integers(60, 2000))
def test_dots_stand_in_order_within_the_strip(found: list[tuple[str, int]], width: int) -> None:
    points = [point(date, document_id=n, n_mentions=count) for n, (date, count) in enumerate(found)]

    dots = place_dots(points, width)

    assert {dot.point.document_id for dot in dots} == set(range(len(points)))
    assert all(0 <= dot.x <= width and dot.y >= 0 for dot in dots)
    by_date = sorted(dots, key=lambda dot: day_number(dot.point.date) or 0)
    assert all(a.x <= b.x for a, b in pairwise(by_date))


def test_what_has_no_date_is_no_dot() -> None:
    assert place_dots([point(""), point("soon")], 400) == []


@pytest.fixture
def strip(app: QApplication, qtbot: QtBot) -> TimelineStrip:
    made = TimelineStrip()
    qtbot.addWidget(made)
    made.resize(600, 96)
    made.show_points([point(f"20{year}", document_id=year) for year in (10, 14, 22)])
    made.show()
    return made


def test_a_click_opens_the_document_under_it(strip: TimelineStrip, qtbot: QtBot) -> None:
    dot = strip.dots[1]

    with qtbot.waitSignal(strip.document_wanted) as wanted:
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPointF(dot.x + 2, dot.y).toPoint())

    assert wanted.args == [14]


def test_arrows_and_enter_do_the_same(strip: TimelineStrip, qtbot: QtBot) -> None:
    qtbot.keyClick(strip, Qt.Key.Key_End)
    qtbot.keyClick(strip, Qt.Key.Key_Left)
    assert "Paper 14" in strip.accessibleName()

    with qtbot.waitSignal(strip.document_wanted) as wanted:
        qtbot.keyClick(strip, Qt.Key.Key_Return)

    assert wanted.args == [14]


def test_lines_begin_short_and_lead_to_their_document(
    app: QApplication, bridge: FakeBridge, navigator: Navigator, qtbot: QtBot
) -> None:
    card = SourceCard(navigator)
    qtbot.addWidget(card)
    card.show()
    card.show_points(tuple(point(f"20{n}", document_id=n) for n in range(10, 30)), is_new=True)
    assert len([row for row in card.findChildren(SourceRow) if row.isVisible()]) == FIRST_SOURCES

    card.more_button.click()
    rows = [row for row in card.findChildren(SourceRow) if row.isVisible()]
    with qtbot.waitSignal(navigator.document_wanted) as wanted:
        rows[7].click()
    speak(app, "zh_CN")
    QApplication.processEvents()

    assert wanted.args[0] == 17
    assert len(rows) == 20
    assert card.grab().width() > 0
