"""``graph NAME``: an entity's best neighbours; ``graph --overview``: the whole graph as communities."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from engine.cli.filtering import add_filter, filter_of
from engine.cli.opening import open_library
from engine.graph.queries import LABELS
from engine.library import Library

HELP = "show the neighbourhood of one entity, its community, or the whole graph from afar"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("name", nargs="*", metavar="NAME")
    parser.add_argument("--label", choices=LABELS, help="which kind, where several share the name")
    parser.add_argument("--budget", type=int, default=30, metavar="N", help="nodes at most (%(default)s)")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--overview", action="store_true", help="the communities of the whole graph")
    what.add_argument("--community", action="store_true", help="the community that NAME is in")
    what.add_argument("--growth", action="store_true", help="what the documents of each month brought")
    add_filter(parser)
    parser.set_defaults(usage_error=parser.error)


def execute(options: argparse.Namespace) -> dict[str, Any]:
    """Return nodes and edges, communities and links, or months."""
    if bool(options.name) == (options.overview or options.growth):
        options.usage_error("give a NAME, or one of --overview and --growth without it")
    with open_library(options) as library:
        return _answer(library, options)


def _answer(library: Library, options: argparse.Namespace) -> dict[str, Any]:
    wanted = filter_of(options)
    if options.growth:
        return {"months": [asdict(point) for point in library.graph.growth()]}
    if options.overview:
        overview = library.graph.overview(limit=options.budget, filter=wanted)
        names = [{"name": community.name} for community in overview.communities]
        found = asdict(overview)
        found["communities"] = [
            name | community for name, community in zip(names, found["communities"], strict=True)
        ]
        return found
    entity_id = library.graph.entity_named(" ".join(options.name), label=options.label)
    if options.community:
        return asdict(library.graph.community(entity_id, budget=options.budget, filter=wanted))
    return asdict(library.graph.neighbourhood([entity_id], budget=options.budget, filter=wanted))


def render(answer: dict[str, Any]) -> str:
    """Say the same for people."""
    if "months" in answer:
        return "\n".join(_months(answer))
    if "communities" in answer:
        return "\n".join(_overview(answer))
    if "members" in answer:
        return "\n".join([*_members(answer), *_neighbourhood(answer["graph"])])
    return "\n".join(_neighbourhood(answer))


def _neighbourhood(answer: dict[str, Any]) -> list[str]:
    names = {node["entity_id"]: node["name"] for node in answer["nodes"]}
    edges = sorted(answer["edges"], key=lambda edge: -edge["weight"])
    return [
        f"{len(names)} entities, {len(edges)} links",
        *(
            f"  {edge['weight']:>6.2f}  {names[edge['source_id']]} -- {', '.join(edge['predicates'])} -- "
            f"{names[edge['target_id']]}  ({edge['n_sentences']} sentences, "
            f"{edge['n_evidence']} pieces of evidence)"
            for edge in edges
        ),
    ]


def _overview(answer: dict[str, Any]) -> list[str]:
    names = {community["entity_id"]: community["name"] for community in answer["communities"]}
    lines = [
        f"{answer['n_entities']} entities, {answer['n_pairs']} pairs, {answer['n_communities']} communities"
    ]
    lines += [f"{community['n_entities']:>7}  {community['name']}" for community in answer["communities"]]
    lines += [
        f"  {names[link['source_id']]} -- {link['n_pairs']} -- {names[link['target_id']]}"
        for link in answer["links"][:20]
    ]
    return lines


def _members(answer: dict[str, Any]) -> list[str]:
    return [
        f"{answer['n_entities']} entities in this community",
        *(
            f"  {member['centrality']:>7.2f}  {member['label']:<8} {member['name']}  "
            f"({member['degree']} neighbours, {member['n_mentions']} mentions)"
            for member in answer["members"][:30]
        ),
    ]


def _months(answer: dict[str, Any]) -> list[str]:
    return [
        "month    documents  mentions  relations  new entities",
        *(
            f"{point['month']:<8} {point['n_documents']:>9} {point['n_mentions']:>9} "
            f"{point['n_relations']:>10} {point['n_new_entities']:>13}"
            for point in answer["months"]
        ),
    ]
