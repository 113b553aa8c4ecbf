"""Opens a library file: one connection that writes, one for each thread that reads.

WAL lets readers and the writer go on without waiting for each other. A lock file
beside the library keeps a second process from writing; readers need no lock.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Self

import apsw
import sqlite_vec
from filelock import FileLock, Timeout

from engine.errors import DiskFull, StoreCorrupt, StoreError, StoreLocked, StoreMissing
from engine.store.migrate import expect_current, migrate

_BUSY_MS: Final = 10_000
_CACHE_KIB: Final = 32_000
_MMAP_BYTES: Final = 1 << 26
"""For each connection; what it touches of that counts as the process's memory."""
_WAL_BYTES: Final = 64_000_000
_PAGES_FREED_AT_CLOSE: Final = 10_000


class Store:
    """An open library.

    Attributes:
        path: The library file.
        is_read_only: Whether ``write`` is out of the question.
    """

    def __init__(self, path: Path, writer: apsw.Connection | None, lock: FileLock | None) -> None:
        self.path = path
        self.is_read_only = writer is None
        self._writer = writer
        self._writing = threading.RLock()
        self._lock = lock
        self._readers: dict[int, apsw.Connection] = {}
        self._opening = threading.Lock()

    @classmethod
    def open(cls, path: Path, *, is_read_only: bool = False) -> Self:
        """Open the library at ``path``; make or migrate it unless read-only.

        Raises:
            StoreMissing: Read-only, and there is no library.
            StoreLocked: Another process is writing to it.
            StoreTooNew: A newer Satchel made it.
            StoreCorrupt: It is no library, or damaged.
            DiskFull: There is no room.
            MigrationFailed: It could not be brought to this version; it stays as it was.
        """
        if is_read_only:
            store = cls(path, None, None)
            try:
                with translated(path):
                    expect_current(store.reader(), path)
            except BaseException:
                store.close()
                raise
            return store
        lock = _lock(path)
        try:
            return cls(path, _open_writer(path), lock)
        except BaseException:
            lock.release()
            raise

    @contextmanager
    def write(self) -> Iterator[apsw.Connection]:
        """One transaction on the one write connection; nested in one thread, it is the outer one."""
        if self._writer is None:
            raise ValueError("a read-only store")
        with self._writing, translated(self.path):
            if self._writer.in_transaction:
                yield self._writer
                return
            with _transaction(self._writer, "BEGIN IMMEDIATE"):
                yield self._writer

    @contextmanager
    def read(self) -> Iterator[apsw.Connection]:
        """The calling thread's reader, seeing one state of the library throughout."""
        db = self.reader()
        with translated(self.path):
            if db.in_transaction:
                yield db
                return
            with _transaction(db, "BEGIN"):
                yield db

    def reader(self) -> apsw.Connection:
        """The calling thread's own read connection."""
        thread = threading.get_ident()
        with self._opening:
            db = self._readers.get(thread)
            if db is None:
                db = self._readers[thread] = _open_reader(self.path)
            return db

    def forget_reader(self) -> None:
        """Close the calling thread's reader; a thread that ends should."""
        with self._opening:
            db = self._readers.pop(threading.get_ident(), None)
        if db is not None:
            db.close()

    def check(self) -> None:
        """Read every page and compare every index with its table.

        Raises:
            StoreCorrupt: Something is not as it must be.
        """
        with self.read() as db:
            faults = [str(row[0]) for row in db.execute("PRAGMA integrity_check(5)")]
            faults += [
                f"{table}: no {parent}" for table, _, parent, _ in db.execute("PRAGMA foreign_key_check")
            ]
        if faults != ["ok"]:
            raise StoreCorrupt(path=str(self.path), detail="; ".join(f for f in faults if f != "ok"))

    def shrink_log(self) -> None:
        """Bring the write-ahead log into the library and empty it, unless somebody is reading just now."""
        with self._writing, translated(self.path):
            if self._writer is not None and not self._writer.in_transaction:
                self._writer.set_busy_timeout(0)
                try:
                    self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                except apsw.BusyError:
                    return  # it goes into the library by and by
                finally:
                    self._writer.set_busy_timeout(_BUSY_MS)

    def close(self) -> None:
        """Close every connection; no thread may be using one."""
        with self._opening:
            readers, self._readers = list(self._readers.values()), {}
        for db in readers:
            db.close()
        with self._writing:
            writer, self._writer = self._writer, None
            if writer is not None:
                _tidy(writer)
                writer.close()
        if self._lock is not None:
            self._lock.release()


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite says of the environment into the error tree; what is our bug passes."""
    try:
        yield
    except apsw.Error as error:
        known = store_error(error, path)
        if known is None:
            raise
        raise known from error


def store_error(error: apsw.Error, path: Path) -> StoreError | None:
    """Return the fault of the environment that ``error`` is, or None for a bug of ours."""
    match error:
        case apsw.FullError():
            return DiskFull(path=str(path))
        case apsw.BusyError():
            return StoreLocked(path=str(path))
        case apsw.NotADBError() | apsw.CorruptError():
            return StoreCorrupt(path=str(path), detail=str(error))
        case apsw.CantOpenError() if not path.exists():
            return StoreMissing(path=str(path))
        case apsw.CantOpenError() | apsw.IOError() | apsw.ReadOnlyError() | apsw.PermissionsError():
            return StoreError(path=str(path), detail=str(error))
        case _:
            return None


@contextmanager
def _transaction(db: apsw.Connection, begin: str) -> Iterator[None]:
    db.execute(begin)
    try:
        yield
        db.execute("COMMIT")
    finally:
        if db.in_transaction:  # else committed, or SQLite itself rolled back (a full disk)
            db.execute("ROLLBACK")


def _lock(path: Path) -> FileLock:
    lock = FileLock(f"{path}.lock", timeout=0, thread_local=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise StoreLocked(path=str(path)) from error
    except OSError as error:
        raise StoreError(path=str(path), detail=str(error)) from error
    return lock


def _open_writer(path: Path) -> apsw.Connection:
    with translated(path):
        db = apsw.Connection(str(path))
        try:
            if not db.execute("SELECT count(*) FROM sqlite_schema").get:
                db.execute("PRAGMA auto_vacuum = INCREMENTAL")
            _configure(db)
            migrate(db, path)
            db.execute(f"PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = {_WAL_BYTES}").fetchall()
        except BaseException:
            db.close()
            raise
    return db


def _open_reader(path: Path) -> apsw.Connection:
    with translated(path):
        db = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            _configure(db)
        except BaseException:
            db.close()
            raise
    return db


def _configure(db: apsw.Connection) -> None:
    db.set_busy_timeout(_BUSY_MS)
    db.enable_load_extension(True)
    db.load_extension(sqlite_vec.loadable_path())
    db.enable_load_extension(False)
    db.execute(
        f"PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;"
        f"PRAGMA cache_size = -{_CACHE_KIB}; PRAGMA mmap_size = {_MMAP_BYTES}"
    ).fetchall()


def _tidy(db: apsw.Connection) -> None:
    """Refresh the planner's statistics and give back room; a failure costs nothing but that."""
    try:
        db.execute(f"PRAGMA optimize; PRAGMA incremental_vacuum({_PAGES_FREED_AT_CLOSE})").fetchall()
    except (apsw.FullError, apsw.BusyError, apsw.IOError, apsw.CorruptError):
        return
