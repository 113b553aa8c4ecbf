"""One reader process seen from this side, and the warden that kills those that break a limit.

The warden is one thread for all readers: it alone looks at clocks and memory, so
that a thread waiting for a reader only has to wait for its pipe.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from multiprocessing.connection import wait
from typing import Any, NoReturn, TypeVar

import psutil

from engine import errors
from engine.errors import FileUnreadable, InputError, ReaderCrashed, ReaderOutOfMemory, ReaderTimedOut
from engine.ingest.reader_process import decode, encode, serve, to_lines, to_piece
from engine.ingest.readers.member_pieces import from_archive_message
from engine.ingest.readers.pieces import Limits, Piece
from engine.ingest.unpacked import Unpacking
from engine.pages import OcrLine

_P = TypeVar("_P")

_ERRORS = {
    kind.code: kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, InputError)
}
_LOOK_EVERY_S = 0.1
_MOST_FILES = 200
_MOST_RESIDENT_SHARE = 0.4
"""Of the limit on memory; a reader that holds more makes way for a fresh one."""
_LONGEST_MESSAGE_BYTES = 256_000_000
_MOST_MESSAGES = 2_000_000
_STARTING_S = 60.0
_ENDING_S = 5.0
# A native library that is refused memory often just crashes.
_NEAR_LIMIT_SHARE = 0.6
TIME, MEMORY, CLOSING, CRASH = "time", "memory", "closing", "crash"


class Reader:
    """A running reader process, used by one thread at a time.

    Raises:
        ReaderCrashed: The process did not start.
    """

    def __init__(self, warden: Warden, *, memory_bytes: int, limits: Limits) -> None:
        context = multiprocessing.get_context("spawn")
        incoming, their_outgoing = context.Pipe(duplex=False)
        their_incoming, outgoing = context.Pipe(duplex=False)
        self._process = context.Process(
            target=serve,
            args=(their_incoming, their_outgoing, os.getpid(), memory_bytes, asdict(limits)),
            name="reader",
            daemon=True,
        )
        self._process.start()
        their_outgoing.close()
        their_incoming.close()
        self._incoming, self._outgoing = incoming, outgoing
        self._warden = warden
        self.limits = limits
        self._memory_bytes = memory_bytes
        self._n_files = 0
        self._idle_s = self._total_s = self._total_at = self._limit_s = 0.0
        self._usage = psutil.Process(self._process.pid)
        self._peak_bytes = 0
        self.idle_at = self.total_at = float("inf")
        self.killed_for = ""

    @property
    def is_worn(self) -> bool:
        """Whether it should make way for a fresh process: dead, after many files, or grown fat."""
        return (
            not self.is_alive()
            or self._n_files >= _MOST_FILES
            or self.resident_bytes() > _MOST_RESIDENT_SHARE * self._memory_bytes
        )

    def is_alive(self) -> bool:
        """Whether the process runs and was not told to die."""
        return not self.killed_for and not wait([self._process.sentinel], timeout=0)

    def resident_bytes(self) -> int:
        """Return the memory it holds now; 0 once it is gone."""
        try:
            resident = int(self._usage.memory_info().rss)
        except psutil.Error:
            return 0
        self._peak_bytes = max(self._peak_bytes, resident)
        return resident

    def begin(self, *, idle_s: float, total_s: float) -> None:
        """Start the clocks: ``idle_s`` between two messages, ``total_s`` for all.

        Raises:
            ReaderTimedOut, ReaderCrashed: The process, still young, did not come up.
        """
        self._peak_bytes = 0
        if not self._n_files:
            self._set_clocks(_STARTING_S, _STARTING_S)
            self._warden.watch(self)
            self.receive_bytes()  # says that it is ready
        self._n_files += 1
        self._set_clocks(idle_s, total_s)
        self._warden.watch(self)

    def finish(self) -> None:
        """Stop the clocks."""
        self._warden.forget(self)

    def send(self, request: Mapping[str, Any]) -> None:
        """Send a request; a failure shows when its answer is received."""
        with contextlib.suppress(OSError):
            self._outgoing.send_bytes(encode(request))

    def receive_pieces(self, pieces: list[Piece]) -> None:
        """Add what the reader sends to ``pieces`` until it is done.

        Raises:
            InputError: The file cannot be read, or the reader had to be ended.
        """
        for piece in self._pieces(to_piece):
            pieces.append(piece)

    def receive_archive(self, archive: Unpacking) -> None:
        """Add what the reader sends to ``archive``; errors as for ``receive_pieces``."""
        for piece in self._pieces(lambda message: from_archive_message(message) or to_piece(message)):
            began = time.monotonic()
            self.idle_at = self.total_at = float("inf")  # what is made of it here is not the reader's time
            try:
                archive.take(piece)
            except ValueError:
                self._break_off()
            self._total_at += time.monotonic() - began
            self.idle_at, self.total_at = time.monotonic() + self._idle_s, self._total_at

    def _pieces(self, to_one: Callable[[dict[str, Any]], _P]) -> Iterator[_P]:
        n_chars = n_texts = 0
        while "done" not in (message := self.receive()):
            piece = self._trusted(message, to_one)
            yield piece
            if isinstance(piece, str):
                n_chars += len(piece)
                n_texts += 1
                if n_chars > self.limits.max_text_chars or n_texts > _MOST_MESSAGES:
                    self._break_off()

    def receive_lines(self) -> tuple[OcrLine, ...]:
        """Return what was read off a picture; errors as for ``receive``."""
        message = self.receive()
        try:
            return to_lines(message)
        except (KeyError, TypeError, ValueError):
            self._break_off()

    def receive(self) -> Any:
        """Return the next message.

        Raises:
            InputError: The message says so, or the reader had to be ended.
        """
        try:
            message = decode(self.receive_bytes())
        except (ValueError, RecursionError):
            self._break_off()
        if not isinstance(message, dict):
            self._break_off()
        if "failed" in message:
            kind = _ERRORS.get(str(message["failed"]), FileUnreadable)
            params = message.get("params")
            raise kind(**params if isinstance(params, dict) else {})
        return message

    def receive_bytes(self) -> bytes:
        """Return the next message as it came; errors as for ``receive``."""
        try:
            data = self._incoming.recv_bytes(_LONGEST_MESSAGE_BYTES)
        except (EOFError, OSError):
            self._break_off()
        self.idle_at = time.monotonic() + self._idle_s
        return data

    def kill(self, reason: str) -> None:
        """End the process at once; whoever waits for it learns why."""
        self.killed_for = self.killed_for or reason
        self._process.kill()

    def end(self) -> None:
        """End the process and free what belongs to it."""
        self._warden.forget(self)
        self._outgoing.close()
        self._process.join(0 if self.killed_for else _LOOK_EVERY_S)
        self._process.kill()
        self._process.join(_ENDING_S)
        self._incoming.close()
        if not self._process.is_alive():
            self._process.close()

    def breach(self, now: float) -> str:
        """Return which limit is broken now, or nothing."""
        if now > self.idle_at or now > self.total_at:
            self._limit_s = self._idle_s if now > self.idle_at else self._total_s
            return TIME
        return MEMORY if self.resident_bytes() > self._memory_bytes else ""

    def _set_clocks(self, idle_s: float, total_s: float) -> None:
        now = time.monotonic()
        self._idle_s, self._total_s = idle_s, total_s
        self._total_at = now + total_s
        self.idle_at, self.total_at = now + idle_s, self._total_at

    def _trusted(self, message: dict[str, Any], to_one: Callable[[dict[str, Any]], _P]) -> _P:
        try:
            return to_one(message)
        except (KeyError, TypeError):
            self._break_off()

    def _break_off(self) -> NoReturn:
        """Say why there is no more: it was killed, it died, or it sends nonsense."""
        self._process.join(_ENDING_S if self._process.exitcode is None and not self.killed_for else 0)
        self.killed_for = self.killed_for or CRASH
        self._process.kill()
        self._process.join(_ENDING_S)
        exit_code = self._process.exitcode
        if self.killed_for == TIME:
            raise ReaderTimedOut(limit_s=self._limit_s)
        is_fat = self._peak_bytes > _NEAR_LIMIT_SHARE * self._memory_bytes
        has_crashed = self.killed_for == CRASH and exit_code is not None and exit_code < 0
        if self.killed_for == MEMORY or (has_crashed and is_fat):
            raise ReaderOutOfMemory(limit_bytes=self._memory_bytes)
        raise ReaderCrashed(exit_code=exit_code)


class Warden:
    """Watches readers at work; one thread that sleeps while none is."""

    def __init__(self, *, memory_bytes: int) -> None:
        self._memory_bytes = memory_bytes
        self._state = threading.Condition()
        self._watched: set[Reader] = set()
        self._is_closing = False
        self._thread = threading.Thread(target=self._guard, name="reader-warden", daemon=True)
        self._thread.start()

    def watch(self, reader: Reader) -> None:
        """Begin to look after ``reader``."""
        with self._state:
            self._watched.add(reader)
            if self._is_closing:
                reader.kill(CLOSING)
            self._state.notify_all()

    def forget(self, reader: Reader) -> None:
        """Leave ``reader`` alone."""
        with self._state:
            self._watched.discard(reader)

    def close(self) -> None:
        """Kill every reader at work and stop."""
        with self._state:
            self._is_closing = True
            for reader in self._watched:
                reader.kill(CLOSING)
            self._state.notify_all()
        self._thread.join()

    def _guard(self) -> None:
        while True:
            with self._state:
                self._state.wait_for(lambda: self._watched or self._is_closing)
                if self._is_closing:
                    return
                now = time.monotonic()
                for reader in self._watched:
                    if not reader.killed_for and (reason := reader.breach(now)):
                        reader.kill(reason)
                self._state.wait_for(lambda: self._is_closing, timeout=_LOOK_EVERY_S)
