"""Rows of files in archives: never waiting, never missing on disk, never left behind."""

from __future__ import annotations

import os
from pathlib import Path

import apsw
from apsw import Connection
from store_makers import FOLDER, make_document, make_file, source

from engine.records import FileStatus, Reason
from engine.search.query import parse
from engine.store import archives, documents, ledger, members, moves
from engine.store.archives import MemberRow
from engine.store.connection import Store
from engine.store.fulltext import search_names
from engine.store.migrate import migrate, shipped_steps

ARCHIVE = "/files/a.zip"


def row(name: str, text: str | None, db: Connection) -> MemberRow:
    return MemberRow(
        name=name.replace("/", os.sep),
        size_bytes=9,
        modified_ns=0,
        status=FileStatus.INDEXED if text else FileStatus.FAILED,
        reason=None if text else Reason(code="file.damaged"),
        content_hash=text,
        document_id=make_document(db, [text]) if text else None,
    )


def make_archive(db: Connection, files: dict[str, str | None], path: str = ARCHIVE) -> int:
    folder_id = ledger.add_folder(db, FOLDER)
    ledger.put_files(db, folder_id, [source(path)])
    archive_id = ledger.known_files(db, path)[path].file_id
    archives.put_members(db, archive_id, [row(name, text, db) for name, text in files.items()])
    ledger.set_status(db, archive_id, FileStatus.INDEXED, content_hash=path)
    return archive_id


def paths(db: Connection) -> dict[str, int | None]:
    return {one.path: one.document_id for one in ledger.list_files(db)}


def test_what_lies_in_an_archive_is_neither_missing_on_disk_nor_waiting(store: Store) -> None:
    with store.write() as db:
        archive_id = make_archive(db, {"x.txt": "x", "d/y.txt": None})
        assert set(ledger.known_files(db, FOLDER)) == {ARCHIVE}
        assert set(paths(db)) == {ARCHIVE, f"{ARCHIVE}/x.txt", f"{ARCHIVE}/d/y.txt"}
        ledger.retry(db)
        assert [file.file_id for file in ledger.next_waiting(db, limit=9)] == [archive_id]
        assert ledger.file_counts(db)["waiting"] == 1


def test_the_time_of_a_file_without_one_is_its_archives(store: Store) -> None:
    with store.write() as db:
        make_archive(db, {"x.txt": "x"})
        assert {one.modified_ns for one in ledger.list_files(db)} == {1}


def test_a_stale_document_lets_its_archives_and_files_wait(store: Store) -> None:
    with store.write() as db:
        make_archive(db, {"x.txt": "same"})
        make_file(db, "/files/y.txt", ["same"])
        ledger.reread_stale(db, read_stamp="2")
        assert [file.path for file in ledger.next_waiting(db, limit=9)] == [ARCHIVE, "/files/y.txt"]


def test_archives_wait_once_for_other_readers_though_nothing_of_them_was_read(store: Store) -> None:
    with store.write() as db:
        members.reread_stale(db, read_stamp="1")
        archive_id = make_archive(db, {"x.bin": None})
        members.reread_stale(db, read_stamp="1")
        assert ledger.next_waiting(db, limit=9) == []
        members.reread_stale(db, read_stamp="2")
        assert [file.file_id for file in ledger.next_waiting(db, limit=9)] == [archive_id]


def test_removing_an_archive_removes_names_and_documents(store: Store) -> None:
    with store.write() as db:
        archive_id = make_archive(db, {"x.txt": "x", "y.txt": "shared"})
        kept = make_file(db, "/files/y.txt", ["shared"])
        ledger.remove_files(db, [archive_id])
        assert paths(db) == {"/files/y.txt": kept}
        assert search_names(db, parse("x"), limit=9) == {}
        assert db.execute("SELECT count(*) FROM document").get == 1


