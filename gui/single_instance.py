"""One window per library and user: a second start calls the first window to the front."""

from __future__ import annotations

import getpass
import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT_MS = 500


class SingleInstance(QObject):
    """Holds a local socket named after the library; no network is involved.

    Attributes:
        called: Another start asked for the window.
        is_first: Whether this process holds the socket; another one has been called if not.
    """

    called = Signal()

    def __init__(self, library_path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        seed = f"{getpass.getuser()}:{library_path.expanduser().absolute()}"
        self._name = "satchel-" + hashlib.sha256(seed.encode()).hexdigest()[:24]
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)
        self.is_first = not self._call_other() and self._listen()

    def close(self) -> None:
        """Let the next start be the first."""
        self._server.close()

    def _call_other(self) -> bool:
        """Whether another process answered."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        is_there = socket.waitForConnected(_WAIT_MS)
        socket.abort()
        return is_there

    def _listen(self) -> bool:
        if self._server.listen(self._name):
            return True
        QLocalServer.removeServer(self._name)  # nobody answered: left behind by a crash
        return self._server.listen(self._name)

    def _greet(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.called.emit()
