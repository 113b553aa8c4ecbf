"""One export or import under way: how far it is, a way to stop it, and how it ended.

Out: ``ExportGraph`` or ``ImportGraph``, and ``CancelTransfer``. One at a time.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from engine.carried import TransferProgress, Transferred
from engine.errors import Cancelled, EngineError
from engine.requests import CancelTransfer, ExportGraph, ImportGraph
from gui.engine_bridge import EngineBridge
from gui.texts import AMOUNTS, error_sentence, number
from gui.widgets.controls import ElidedLabel, set_role, styled_button
from gui.widgets.navigator import Navigator
from gui.widgets.paths import short_home
from gui.widgets.theme import XL, L, M, S


class TransferBar(QWidget):
    """Hidden while there is nothing to tell.

    Attributes:
        ended: Nothing is under way any more.
    """

    ended = Signal()

    def __init__(self, bridge: EngineBridge, navigator: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._tell: Callable[[], str] = str
        self._path = ""
        self.is_busy = False
        self.text = ElidedLabel("small")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        self.cancel_button = styled_button("quiet")
        self.reveal_button = styled_button("quiet", "folder")
        self.close_button = styled_button("icon", "close")
        row = QHBoxLayout(self)
        row.setContentsMargins(XL, S, L, S)
        row.setSpacing(M)
        row.addWidget(self.text, 1)
        for widget in (self._bar, self.cancel_button, self.reveal_button, self.close_button):
            row.addWidget(widget)
        self.cancel_button.clicked.connect(self.cancel)
        self.reveal_button.clicked.connect(lambda: navigator.show_in_folder(self._path))
        self.close_button.clicked.connect(self.hide)
        bridge.transfer_progressed.connect(self.show_progress)
        self.retranslate()
        self.hide()

    def run(self, request: ExportGraph | ImportGraph) -> None:
        """Begin; nothing happens while another is under way."""
        if self.is_busy:
            return
        self.is_busy = True
        self._path = request.path
        is_export = isinstance(request, ExportGraph)
        self.show_progress(TransferProgress(done=0, total=0))
        done = self.take_export if is_export else self.take_import
        self._bridge.ask(self, request, done, self._fail)

    def cancel(self) -> None:
        """Ask the engine to stop; it answers with ``Cancelled``."""
        self.cancel_button.setEnabled(False)
        self._bridge.ask(self, CancelTransfer(), lambda _none: None)

    def show_progress(self, progress: TransferProgress) -> None:
        """Show how far it is."""
        if not self.is_busy:
            return

        def words() -> str:
            if progress.total:
                counts = {"done": number(progress.done), "total": number(progress.total)}
                #: Of a graph that is exported or imported: how many entities and relations are done
                return self.tr("{done} of {total} entities and relations").format(**counts)
            if progress.done:
                return self.tr("{done} entities and relations").format(done=number(progress.done))
            return self.tr("Beginning …")

        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        self._show(words)

    def take_export(self, done: Transferred) -> None:
        """Say what was written, and offer to show it."""
        self._path = done.path

        def words() -> str:
            counts = {
                "entities": AMOUNTS.entities(done.n_entities),
                "relations": AMOUNTS.relations(done.n_relations),
                "path": short_home(done.path),
            }
            text = self.tr("{entities} and {relations} written to {path}").format(**counts)
            if done.kept:
                text += " · " + self.tr("%Ln changed note(s) left as they are", "", len(done.kept))
            return text

        self._end(words, can_reveal=True)

    def show_written(self, path: str) -> None:
        """Say that a picture was written."""
        self._path = path
        text = short_home(path)
        self._end(lambda: self.tr("Picture written to {path}").format(path=text), can_reveal=True)

    def take_import(self, done: Transferred) -> None:
        """Say what was taken in."""

        def words() -> str:
            counts = {
                "entities": AMOUNTS.entities(done.n_entities),
                "relations": AMOUNTS.relations(done.n_relations),
            }
            return self.tr("{entities} and {relations} taken in").format(**counts)

        self._end(words)

    def show_error(self, error: EngineError) -> None:
        """Say what went wrong and what to do."""
        self._end(lambda: error_sentence(error), is_fault=True)

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.cancel_button.setText(self.tr("Cancel"))
        self.reveal_button.setText(self.tr("Show in folder"))
        self.close_button.setToolTip(self.tr("Close"))
        self.close_button.setAccessibleName(self.tr("Close"))
        self.text.setText(self._tell())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _fail(self, error: EngineError) -> None:
        if isinstance(error, Cancelled):
            self._end(lambda: self.tr("Stopped; nothing was changed"))
        else:
            self.show_error(error)

    def _end(self, tell: Callable[[], str], *, can_reveal: bool = False, is_fault: bool = False) -> None:
        self.is_busy = False
        self._show(tell, can_reveal=can_reveal, is_fault=is_fault)
        self.ended.emit()

    def _show(self, tell: Callable[[], str], *, can_reveal: bool = False, is_fault: bool = False) -> None:
        self._tell = tell
        self.text.setText(tell())
        set_role(self.text, "danger" if is_fault else "small")
        self._bar.setVisible(self.is_busy)
        self.cancel_button.setVisible(self.is_busy)
        if not self.is_busy:
            self.cancel_button.setEnabled(True)
        self.reveal_button.setVisible(can_reveal)
        self.close_button.setVisible(not self.is_busy)
        self.show()
