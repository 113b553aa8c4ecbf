"""Read files in processes that may hang, crash or swell without harm to this one.

Input:  a path and its format. Output: ``RawText``, or an ``InputError`` that says
why there is none. Every file goes through a *reader*: a spawned process
(``engine.ingest.reader_process``) with a limit on memory and on time, killed when
it breaks one. What a killed reader had sent of a paged file is kept.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from engine.errors import InputError, ReaderCrashed, ReaderOutOfMemory, ReaderTimedOut
from engine.ingest.reader import MEMORY, Reader, Warden
from engine.ingest.reader_process import to_box
from engine.ingest.readers.pieces import Limits, Piece, assemble
from engine.ingest.unpacked import ArchiveMember, Unpacking
from engine.pages import Box, OcrLine
from engine.records import RawText, Reason, Span
from engine.settings import Indexing

_T = TypeVar("_T")

# Formats with a second way: slower, or without what may have hung.
_RETRIED = frozenset(("html", "mhtml", "epub", "eml", "msg"))
_LONGEST_VIEW_S = 15.0
_S_PER_BYTE = 2e-6
_S_MORE_FOR_MANY = 5


class ReaderPool:
    """Up to ``settings.n_readers`` readers, and one more for looking at pages; started when needed.

    Every method may be called from any thread.
    """

    def __init__(self, settings: Indexing) -> None:
        self.adopt(settings)
        self._warden = Warden(memory_bytes=settings.reader_memory_bytes)
        # A child dies with the thread that started it: one thread, as old as the pool, starts them all.
        self._spawner = ThreadPoolExecutor(1, thread_name_prefix="reader-spawner")
        self._idle: queue.LifoQueue[Reader | None] = queue.LifoQueue()
        for _ in range(settings.n_readers):
            self._idle.put(None)
        self._viewer: queue.LifoQueue[Reader | None] = queue.LifoQueue()
        self._viewer.put(None)
        self._lock = threading.Lock()
        self._is_closed = False
        self.n_restarts = 0

    def adopt(self, settings: Indexing) -> None:
        """Go by these limits from the next file on; how many readers there are, and their memory, stays."""
        self._settings = settings
        self._limits = Limits(
            max_file_bytes=settings.max_file_bytes,
            max_text_chars=settings.max_text_chars,
            max_pages=settings.max_pages,
        )

    def read(self, path: Path, format: str) -> RawText:
        """Return the text of a file.

        Raises:
            InputError: There is none; which kind says why.
        """
        try:
            return self._with_reader(self._idle, lambda reader: self._read(reader, path, format))
        except (ReaderTimedOut, ReaderCrashed):
            if format not in _RETRIED or self._is_closed:
                raise
        return self._with_reader(self._idle, lambda reader: self._read(reader, path, format, is_retry=True))

    def read_archive(
        self,
        path: Path,
        format: str,
        *,
        known: Collection[tuple[str, str]] = (),
        take: Callable[[ArchiveMember], None],
    ) -> Reason | None:
        """Give the files of an archive to ``take``, one by one; return why that is not all, or None.

        What is ``known``, by hash and format, has no text. Where the reader hangs or
        dies, what came before is kept.

        Raises:
            InputError: Nothing of it can be read; which kind says why.
        """
        unpacking = Unpacking(take, known=known)
        request = {
            "do": "unpack", "path": str(path), "format": format, "known": sorted(known),
            "includes_hidden": self._settings.includes_hidden,
        }  # fmt: skip
        try:
            self._with_reader(self._idle, lambda reader: self._unpack(reader, request, unpacking))
        except (ReaderTimedOut, ReaderCrashed, ReaderOutOfMemory) as error:
            if self._is_closed or not unpacking.has_begun:
                raise
            return unpacking.stop(error.reason)
        return unpacking.finish()

    def locate(
        self, path: Path, *, page: int, text: str, spans: Sequence[Span], member: str = ""
    ) -> tuple[tuple[Box, ...], ...]:
        """Return where each span of ``text`` stands on PDF page ``page`` (from 1), whose cleaned text it is.

        ``member`` is the name of the PDF where ``path`` is an archive that holds it.

        Raises:
            InputError: The page cannot be opened.
        """
        pairs = [[span.start, span.end] for span in spans]
        request = {
            "do": "locate", "path": str(path), "member": member, "page": page, "text": text, "spans": pairs,
        }  # fmt: skip
        answer = self._with_reader(self._viewer, lambda reader: self._view(reader, request))
        return tuple(tuple(map(to_box, lines)) for lines in answer["boxes"])

    def render(self, path: Path, format: str, *, page: int, width: int, member: str = "") -> bytes:
        """Return page ``page`` (from 1) of a PDF or picture as PNG, about ``width`` pixels wide.

        ``member`` is as for ``locate``.

        Raises:
            InputError: The page cannot be drawn.
        """
        request = {
            "do": "render", "path": str(path), "member": member, "format": format,
            "page": page, "width": width,
        }  # fmt: skip

        def draw(reader: Reader) -> bytes:
            self._view(reader, request)
            return reader.receive_bytes()

        return self._with_reader(self._viewer, draw)

    def recognise(self, path: Path, format: str, *, page: int, member: str = "") -> tuple[OcrLine, ...]:
        """Return what stands on page ``page`` (from 1) of a PDF or picture, read by OCR.

        ``member`` is as for ``locate``.

        Raises:
            InputError: The page cannot be opened, or reading it broke a limit.
        """
        return self._lines({"do": "ocr", "path": str(path), "member": member, "format": format, "page": page})

    def transcribe(self, path: Path, *, page: int, model: str) -> tuple[OcrLine, ...]:
        """Return what is said in half minute ``page`` (from 1) of a recording, by the model in that folder.

        Raises:
            InputError: It cannot be decoded, or writing it down broke a limit.
        """
        return self._lines({"do": "speech", "path": str(path), "page": page, "model": model})

    def _lines(self, request: dict[str, Any]) -> tuple[OcrLine, ...]:
        def ask(reader: Reader) -> tuple[OcrLine, ...]:
            try:
                reader.begin(idle_s=self._settings.reader_total_s, total_s=self._settings.reader_total_s)
                reader.send(request)
                return reader.receive_lines()
            finally:
                reader.finish()

        return self._with_reader(self._idle, ask)

    def drop_idle(self) -> None:
        """End the readers that have nothing to do, for the memory that they hold."""
        taken: list[Reader | None] = []
        with contextlib.suppress(queue.Empty):
            while True:
                taken.append(self._idle.get_nowait())
        for reader in taken:
            if reader is not None:
                reader.end()
            self._idle.put(None)

    def close(self) -> None:
        """End all readers; a ``read`` under way raises ``ReaderCrashed``."""
        with self._lock:
            self._is_closed = True
        self._warden.close()
        self._spawner.shutdown(wait=True)
        for idle, n_readers in ((self._idle, self._settings.n_readers), (self._viewer, 1)):
            for reader in [idle.get() for _ in range(n_readers)]:  # waits for what is under way
                if reader is not None:
                    reader.end()
                idle.put(None)

    def _with_reader(self, idle: queue.LifoQueue[Reader | None], task: Callable[[Reader], _T]) -> _T:
        """Run ``task`` with an idle reader, started if there is none, and put back what is left of it."""
        reader = idle.get()
        try:
            # It died while it had nothing to do, or goes by other limits.
            if reader is not None and not (reader.is_alive() and reader.limits == self._limits):
                reader.end()
                reader = None
            if reader is None:
                reader = self._start()
            return task(reader)
        finally:
            if reader is not None and reader.is_worn:
                reader.end()
                reader = None
            idle.put(reader)

    def _start(self) -> Reader:
        with self._lock:
            if self._is_closed:
                raise ReaderCrashed(exit_code=None)
            future = self._spawner.submit(
                Reader, self._warden, memory_bytes=self._settings.reader_memory_bytes, limits=self._limits
            )
        try:
            return future.result()
        except OSError as error:
            raise ReaderCrashed(exit_code=None) from error

    def _read(self, reader: Reader, path: Path, format: str, *, is_retry: bool = False) -> RawText:
        idle_s = self._settings.reader_idle_s
        try:
            size_bytes = path.stat().st_size
        except OSError:
            size_bytes = 0
        total_s = self._settings.reader_total_s + _S_PER_BYTE * size_bytes
        pieces: list[Piece] = []
        try:
            reader.begin(idle_s=idle_s, total_s=total_s)
            reader.send({"do": "read", "path": str(path), "format": format, "is_retry": is_retry})
            reader.receive_pieces(pieces)
        except ReaderTimedOut:
            self._count_restart()
            kept = assemble(pieces)
            if not kept.is_paged or not any(page.strip() for page in kept.pages):
                raise
            return assemble([*pieces, Reason(code="partial.timed_out", params={"page": len(kept.pages)})])
        except InputError as error:
            if isinstance(error, ReaderOutOfMemory):
                reader.kill(MEMORY)  # what it holds by now is anyone's guess
            if not reader.is_alive():
                self._count_restart()
            raise
        finally:
            reader.finish()
        return assemble(pieces)

    def _unpack(self, reader: Reader, request: dict[str, Any], unpacking: Unpacking) -> None:
        try:
            size_bytes = Path(request["path"]).stat().st_size
        except OSError:
            size_bytes = 0
        total_s = _S_MORE_FOR_MANY * self._settings.reader_total_s + _S_PER_BYTE * size_bytes
        try:
            reader.begin(idle_s=self._settings.reader_idle_s, total_s=total_s)
            reader.send(request)
            reader.receive_archive(unpacking)
        except InputError as error:
            if isinstance(error, ReaderOutOfMemory):
                reader.kill(MEMORY)
            if not reader.is_alive():
                self._count_restart()
            raise
        finally:
            reader.finish()

    def _view(self, reader: Reader, request: dict[str, Any]) -> Any:
        try:
            reader.begin(idle_s=_LONGEST_VIEW_S, total_s=_LONGEST_VIEW_S)
            reader.send(request)
            return reader.receive()
        finally:
            reader.finish()

    def _count_restart(self) -> None:
        with self._lock:
            self.n_restarts += not self._is_closed
