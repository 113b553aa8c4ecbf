"""Every file has one status; documents live as long as a file points at them."""

from __future__ import annotations

from pathlib import PurePath

import pytest
from apsw import Connection
from store_makers import FOLDER, make_document, make_file, source

from engine.records import FileStatus, Reason
from engine.search.query import parse
from engine.store import documents, ledger, moves, status
from engine.store.connection import Store
from engine.store.fulltext import search_names, search_text


def ids(db: Connection) -> dict[str, int]:
    return {PurePath(row.path).name: row.file_id for row in ledger.list_files(db, limit=1000)}


def names(db: Connection, query: str) -> set[str]:
    by_id = {row.file_id: PurePath(row.path).name for row in ledger.list_files(db, limit=1000)}
    return {by_id[file_id] for file_id in search_names(db, parse(query), limit=50)}


def test_a_file_is_found_by_name_before_it_is_read(store: Store) -> None:
    with store.write() as db:
        folder_id = ledger.add_folder(db, FOLDER)
        paths = ["/files/MeetingNotes2024.docx", "/files/年度总结报告.pdf", "/files/café_menu.txt"]
        assert ledger.put_files(db, folder_id, map(source, paths)) == 3
    db = store.reader()
    assert names(db, "meeting") == names(db, "2024") == {"MeetingNotes2024.docx"}
    assert names(db, "总结") == names(db, "總結報告") == {"年度总结报告.pdf"}
    assert names(db, "cafe menu") == {"café_menu.txt"}
    assert names(db, "menu 2024") == set()
    assert [file.path for file in ledger.next_waiting(db, limit=9)] == paths


def test_a_rename_changes_the_path_and_nothing_else(store: Store) -> None:
    with store.write() as db:
        document_id = make_file(db, "/files/old.txt", ["text"])
        moves.move_file(
            db,
            ids(db)["old.txt"],
            source("/files/deep/new name.txt"),
            folder_id=ledger.add_folder(db, FOLDER),
            is_sure=True,
        )
        assert ledger.document_of(db, "/files/deep/new name.txt") == document_id
        assert ledger.document_of(db, "/files/old.txt") is None
        assert names(db, "old") == set()
        assert names(db, "new") == {"new name.txt"}
        assert ledger.list_files(db)[0].status is FileStatus.INDEXED
        assert documents.view(db, document_id).title == "new name.txt"


def test_what_was_left_out_is_found_by_name_once_it_stands_elsewhere(store: Store) -> None:
    with store.write() as db:
        folder_id = ledger.add_folder(db, FOLDER)
        ledger.put_ignored(
            db,
            folder_id,
            path="/files/out/plan.txt",
            size_bytes=1,
            modified_ns=1,
            inode="1",
            reason=Reason(code=ledger.IGNORED_BY_RULE, params={"rule": "out/"}),
        )
        assert names(db, "plan") == set()
        moves.move_file(
            db, ids(db)["plan.txt"], source("/files/in/plan.txt"), folder_id=folder_id, is_sure=False
        )
        assert names(db, "plan") == {"plan.txt"}


def test_a_file_moved_onto_another_replaces_it(store: Store) -> None:
    with store.write() as db:
        kept = make_file(db, "/files/a.txt", ["stays"])
        lost = make_file(db, "/files/b.txt", ["overwritten"])
        moves.move_file(
            db,
            ids(db)["a.txt"],
            source("/files/b.txt"),
            folder_id=ledger.add_folder(db, FOLDER),
            is_sure=True,
        )
        assert documents.view(db, kept).paths == ("/files/b.txt",)
        assert not documents.exists(db, lost)


def test_a_document_goes_with_its_last_file(store: Store) -> None:
    with store.write() as db:
        document_id = make_file(db, "/files/one.txt", ["shared words"])
        assert make_file(db, "/files/two.txt", ["shared words"]) == document_id
        assert documents.view(db, document_id).paths == ("/files/one.txt", "/files/two.txt")
        ledger.remove_files(db, [ids(db)["one.txt"]])
        assert list(search_text(db, parse("shared"), limit=9))
        ledger.remove_files(db, [ids(db)["two.txt"]])
        assert not documents.exists(db, document_id)
        assert list(search_text(db, parse("shared"), limit=9)) == []


def test_a_changed_file_stays_findable_until_it_was_read_again(store: Store) -> None:
    with store.write() as db:
        before = make_file(db, "/files/a.txt", ["first version"])
        ledger.put_files(db, ledger.add_folder(db, FOLDER), [source("/files/a.txt", modified=2)])
        assert ledger.waiting_file(db, ids(db)["a.txt"]) is not None
        assert list(search_text(db, parse("first"), limit=9))
        after = make_document(db, ["second version"])
        ledger.set_status(db, ids(db)["a.txt"], FileStatus.INDEXED, content_hash="2", document_id=after)
        assert not documents.exists(db, before)
        assert list(search_text(db, parse("first"), limit=9)) == []


@pytest.mark.parametrize("gone", [FileStatus.FAILED, FileStatus.IGNORED])
def test_a_file_that_has_no_text_any_more_loses_its_document(store: Store, gone: FileStatus) -> None:
    with store.write() as db:
        document_id = make_file(db, "/files/a.txt", ["words"])
        ledger.set_status(db, ids(db)["a.txt"], gone, reason=Reason(code="file.damaged", params={"at": 3}))
        assert not documents.exists(db, document_id)
        row = ledger.list_files(db, status=gone)[0]
        assert (row.reason, row.document_id) == (Reason(code="file.damaged", params={"at": 3}), None)


