"""Builds a small graph by hand: files that say who does what, each fact a sentence."""

from __future__ import annotations

from store_makers import FOLDER, source

from engine.records import Document, EntityRef, FileStatus, Mention, Passage, Relation, ResolvedMention
from engine.store import documents, graph, ledger
from engine.store.connection import Store

DAY_NS = 86_400 * 10**9
PEOPLE = ("Ada", "Bob", "Cy", "Dee", "Eve", "Fay")
LABEL = {"Ada": "PER", "Bob": "PER", "Cy": "ORG", "Dee": "LOC", "Eve": "PER", "Fay": "ORG"}

Fact = tuple[str, str, str, float]
"""Subject, predicate, object, score."""


def put(
    store: Store, name: str, facts: list[Fact], *, date: str = "", day: int = 0, folder: str = "a"
) -> int:
    """Index a file that says these facts, each in a sentence of its own; ``day`` is when it was modified."""
    text, mentions, relations = "", [], []
    for subject, predicate, object_, score in facts:
        start = len(text)
        refs = []
        for who, after in ((subject, f" {predicate} "), (object_, ". ")):
            mention = Mention(
                start=len(text), end=len(text) + len(who), label=LABEL[who], score=1, source="t"
            )
            mentions.append(ResolvedMention(mention=mention, key=who.casefold(), name=who))
            refs.append(EntityRef(LABEL[who], who.casefold()))
            text += who + after
        relations.append(
            Relation(
                subject=refs[0],
                predicate=predicate,
                object=refs[1],
                score=score,
                start=start,
                end=len(text) - 1,
            )
        )
    with store.write() as db:
        path = f"{FOLDER}/{folder}/{name}"
        folder_id = ledger.add_folder(db, FOLDER)
        ledger.put_files(db, folder_id, [source(path, modified=day * DAY_NS)])
        document_id = documents.insert(
            db, content_hash=name, format="text", read_stamp="1",
            document=Document(text=text, title=name, attributes={"date": date} if date else {}),
            passages=[Passage(ordinal=0, start=0, end=len(text))],
        )  # fmt: skip
        file_id = ledger.known_files(db, path)[path].file_id
        ledger.set_status(db, file_id, FileStatus.INDEXED, content_hash=name, document_id=document_id)
        graph.replace_knowledge(db, document_id, mentions=mentions, relations=relations, stamp="s")
    return document_id
