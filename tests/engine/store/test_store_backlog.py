"""What is still to be done, counted by what it costs."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.records import Document, FileStatus, Passage, SourceFile
from engine.store import documents, ledger
from engine.store.backlog import Waiting, backlog, document_at, suffix
from engine.store.connection import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "l.satchel")


def _file(path: str, size_bytes: int) -> SourceFile:
    return SourceFile(path=path, size_bytes=size_bytes, modified_ns=1, inode=path)


def test_waiting_files_are_counted_by_what_their_names_end_with(store: Store) -> None:
    with store.write() as db:
        folder_id = ledger.add_folder(db, "/f.d")
        ledger.put_files(
            db,
            folder_id,
            [
                _file("/f.d/a.txt", 10),
                _file("/f.d/报告.TXT", 20),
                _file("/f.d/x/b.tar.gz", 5),
                _file("/f.d/x.y/README", 7),
                _file("/f.d/done.txt", 1000),
            ],
        )
        done = next(row for row in ledger.next_waiting(db, limit=9) if row.path.endswith("done.txt"))
        ledger.set_status(db, done.file_id, FileStatus.INDEXED)
        found = backlog(db, tagger="t")
        assert found.files == {"txt": Waiting(2, 30), "gz": Waiting(1, 5), "": Waiting(1, 7)}
        ledger.set_folder_online(db, folder_id, is_online=False)
        assert backlog(db, tagger="t").files == {}
    store.close()


@pytest.mark.parametrize(
    ("path", "ending"),
    [("/a/b.TXT", "txt"), ("/a.b/c", ""), ("c", ""), ("/a/.profile", "profile"), ("/a/书.docx", "docx")],
)
def test_the_ending_of_a_name(path: str, ending: str) -> None:
    assert suffix(path) == (ending if path != "c" else "c")


def test_passages_of_documents_that_this_tagger_has_not_read_wait(store: Store) -> None:
    with store.write() as db:
        ids = [
            documents.insert(
                db,
                content_hash=f"{n:032x}",
                format="text",
                document=Document(text="ab" * n, title=""),
                passages=[Passage(ordinal=k, start=2 * k, end=2 * k + 2) for k in range(n)],
                read_stamp="1",
            )
            for n in (1, 2, 3)
        ]
        assert [documents.n_passages(db, id_) for id_ in ids] == [1, 2, 3]
        assert backlog(db, tagger="t").n_not_understood == 6
        db.execute("UPDATE document SET knowledge_stamp = 't/1' WHERE id = ?", (ids[0],))
        db.execute("UPDATE document SET knowledge_stamp = 'other/1' WHERE id = ?", (ids[1],))
        found = backlog(db, tagger="t")
        assert (found.n_unembedded, found.n_not_understood) == (6, 5)
        assert document_at(db, 0.0) == document_at(db, 1.0) == ids[2]
        db.execute("UPDATE document SET knowledge_stamp = NULL")
        assert [document_at(db, share) for share in (0.0, 0.3, 0.9, 1.0)] == [ids[0], ids[1], ids[2], ids[2]]
        db.execute("UPDATE document SET knowledge_stamp = 't/1'")
        assert document_at(db, 0.5) is None
    store.close()