def test_a_new_file_at_the_place_of_one_in_an_archive_takes_its_row(store: Store) -> None:
    with store.write() as db:
        archive_id = make_archive(db, {"x.txt": "x"})
        folder_id = ledger.add_folder(db, FOLDER)
        assert ledger.put_files(db, folder_id, [source(f"{ARCHIVE}/x.txt", size=9)]) == 1
        ledger.remove_files(db, [archive_id])
        assert set(ledger.known_files(db, FOLDER)) == {f"{ARCHIVE}/x.txt"}


def test_an_archive_takes_the_place_of_a_folder(store: Store) -> None:
    with store.write() as db:
        make_file(db, f"{ARCHIVE}/x.txt", ["old"])
        make_archive(db, {"x.txt": "new"})
        assert documents.text(db, paths(db)[f"{ARCHIVE}/x.txt"] or 0) == "new"
        assert db.execute("SELECT count(*) FROM document").get == 1


def test_an_archive_that_moves_onto_rows_of_a_folder_is_read_again(store: Store) -> None:
    with store.write() as db:
        archive_id = make_archive(db, {"x.txt": "x"})
        kept = make_file(db, "/files/b.zip/x.txt", ["other"])
        moves.move_file(db, archive_id, source("/files/b.zip"), folder_id=1, is_sure=True)
        assert paths(db) == {"/files/b.zip": None, "/files/b.zip/x.txt": kept}
        assert [file.path for file in ledger.next_waiting(db, limit=9)] == ["/files/b.zip"]


def test_an_archive_that_moves_into_a_folder_of_its_own_name_is_read_again(store: Store) -> None:
    with store.write() as db:
        archive_id = make_archive(db, {"b": "b", "c": "c"})
        moves.move_file(db, archive_id, source(f"{ARCHIVE}/b"), folder_id=1, is_sure=True)
        assert set(paths(db)) == {f"{ARCHIVE}/b", f"{ARCHIVE}/b/c"}
        assert [file.file_id for file in ledger.next_waiting(db, limit=9)] == [archive_id]


def test_files_that_swap_their_bytes_swap_their_documents(store: Store) -> None:
    with store.write() as db:
        archive_id = make_archive(db, {"x": "one", "y": "two"})
        before = paths(db)
        archives.put_members(db, archive_id, [row("x", "two", db), row("y", "one", db)])
        after = paths(db)
        assert after[f"{ARCHIVE}/x"] == before[f"{ARCHIVE}/y"]
        assert after[f"{ARCHIVE}/y"] == before[f"{ARCHIVE}/x"]


def test_what_copies_of_an_archive_hold_is_known(store: Store) -> None:
    with store.write() as db:
        make_archive(db, {"x": "one"})
        folder_id = ledger.add_folder(db, FOLDER)
        ledger.put_files(db, folder_id, [source("/files/copy.zip")])
        copy_id = ledger.known_files(db, "/files/copy.zip")["/files/copy.zip"].file_id
        found = members.known_documents(db, copy_id, archive_hash=ARCHIVE, read_stamp="1")
        assert found == [("one", "text")]
        assert members.known_documents(db, copy_id, archive_hash="another", read_stamp="1") == []


def test_archives_that_an_earlier_version_left_out_are_read(tmp_path: Path) -> None:
    path = tmp_path / "old.satchel"
    db = apsw.Connection(str(path))
    steps = shipped_steps()
    before = next(at for at, step in enumerate(steps) if "archive_id" in step.sql)
    migrate(db, path, steps=steps[:before])
    db.execute("INSERT INTO folder (path) VALUES ('/files')")
    for name, form in (("a.zip", "zip"), ("b.rar", "rar"), ("c.tgz", "gzip")):
        db.execute(
            """INSERT INTO file (folder_id, path, size_bytes, modified_ns, inode, status, code, params,
                                 updated_ms)
               VALUES (1, ?, 1, 1, '', 'ignored', 'file.unsupported', json_object('format', ?), 1)""",
            (name, form),
        )
    migrate(db, path)
    waiting = db.execute("SELECT path FROM file WHERE status = 'waiting' ORDER BY path").fetchall()
    assert waiting == [("a.zip",), ("c.tgz",)]
    db.close()
