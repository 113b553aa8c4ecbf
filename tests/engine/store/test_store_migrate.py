"""A library of any older version ends up like a new one, or stays as it was."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import MigrationFailed
from engine.store.connection import Store
from engine.store.migrate import Step, migrate, shipped_steps

STEPS = (
    Step(1, "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT); INSERT INTO note VALUES (1, 'kept');"),
    Step(2, "ALTER TABLE note ADD COLUMN colour TEXT NOT NULL DEFAULT 'red';"),
    Step(3, "CREATE INDEX note_colour ON note (colour); UPDATE note SET colour = 'blue';"),
)


def schema(db: apsw.Connection) -> list[object]:
    return [
        db.execute("SELECT sql FROM sqlite_schema").fetchall(),
        db.execute("SELECT * FROM note").fetchall(),
    ]


@given(stops=st.lists(st.integers(1, 3), max_size=4).map(sorted))
def test_steps_taken_one_by_one_or_at_once_lead_to_the_same(
    tmp_path_factory: pytest.TempPathFactory, stops: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("migrate")
    whole = apsw.Connection(str(folder / "whole"))
    migrate(whole, folder / "whole", steps=STEPS)
    slow = apsw.Connection(str(folder / "slow"))
    for stop in [*stops, 3]:
        migrate(slow, folder / "slow", steps=STEPS[:stop])
    assert schema(slow) == schema(whole)
    assert slow.execute("PRAGMA user_version").get == 3
    whole.close()
    slow.close()


def test_a_step_that_fails_leaves_the_version_before_it_and_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "library.satchel"
    db = apsw.Connection(str(path))
    migrate(db, path, steps=STEPS[:1])
    before = schema(db)
    broken = Step(2, "ALTER TABLE note ADD COLUMN colour TEXT; UPDATE nothing SET x = 1;")
    with pytest.raises(MigrationFailed) as caught:
        migrate(db, path, steps=[STEPS[0], broken])
    assert caught.value.params["version"] == 2
    assert schema(db) == before
    assert db.execute("PRAGMA user_version").get == 1
    db.close()
    copy = apsw.Connection(str(tmp_path / "library.satchel.before-v2"))
    assert schema(copy) == before
    copy.close()


def test_a_new_library_has_the_newest_schema_and_no_copy(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "library.satchel")
    assert store.reader().execute("PRAGMA user_version").get == shipped_steps()[-1].version
    versions = [step.version for step in shipped_steps()]
    assert versions == sorted(set(versions))
    store.close()
    assert not list(tmp_path.glob("*.before-*"))
