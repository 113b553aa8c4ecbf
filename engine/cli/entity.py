"""``entity NAME``: one entity's names, attributes, mentions and relations, each with its evidence."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from engine.carried import ImportedRelation
from engine.cli.opening import open_library
from engine.graph.queries import LABELS
from engine.records import EntityAttribute, EntityRelation, Evidence

HELP = "show one person, organisation, place or thing with its evidence"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("name", nargs="+", metavar="NAME")
    parser.add_argument("--label", choices=LABELS, help="which kind, where several share the name")
    parser.add_argument("--timeline", action="store_true", help="list the documents about it by date too")
    parser.add_argument("--limit", type=int, default=100, metavar="N", help="mentions at most (%(default)s)")


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Return the dossier."""
    with open_library(options) as library:
        entity_id = library.graph.entity_named(" ".join(options.name), label=options.label)
        view = library.graph.entity(entity_id, n_mentions=options.limit)
        imported = library.graph.transfer.imported_relations(entity_id)
        timeline = library.graph.timeline(entity_id) if options.timeline else ()
    return {
        "name": view.name,
        "label": view.label,
        "aliases": list(view.aliases),
        "n_mentions": view.n_mentions,
        "n_documents": view.n_documents,
        "mentions": [_evidence(mention) | {"page": mention.page} for mention in view.mentions],
        "attributes": [_attribute(attribute) for attribute in view.attributes],
        "relations": [_relation(relation) for relation in view.relations],
        "imported": [_imported(said) for said in imported],
        **({"timeline": [asdict(point) for point in timeline]} if options.timeline else {}),
    }


def _imported(said: ImportedRelation) -> dict[str, Any]:
    relation = said.relation
    return {
        "source": said.source,
        "subject": relation.subject.name,
        "predicate": relation.predicate,
        "object": relation.object.name,
        "weight": relation.weight,
        "quotes": [piece.quote for piece in relation.evidence],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {"path": evidence.path, "start": evidence.start, "end": evidence.end, "text": evidence.text}


def _attribute(attribute: EntityAttribute) -> dict[str, Any]:
    return {
        "kind": attribute.kind,
        "value": attribute.value,
        "role": attribute.role,
        "score": attribute.score,
        "n_documents": attribute.n_documents,
        "when": attribute.when,
        "evidence": _evidence(attribute.evidence),
    }


def _relation(relation: EntityRelation) -> dict[str, Any]:
    return {
        "predicate": relation.predicate,
        "direction": relation.direction,
        "other": relation.other,
        "other_label": relation.other_label,
        "score": relation.score,
        "n_documents": relation.n_documents,
        "when": relation.when,
        "evidence": _evidence(relation.evidence),
    }


_ARROWS = {"out": "->", "in": "<-", "both": "--"}


def render(answer: dict[str, Any]) -> str:
    """Say the same for people."""
    lines = [f"{answer['name']}  [{answer['label']}]"]
    others = [alias for alias in answer["aliases"] if alias != answer["name"]]
    if others:
        lines.append("also: " + ", ".join(others))
    lines.append(f"{answer['n_mentions']} mentions in {answer['n_documents']} documents")
    for attribute in answer["attributes"][:20]:
        quote = " ".join(attribute["evidence"]["text"].split())
        when = f" ({attribute['when']})" if attribute["when"] else ""
        lines.append(f"  {attribute['role'] or attribute['kind']}: {attribute['value']}{when}")
        lines.append(f"       “{quote}”  {attribute['evidence']['path']}")
    for relation in answer["relations"][:20]:
        quote = " ".join(relation["evidence"]["text"].split())
        when = f" ({relation['when']})" if relation["when"] else ""
        lines.append(f"  {_ARROWS[relation['direction']]} {relation['predicate']}: {relation['other']}{when}")
        lines.append(f"       “{quote}”  {relation['evidence']['path']}")
    for said in answer["imported"][:20]:
        lines.append(
            f"  {said['subject']} {said['predicate']} {said['object']}  (imported from {said['source']})"
        )
        lines += [f"       “{' '.join(quote.split())}”" for quote in said["quotes"][:1]]
    for point in answer.get("timeline", ()):
        lines.append(f"  {point['date']:<10} {point['n_mentions']:>4} mentions  {point['path']}")
    return "\n".join(lines)
