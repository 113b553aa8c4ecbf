"""Reads what stands on pictures and what is said in recordings, a page at a time, at the lowest priority.

Input:  pages that wait (``engine.store.ocr``). Output: their lines, kept by the hash of
the file's bytes; the document is then read again by the reading lane, which puts
text in the place of pictures. A long document is made anew a few times on the
way, so that its first pages can be found before its last are read. A page of a
recording is half a minute, which the user's speech model writes down.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from apsw import Connection

from engine.errors import FileUnreadable, InputError, NoSpeechModel
from engine.events import Activity, ChangeKind
from engine.ingest.formats import supported_formats
from engine.ingest.kinds import RECORDINGS
from engine.ingest.ocr_text import (
    OCR_STAMP,
    OF_SPEECH,
    OF_SPEECH_WITHOUT_MODEL,
    is_ocr_installed,
    with_ocr,
    without_ocr,
)
from engine.ingest.sandbox import ReaderPool
from engine.ingest.scan import stat_file, to_os_path
from engine.ingest.speech_model import speech_stamp, usable_speech_model
from engine.pages import OcrLine
from engine.progress import ProgressMeter
from engine.records import RawText, Reason, Stage
from engine.settings import Indexing
from engine.store import ocr, retries
from engine.store.connection import Store
from engine.store.ocr import WaitingPage

_SKIPPED_S = 300.0
"""How long a page is left alone whose file is not as it was read."""
_MADE_ANEW_AT = frozenset(8**n for n in range(10))
"""So many pages of a document were read."""
OCR_OFF = Reason(code="partial.ocr_off")
OCR_MISSING = Reason(code="partial.ocr_missing")
NO_SPEECH_MODEL = Reason(code=NoSpeechModel.code)


def unread(settings: Indexing, format: str, *, speech: str = "") -> Reason | None:
    """Say why nobody reads the pictures or speech in files of a format, None where they are read.

    ``speech`` is the folder of a speech model that can be used, if any.
    """
    if format in RECORDINGS:
        return None if speech else NO_SPEECH_MODEL
    if settings.ocr == "off" or (settings.ocr == "pdf" and format != "pdf"):
        return OCR_OFF
    return None if is_ocr_installed() else OCR_MISSING


def fill(store: Store, raw: RawText, *, content_hash: str, format: str, lack: Reason | None) -> RawText:
    """Put what was read off a file's pictures, or heard in it, so far into what its reader gave."""
    if format in RECORDINGS:  # what was written down stays when there is no model any more
        lacks = OF_SPEECH_WITHOUT_MODEL if lack else OF_SPEECH
        return with_ocr(raw, ocr.pages(store.reader(), content_hash), lacks=lacks)
    if lack is not None or not raw.ocr_pages:
        return raw if lack is None else without_ocr(raw, lack)
    return with_ocr(raw, ocr.pages(store.reader(), content_hash))


def expect_again(db: Connection, settings: Indexing, *, speech: str) -> None:
    """Let files wait whose pictures or speech were left alone and need not be any more."""
    if speech:
        retries.read_ignored(db, NoSpeechModel.code)
        ocr.expect_again(db, OF_SPEECH_WITHOUT_MODEL.waiting)
        ocr.forgive_formats(db, RECORDINGS, stamp=speech_stamp(speech))
    else:
        ocr.expect_again(db, OF_SPEECH.waiting)
        ocr.expect_none(db, RECORDINGS)
    only = "pdf" if settings.ocr == "pdf" else None
    for was in (OCR_OFF, OCR_MISSING):
        if unread(settings, "pdf") is None:
            ocr.expect_again(db, was.code, format=only)


def _left_alone(settings: Indexing, speech: str) -> frozenset[str]:
    """Return the formats whose waiting pages nobody reads now."""
    pictures = supported_formats() if unread(settings, "pdf") else frozenset()
    return pictures if speech else pictures | RECORDINGS


def _for_speech(settings: Indexing) -> Indexing:
    return replace(
        settings,
        n_readers=1,
        reader_memory_bytes=settings.speech_memory_bytes,
        reader_total_s=settings.speech_window_s,
    )


