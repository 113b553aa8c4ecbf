"""Builds documents, files and knowledge by hand, without reading or any model."""

from __future__ import annotations

from collections.abc import Sequence

from apsw import Connection

from engine.language.minhash import signature
from engine.records import (
    Document,
    EntityRef,
    FileStatus,
    Mention,
    Passage,
    Relation,
    ResolvedMention,
    SourceFile,
)
from engine.store import documents, ledger

FOLDER = "/files"


def source(path: str, *, size: int = 10, modified: int = 1, inode: str = "1") -> SourceFile:
    return SourceFile(path=path, size_bytes=size, modified_ns=modified, inode=inode)


def make_document(
    db: Connection, passages: Sequence[str], *, content_hash: str | None = None, title: str | None = None
) -> int:
    """Store a document of these passages, one after the other."""
    tiles: list[Passage] = []
    for ordinal, text in enumerate(passages):
        start = tiles[-1].end if tiles else 0
        tiles.append(Passage(ordinal=ordinal, start=start, end=start + len(text), page=ordinal + 1))
    text = "".join(passages)
    return documents.insert(
        db,
        content_hash=content_hash or text,
        format="text",
        document=Document(text=text, title=title),
        passages=tiles,
        read_stamp="1",
        signature=signature(text),
    )


def make_file(
    db: Connection,
    path: str,
    passages: Sequence[str],
    *,
    content_hash: str | None = None,
    title: str | None = None,
) -> int:
    """Let the file at ``path`` be indexed with these passages; return its document."""
    folder_id = ledger.add_folder(db, FOLDER)
    ledger.put_files(db, folder_id, [source(path)])
    file_id = ledger.known_files(db, path)[path].file_id
    document_id = make_document(db, passages, content_hash=content_hash, title=title)
    digest = content_hash or "".join(passages)
    ledger.set_status(db, file_id, FileStatus.INDEXED, content_hash=digest, document_id=document_id)
    return document_id


def mention(
    text: str, name: str, *, label: str = "PER", key: str | None = None, nth: int = 0
) -> ResolvedMention:
    """Return the ``nth`` occurrence of ``name`` in ``text``."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(name, start + 1)
    found = Mention(start=start, end=start + len(name), label=label, score=0.9, source="test")
    return ResolvedMention(mention=found, key=key or name.casefold(), name=name)


def relation(
    subject: str, predicate: str, object_: str, *, score: float = 0.5, start: int = 0, end: int = 5
) -> Relation:
    """Relate two people by their keys."""
    return Relation(
        subject=EntityRef("PER", subject),
        predicate=predicate,
        object=EntityRef("PER", object_),
        score=score,
        start=start,
        end=end,
    )
