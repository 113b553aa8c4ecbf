"""Each corrected sentence is a lesson once, with all that is named in it."""

from __future__ import annotations

import pytest
from apsw import Connection
from store_makers import make_file, mention

from engine.records import ResolvedMention, Span
from engine.store import corrections, documents, graph, ledger
from engine.store.connection import Store
from engine.training.material.lessons import corrected_texts

FIRST = "Ada met Bob in Troy. "
SECOND = "Nothing is named here.\n\n"
THIRD = "张三在北京。"
TEXT = FIRST + SECOND + THIRD


@pytest.fixture
def db(store: Store) -> Connection:
    with store.write() as opened:
        return opened


def make(db: Connection, path: str, text: str, *mentions: ResolvedMention) -> int:
    document_id = make_file(db, path, [text])
    graph.replace_knowledge(db, document_id, mentions=mentions, relations=[], stamp="s")
    return document_id


def say(db: Connection, document_id: int, quote: str, label: str | None) -> None:
    text = documents.text(db, document_id)
    start = text.index(quote)
    corrections.add(db, document_id, [Span(start, start + len(quote))], label=label, text=text)


def lessons(db: Connection) -> dict[str, list[tuple[str, str]]]:
    return {
        lesson.text: [(lesson.text[s.start : s.end], s.label) for s in lesson.spans]
        for lesson in corrected_texts(db)
    }


def test_a_corrected_sentence_comes_with_the_other_mentions_of_it(db: Connection) -> None:
    one = make(db, "/files/one.txt", TEXT, mention(TEXT, "Ada"), mention(TEXT, "Troy"), mention(TEXT, "北京"))
    assert corrected_texts(db) == []
    say(db, one, "Bob", "PER")
    say(db, one, "Troy", "LOC")
    say(db, one, "张三在", None)
    assert lessons(db) == {
        FIRST.strip(): [("Ada", "PER"), ("Bob", "PER"), ("Troy", "LOC")],
        THIRD: [("北京", "PER")],
    }
    assert [lesson.place for lesson in corrected_texts(db)] == ["one.txt:0", f"one.txt:{TEXT.index(THIRD)}"]


def test_a_rejection_is_a_lesson_without_a_span(db: Connection) -> None:
    one = make(db, "/files/one.txt", TEXT, mention(TEXT, "Nothing"))
    say(db, one, "Nothing", None)
    assert lessons(db) == {SECOND.strip(): []}


def test_equal_sentences_are_one_lesson_as_it_was_said_last(db: Connection) -> None:
    one, two = make(db, "/files/one.txt", TEXT), make(db, "/files/two.txt", "Preface. " + TEXT)
    say(db, two, "Bob", "PER")
    say(db, one, "Bob", "ORG")
    say(db, two, "Ada", "ORG")
    say(db, one, "Nothing", "MISC")
    assert lessons(db) == {
        FIRST.strip(): [("Ada", "ORG"), ("Bob", "PER")],
        SECOND.strip(): [("Nothing", "MISC")],
    }
    assert list(lessons(db)) == [FIRST.strip(), SECOND.strip()]


def test_a_name_across_sentences_joins_them(db: Connection) -> None:
    one = make(db, "/files/one.txt", TEXT, mention(TEXT, "Ada"))
    say(db, one, "Troy. Nothing", "WORK")
    (lesson,) = corrected_texts(db)
    assert lesson.text == (FIRST + SECOND).strip()
    assert [(s.start, s.label) for s in lesson.spans] == [(0, "PER"), (15, "WORK")]


def test_what_has_no_document_teaches_nothing(db: Connection) -> None:
    say(db, make(db, "/files/one.txt", TEXT), "Bob", "PER")
    ledger.remove_files(db, [row.file_id for row in ledger.list_files(db)])
    assert corrections.every(db)
    assert corrected_texts(db) == []