def _for_ocr(settings: Indexing) -> Indexing:
    return replace(
        settings,
        n_readers=1,
        reader_memory_bytes=settings.ocr_memory_bytes,
        reader_total_s=settings.ocr_page_s,
    )


class OcrLane:
    """Has a reader process of its own for each kind, which goes when nothing of it comes next."""

    def __init__(
        self,
        store: Store,
        settings: Indexing,
        *,
        speech: str,
        meter: ProgressMeter,
        report: Callable[[Activity, str], None],
        changed: Callable[[ChangeKind], None],
    ) -> None:
        self._store = store
        self._meter = meter
        self._report = report
        self._changed = changed
        self._skipped: dict[int, float] = {}
        self._stopping = threading.Event()
        self._aim = speech, _left_alone(settings, speech)
        self._readers = ReaderPool(_for_ocr(settings))
        self._listeners = ReaderPool(_for_speech(settings))

    def adopt(self, settings: Indexing, *, speech: str) -> None:
        """Go by other settings, and another speech model, from the next page on."""
        self._aim = speech, _left_alone(settings, speech)
        self._readers.adopt(_for_ocr(settings))
        self._listeners.adopt(_for_speech(settings))

    def has_work(self) -> bool:
        """Say whether any page waits."""
        return self._next() is not None

    def step(self) -> bool:
        """Read one page; False when none waits."""
        page = self._next()
        if page is None or self._stopping.is_set():
            self._readers.drop_idle()
            self._listeners.drop_idle()
            return False
        started = time.monotonic()
        is_speech = page.format in RECORDINGS
        self._report(Activity.LISTENING if is_speech else Activity.OCR, page.path)
        (self._readers if is_speech else self._listeners).drop_idle()  # both would take much memory
        speech, _ = self._aim
        try:
            lines = self._read(page, speech)
        except FileUnreadable:  # it changed, or is not there now: the reading lane sees to it
            self._skipped[page.page_id] = time.monotonic() + _SKIPPED_S
            return True
        if not self._stopping.is_set():
            self._write(page, lines, stamp=speech_stamp(speech) if is_speech else OCR_STAMP)
            self._meter.add(Stage.OCR, n_units=1, seconds=time.monotonic() - started, work=1)
        return True

    def close(self) -> None:
        """Stop; the page in hand is read again next time."""
        self._stopping.set()
        self._readers.close()
        self._listeners.close()

    def _next(self) -> WaitingPage | None:
        _, left_alone = self._aim
        now = time.monotonic()
        self._skipped = {page_id: until for page_id, until in self._skipped.items() if until > now}
        return ocr.next_waiting(self._store.reader(), skipped=self._skipped, without=left_alone)

    def _read(self, page: WaitingPage, speech: str) -> tuple[OcrLine, ...] | None:
        """Return the lines of a page, None where it cannot be read.

        Raises:
            FileUnreadable: Its file is not there, or not as it was, or the speech model is not.
        """
        path = Path(to_os_path(page.path))
        seen = stat_file(path)
        if seen is None or (seen.size_bytes, seen.modified_ns) != (page.size_bytes, page.modified_ns):
            raise FileUnreadable(detail="it changed")
        try:
            if page.format in RECORDINGS:
                return self._listeners.transcribe(path, page=page.page, model=speech)
            return self._readers.recognise(path, page.format, page=page.page, member=page.member)
        except FileUnreadable:
            if page.format in RECORDINGS and path.is_file() and usable_speech_model(speech):
                return None  # the model is there and no good
            raise
        except InputError:
            return None

    def _write(self, page: WaitingPage, lines: tuple[OcrLine, ...] | None, *, stamp: str) -> None:
        with self._store.write() as db:
            ocr.put(db, page.page_id, lines, stamp=stamp)
            progress = ocr.progress_of(db, page.content_hash)
            if progress.done == progress.total or progress.done in _MADE_ANEW_AT:
                ocr.read_again(db, page.content_hash)
        self._changed(ChangeKind.FILES)
