"""Pictures of one document's pages and the places of spans on them, asked of the engine as they are needed.

At most one picture and one set of places is on its way; of what is asked meanwhile only the newest counts.
A few pictures are kept.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QPixmap

from engine.errors import Cancelled, EngineError
from engine.pages import Box, PagePicture
from engine.records import Span
from engine.requests import GetPage, Request
from gui.engine_bridge import EngineBridge
from gui.texts import error_sentence, sentence

MOST_KEPT = 5
_MOST_PIXELS_KEPT = 24_000_000
Places = Sequence[Sequence[Box]]


class NewestQuestion(QObject):
    """Asks one thing at a time; of those that come meanwhile the newest is asked next, and alone told."""

    def __init__(self, bridge: EngineBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._is_asking = False
        self._n_asked = 0
        self._next: tuple[Request, Callable[[Any], None], Callable[[EngineError], None]] | None = None

    def ask(self, request: Request, take: Callable[[Any], None], fail: Callable[[EngineError], None]) -> None:
        """Ask now, or when the answer to what was asked before is there."""
        self._n_asked += 1
        asked = self._n_asked
        if self._is_asking:
            self._next = (request, take, fail)
            return
        self._is_asking = True
        self._bridge.ask(
            self,
            request,
            lambda answer: self._tell(asked, take, answer),
            lambda error: self._tell(asked, fail, error),
        )

    def drop(self) -> None:
        """What was asked, or waits to be, is wanted no more."""
        self._n_asked += 1
        self._next = None

    def _tell(self, asked: int, whom: Callable[[Any], None], what: Any) -> None:
        self._is_asking = False
        if asked == self._n_asked:
            whom(what)
        elif self._next is not None:
            following, self._next = self._next, None
            self.ask(*following)


class PageSource(QObject):
    """Where a page view gets its pages.

    Attributes:
        drawn: The page that was wanted last is there: its number, the picture, and how many pixels across
            there are at all (0 where there are as many as one asks for).
        failed: It cannot be drawn: its number and a sentence.
    """

    drawn = Signal(int, QPixmap, int)
    failed = Signal(int, str)
    _unpacked = Signal(int, int, int, QImage)

    def __init__(self, bridge: EngineBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document_id: int | None = None
        self._wanted: tuple[int, int] | None = None
        self._kept: OrderedDict[tuple[int, int], QPixmap] = OrderedDict()
        self._most: dict[int, int] = {}
        self._pictures = NewestQuestion(bridge, self)
        self._marks = NewestQuestion(bridge, self)
        self._finds = NewestQuestion(bridge, self)
        self._unpacked.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def open(self, document_id: int | None) -> None:
        """Take a document; what was kept of another one is dropped."""
        if document_id != self._document_id:
            self._document_id = document_id
            self._wanted = None
            self._kept.clear()
            self._most.clear()
            for question in (self._pictures, self._marks, self._finds):
                question.drop()

    @property
    def n_kept(self) -> int:
        """How many pictures are kept."""
        return len(self._kept)

    def want(self, page: int, n_pixels: int) -> None:
        """Ask for a page so many pixels across; what is kept of it is told at once."""
        document_id = self._document_id
        if document_id is None:
            return
        most = self._most.get(page, 0)
        width = min(n_pixels, most) if most else n_pixels
        self._wanted = (page, width)
        kept = [key for key in self._kept if key[0] == page]
        if kept:
            nearest = min(kept, key=lambda key: abs(key[1] - width))
            self._kept.move_to_end(nearest)
            self.drawn.emit(page, self._kept[nearest], most)
            if nearest[1] == width:
                self._pictures.drop()
                return
        self._pictures.ask(
            GetPage(document_id=document_id, page=page, width=width),
            lambda answer: self._unpack(document_id, page, width, answer),
            lambda error: self._fail(document_id, page, error),
        )

    def place_marks(self, page: int, spans: Sequence[Span], take: Callable[[Places], None]) -> None:
        """Ask where the spans that are marked stand on a page; only the newest question is answered."""
        self._place(self._marks, page, spans, take)

    def place_finds(self, page: int, spans: Sequence[Span], take: Callable[[Places], None]) -> None:
        """Ask where the spans that were found stand on a page; only the newest question is answered."""
        self._place(self._finds, page, spans, take)

    def _place(
        self, question: NewestQuestion, page: int, spans: Sequence[Span], take: Callable[[Places], None]
    ) -> None:
        document_id = self._document_id
        if document_id is None or not spans:
            question.drop()
            take(())
            return
        wanted = tuple((span.start, span.end) for span in spans)

        def tell(answer: PagePicture | None) -> None:
            if document_id == self._document_id and answer is not None:
                take(answer.boxes)

        request = GetPage(document_id=document_id, page=page, width=0, spans=wanted)
        question.ask(request, tell, lambda _error: None)  # the picture's own failure is told

    def _unpack(self, document_id: int, page: int, width: int, answer: PagePicture) -> None:
        """Have the picture unpacked on another thread: a large one would hold up the window."""

        def work() -> None:
            image = QImage.fromData(answer.png)
            with suppress(RuntimeError):  # the window went first
                self._unpacked.emit(document_id, page, width, image)

        if document_id == self._document_id:
            QThreadPool.globalInstance().start(work)

    def _take(self, document_id: int, page: int, width: int, image: QImage) -> None:
        if document_id != self._document_id:
            return
        picture = QPixmap.fromImage(image)
        is_wanted = self._wanted is not None and self._wanted[0] == page
        if picture.isNull():
            if is_wanted:
                self.failed.emit(page, sentence("file.damaged"))
            return
        if picture.width() < width:
            self._most[page] = width = picture.width()
        self._keep((page, width), picture)
        if is_wanted:
            self.drawn.emit(page, picture, self._most.get(page, 0))

    def _fail(self, document_id: int, page: int, error: EngineError) -> None:
        is_wanted = document_id == self._document_id and self._wanted is not None and self._wanted[0] == page
        if is_wanted and not isinstance(error, Cancelled):
            self.failed.emit(page, error_sentence(error))

    def _keep(self, key: tuple[int, int], picture: QPixmap) -> None:
        self._kept[key] = picture
        self._kept.move_to_end(key)
        while len(self._kept) > 1 and (
            len(self._kept) > MOST_KEPT
            or sum(kept.width() * kept.height() for kept in self._kept.values()) > _MOST_PIXELS_KEPT
        ):
            self._kept.popitem(last=False)
