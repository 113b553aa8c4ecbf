"""RDF: entities in the words of schema.org, relations as statements, evidence as Web Annotations.

A relation is one plain triple and one ``rdf:Statement`` that tells its weight and, by PROV, what it was
derived from. Each piece of evidence is an ``oa:Annotation`` (https://www.w3.org/TR/annotation-model/) whose
target is a span of a document: a ``TextPositionSelector`` (code points) and a ``TextQuoteSelector``.

The three syntaxes are written as the records come: a store of triples of the whole graph would take
gigabytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO
from urllib.parse import quote

from engine.carried import CarriedEntity, CarriedEvidence, CarriedRelation, Tick
from engine.store.carried import CarriedGraph

PREFIXES = {
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "satchel": "urn:satchel:term:",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_TYPES = {
    "PER": "schema:Person", "ORG": "schema:Organization", "LOC": "schema:Place", "EVENT": "schema:Event",
    "PRODUCT": "schema:Product", "WORK": "schema:CreativeWork",
}  # fmt: skip
_PREDICATES = {
    "works_for": "schema:worksFor", "born_in": "schema:birthPlace", "died_in": "schema:deathPlace",
    "member_of": "schema:memberOf", "married_to": "schema:spouse", "owns": "schema:owns",
    "parent_of": "schema:children", "child_of": "schema:parent", "studied_at": "schema:alumniOf",
}  # fmt: skip
"""Those of schema.org that say the same in the same direction."""


@dataclass(frozen=True, slots=True)
class _Link:
    """A thing by its short or whole name."""

    name: str


_Term = _Link | str | int | float
_Node = tuple[str, list[tuple[str, _Term]]]
"""A subject with its properties; ``rdf:type`` among them."""


def write_ntriples(graph: CarriedGraph, out: IO[str], tick: Tick) -> None:
    """Write ``graph`` as N-Triples."""
    for subject, properties in _nodes(graph, tick):
        for predicate, term in properties:
            out.write(f"{_whole(subject)} {_whole(predicate)} {_term(term, is_short=False)} .\n")


def write_turtle(graph: CarriedGraph, out: IO[str], tick: Tick) -> None:
    """Write ``graph`` as Turtle."""
    for prefix, namespace in PREFIXES.items():
        out.write(f"@prefix {prefix}: <{namespace}> .\n")
    for subject, properties in _nodes(graph, tick):
        said = " ;\n    ".join(f"{_short(name)} {_term(term, is_short=True)}" for name, term in properties)
        out.write(f"\n{_short(subject)} {said} .\n")


def write_json_ld(graph: CarriedGraph, out: IO[str], tick: Tick) -> None:
    """Write ``graph`` as JSON-LD 1.1, a node a line."""
    out.write('{"@context": ' + json.dumps(PREFIXES) + ',\n"@graph": [')
    separator = "\n"
    for subject, properties in _nodes(graph, tick):
        node: dict[str, object] = {"@id": subject}
        said: dict[str, list[object]] = {}
        for name, term in properties:
            if name == "rdf:type":
                said.setdefault("@type", []).append(term.name if isinstance(term, _Link) else term)
            else:
                said.setdefault(name, []).append(_json_term(term))
        out.write(separator + json.dumps(node | said, ensure_ascii=False))
        separator = ",\n"
    out.write("\n]}\n")


def _nodes(graph: CarriedGraph, tick: Tick) -> Iterator[_Node]:
    for entity in graph.entities():
        yield _entity(entity)
        tick(entity)
    told: set[str] = set()
    for relation in graph.relations():
        yield from _relation(relation)
        for piece in relation.evidence:
            yield from _evidence(relation, piece)
            if piece.document not in told:
                told.add(piece.document)
                yield _document(piece)
        tick(relation)


def _entity(entity: CarriedEntity) -> _Node:
    return entity.id, [
        ("rdf:type", _Link(_TYPES.get(entity.label, "schema:Thing"))),
        ("schema:name", entity.name),
        *(("schema:alternateName", alias) for alias in entity.aliases),
        ("satchel:label", entity.label),
        ("satchel:key", entity.key),
        ("satchel:mentions", entity.n_mentions),
        ("satchel:documents", entity.n_documents),
    ]


def _relation(relation: CarriedRelation) -> Iterator[_Node]:
    predicate = f"urn:satchel:predicate:{quote(relation.predicate, safe='')}"
    known = _PREDICATES.get(relation.predicate)
    names = [predicate, *([known] if known else [])]
    yield relation.subject.id, [(name, _Link(relation.object.id)) for name in names]
    documents = dict.fromkeys(_document_id(piece) for piece in relation.evidence)
    dates = (("satchel:firstDate", relation.first_date), ("satchel:lastDate", relation.last_date))
    yield (
        relation.id,
        [
            ("rdf:type", _Link("rdf:Statement")),
            ("rdf:subject", _Link(relation.subject.id)),
            ("rdf:predicate", _Link(predicate)),
            ("rdf:object", _Link(relation.object.id)),
            ("satchel:weight", relation.weight),
            ("satchel:documents", relation.n_documents),
            *((name, date) for name, date in dates if date),
            *(("prov:wasDerivedFrom", _Link(document)) for document in documents),
        ],
    )


def _evidence(relation: CarriedRelation, piece: CarriedEvidence) -> Iterator[_Node]:
    target = f"{piece.id}:target"
    yield (
        piece.id,
        [
            ("rdf:type", _Link("oa:Annotation")),
            ("oa:motivatedBy", _Link("oa:identifying")),
            ("oa:hasBody", _Link(relation.id)),
            ("oa:hasTarget", _Link(target)),
            ("satchel:score", piece.score),
        ],
    )
    yield (
        target,
        [
            ("rdf:type", _Link("oa:SpecificResource")),
            ("oa:hasSource", _Link(_document_id(piece))),
            ("oa:hasSelector", _Link(f"{target}:position")),
            ("oa:hasSelector", _Link(f"{target}:quote")),
            *([] if piece.page is None else [("schema:pagination", str(piece.page))]),
        ],
    )
    yield (
        f"{target}:position",
        [
            ("rdf:type", _Link("oa:TextPositionSelector")),
            ("oa:start", piece.start),
            ("oa:end", piece.end),
        ],
    )
    yield f"{target}:quote", [("rdf:type", _Link("oa:TextQuoteSelector")), ("oa:exact", piece.quote)]


def _document(piece: CarriedEvidence) -> _Node:
    said: list[tuple[str, _Term]] = [("rdf:type", _Link("schema:DigitalDocument"))]
    for name, value in (("schema:name", piece.title), ("schema:dateCreated", piece.date)):
        if value:
            said.append((name, value))
    if piece.path:
        said.append(("schema:url", _Link(file_uri(piece.path))))
    return _document_id(piece), said


def _document_id(piece: CarriedEvidence) -> str:
    return f"urn:satchel:document:{quote(piece.document, safe='') or 'unknown'}"


def file_uri(path: str) -> str:
    """Return the address of a file on this computer, as links and RDF write it."""
    pure = PurePath(path)
    return pure.as_uri() if pure.is_absolute() else quote(path)


def _term(term: _Term, *, is_short: bool) -> str:
    match term:
        case _Link(name):
            return _short(name) if is_short else _whole(name)
        case str():
            return json.dumps(term, ensure_ascii=False)  # its escapes are a part of those of Turtle
        case _:
            kind = "xsd:integer" if isinstance(term, int) else "xsd:double"
            return f'"{term!r}"^^{_short(kind) if is_short else _whole(kind)}'


def _json_term(term: _Term) -> object:
    match term:
        case _Link(name):
            return {"@id": name}
        case str():
            return term
        case _:
            return {"@value": repr(term), "@type": "xsd:integer" if isinstance(term, int) else "xsd:double"}


def _whole(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"<{PREFIXES[prefix]}{local}>" if prefix in PREFIXES else f"<{name}>"


def _short(name: str) -> str:
    return name if name.partition(":")[0] in PREFIXES else f"<{name}>"
