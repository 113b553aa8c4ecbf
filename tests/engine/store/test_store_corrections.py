"""Corrections outlive their documents and hold wherever their text stands again."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest
from apsw import Connection
from store_makers import FOLDER, make_document, make_file, mention, source

from engine.records import FileStatus, Mention, Span
from engine.store import corrections, documents, graph, ledger, moves, tagging
from engine.store.connection import Store
from engine.store.migrate import migrate, shipped_steps
from engine.store.tagging import Tagging
from engine.teaching import Correction

PATH = "/files/one.txt"
TEXT = "Yesterday Ada met Charles Babbage at the station. They spoke of engines."
ADA = Span(10, 13)


def say(db: Connection, document_id: int, span: Span = ADA, *, label: str | None = "PER") -> Correction:
    text = documents.text(db, document_id)
    return corrections.of_group(db, corrections.add(db, document_id, [span], label=label, text=text))[0]


def edit(db: Connection, path: str, text: str) -> int:
    """Let the file at ``path`` hold ``text`` from now on."""
    (file,) = ledger.list_files(db, contains=path)
    document_id = make_document(db, [text])
    ledger.set_status(db, file.file_id, FileStatus.INDEXED, content_hash=text, document_id=document_id)
    return document_id


def placed(db: Connection) -> list[tuple[int | None, str, int, int]]:
    return [(c.document_id, c.path, c.start, c.end) for c in corrections.every(db)]


@pytest.fixture
def db(store: Store) -> Connection:
    with store.write() as opened:
        return opened


def test_it_is_kept_as_it_was_said(db: Connection) -> None:
    one = make_file(db, PATH, [TEXT])
    said = say(db, one)
    assert (said.document_id, said.path, said.quote, said.label) == (one, PATH, "Ada", "PER")
    assert said.group == said.correction_id
    nothing = say(db, one, Span(14, 17), label=None)
    assert corrections.of_document(db, one) == corrections.every(db) == (said, nothing)
    assert corrections.corrected_documents(db) == [one]
    with pytest.raises(ValueError, match="no span"):
        corrections.add(db, one, [], label="PER", text=TEXT)


def test_an_act_is_one_group_and_goes_as_one(db: Connection) -> None:
    one, two = make_file(db, PATH, [TEXT]), make_file(db, "/files/two.txt", ["Ada. " + TEXT])
    first = say(db, one)
    group = corrections.add(db, one, [Span(18, 33)], label="PER", text=TEXT)
    corrections.add(db, two, [Span(0, 3), Span(15, 18)], label="PER", text="Ada. " + TEXT, group=group)
    ids = [c.correction_id for c in corrections.of_group(db, group)]
    assert len(ids) == 3
    assert {corrections.group_of(db, id_) for id_ in [*ids, None]} == {group}
    assert corrections.remove_group(db, group) == [one, two]
    assert corrections.every(db) == (first,)
    assert corrections.group_of(db, ids[0]) is None
    assert corrections.group_of(db, None) == first.group
    corrections.remove_group(db, first.group)
    assert corrections.group_of(db, None) is None
    assert db.execute("SELECT count(*) FROM placement").get == 0


def test_an_edit_elsewhere_moves_it_and_one_within_unplaces_it_until_the_text_is_back(db: Connection) -> None:
    say(db, make_file(db, PATH, [TEXT]))
    above = edit(db, PATH, "A new line.\n" + TEXT)
    assert placed(db) == [(above, PATH, 22, 25)]
    edit(db, PATH, "A new line.\n" + TEXT.replace("Ada", "Eda"))
    assert placed(db) == [(None, PATH, 10, 13)]
    edit(db, PATH, "Something else entirely stands here for a while.")
    assert placed(db) == [(None, PATH, 10, 13)]
    back = edit(db, PATH, TEXT + " And more.")
    assert placed(db) == [(back, PATH, 10, 13)]
    origin = edit(db, PATH, TEXT)
    assert placed(db) == [(origin, PATH, 10, 13)]
    assert db.execute("SELECT count(*) FROM placement").get == 2  # this version and the one before


def test_a_deleted_file_keeps_it_for_its_return(db: Connection) -> None:
    said = say(db, make_file(db, PATH, [TEXT]))
    (file,) = ledger.list_files(db)
    ledger.remove_files(db, [file.file_id])
    assert placed(db) == [(None, PATH, 10, 13)]
    other = make_file(db, "/files/elsewhere.txt", [TEXT])  # the same bytes under another name
    assert placed(db) == [(other, "/files/elsewhere.txt", 10, 13)]
    ledger.remove_files(db, [ledger.list_files(db)[0].file_id])
    again = make_file(db, PATH, ["Preface. " + TEXT])  # other bytes under the same name
    assert placed(db) == [(again, PATH, 19, 22)]
    assert corrections.every(db)[0].correction_id == said.correction_id


def test_copies_share_it_and_part_with_it(db: Connection) -> None:
    one = make_file(db, PATH, [TEXT])
    assert make_file(db, "/files/copy.txt", [TEXT]) == one
    say(db, one)
    two = edit(db, "/files/copy.txt", "Copied: " + TEXT)
    assert [c.start for c in corrections.of_document(db, one)] == [10]
    assert [c.start for c in corrections.of_document(db, two)] == [18]
    (said,) = corrections.every(db)
    group = said.group
    assert (said.document_id, said.path) == (two, "/files/copy.txt")  # by path, the first copy's
    assert corrections.remove_group(db, group) == [one, two]


def test_it_goes_with_a_renamed_file(db: Connection) -> None:
    say(db, make_file(db, PATH, [TEXT]))
    (file,) = ledger.list_files(db)
    moves.move_file(
        db, file.file_id, source("/files/new.txt"), folder_id=ledger.add_folder(db, FOLDER), is_sure=True
    )
    gone = edit(db, "/files/new.txt", "Not a word of it is left here.")
    assert corrections.of_document(db, gone) == ()
    back = edit(db, "/files/new.txt", "P.S. " + TEXT)
    assert placed(db) == [(back, "/files/new.txt", 15, 18)]


def test_an_edited_file_that_becomes_like_another_makes_that_one_wait(db: Connection) -> None:
    one, two = make_file(db, PATH, [TEXT]), make_file(db, "/files/two.txt", [TEXT + " Yes."])
    graph.replace_knowledge(db, two, mentions=[mention(TEXT, "Ada")], relations=[], stamp="s")
    say(db, one)
    assert graph.waiting_documents(db, stamp="s", limit=9) == [one]
    edit(db, PATH, TEXT + " Yes.")
    assert graph.waiting_documents(db, stamp="s", limit=9) == [two]
    assert [c.start for c in corrections.of_document(db, two)] == [10]


@pytest.mark.parametrize(
    ("text", "start"), [("Page 1. " + TEXT, 18), (TEXT, 10), (TEXT.replace("Ada", "A d a"), None)]
)
def test_a_text_that_other_readers_made_of_the_same_bytes_is_searched(
    db: Connection, text: str, start: int | None
) -> None:
    say(db, make_file(db, PATH, [TEXT], content_hash="digest"))
    db.execute("UPDATE document SET read_stamp = 'old'")
    new = make_document(db, [text], content_hash="digest")
    assert [c.start for c in corrections.of_document(db, new)] == ([] if start is None else [start])
    assert [c.document_id for c in corrections.every(db)] == [None if start is None else new]


def test_what_the_tagger_found_is_kept_as_it_was_and_goes_with_its_document(db: Connection) -> None:
    one = make_document(db, [TEXT])
    found = Tagging("ner/1", (Mention(start=10, end=13, label="PER", score=0.5501, source="ner"),))
    assert tagging.get(db, one) is None
    tagging.put(db, one, Tagging("old/1", ()))
    tagging.put(db, one, found)
    assert tagging.get(db, one) == found
    documents.delete_orphans(db, [one])
    assert db.execute("SELECT count(*) FROM tagging").get == 0


def test_a_library_of_version_1_gets_the_schema_of_a_new_one_and_keeps_its_documents(tmp_path: Path) -> None:
    old = tmp_path / "old.satchel"
    db = apsw.Connection(str(old))
    migrate(db, old, steps=shipped_steps()[:1])
    db.execute("""INSERT INTO folder (path) VALUES (?);""", (FOLDER,))
    db.execute(
        """INSERT INTO document (content_hash, format, text, n_chars, pages, attributes, read_stamp)
           VALUES ('a', 'text', x'00000000', 0, '[]', '{}', '1')"""
    )
    db.close()
    opened, new = Store.open(old), Store.open(tmp_path / "new.satchel")
    schemas = [
        sorted(store.reader().execute("SELECT type, name, sql FROM sqlite_schema").fetchall(), key=repr)
        for store in (opened, new)
    ]
    assert schemas[0] == schemas[1]
    assert opened.reader().execute("SELECT count(*) FROM document").get == 1
    assert corrections.every(opened.reader()) == ()
    opened.check()
    opened.close()
    new.close()
    assert (tmp_path / f"old.satchel.before-v{shipped_steps()[-1].version}").exists()
