"""Change what stands on the screen only while nobody is about to click on it or to press Enter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget


class AtRest(QObject):
    """Belongs to one widget: what is to be done to it waits while the pointer or the focus is in it."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._due: Callable[[], None] | None = None
        widget.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._go)

    @property
    def is_busy(self) -> bool:
        """Whether the user is at it: at a widget that can be clicked or that has the focus."""
        focus = QApplication.focusWidget()
        if focus is not None and self._widget.isAncestorOf(focus):
            return True
        buttons = self._widget.findChildren(QAbstractButton)
        return self._widget.underMouse() and any(button.isVisible() for button in buttons)

    def do(self, change: Callable[[], None], *, at_once: bool = False) -> None:
        """Do ``change`` now, or when the user has left; a later one takes the place of an earlier one."""
        self._due = change
        if at_once:
            self._due = None
            change()
        else:
            self._go()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Leave, QEvent.Type.Hide):
            self._go()
        return False

    def _go(self, *_focus: object) -> None:
        if self._due is not None and not self.is_busy:
            due, self._due = self._due, None
            due()
