"""Which documents, in which order: drives the stages, writes to the store, reports.

Two lanes work side by side. The *reading lane* keeps the ledger in step with the
disk and turns waiting files into text; the *model lane* (``engine.model_lane``) gives
passages their vectors and documents their knowledge. Each does one small unit of work at a time
(``step``), picks the most urgent again, and so obeys pause and stop promptly and
loses at most the unit in hand when it is killed.
"""

from __future__ import annotations

import math
import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from apsw import Connection

from engine import archives, pipeline
from engine.errors import FileTooLarge, FileUnreadable, InputError, UnsupportedFormat
from engine.events import Activity, ChangeKind
from engine.ingest.fingerprint import content_hash
from engine.ingest.formats import archive_formats, known_format
from engine.ingest.ocr_text import WAITING
from engine.ingest.sandbox import ReaderPool
from engine.ingest.scan import stat_file, to_os_path
from engine.ocr_lane import fill, unread
from engine.progress import ProgressMeter
from engine.reconcile import reconcile_folders, reconcile_paths
from engine.records import FileStatus, RawText, Reason, SourceFile, Stage
from engine.settings import Indexing
from engine.store import documents, ledger, likeness, ocr, retries
from engine.store.connection import Store
from engine.store.ledger import WaitingFile

_MOST_OVERTAKEN = 20
_NOT_THERE = "it is not there, or no regular file"
_DOUBT_S = 0.7
"""How long a path that is gone may turn out to be renamed before it counts as deleted."""

Report = Callable[[Activity, str], None]
Changed = Callable[[ChangeKind], None]


