"""Graphs with names that break formats, made by hand in a real library."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from store_makers import make_file

from engine.records import EntityRef, Mention, Relation, ResolvedMention
from engine.store import graph
from engine.store.connection import Store

HOSTILE_NAMES = (
    'O"Brien', "O'Brien", "a\nb", "a\r\nb", "a\tb", "😀 party", "\x00\x01 control", "]]",
    "a]]>b", "#tag", "a|b",
    "a/b", "a\\b", ".hidden", "..", "x" * 300, "张" * 300, "CON", "nul.txt", "<b>&amp;</b>", "\\'; DROP //",
    "`tick`", "$param", "%%", "=1+1", "a\u2028b", "a\x85b", "Index", "Ada", "ADA ", "Index 2", "ada.",
    "\ufeffbom", ";", "a\x1fb",
    "{{x}}", "\\u0041", "a,b", "[[link]]", "---", "钱学森", "Ünïcödé", "\ufffe", '["json"]', "- item", "a: b",
)  # fmt: skip
PREDICATES = ("works_for", "co_mention", 'it\'s "odd" ]] 说')


def fill(store: Store, names: Sequence[str] = HOSTILE_NAMES, *, path: str = "/files/a.txt") -> None:
    """Let one document mention these names and join each with the next."""
    refs = [EntityRef("PER" if at % 2 else "ORG", name.casefold()) for at, name in enumerate(names)]
    text, mentions, relations = "", [], []
    for at, name in enumerate(names):
        found = Mention(
            start=len(text), end=len(text) + len(name), label=refs[at].label, score=0.9, source="t"
        )
        mentions.append(ResolvedMention(mention=found, key=refs[at].key, name=name))
        text += f"{name} 说 something.\n"
    for at, (first, second) in enumerate(pairwise(refs)):
        start, end = mentions[at].mention.start, mentions[at + 1].mention.end
        predicate = PREDICATES[at % len(PREDICATES)]
        relations.append(
            Relation(
                subject=first, predicate=predicate, object=second, score=1 / (at + 3), start=start, end=end
            )
        )
    other = f"{names[0]} ]] also"
    found = Mention(start=len(text), end=len(text) + len(other), label="ORG", score=0.9, source="t")
    mentions.append(ResolvedMention(mention=found, key=refs[0].key, name=other))
    text += other
    with store.write() as db:
        document_id = make_file(db, path, [text], content_hash=f"hash of {path}")
        db.execute("UPDATE profile SET date = '2023-05-06' WHERE document_id = ?", (document_id,))
        graph.replace_knowledge(db, document_id, mentions=mentions, relations=relations, stamp="1")


def opened(folder: Path, name: str = "library") -> Store:
    """Return a new library."""
    return Store.open(folder / f"{name}.satchel")


def content(path: Path) -> dict[str, bytes]:
    """Return the bytes of a file, or of all files of a folder."""
    files = path.iterdir() if path.is_dir() else [path]
    return {file.name if path.is_dir() else "": file.read_bytes() for file in files}
