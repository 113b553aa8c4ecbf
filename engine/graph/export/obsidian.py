"""A vault of notes for Obsidian: a note an entity, linked to its neighbours, with what says so.

Of the graph only the names of the notes are held in memory.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path, PurePath

from engine.carried import CarriedEntity, CarriedEvidence, CarriedRelation, Tick
from engine.graph.export.note_names import INDEX, note_names
from engine.graph.export.rdf import file_uri
from engine.records import CO_MENTION
from engine.store.carried import CarriedGraph

_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~$%^=!{}])")
_LINK_END = re.compile(r"[\[\]|\s]+")
_UNPRINTED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def write(graph: CarriedGraph, folder: Path, tick: Tick) -> None:
    """Write all notes into ``folder``, and one that lists them."""
    names = note_names(graph.entities())
    for entity, relations in graph.neighbours():
        note = "\n".join(_note(entity, relations, names))
        (folder / f"{names[entity.id]}.md").write_text(note + "\n", "utf-8", newline="\n")
        tick(entity)
        for relation in relations:
            if relation.subject.id == entity.id:
                tick(relation)
    with (folder / f"{INDEX}.md").open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(f"{line}\n" for line in _index(graph.entities(), names))


def _index(entities: Iterable[CarriedEntity], names: Mapping[str, str]) -> Iterator[str]:
    yield "# Satchel"
    for label, alike in groupby(entities, key=lambda entity: entity.label):
        yield from ("", f"## {_plain(label)}", "")
        yield from (f"- {_link(entity, names)}" for entity in alike)


def _note(
    entity: CarriedEntity, relations: Sequence[CarriedRelation], names: Mapping[str, str]
) -> Iterator[str]:
    yield "---"
    front = {
        "id": entity.id, "label": entity.label, "aliases": list(entity.aliases),
        "mentions": entity.n_mentions, "documents": entity.n_documents,
    }  # fmt: skip
    yield from (f"{name}: {_yaml(value)}" for name, value in front.items())
    yield from ("---", f"# {_plain(entity.name)}")
    for heading, alike in groupby(
        sorted(relations, key=lambda r: _order(entity, r)), key=lambda r: _heading(entity, r)
    ):
        yield from ("", f"## {heading}", "")
        for relation in alike:
            yield f"- {_link(_other(entity, relation), names)}"
            for piece in relation.evidence:
                yield f"    - {_quote(piece)}"


def _order(entity: CarriedEntity, relation: CarriedRelation) -> tuple[bool, str, float, str, str]:
    other = _other(entity, relation)
    is_co_mention = relation.predicate == CO_MENTION
    return is_co_mention, _heading(entity, relation), -relation.weight, other.label, other.key


def _heading(entity: CarriedEntity, relation: CarriedRelation) -> str:
    words = _plain(relation.predicate.replace("_", " "))
    if relation.predicate == CO_MENTION:
        return words
    return f"{words} →" if relation.subject.id == entity.id else f"← {words}"


def _other(entity: CarriedEntity, relation: CarriedRelation) -> CarriedEntity:
    return relation.object if relation.subject.id == entity.id else relation.subject


def _link(entity: CarriedEntity, names: Mapping[str, str]) -> str:
    name, shown = names[entity.id], _LINK_END.sub(" ", entity.name).strip()
    return f"[[{name}]]" if shown in ("", name) else f"[[{name}|{shown}]]"


def _quote(piece: CarriedEvidence) -> str:
    quoted = f"“{_plain(piece.quote)}”"
    if not piece.path:
        return quoted
    page = "" if piece.page is None else f", {piece.page}"
    return f"{quoted} [{_plain(PurePath(piece.path).name)}](<{file_uri(piece.path)}>){page}"


def _plain(text: str) -> str:
    """Return text that Markdown shows as it is, on one line."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _yaml(value: object) -> str:
    """Return a value as YAML, of which JSON is a part but for some characters."""
    text = json.dumps(value, ensure_ascii=False)
    return _UNPRINTED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