@dataclass(slots=True)
class Counts:
    """Work done since the indexer was made; a rename adds to none of read, embedded, tagged."""

    n_read: int = 0
    n_embedded: int = 0
    n_tagged: int = 0
    n_moved: int = 0
    n_removed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What became of one waiting file: a document that is already stored, a new one, or a reason.

    ``seen`` is what the disk said of it then.
    """

    file: WaitingFile
    seen: SourceFile | None
    content_hash: str | None = None
    format: str | None = None
    known_id: int | None = None
    shaped: pipeline.Shaped | None = None
    ocr_pages: tuple[int, ...] = ()
    unpacked: archives.Unpacked | None = None
    status: FileStatus | None = None
    reason: Reason | None = None


class ReadingLane:
    """Keeps the ledger in step with the disk and reads what waits."""

    def __init__(
        self,
        store: Store,
        settings: Indexing,
        *,
        speech: str = "",
        counts: Counts,
        meter: ProgressMeter,
        report: Report,
        changed: Changed,
    ) -> None:
        self._store = store
        self._settings = settings
        self._speech = speech
        self._counts = counts
        self._meter = meter
        self._report = report
        self._changed = changed
        self._lock = threading.Lock()
        self._named: set[str] = set()
        self._doubted: dict[str, float] = {}
        self._folders_due: set[str] = set()
        self._n_overtaken: Counter[int] = Counter()
        self._readers = ReaderPool(settings)
        self._threads = ThreadPoolExecutor(settings.n_readers, thread_name_prefix="reading")
        self._running: dict[Future[tuple[_Reading, float]], WaitingFile] = {}
        self._stopping = threading.Event()

    def note_paths(self, paths: frozenset[str]) -> None:
        """Remember that these paths may have changed."""
        with self._lock:
            self._named |= paths

    def note_folder(self, path: str) -> None:
        """Remember to compare this whole watched folder."""
        with self._lock:
            self._folders_due.add(path)

    def adopt(self, settings: Indexing, *, speech: str) -> None:
        """Go by other settings, and another speech model, from the next file on."""
        self._settings, self._speech = settings, speech
        self._readers.adopt(settings)

    @property
    def due_at(self) -> float:
        """When there will be something to do, in ``time.monotonic`` seconds; infinite when never."""
        return min([*self._doubted.values(), time.monotonic() + retries.next_in_s(self._store.reader())])

    def has_work(self) -> bool:
        """Say whether there is anything to do now."""
        with self._lock:
            if self._named or self._folders_due or self.due_at <= time.monotonic():
                return True
        return bool(self._running or ledger.next_waiting(self._store.reader(), limit=1))

    def step(self) -> bool:
        """Do the most urgent unit of work; False when nothing is left to do now."""
        with self._lock:
            named, self._named = self._named, set()
            if named or min(self._doubted.values(), default=math.inf) <= time.monotonic():
                named |= set(self._doubted)
            folders: set[str] = set()
            if not named:
                folders, self._folders_due = self._folders_due, set()
        if named:
            self._compare_paths(named)
            return True
        if folders:
            self._compare_folders(folders)
            return True
        retries.let_due_wait(self._store)
        return self._read_some()

    def close(self) -> None:
        """Stop reading; what was being read stays waiting."""
        self._stopping.set()
        self._readers.close()
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _compare_paths(self, named: set[str]) -> None:
        self._report(Activity.SCANNING, min(named))
        now = time.monotonic()
        until = {path: self._doubted.get(path, now + _DOUBT_S) for path in named}
        found = reconcile_paths(
            self._store,
            ledger.folders(self._store.reader()),
            named,
            spared=[path for path, at in until.items() if at > now],
            includes_hidden=self._settings.includes_hidden,
        )
        self._doubted = {path: until[path] for path in found.doubtful}
        self._tell(found.n_moved, found.n_removed, is_any=found.any)

    def _compare_folders(self, paths: set[str]) -> None:
        self._report(Activity.SCANNING, min(paths))
        started = time.monotonic()
        found = reconcile_folders(
            self._store,
            [folder for folder in ledger.folders(self._store.reader()) if folder.path in paths],
            includes_hidden=self._settings.includes_hidden,
            cancelled=self._stopping.is_set,
            report=partial(self._report, Activity.SCANNING),
        )
        self._meter.add(Stage.NAMES, n_units=found.n_new, seconds=time.monotonic() - started)
        self._tell(found.n_moved, found.n_removed, is_any=found.any)

    def _tell(self, n_moved: int, n_removed: int, *, is_any: bool) -> None:
        self._counts.n_moved += n_moved
        self._counts.n_removed += n_removed
        if is_any:
            self._changed(ChangeKind.FILES)
        if n_removed:
            self._changed(ChangeKind.KNOWLEDGE)

    def _read_some(self) -> bool:
        started = time.monotonic()
        in_hand = {file.file_id for file in self._running.values()}
        room = 2 * self._settings.n_readers - len(in_hand)
        if room > 0:
            waiting = ledger.next_waiting(self._store.reader(), limit=room + len(in_hand))
            for file in [file for file in waiting if file.file_id not in in_hand][:room]:
                self._running[self._threads.submit(_timed, self._read, file)] = file
        if not self._running:
            return self._regroup()
        self._report(Activity.READING, next(iter(self._running.values())).path)
        # Wake often: a path named by the watcher must not wait for a slow file.
        done, _ = wait(self._running, timeout=0.2, return_when=FIRST_COMPLETED)
        reader_s = 0.0
        for future in done:
            file = self._running.pop(future)
            reading, took_s = future.result()
            self._write(reading)
            n_passages = len(reading.shaped.passages) if reading.shaped else 0
            self._meter.add_file(
                file.source, n_passages=n_passages, seconds=took_s, n_ocr_pages=len(reading.ocr_pages)
            )
            reader_s += took_s
        self._meter.add(Stage.TEXT, n_units=len(done), seconds=time.monotonic() - started, work=reader_s)
        return True

    def _regroup(self) -> bool:
        """Find out which documents say nearly the same, once all have been read; False when that is known."""
        threshold = self._settings.alike_from
        if not likeness.is_outdated(self._store.reader(), threshold):
            return False
        with self._store.write() as db:
            n_changed = likeness.regroup(db, threshold)
        if n_changed:
            self._changed(ChangeKind.TEXT)
        return True

    def _read(self, file: WaitingFile) -> _Reading:
        path = Path(to_os_path(file.path))
        seen = stat_file(path)
        reading = partial(_Reading, file=file, seen=seen)
        try:
            if seen is None:
                raise FileUnreadable(detail=_NOT_THERE)
            if seen.size_bytes == 0:
                return reading(status=FileStatus.IGNORED, reason=Reason(code="file.empty"))
            # A recording that was written down keeps its text when there is no speech model any more.
            takes = bool(self._speech) or ledger.document_of(self._store.reader(), file.path) is not None
            form = known_format(path, takes_recordings=takes)
            # The bytes of what cannot be read anyway, such as the image of a disk, are not looked at.
            if seen.size_bytes > self._settings.max_file_bytes:
                raise FileTooLarge(size_bytes=seen.size_bytes, limit_bytes=self._settings.max_file_bytes)
            digest = content_hash(path)
            if form in archive_formats():
                held = archives.known_documents(self._store.reader(), file.file_id, digest)
                unpacked = archives.read(self._readers, path, form, known=held, shape=self._shape)
                _expect_unchanged(path, seen)
                return reading(content_hash=digest, format=form, unpacked=unpacked)
            known = archives.stored(self._store.reader(), digest, form)
            raw = self._readers.read(path, form) if known is None else None
            _expect_unchanged(path, seen)
            if raw is None:
                return reading(content_hash=digest, format=form, known_id=known)
            shaped, ocr_pages = self._shape(raw, digest, form)
        except UnsupportedFormat as error:
            return reading(status=FileStatus.IGNORED, reason=error.reason)
        except InputError as error:
            if isinstance(error, FileUnreadable):
                error.params["is_denied"] = not os.access(path, os.R_OK)
            return reading(status=FileStatus.FAILED, reason=error.reason)
        return reading(content_hash=digest, format=form, shaped=shaped, ocr_pages=ocr_pages)

    def _shape(self, raw: RawText, digest: str, form: str) -> tuple[pipeline.Shaped, tuple[int, ...]]:
        """Make a document of a text, and say which of its pages a model is to read."""
        lack = unread(self._settings, form, speech=self._speech)
        filled = fill(self._store, raw, content_hash=digest, format=form, lack=lack)
        shaped = pipeline.shape(filled, passage_size=self._settings.passage_size)
        return shaped, raw.ocr_pages if lack is None else ()

    def _write(self, reading: _Reading) -> None:
        if self._stopping.is_set():
            return
        file_id = reading.file.file_id
        with self._store.write() as db:
            known = ledger.waiting_file(db, file_id)
            if known is None:
                return  # removed meanwhile
            if self._is_overtaken(file_id, known, reading.seen):
                self.note_paths(frozenset({known.path}))
            else:
                self._write_status(db, reading)
                ocr.read_again_if_overtaken(db, file_id, WAITING)
                if reading.seen is None:
                    self.note_paths(frozenset({known.path}))
        self._changed(ChangeKind.FILES)
        self._changed(ChangeKind.TEXT)

    def _is_overtaken(self, file_id: int, known: SourceFile, seen: SourceFile | None) -> bool:
        """Whether another state of the file was read than the one it is known to be in: it waits on.

        A file that never rests, or whose drive tells another time whenever it is asked, waits no longer.
        """
        if seen is None or seen == known or self._n_overtaken[file_id] >= _MOST_OVERTAKEN:
            self._n_overtaken.pop(file_id, None)
            return False
        self._n_overtaken[file_id] += 1
        return True

    def _write_status(self, db: Connection, reading: _Reading) -> None:
        file_id, known = reading.file.file_id, reading.known_id
        if reading.unpacked is not None:
            self._counts.n_read += archives.write(db, file_id, reading.content_hash, reading.unpacked)
            return
        ledger.remove_members(db, file_id)  # it may have been an archive that could be read
        if reading.content_hash is None or reading.format is None:
            ledger.set_status(db, file_id, reading.status or FileStatus.FAILED, reason=reading.reason)
            return
        if reading.shaped is not None:
            # A copy may have been read at the same time, and stored first.
            known = archives.stored(db, reading.content_hash, reading.format)
        if reading.shaped is not None and known is None:
            self._counts.n_read += 1
            known = archives.store(
                db, reading.content_hash, reading.format, reading.shaped, reading.ocr_pages
            )
        if known is None or not documents.exists(db, known):
            return  # the twin whose document it was to share went away: it is read next time round
        lack = documents.partial(db, known)
        ledger.set_status(
            db,
            file_id,
            FileStatus.PARTIAL if lack else FileStatus.INDEXED,
            reason=lack,
            content_hash=reading.content_hash,
            document_id=known,
        )


def _timed(read: Callable[[WaitingFile], _Reading], file: WaitingFile) -> tuple[_Reading, float]:
    started = time.monotonic()
    return read(file), time.monotonic() - started


def _expect_unchanged(path: Path, before: SourceFile | None) -> None:
    # Text must never be filed under the hash of other bytes.
    if stat_file(path) != before:
        raise FileUnreadable(detail="it changed while it was being read")
