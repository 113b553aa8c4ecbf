"""How far each stage of the index is: a bar with a count for each, and the pace below."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from engine.events import Activity, IndexProgress, Restraint
from engine.records import Stage, StageProgress
from gui.texts import activity_name, duration, number, pace, reason_sentence, stage_name
from gui.widgets.controls import styled_button, styled_label
from gui.widgets.icons import set_picture
from gui.widgets.theme import L, M, S


class StageBars(QFrame):
    """A card with one row per stage, and why the work goes slowly or not at all.

    Attributes:
        hurry_wanted: It is to go on at full speed all the same.
    """

    hurry_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._stages: Mapping[str, StageProgress] = {}
        self._progress: IndexProgress | None = None
        self._rows = {stage: (styled_label("body"), styled_label("faint"), QProgressBar()) for stage in Stage}
        self._pace = styled_label("faint", wraps=True)
        self._why = styled_label("body", wraps=True)
        self._sign = QLabel()
        set_picture(self._sign, "info", "warning", size=16)
        self.hurry = styled_button("plain", "speed")
        self.hurry.clicked.connect(self.hurry_wanted)
        self._restraint = QWidget()
        grid = QGridLayout()
        grid.setVerticalSpacing(5)
        for i, (name, count, bar) in enumerate(self._rows.values()):
            bar.setTextVisible(False)
            grid.addWidget(name, 3 * i, 0)
            grid.addWidget(count, 3 * i, 1, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(bar, 3 * i + 1, 0, 1, 2)
            grid.setRowMinimumHeight(3 * i + 2, S)
        grid.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(L, M, L, M)
        column.addLayout(grid)
        column.addWidget(self._pace)
        why = QGridLayout(self._restraint)
        why.setContentsMargins(0, S, 0, 0)
        why.setVerticalSpacing(S)
        why.addWidget(self._sign, 0, 0, Qt.AlignmentFlag.AlignTop)
        why.addWidget(self._why, 0, 1)
        why.addWidget(self.hurry, 1, 1, Qt.AlignmentFlag.AlignLeft)
        why.setColumnStretch(1, 1)
        column.addWidget(self._restraint)
        self._restraint.hide()
        self.retranslate()

    def show_stages(self, stages: Mapping[str, StageProgress]) -> None:
        """Show how far each stage is."""
        self._stages = stages
        for stage, (_name, count, bar) in self._rows.items():
            progress = stages.get(stage, StageProgress(done=0, total=0))
            bar.setRange(0, max(progress.total, 1))
            bar.setValue(progress.done if progress.total else 0)
            is_done = 0 < progress.total <= progress.done
            if bar.property("is_done") != is_done:
                bar.setProperty("is_done", is_done)
                bar.style().unpolish(bar)
                bar.style().polish(bar)
            if is_done:
                count.setText(number(progress.total))
            else:
                text = self.tr("{done} of {total}")
                count.setText(text.format(done=number(progress.done), total=number(progress.total)))
            bar.setAccessibleDescription(count.text())

    def show_progress(self, progress: IndexProgress) -> None:
        """Show the stages and the pace of the work."""
        self._progress = progress
        self.show_stages(progress.stages)
        parts = [activity_name(progress.activity)]
        if progress.activity not in (Activity.IDLE, Activity.PAUSED):
            if progress.rate > 0:
                parts.append(pace(progress.rate))
            if progress.left_s is not None and progress.left_s >= 1:
                parts.append(self.tr("about {time} left").format(time=duration(progress.left_s)))
        self._pace.setText(" · ".join(parts))
        self._why.setText(reason_sentence(progress.restraint))
        self._restraint.setVisible(progress.restraint is not None)
        can_override = progress.restraint is not None and progress.restraint.code != Restraint.DISK
        self.hurry.setVisible(can_override)  # where the disk is full, nothing but room helps

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.hurry.setText(self.tr("Go on at full speed"))
        for stage, (name, _count, bar) in self._rows.items():
            name.setText(stage_name(stage))
            bar.setAccessibleName(stage_name(stage))
        self.show_stages(self._stages)
        if self._progress is not None:
            self.show_progress(self._progress)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
