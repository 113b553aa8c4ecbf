"""Links lead from document to document in both directions, and follow files as they come, go and move."""

from __future__ import annotations

import pytest
from apsw import Connection
from store_makers import FOLDER, source

from engine.errors import FileNotInLibrary
from engine.neighbours import DocumentLink
from engine.records import Document, FileStatus, Passage
from engine.store import documents, ledger
from engine.store.connection import Store
from engine.store.dates import stated_date
from engine.store.links import document_links
from engine.store.rows import fetch_ids


def put(db: Connection, path: str, text: str, *, title: str | None = None, **attributes: str) -> int:
    """Index a file with this text."""
    path = f"{FOLDER}/{path}"
    folder_id = ledger.add_folder(db, FOLDER)
    ledger.put_files(db, folder_id, [source(path)])
    document_id = documents.insert(
        db, content_hash=f"{path}{text}", format=path.rpartition(".")[2], read_stamp="1",
        document=Document(text=text, title=title, attributes=attributes),
        passages=[Passage(ordinal=0, start=0, end=len(text))],
    )  # fmt: skip
    file_id = ledger.known_files(db, path)[path].file_id
    ledger.set_status(db, file_id, FileStatus.INDEXED, content_hash=f"{path}{text}", document_id=document_id)
    return document_id


def shown(links: tuple[DocumentLink, ...]) -> list[tuple[str, int | None, str]]:
    return [(link.kind, link.document_id, link.text) for link in links]


def test_a_wiki_link_is_seen_from_both_ends(store: Store) -> None:
    with store.write() as db:
        a = put(db, "a.md", "About Ada Lovelace.", links="Ada Lovelace")
        b = put(db, "People/Ada Lovelace.md", "She.", title="Ada, Countess of Lovelace")
        out, into = document_links(db, a), document_links(db, b)
    assert shown(out.out) == [("page", b, "Ada Lovelace")]
    assert (out.out[0].title, out.out[0].target) == ("Ada, Countess of Lovelace", "Ada Lovelace")
    assert shown(into.into) == [("page", a, "Ada Lovelace")]
    assert (into.into[0].path, into.out, out.into) == (f"{FOLDER}/a.md", (), ())


def test_the_order_in_which_documents_come_does_not_show(store: Store) -> None:
    seen = []
    for first in (True, False):
        with store.write() as db:
            db.execute("SAVEPOINT trial")
            if first:
                b = put(db, "b.md", "target")
            a = put(db, "a.md", "to b", links="b.md|b")
            if not first:
                b = put(db, "b.md", "target")
            seen.append([link.document_id == b for link in document_links(db, a).out])
            db.execute("ROLLBACK TO trial")
    assert seen == [[True], [True]]


def test_a_renamed_file_is_not_what_the_link_says_any_more(store: Store) -> None:
    with store.write() as db:
        a = put(db, "a.md", "to b", links="b.md|b")
        b = put(db, "b.md", "target")
        (file_id,) = fetch_ids(db, "SELECT id FROM file WHERE document_id = ?", (b,))
        new = f"{FOLDER}/c.md"
        db.execute("UPDATE file SET path = ? WHERE id = ?", (new, file_id))
        ledger.index_names(db, [(file_id, new)])
        broken = document_links(db, a)
        assert document_links(db, b).into == ()
        old = f"{FOLDER}/b.md"
        db.execute("UPDATE file SET path = ? WHERE id = ?", (old, file_id))
        ledger.index_names(db, [(file_id, old)])
        assert shown(document_links(db, a).out) == [("page", b, "b")]
    assert shown(broken.out) == [("page", None, "b")]
    assert broken.out[0].path == "b.md"


def test_a_deleted_target_leaves_a_link_to_nothing(store: Store) -> None:
    with store.write() as db:
        a = put(db, "a.md", "to b", links="b")
        b = put(db, "b.md", "back to a", links="a")
        ledger.remove_files(db, fetch_ids(db, "SELECT id FROM file WHERE document_id = ?", (b,)))
        links = document_links(db, a)
        assert db.execute("SELECT count(*) FROM link").get == 1
    assert (shown(links.out), links.into) == ([("page", None, "b")], ())
    with pytest.raises(FileNotInLibrary), store.read() as db:
        document_links(db, b)


def test_the_nearest_of_several_is_meant_and_a_path_is_followed(store: Store) -> None:
    with store.write() as db:
        near = put(db, "one/Plan.md", "near")
        far = put(db, "two/plan.md", "far")
        a = put(db, "one/a.md", "x y z", links="Plan|x; ../two/Plan|y; three/plan|z")
        assert shown(document_links(db, a).out) == [
            ("page", near, "x"), ("page", far, "y"), ("page", None, "z")
        ]  # fmt: skip


def test_answers_citations_and_titles_link_documents(store: Store) -> None:
    with store.write() as db:
        one = put(db, "1.eml", "Subject: Plan", message_id="one@example.com")
        two = put(db, "2.eml", "Subject: Re: Plan\n\nYes", message_id="two@x", in_reply_to="one@example.com")
        page = put(db, "p.mhtml", "A page.", url="https://www.example.org/page/")
        paper = put(db, "p.pdf", "10.1000/own text", title="Computing machinery and intelligence")
        text = (
            "See http://example.org/page and doi 10.1000/OWN.\n"
            "[1] A. Turing. Computing machinery and intelligence. Mind, 1950."
        )
        note = put(db, "n.txt", text)
        assert shown(document_links(db, two).out) == [("mail", one, "Subject: Re: Plan")]
        assert shown(document_links(db, one).into) == [("mail", two, "Subject: Re: Plan")]
        assert shown(document_links(db, note).out) == [
            ("url", page, "http://example.org/page"),
            ("doi", paper, "10.1000/OWN"),
            ("title", paper, "Computing machinery and intelligence"),
        ]
        assert [link.document_id for link in document_links(db, paper).into] == [note, note]


@pytest.mark.parametrize(
    ("attributes", "date"),
    [
        ({"date": "2020-05-17T10:00:00+02:00"}, "2020-05-17"),
        ({"date": "2020/05"}, "2020-05"),
        ({"date": "May 2020", "created": "2019"}, "2019"),
        ({"date": "2020年5月"}, "2020"),
        ({"date": "20200517", "modified": "soon"}, ""),
    ],
)
def test_the_date_is_what_the_document_plainly_says(attributes: dict[str, str], date: str) -> None:
    assert (stated_date(attributes) or "") == date
