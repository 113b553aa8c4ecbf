"""The item models keep Qt's rules, and the ledger loads no more than is looked at."""

from __future__ import annotations

from dataclasses import replace

from fake_bridge import ENTITIES, ledger, search_result
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from engine.records import FileRow, FileStatus, Reason
from gui.models.entity_list_model import EntityListModel
from gui.models.hit_model import HitModel
from gui.models.ledger_model import PAGE, LedgerModel
from gui.roles import RECORD_ROLE, LedgerColumn
from gui.widgets.hit_delegate import alike_line
from gui.widgets.hit_list import HitList


def test_hit_model(app: QApplication, qtmodeltester: ModelTester) -> None:
    model = HitModel()
    model.set_hits(search_result("engine 合同").hits)
    qtmodeltester.check(model)
    assert model.index(0, 0).data(RECORD_ROLE) is model.hits[0]
    for role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
        assert "mentions Ada Lovelace" in model.index(0, 0).data(role)


OTHERS = ("/old/report_v1.docx", "/old/report.pdf")


def test_a_hit_that_stands_elsewhere_too_has_a_line_that_says_where(app: QApplication) -> None:
    hit = replace(search_result("engine").hits[0], n_alike=2, alike=OTHERS)
    model = HitModel()
    model.set_hits((hit, replace(hit, n_alike=0, alike=())))
    widget = HitList(model)
    plain, more = (widget.sizeHintForIndex(model.index(row, 0)).height() for row in (1, 0))
    assert more > plain
    assert alike_line(hit) == "and 2 more like it · report_v1.docx (old) · report.pdf (old)"
    assert "and 2 more like it" in model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "more like it" not in model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "/old/report.pdf" in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    widget.resize(600, 400)
    assert not widget.grab().isNull()


def test_entity_model(app: QApplication, qtmodeltester: ModelTester) -> None:
    model = EntityListModel()
    model.set_rows(ENTITIES)
    qtmodeltester.check(model)
    assert model.index(0, 0).data() == "Ada Lovelace"


class Pages:
    """Answers a ledger model's wish for pages from a fixed list of files."""

    def __init__(self, files: tuple[FileRow, ...]) -> None:
        self.files = files
        self.offsets: list[int] = []
        self.model = LedgerModel()
        self.model.page_wanted.connect(self.give)
        self.model.restart()

    def give(self, offset: int) -> None:
        self.offsets.append(offset)
        self.model.add_page(offset, self.files[offset : offset + PAGE])


def test_ledger_model(app: QApplication, qtmodeltester: ModelTester) -> None:
    pages = Pages(ledger(450))
    qtmodeltester.check(pages.model)


def test_ledger_is_loaded_page_by_page(app: QApplication) -> None:
    pages = Pages(ledger(450))
    assert pages.offsets == [0]
    assert pages.model.rowCount() == PAGE
    while pages.model.canFetchMore(QModelIndex()):
        pages.model.fetchMore(QModelIndex())
    assert pages.offsets == [0, PAGE, 2 * PAGE]
    assert pages.model.rows == pages.files


def test_ledger_of_a_whole_number_of_pages_ends(app: QApplication) -> None:
    pages = Pages(ledger(PAGE))
    pages.model.fetchMore(QModelIndex())
    assert not pages.model.canFetchMore(QModelIndex())
    assert pages.model.rowCount() == PAGE


def test_a_page_that_comes_late_is_dropped(app: QApplication) -> None:
    pages = Pages(ledger(450))
    pages.model.add_page(0, pages.files[:PAGE])
    assert pages.model.rowCount() == PAGE


def test_refresh_changes_only_what_changed(app: QApplication) -> None:
    pages = Pages(ledger(50))
    changed: list[int] = []
    resets: list[bool] = []
    pages.model.dataChanged.connect(lambda top, _bottom: changed.append(top.row()))
    pages.model.modelReset.connect(lambda: resets.append(True))
    rows = list(pages.files)
    rows[7] = replace(rows[7], status=FileStatus.FAILED, reason=Reason(code="file.encrypted"))

    pages.model.refresh(rows, PAGE)

    assert changed == [7]
    assert resets == []
    assert "password" in pages.model.index(7, LedgerColumn.REASON).data()


def test_refresh_takes_files_that_came_and_went(app: QApplication) -> None:
    pages = Pages(ledger(50))
    pages.model.refresh(pages.files[1:], PAGE)
    assert pages.model.rows == pages.files[1:]


def test_the_file_in_hand_is_told_as_being_read(app: QApplication) -> None:
    model = LedgerModel()
    row = replace(ledger(1)[0], status=FileStatus.WAITING)
    model.add_page(0, [row])
    status = model.index(0, LedgerColumn.STATUS)
    waiting = status.data()
    changed: list[int] = []
    model.dataChanged.connect(lambda first, last: changed.append(first.row()))
    model.show_in_hand(row.path)
    assert status.data() != waiting
    model.show_in_hand(row.path)
    model.show_in_hand("")
    assert (status.data(), changed) == (waiting, [0, 0])
