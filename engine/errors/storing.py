"""Faults of the library file."""

from __future__ import annotations

from engine.errors.root import EngineError


class StoreError(EngineError):
    """The library file cannot be used."""

    code = "store"


class StoreTooNew(StoreError):
    """Written by a newer Satchel (``found``, ``supported`` schema versions)."""

    code = "store.too_new"


class StoreLocked(StoreError):
    """Another Satchel is writing to this library (``path``)."""

    code = "store.locked"


class StoreCorrupt(StoreError):
    """SQLite cannot read the file (``path``, ``detail``)."""

    code = "store.corrupt"


class StoreMissing(StoreError):
    """There is no library at ``path``."""

    code = "store.missing"


class DiskFull(StoreError):
    """No room is left on the library's disk (``path``)."""

    code = "store.disk_full"


class DiskLow(StoreError):
    """So little room is left (``free_bytes``, of at least ``limit_bytes``) that indexing ended."""

    code = "store.disk_low"


class MigrationFailed(StoreError):
    """A schema step could not be applied (``version``, ``detail``)."""

    code = "store.migration_failed"
