"""Pages as they look: the right page, the marks on their words at any size, and never an old answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from fake_bridge import FakeBridge, search_result
from PySide6.QtCore import QBuffer, QPointF, Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sample_records import document_view

from engine.errors import FileUnreadable
from engine.events import ChangeKind, LibraryChanged
from engine.pages import Box, PagePicture
from engine.records import DocumentView, Page, Reason, Span, TextMention
from engine.requests import GetDocument, GetPage, Search
from gui.panels.document import DocumentPanel
from gui.panels.search import SearchPanel
from gui.preferences import Preferences
from gui.widgets.icons import format_icon, icon_file
from gui.widgets.language import speak
from gui.widgets.navigator import Navigator
from gui.widgets.page_canvas import PageCanvas
from gui.widgets.page_kind import how_read, page_mark, read_by_ocr
from gui.widgets.page_source import MOST_KEPT
from gui.widgets.page_view import PageView, page_at

LINE = 20
"""Code points a line, its end included; a page of ours has ten."""
N_LINES = 10
PAGE = LINE * N_LINES


def text_of(n_pages: int) -> str:
    """Pages of numbered lines; the fourth of each page holds a word of its own."""
    lines = []
    for page in range(1, n_pages + 1):
        for line in range(N_LINES):
            words = f"Nadia{page} 合同" if line == 3 else f"page {page} line {line}"
            lines.append(f"{words:<{LINE - 1}}\n")
    return "".join(lines)


def scan(n_pages: int = 3, **changes: object) -> DocumentView:
    """A scanned document; on each page stands a person."""
    text = text_of(n_pages)
    fields: dict[str, object] = {
        "document_id": 7,
        "path": "/home/mei/scan.pdf",
        "paths": ("/home/mei/scan.pdf",),
        "title": "Scan",
        "format": "pdf",
        "text": text,
        "pages": tuple(
            Page(number=n + 1, start=n * PAGE, end=(n + 1) * PAGE, is_ocr=True) for n in range(n_pages)
        ),
        "attributes": {},
        "partial": None,
        "has_pictures": True,
        "mentions": tuple(
            TextMention(
                start=at, end=at + 6, label="PER", score=0.9, entity_id=n + 1, entity_name=f"Nadia{n + 1}"
            )
            for n in range(n_pages)
            for at in [n * PAGE + 3 * LINE]
        ),
    }
    return DocumentView(**(fields | changes))  # type: ignore[arg-type]


def place_of(start: int, end: int) -> Box:
    """Where our pages have a span: every line a tenth of the height, every character a twentieth across."""
    at = start % PAGE
    column = at % LINE
    top = at // LINE / N_LINES
    return Box(column / LINE, top + 0.02, min(1.0, (column + end - start) / LINE), top + 0.08)


def draw(request: GetPage) -> PagePicture:
    """A white page whose height is 1.4 of its width, and its spans."""
    first, last = (request.page - 1) * PAGE, request.page * PAGE
    boxes = tuple((place_of(start, end),) if first <= start < last else () for start, end in request.spans)
    return PagePicture(png=sheet(request.width) if request.width else b"", boxes=boxes)


def sheet(width: int) -> bytes:
    """A white picture as PNG."""
    pixmap = QPixmap(width, round(width * 1.4))
    pixmap.fill(QColor("white"))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    pixmap.save(buffer, "PNG")
    return bytes(buffer.data().data())


@pytest.fixture
def panel(bridge: FakeBridge, navigator: Navigator, preferences: Preferences, qtbot: QtBot) -> DocumentPanel:
    bridge.answers[GetPage] = draw
    made = DocumentPanel(bridge, navigator, preferences=preferences)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    return made


def open_in(
    panel: DocumentPanel, bridge: FakeBridge, qtbot: QtBot, view: DocumentView, span: Span | None = None
) -> PageView:
    """Show ``view`` and wait for its page."""
    bridge.answers[GetDocument] = lambda _request: view
    panel.show_document(view.document_id, span)
    QApplication.processEvents()
    if panel.reading.shows_pages:
        qtbot.waitUntil(lambda: panel.pages.canvas.picture is not None)
    return panel.pages


def pictures_asked(bridge: FakeBridge) -> list[int]:
    return [request.page for request in bridge.asked_of(GetPage) if request.width]


def has_in_sight(canvas: PageCanvas, boxes: Sequence[Box]) -> bool:
    return bool(boxes) and canvas.viewport().rect().contains(canvas.box_rect(boxes[0]).toRect())


def test_scans_open_as_pages_and_others_as_text_and_a_choice_is_kept_for_its_kind(
    panel: DocumentPanel, bridge: FakeBridge, qtbot: QtBot
) -> None:
    typed = scan(
        document_id=8, pages=tuple(Page(number=n + 1, start=n * PAGE, end=n * PAGE + PAGE) for n in range(3))
    )
    plain = scan(document_id=9, format="text", pages=(), has_pictures=False)
    shown = []
    for view in (scan(), typed, plain):
        open_in(panel, bridge, qtbot, view)
        shown.append((panel.reading.shows_pages, panel.page_button.isVisible()))
    assert shown == [(True, True), (False, True), (False, False)]

    open_in(panel, bridge, qtbot, typed)
    panel.page_button.click()
    assert panel.reading.shows_pages
    open_in(panel, bridge, qtbot, scan())
    qtbot.keyClick(panel.pages.canvas, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert panel.text_button.isChecked()
    assert panel.text.isVisible()
    open_in(panel, bridge, qtbot, typed)
    assert panel.reading.shows_pages
    open_in(panel, bridge, qtbot, scan(document_id=10))
    assert not panel.reading.shows_pages


def test_no_page_is_asked_for_while_the_text_is_shown(
    panel: DocumentPanel, bridge: FakeBridge, qtbot: QtBot, preferences: Preferences
) -> None:
    preferences.remember_view(is_scan=True, shows_pages=False)
    open_in(panel, bridge, qtbot, scan(), Span(2 * PAGE + 60, 2 * PAGE + 66))
    assert bridge.asked_of(GetPage) == []

    panel.page_button.click()
    qtbot.waitUntil(lambda: panel.pages.canvas.picture is not None)

    assert pictures_asked(bridge) == [3]


def test_a_span_opens_its_page_and_is_marked_over_its_words_at_any_size(
    panel: DocumentPanel, bridge: FakeBridge, qtbot: QtBot
) -> None:
    start = PAGE + 8 * LINE + 5
    view = open_in(panel, bridge, qtbot, scan(mentions=()), Span(start, start + 6))
    canvas = view.canvas
    assert view.page == 2
    assert canvas.marks.asked == [place_of(start, start + 6)]

    for zoom in (1.0, 2.0, 0.5):
        canvas.set_zoom(zoom)
        canvas.reveal(canvas.marks.asked)
        page, rect = canvas.page_rect(), canvas.box_rect(place_of(start, start + 6))
        assert has_in_sight(canvas, canvas.marks.asked)
        assert rect.left() == pytest.approx(page.left() + 0.25 * page.width())
        assert rect.top() == pytest.approx(page.top() + 0.82 * page.height())
        picture = canvas.viewport().grab().toImage()
        centre, beside = rect.center().toPoint(), QPointF(rect.left() - 12, rect.center().y()).toPoint()
        assert picture.pixelColor(centre).name() == "#ffdf6b"  # white paper takes the marker's colour
        assert picture.pixelColor(beside).name() == "#ffffff"


def test_what_is_printed_stays_readable_under_a_mark(
    panel: DocumentPanel, bridge: FakeBridge, qtbot: QtBot
) -> None:
    def black(request: GetPage) -> PagePicture:
        pixmap = QPixmap(request.width, request.width)
        pixmap.fill(QColor("black"))
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        pixmap.save(buffer, "PNG")
        return PagePicture(png=bytes(buffer.data().data()), boxes=draw(request).boxes)

    bridge.answers[GetPage] = lambda request: black(request) if request.width else draw(request)
    view = open_in(panel, bridge, qtbot, scan(mentions=()), Span(45, 51))

    rect = view.canvas.box_rect(place_of(45, 51))

    assert view.canvas.viewport().grab().toImage().pixelColor(rect.center().toPoint()).name() == "#000000"


def test_a_screen_of_twice_the_pixels_gets_twice_the_pixels(
    panel: DocumentPanel, bridge: FakeBridge, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PageCanvas, "devicePixelRatioF", lambda _self: 2.0)
    view = open_in(panel, bridge, qtbot, scan())

    assert view.canvas.picture is not None
    assert view.canvas.picture.width() == 2 * round(view.canvas.page_rect().width())


def test_keys_and_the_number_box_turn_the_pages(
    panel: DocumentPanel, bridge: FakeBridge, qtbot: QtBot
) -> None:
    view = open_in(panel, bridge, qtbot, scan(5))
    canvas, bar = view.canvas, view.canvas.verticalScrollBar()
    seen = []
    for key in (Qt.Key.Key_End, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Right):
        qtbot.keyClick(canvas, key)
        seen.append(view.page)
    assert seen == [5, 5, 4, 1, 2]

    qtbot.keyClick(canvas, Qt.Key.Key_PageDown)
    assert view.page == 2
    assert bar.value() > 0
    qtbot.waitUntil(lambda: view._shown_page == 2)
    bar.setValue(bar.maximum())
    qtbot.keyClick(canvas, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: view._shown_page == 3)
    assert bar.value() == 0
    qtbot.keyClick(canvas, Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: view._shown_page == 2)
    assert bar.value() == bar.maximum()  # going back one sees the end of the page before

    view.box.setText("99")
    qtbot.keyClick(view.box, Qt.Key.Key_Return)
    assert (view.page, view.box.text(), view.total.text()) == (5, "5", "of 5")
    assert not view.next.isEnabled()


def test_an_answer_to_an_older_question_is_dropped(
    panel: DocumentPanel, bridge: FakeBridge, qtbot: QtBot
) -> None:
    view = open_in(panel, bridge, qtbot, scan(5))
    bridge.is_holding = True
    for page in (2, 3, 4):
        view.go_to_page(page)
    assert [item[1].page for item in bridge.held if item[1].width] == [2]  # the others wait for it

    while bridge.held:
        bridge.release()
    qtbot.waitUntil(lambda: view._shown_page == 4)

    assert pictures_asked(bridge) == [1, 2, 4]
    assert [mention.entity_name for mention, _ in view.canvas.marks.mentions] == ["Nadia4"]


def test_a_page_of_another_document_never_shows(
    panel: DocumentPanel, bridge: FakeBridge, qtbot: QtBot
) -> None:
    view = open_in(panel, bridge, qtbot, scan(5))
    bridge.is_holding = True
    view.go_to_page(2)
    other = scan(2, document_id=8)
    view.show_view(other)
    assert view.canvas.picture is None

    while bridge.held:
        bridge.release()
    qtbot.waitUntil(lambda: view.canvas.picture is not None)

    assert view.page == 1
    assert pictures_asked(bridge) == [1, 2, 1]


def test_a_page_that_cannot_be_drawn_leaves_a_sentence_and_is_tried_again(
    panel: DocumentPanel, bridge: FakeBridge, qtbot: QtBot
) -> None:
    def refuse(_request: GetPage) -> PagePicture:
        raise FileUnreadable(detail="gone")

    bridge.answers[GetPage] = refuse
    bridge.answers[GetDocument] = lambda _request: scan()
    panel.show_document(7)
    assert panel.pages.canvas.accessibleDescription().startswith("The system would not open this file.")
    assert panel.pages.canvas.picture is None

    bridge.answers[GetPage] = draw
    bridge.answers[GetDocument] = lambda _request: scan(mentions=())
    bridge.changed.emit(LibraryChanged(kinds=frozenset({ChangeKind.TEXT})))

    qtbot.waitUntil(lambda: panel.pages.canvas.picture is not None)
    assert panel.pages.canvas.accessibleDescription() == ""


def test_few_pictures_are_kept_and_a_page_seen_lately_is_not_asked_for_again(
    panel: DocumentPanel, bridge: FakeBridge, qtbot: QtBot
) -> None:
    view = open_in(panel, bridge, qtbot, scan(12))
    for page in range(2, 13):
        view.go_to_page(page)
        qtbot.waitUntil(lambda page=page: view._shown_page == page)
    assert view._source.n_kept == MOST_KEPT
    n_asked = len(pictures_asked(bridge))

    view.go_to_page(11)

    assert view._shown_page == 11
    assert len(pictures_asked(bridge)) == n_asked


def test_finding_goes_from_page_to_page(panel: DocumentPanel, bridge: FakeBridge, qtbot: QtBot) -> None:
    view = open_in(panel, bridge, qtbot, scan())
    qtbot.keyClick(view.canvas, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    box = panel.reading.find_bar.box
    box.setText("合同")
    qtbot.waitUntil(lambda: panel.reading.find_bar.count.text() == "1 of 3")
    pages = []
    for _ in range(4):
        pages.append(view.page)
        qtbot.waitUntil(lambda: view._shown_page == view.page and view.canvas.marks.current == 0)
        assert has_in_sight(view.canvas, view.canvas.marks.found[0])
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert pages == [1, 2, 3, 1]

    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not view.canvas.marks.found


def test_a_mention_on_the_page_opens_its_entity(
    panel: DocumentPanel, bridge: FakeBridge, navigator: Navigator, qtbot: QtBot
) -> None:
    view = open_in(panel, bridge, qtbot, scan(), Span(PAGE + 60, PAGE + 66))
    rect = view.canvas.box_rect(place_of(PAGE + 60, PAGE + 66))

    with qtbot.waitSignal(navigator.entity_wanted) as wanted:
        qtbot.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=rect.center().toPoint())

    assert wanted.args == [2]


def test_text_and_page_go_to_the_same_place(panel: DocumentPanel, bridge: FakeBridge, qtbot: QtBot) -> None:
    view = open_in(panel, bridge, qtbot, scan(30))
    view.go_to_page(20)
    panel.text_button.click()
    QApplication.processEvents()
    assert page_at(scan(30).pages, panel.text.top_offset() + 3 * LINE) in (19, 20)

    panel.text.reveal(Span(4 * PAGE, 4 * PAGE + 1))
    top = page_at(scan(30).pages, panel.text.top_offset())
    panel.page_button.click()

    assert view.page == top


def test_what_ocr_read_and_what_waits_for_it_is_told_in_both_languages(
    app: QApplication, panel: DocumentPanel, bridge: FakeBridge, qtbot: QtBot
) -> None:
    waiting = Reason(code="partial.ocr_waiting", params={"n_waiting": 2, "n_pages": 3})
    pages = (
        Page(number=1, start=0, end=PAGE, is_ocr=True),
        Page(number=2, start=PAGE, end=PAGE),
        Page(number=3, start=PAGE, end=PAGE),
    )
    view = open_in(panel, bridge, qtbot, scan(text=text_of(1), pages=pages, partial=waiting, mentions=()))
    assert view.ocr_chip.isVisible()
    assert "Read by OCR" in panel._facts.text()
    assert panel.reading.notice.words.text() == "Pages that are pictures and wait to be read: 2 of 3."
    speak(app, "zh_CN")
    QApplication.processEvents()
    assert (view.ocr_chip.text(), view.total.text()) == ("由 OCR 识别", "/ 3 页")
    assert "由 OCR 识别" in panel._facts.text()
    assert view.next.accessibleName() == "下一页"
    assert panel.page_button.text() == "页面"
    view.go_to_page(2)
    assert not view.ocr_chip.isVisible()


@pytest.mark.parametrize(("point", "number"), [(0, 1), (PAGE - 1, 1), (PAGE, 3), (10 * PAGE, 3)])
def test_a_page_without_text_holds_no_place(point: int, number: int) -> None:
    pages = (
        Page(number=1, start=0, end=PAGE),
        Page(number=2, start=PAGE, end=PAGE),
        Page(number=3, start=PAGE, end=2 * PAGE),
    )
    assert page_at(pages, point) == number


def test_the_preview_shows_the_page_of_the_chosen_hit_alone(
    qtbot: QtBot, bridge: FakeBridge, navigator: Navigator, preferences: Preferences
) -> None:
    from dataclasses import replace

    bridge.answers[GetPage] = draw
    start = PAGE + 60
    hit = replace(
        search_result("engine").hits[0],
        document_id=7,
        page=2,
        start=PAGE,
        end=2 * PAGE,
        highlights=(Span(start, start + 6), Span(start + 40, start + 44)),
    )
    bridge.answers[Search] = lambda _request: replace(search_result("engine"), hits=(hit,))
    bridge.answers[GetDocument] = lambda _request: scan()
    made = SearchPanel(bridge, navigator, preferences=preferences)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.show_query("engine")
    pages = made.preview.pages
    qtbot.waitUntil(lambda: pages.canvas.picture is not None)

    assert pictures_asked(bridge) == [2]
    assert list(pages.canvas.marks.asked) == [place_of(start, start + 6), place_of(start + 40, start + 44)]
    made.preview.page_button.click()
    assert not pages.isVisible()
    assert not preferences.shows_pages(is_scan=True)
    assert made.preview.marked_texts() == ["Nadia2", "page"]


def test_pictures_have_an_icon_of_their_own() -> None:
    assert {format_icon(f"a.{end}") for end in ("png", "JPG", "jpeg", "tif", "webp")} == {"picture"}
    assert icon_file("picture").is_file()


def test_a_page_of_a_recording_is_called_after_its_minute_and_not_after_a_picture() -> None:
    view = replace(
        document_view(1),
        has_pictures=False,
        pages=tuple(Page(number=n, start=10 * n, end=10 * n + 5, is_ocr=True) for n in (1, 2, 5)),
    )
    assert [page_mark(view, page) for page in view.pages] == ["0:00", "0:30", "2:00"]
    assert how_read(view) != how_read(replace(view, has_pictures=True)) == read_by_ocr()
