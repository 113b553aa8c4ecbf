"""The quiet line at the bottom: what the engine is doing, how far it is, and a button to pause it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from engine.events import Activity, IndexProgress, Restraint
from engine.records import LibraryStatus, Stage
from gui.texts import AMOUNTS, activity_name, duration, number, pace, reason_sentence
from gui.widgets.controls import ElidedLabel, framed, styled_button
from gui.widgets.icons import set_icon, set_picture
from gui.widgets.paths import name_of
from gui.widgets.theme import L, M, S

_STAGE_OF = {
    Activity.SCANNING: Stage.NAMES,
    Activity.READING: Stage.TEXT,
    Activity.OCR: Stage.OCR,
    Activity.LISTENING: Stage.OCR,
    Activity.EMBEDDING: Stage.VECTORS,
    Activity.TAGGING: Stage.KNOWLEDGE,
}


class StatusLine(QWidget):
    """Fed with events; asks nothing.

    Attributes:
        pause_wanted: True to pause indexing, False to go on.
        hurry_wanted: Indexing is to go on at full speed although the engine slows it down or holds it up.
    """

    pause_wanted = Signal(bool)
    hurry_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._progress: IndexProgress | None = None
        self._status: LibraryStatus | None = None
        self._notice = ""
        self._is_starting = True
        self._has_failed = False
        self._notice_timer = QTimer(self)
        self._notice_timer.setSingleShot(True)
        self._notice_timer.setInterval(6000)
        self._notice_timer.timeout.connect(self._end_notice)
        self._picture = QLabel()
        self._text = ElidedLabel("small", Qt.TextElideMode.ElideRight)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(140)
        self.hurry_button = styled_button("quiet", "speed")
        self.hurry_button.clicked.connect(self.hurry_wanted)
        self.pause_button = styled_button("icon", "pause")
        self.pause_button.clicked.connect(self._turn)
        bar = framed("bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(L, 3, M, 3)
        row.setSpacing(S)
        row.addWidget(self._picture)
        row.addWidget(self._text, 1)
        row.addWidget(self._bar)
        row.addWidget(self.hurry_button)
        row.addWidget(self.pause_button)
        around = QHBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(bar)
        self.setFixedHeight(38)
        self.retranslate()

    @property
    def is_paused(self) -> bool:
        """Whether the engine last said that it is paused, by people or by itself."""
        return self._progress is not None and self._progress.activity is Activity.PAUSED

    @property
    def is_held(self) -> bool:
        """Whether it is the engine that paused."""
        return self.is_paused and self._restraint != ""

    @property
    def _restraint(self) -> str:
        return self._progress.restraint.code if self._progress and self._progress.restraint else ""

    @property
    def text(self) -> str:
        """What stands on the line."""
        return self._text.text()

    def show_progress(self, progress: IndexProgress) -> None:
        """Show what the engine is doing now."""
        self._progress = progress
        self._is_starting = False
        self._show()

    def show_status(self, status: LibraryStatus) -> None:
        """Take the counts to show while there is nothing to do."""
        self._status = status
        self._is_starting = False
        self._show()

    def show_starting(self) -> None:
        """The engine is on its way."""
        self._is_starting, self._has_failed = True, False
        self._progress = None
        self._show()

    def show_failed(self) -> None:
        """The engine has stopped for good."""
        self._is_starting = False
        self._progress = None
        self._has_failed = True
        self._show()

    def show_notice(self, text: str) -> None:
        """Show ``text`` in place of the progress for a few seconds."""
        self._notice = text
        self._notice_timer.start()
        self._show()

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.setAccessibleName(self.tr("Status"))
        self.hurry_button.setText(self.tr("Go on at full speed"))
        self.hurry_button.setToolTip(self.tr("Until all is read, whatever else goes on"))
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _turn(self) -> None:
        self.pause_wanted.emit(not self.is_paused)

    def _end_notice(self) -> None:
        self._notice = ""
        self._show()

    def _show(self) -> None:
        self._text.setText(self._notice or self._line())
        why = reason_sentence(self._progress.restraint) if self._progress else ""
        self._text.setToolTip(why or (self._progress.current_path if self._progress else ""))
        activity = self._progress.activity if self._progress else None
        is_busy = activity in _STAGE_OF
        set_picture(self._picture, *self._sign(), size=16)
        self._bar.setVisible(is_busy)
        can_override = self._restraint not in ("", Restraint.DISK)
        self.hurry_button.setVisible(can_override)
        self.pause_button.setVisible(is_busy or (self.is_paused and not self.is_held))
        set_icon(self.pause_button, "play" if self.is_paused else "pause")
        hint = self.tr("Go on reading") if self.is_paused else self.tr("Pause reading")
        self.pause_button.setToolTip(hint)
        self.pause_button.setAccessibleName(hint)

    def _sign(self) -> tuple[str, str]:
        """Icon and tone that go with the line."""
        if self._has_failed:
            return "warning", "danger"
        if self._is_starting:
            return "clock", "faint"
        if self.is_paused:
            return ("warning", "danger") if self._restraint == Restraint.DISK else ("pause", "warning")
        is_idle = self._progress is None or self._progress.activity is Activity.IDLE
        return ("check", "success") if is_idle else ("refresh", "accent")

    def _line(self) -> str:
        if self._has_failed:
            return self.tr("The engine has stopped")
        if self._is_starting:
            return self.tr("Starting the engine…")
        progress = self._progress
        if progress is None or progress.activity is Activity.IDLE:
            parts = [activity_name(Activity.IDLE)]
            if self._status is not None:
                parts = [activity_name(Activity.IDLE)] if self._status.folders else [self.tr("Ready")]
                parts.append(AMOUNTS.documents(self._status.documents))
            return " · ".join(parts)
        parts = [activity_name(progress.activity)]
        if progress.restraint is not None and self.is_paused:
            return " · ".join([*parts, reason_sentence(progress.restraint)])
        stage = progress.stages.get(_STAGE_OF.get(progress.activity, ""))
        if stage is not None and stage.total:
            self._bar.setRange(0, stage.total)
            self._bar.setValue(stage.done)
            parts.append(
                self.tr("{done} of {total}").format(done=number(stage.done), total=number(stage.total))
            )
        if progress.restraint is not None:
            parts.append(reason_sentence(progress.restraint))
        if progress.rate > 0:
            parts.append(pace(progress.rate))
        if progress.left_s is not None and progress.left_s >= 1:
            parts.append(self.tr("about {time} left").format(time=duration(progress.left_s)))
        if progress.current_path:
            parts.append(name_of(progress.current_path))
        return " · ".join(parts)