def test_a_file_that_a_rule_keeps_out_cannot_be_found(store: Store) -> None:
    with store.write() as db:
        document_id = make_file(db, "/files/secret.txt", ["words"])
        folder_id = ledger.add_folder(db, FOLDER)
        reason = Reason(code="ignored.rule", params={"rule": "*.txt"})
        ledger.put_ignored(
            db, folder_id, path="/files/secret.txt", size_bytes=1, modified_ns=1, inode="1", reason=reason
        )
        assert not documents.exists(db, document_id)
        assert names(db, "secret") == set()
        known = ledger.known_files(db, FOLDER)["/files/secret.txt"]
        assert (known.status, known.rule) == (FileStatus.IGNORED, "*.txt")


def test_retry_lets_failed_files_wait_and_counts_on(store: Store) -> None:
    with store.write() as db:
        ledger.put_files(db, ledger.add_folder(db, FOLDER), [source("/files/a"), source("/files/b")])
        for file_id in ids(db).values():
            ledger.set_status(db, file_id, FileStatus.FAILED, reason=Reason(code="reader.crashed"))
        ledger.retry(db, [ids(db)["a"]])
        assert [(file.path, file.tries) for file in ledger.list_files(db, status=FileStatus.WAITING)] == [
            ("/files/a", 1)
        ]
        ledger.retry(db)
        assert ledger.file_counts(db)["waiting"] == 2


def test_a_partial_file_that_is_retried_is_really_read_again(store: Store) -> None:
    with store.write() as db:
        before = make_file(db, "/files/a.pdf", ["half"], content_hash="h")
        file_id = ids(db)["a.pdf"]
        ledger.set_status(
            db, file_id, FileStatus.PARTIAL, reason=Reason(code="x"), content_hash="h", document_id=before
        )
        ledger.retry(db, [file_id])
        assert ledger.waiting_file(db, file_id) is not None
        assert documents.find(db, "h", "text", "1") is None
        after = make_document(db, ["half", "and the rest"], content_hash="h")
        assert documents.find(db, "h", "text", "1") == after
        assert ledger.document_of(db, "/files/a.pdf") == after
        assert not documents.exists(db, before)


def test_texts_of_older_readers_are_read_again(store: Store) -> None:
    with store.write() as db:
        make_file(db, "/files/a.txt", ["words"])
        assert ledger.reread_stale(db, read_stamp="1") == 0
        assert ledger.reread_stale(db, read_stamp="2") == 1
        assert ledger.file_counts(db)["waiting"] == 1


def test_known_files_below_a_path_are_those_of_that_folder_only(store: Store) -> None:
    with store.write() as db:
        folder_id = ledger.add_folder(db, FOLDER)
        paths = [str(PurePath("/files", *parts)) for parts in (["ab"], ["a", "x"], ["a", "y", "z"], ["a!b"])]
        ledger.put_files(db, folder_id, map(source, paths))
        assert set(ledger.known_files(db, str(PurePath("/files/a")))) == set(paths[1:3])
        assert set(ledger.known_files(db, paths[0])) == {paths[0]}
        assert set(ledger.known_files(db, FOLDER)) == set(paths)


def test_files_of_a_drive_that_is_away_are_not_read_and_not_lost(store: Store) -> None:
    with store.write() as db:
        folder_id = ledger.add_folder(db, FOLDER)
        ledger.put_files(db, folder_id, [source("/files/a")])
        ledger.set_folder_online(db, folder_id, is_online=False)
        assert ledger.next_waiting(db, limit=9) == []
        ledger.set_folder_online(db, folder_id, is_online=True)
        assert len(ledger.next_waiting(db, limit=9)) == 1


def test_a_watched_folder_inside_another_keeps_its_files(store: Store) -> None:
    with store.write() as db:
        outer, inner = ledger.add_folder(db, FOLDER), ledger.add_folder(db, "/files/inner")
        ledger.put_files(db, inner, [source("/files/inner/a")])
        assert ledger.put_files(db, outer, [source("/files/inner/a")]) == 0
        assert set(ledger.known_files(db, "/files/inner")) == {"/files/inner/a"}


def test_a_removed_folder_leaves_what_other_folders_hold(store: Store) -> None:
    with store.write() as db:
        make_file(db, "/files/a.txt", ["alone"])
        shared = make_file(db, "/files/b.txt", ["shared"])
        other = ledger.add_folder(db, "/other")
        ledger.put_files(db, other, [source("/other/b.txt")])
        ledger.set_status(db, ids(db)["b.txt"], FileStatus.INDEXED, content_hash="s", document_id=shared)
        assert ledger.add_folder(db, FOLDER) != other
        ledger.remove_folder(db, FOLDER)
        ledger.remove_folder(db, FOLDER)
        assert [row.path for row in ledger.folders(db)] == ["/other"]
        assert [row.path for row in ledger.list_files(db)] == ["/other/b.txt"]
        assert documents.exists(db, shared)
        assert list(search_text(db, parse("alone"), limit=9)) == []
        counted = status.stages(db)
        assert (counted["text"].done, counted["text"].total) == (1, 1)
    store.check()


def test_the_ledger_is_listed_by_page_and_part_of_a_path(store: Store) -> None:
    with store.write() as db:
        paths = [f"/files/{number:03}_100%.txt" for number in range(30)]
        ledger.put_files(db, ledger.add_folder(db, FOLDER), map(source, paths))
        page = ledger.list_files(db, contains="0_100%.TXT", offset=1, limit=1)
        assert [row.path for row in page] == ["/files/010_100%.txt"]
        assert ledger.list_files(db, contains="0x100") == ()
        assert ledger.list_files(db, status=FileStatus.FAILED) == ()
