"""The bridge: everything arrives on the GUI thread, and an engine that dies is started again."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from engine.errors import Cancelled, EngineError, StoreMissing
from engine.events import EngineFailed, EngineReady
from engine.requests import GetStatus, Reply, Request, Rescan
from gui.engine_bridge import MAX_RESTARTS, EngineBridge, EngineGone


class ScriptedClient:
    """An engine in name only: the test says what it tells, and when it dies."""

    def __init__(self, _path: Path) -> None:
        self.asked: list[Request] = []
        self.messages: queue.Queue[Any] = queue.Queue()

    def ask(self, request: Request) -> int:
        self.asked.append(request)
        return len(self.asked)

    def receive(self, _timeout_s: float | None = None) -> Any:
        message = self.messages.get()
        if message is EOFError:
            raise EOFError
        return message

    def close(self) -> None:
        self.messages.put(EOFError)

    @property
    def is_alive(self) -> bool:
        return True


@pytest.fixture
def clients() -> list[ScriptedClient]:
    return []


@pytest.fixture
def live(qtbot: QtBot, clients: list[ScriptedClient]) -> Iterator[EngineBridge]:
    def open_client(path: Path) -> Any:
        clients.append(ScriptedClient(path))
        return clients[-1]

    bridge = EngineBridge(Path("library.satchel"), open_client=open_client)
    yield bridge
    bridge.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "engine-listener"]


def test_a_reply_comes_on_the_gui_thread(
    qtbot: QtBot, live: EngineBridge, clients: list[ScriptedClient]
) -> None:
    got: list[tuple[object, threading.Thread]] = []
    live.start()
    live.ask(live, GetStatus(), lambda result: got.append((result, threading.current_thread())))
    clients[0].messages.put(Reply(1, "status", None))
    qtbot.waitUntil(lambda: bool(got))
    assert got == [("status", threading.main_thread())]


def test_what_was_asked_before_the_start_is_sent_then(
    live: EngineBridge, clients: list[ScriptedClient]
) -> None:
    live.ask(live, GetStatus(), lambda _result: None)
    assert clients == []
    live.start()
    assert clients[0].asked == [GetStatus()]


def test_an_error_goes_to_its_asker_or_else_to_the_window(
    qtbot: QtBot, live: EngineBridge, clients: list[ScriptedClient]
) -> None:
    mine: list[EngineError] = []
    windows: list[EngineError] = []
    live.faulted.connect(windows.append)
    live.start()
    live.ask(live, GetStatus(), lambda _result: None, mine.append)
    live.ask(live, Rescan(), lambda _result: None)
    live.ask(live, Rescan(), lambda _result: None)
    clients[0].messages.put(Reply(1, None, StoreMissing(path="a")))
    clients[0].messages.put(Reply(2, None, Cancelled()))
    clients[0].messages.put(Reply(3, None, StoreMissing(path="b")))
    qtbot.waitUntil(lambda: bool(windows))
    assert [error.params for error in mine] == [{"path": "a"}]
    assert [error.params for error in windows] == [{"path": "b"}]


def test_a_reply_whose_owner_is_gone_is_dropped(
    qtbot: QtBot, live: EngineBridge, clients: list[ScriptedClient]
) -> None:
    owner = QObject()
    got: list[object] = []
    live.start()
    live.ask(owner, GetStatus(), got.append)
    shiboken6.delete(owner)
    clients[0].messages.put(Reply(1, "late", None))
    with qtbot.waitSignal(live.ready):
        clients[0].messages.put(EngineReady(library_path="x"))
    assert got == []


def test_an_engine_that_dies_is_started_again_and_its_askers_are_told(
    qtbot: QtBot, live: EngineBridge, clients: list[ScriptedClient]
) -> None:
    errors: list[EngineError] = []
    live.start()
    live.ask(live, GetStatus(), lambda _result: None, errors.append)
    with qtbot.waitSignal(live.restarted):
        clients[0].messages.put(EOFError)
    assert isinstance(errors[0], EngineGone)
    assert len(clients) == 2
    got: list[object] = []
    live.ask(live, GetStatus(), got.append)
    clients[1].messages.put(Reply(1, "again", None))
    qtbot.waitUntil(lambda: got == ["again"])


def test_an_engine_that_keeps_dying_is_given_up(
    qtbot: QtBot, live: EngineBridge, clients: list[ScriptedClient]
) -> None:
    live.start()
    for i in range(MAX_RESTARTS):
        with qtbot.waitSignal(live.restarted):
            clients[i].messages.put(EOFError)
    with qtbot.waitSignal(live.failed) as failed:
        clients[-1].messages.put(EOFError)
    assert failed.args[0].code == EngineGone.code
    assert len(clients) == MAX_RESTARTS + 1


def test_an_engine_that_says_why_it_cannot_go_on_is_not_started_again(
    qtbot: QtBot, live: EngineBridge, clients: list[ScriptedClient]
) -> None:
    errors: list[EngineError] = []
    live.start()
    live.ask(live, GetStatus(), lambda _result: None, errors.append)
    with qtbot.waitSignal(live.failed):
        clients[0].messages.put(EngineFailed(code="store.locked", params={}))
    clients[0].messages.put(EOFError)
    qtbot.waitUntil(lambda: bool(errors))
    assert len(clients) == 1

    got: list[object] = []
    live.try_again()
    live.ask(live, GetStatus(), got.append)
    clients[1].messages.put(Reply(1, "again", None))
    qtbot.waitUntil(lambda: got == ["again"])
