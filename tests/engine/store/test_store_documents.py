"""Documents keep their text and parts; one that is gone is said to be."""

from __future__ import annotations

import pytest
from store_makers import make_document, make_file, mention

from engine.errors import FileNotInLibrary
from engine.records import Document, Page, Passage, Reason
from engine.store import documents, graph
from engine.store.connection import Store
from engine.store.framed import FRAME_CHARS


@pytest.mark.parametrize(
    ("stated", "expected"),
    [({}, ("火箭", "发动机")), ({"keywords": "航天; 火箭"}, ("航天", "火箭", "发动机"))],
)
def test_a_document_says_what_it_is_about(
    store: Store, stated: dict[str, str], expected: tuple[str, ...]
) -> None:
    text = "火箭要发动机。\n火箭的发动机很重，火箭很高。"
    with store.write() as db:
        make_file(db, "/files/a.txt", ["other"], content_hash="h")
        document_id = documents.insert(
            db,
            content_hash="h2",
            format="txt",
            document=Document(text=text, attributes=stated),
            passages=[Passage(ordinal=0, start=0, end=len(text))],
            read_stamp="1",
        )
        db.execute("UPDATE file SET document_id = ?", (document_id,))

    assert documents.view(store.reader(), document_id).keywords == expected


def test_everything_of_a_document_comes_back(store: Store) -> None:
    given = Document(
        text="第一页\nPage two 𠀀",
        pages=(Page(number=1, start=0, end=4), Page(number=2, start=4, end=14)),
        title="Two pages",
        attributes={"author": "张三"},
        partial=Reason(code="file.too_large", params={"limit": 3}),
    )
    with store.write() as db:
        make_file(db, "/files/a.pdf", ["other"], content_hash="h")
        document_id = documents.insert(
            db,
            content_hash="h2",
            format="pdf",
            document=given,
            passages=[
                Passage(ordinal=0, start=0, end=4, page=1),
                Passage(ordinal=1, start=4, end=14, page=2),
            ],
            read_stamp="1",
        )
        db.execute("UPDATE file SET document_id = ?", (document_id,))
        text = given.text
        graph.replace_knowledge(db, document_id, mentions=[mention(text, "Page")], relations=[], stamp="s")
    view = documents.view(store.reader(), document_id)
    assert (view.text, view.pages, view.title, view.format) == (text, given.pages, "Two pages", "pdf")
    assert (view.attributes, view.partial, view.path) == (given.attributes, given.partial, "/files/a.pdf")
    assert [(m.start, m.end, m.entity_name) for m in view.mentions] == [(4, 8, "Page")]
    assert documents.partial(store.reader(), document_id) == given.partial


def test_the_same_bytes_are_stored_once(store: Store) -> None:
    with store.write() as db:
        first = make_document(db, ["same"])
        assert make_document(db, ["same"]) == first


def test_parts_of_many_documents_come_in_the_order_asked_for(store: Store) -> None:
    long = "".join(f"{number:07}," for number in range(FRAME_CHARS // 4))
    with store.write() as db:
        a, b = make_document(db, [long]), make_document(db, ["短文本在这里"])
    rows = [(a, FRAME_CHARS - 4, FRAME_CHARS + 4), (b, 2, 4), (999, 0, 5), (a, 0, 8), (b, 0, 0)]
    expected = [long[FRAME_CHARS - 4 : FRAME_CHARS + 4], "本在", "", "0000000,", ""]
    assert documents.passage_texts(store.reader(), rows) == expected


def test_an_id_never_comes_to_mean_another_document(store: Store) -> None:
    with store.write() as db:
        gone = make_document(db, ["first"])
        documents.delete_orphans(db, [gone])
        assert make_document(db, ["second"]) != gone
        with pytest.raises(FileNotInLibrary):
            documents.view(db, gone)
        assert documents.text(db, gone) == ""
