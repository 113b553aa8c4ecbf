"""Brings a library to the schema of this version, one numbered SQL file at a time.

Each step and its version number are one transaction. An existing library is
copied to ``<name>.before-v<N>`` before the first step, so that there is a way
back to the Satchel that wrote it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import apsw

from engine.errors import DiskFull, MigrationFailed, StoreCorrupt, StoreMissing, StoreTooNew

APPLICATION_ID = 0x53617463
"""``Satc``: marks the file as a library, so that nobody's other database is ever changed."""


@dataclass(frozen=True, slots=True)
class Step:
    """The SQL that leads from schema ``version - 1`` to ``version``."""

    version: int
    sql: str


@cache
def shipped_steps() -> tuple[Step, ...]:
    """Return the steps of this version of Satchel, in order."""
    paths = sorted((Path(__file__).parent / "migrations").glob("*.sql"))
    return tuple(Step(int(path.name.split("_")[0]), path.read_text("utf-8")) for path in paths)


def migrate(db: apsw.Connection, path: Path, *, steps: Sequence[Step] | None = None) -> None:
    """Apply the steps that ``db`` lacks.

    Raises:
        StoreTooNew: It has a version that this Satchel does not know.
        StoreCorrupt: It is a database, but no library.
        MigrationFailed: A step failed; the library is as it was before that step.
        DiskFull: There is no room.
    """
    steps = shipped_steps() if steps is None else steps
    version = _version(db, path, supported=steps[-1].version)
    missing = [step for step in steps if step.version > version]
    if missing and version:
        _back_up(db, path.with_name(f"{path.name}.before-v{missing[-1].version}"))
    for step in missing:
        try:
            with db:
                db.execute(step.sql)
                db.execute(f"PRAGMA user_version = {step.version}; PRAGMA application_id = {APPLICATION_ID}")
        except apsw.FullError as error:
            raise DiskFull(path=str(path)) from error
        except apsw.Error as error:
            raise MigrationFailed(version=step.version, detail=str(error)) from error


def expect_current(db: apsw.Connection, path: Path) -> None:
    """Refuse a library that cannot be read as it is.

    Raises:
        StoreMissing: The file is empty.
        StoreTooNew: As in ``migrate``.
        StoreCorrupt: As in ``migrate``.
        MigrationFailed: It is older and has to be opened for writing once.
    """
    supported = shipped_steps()[-1].version
    version = _version(db, path, supported=supported)
    if version == 0:
        raise StoreMissing(path=str(path))
    if version < supported:
        raise MigrationFailed(version=supported, detail=f"version {version} is opened read-only")


def _version(db: apsw.Connection, path: Path, *, supported: int) -> int:
    """Return the schema version of a library, 0 for an empty file."""
    n_tables = db.execute("SELECT count(*) FROM sqlite_schema").get
    version = int(db.execute("PRAGMA user_version").get)
    if not n_tables:
        return 0
    if db.execute("PRAGMA application_id").get != APPLICATION_ID or version == 0:
        raise StoreCorrupt(path=str(path), detail="a database, but not a library")
    if version > supported:
        raise StoreTooNew(found=version, supported=supported)
    return version


def _back_up(db: apsw.Connection, target: Path) -> None:
    draft = target.with_name(f"{target.name}.new")
    draft.unlink(missing_ok=True)
    copy = apsw.Connection(str(draft))
    try:
        with copy.backup("main", db, "main") as backup:
            while not backup.done:
                backup.step(1000)
    finally:
        copy.close()
    draft.replace(target)
