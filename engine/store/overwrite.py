"""Takes rows out of a private table so that nothing of them is left in the file.

Deleting single rows does not do it, even under SQLite's ``secure_delete``: where pages were
balanced, copies of rows lie in the room between others (tried: in seventeen runs of thirty). Emptying a
whole table overwrites all of its pages with zeros; what is kept is written anew. The
write-ahead log is emptied by ``Store.shrink_log``.
"""

from __future__ import annotations

from typing import Any, Literal

from apsw import Connection

from engine.store.rows import count, fetch

PrivateTable = Literal["activity", "followed"]


def overwrite(db: Connection, table: PrivateTable, condition: str, values: tuple[Any, ...] = ()) -> int:
    """Delete the rows of ``table`` that meet an SQL condition; return how many.

    Args:
        db: A connection in a transaction.
        table: A small one: what it keeps is written again.
        condition: SQL over its columns, never NULL.
        values: Of the condition.
    """
    kept = fetch(db, f"SELECT * FROM {table} WHERE NOT ({condition}) ORDER BY id", values)
    n_gone = count(db, f"SELECT count(*) FROM {table}") - len(kept)
    if not n_gone:
        return 0
    db.execute("PRAGMA secure_delete = ON").fetchall()  # only some builds of SQLite begin with it
    db.execute(f"DELETE FROM {table}")
    if kept:
        places = ", ".join("?" * len(kept[0]))
        db.executemany(f"INSERT INTO {table} VALUES ({places})", kept)
    return n_gone
