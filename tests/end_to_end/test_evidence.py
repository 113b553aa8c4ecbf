"""Whatever the graph claims opens its evidence: the shipped sample, read by the shipped models."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from real_files import ROOT

from engine.annotate.keys import fold_space
from engine.library import Library
from engine.records import DocumentView, Evidence


@dataclass(frozen=True)
class Claim:
    """An entity, or two, or a value, said to stand at the evidence."""

    entity_ids: tuple[int, ...]
    evidence: Evidence
    value: str = ""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("evidence") / "sample.satchel") as opened:
        opened.add_folder(ROOT / "resources" / "sample")
        opened.index()
        yield opened


def claims(library: Library) -> list[Claim]:
    """Return every line of every dossier, and every edge of every neighbourhood."""
    found = []
    for row in library.graph.entities(limit=1000):
        view = library.graph.entity(row.entity_id, n_mentions=1000)
        found += [Claim((row.entity_id,), mention) for mention in view.mentions]
        found += [Claim((row.entity_id, one.other_id), one.evidence) for one in view.relations]
        found += [Claim((), one.evidence, one.value) for one in view.attributes]
        shown = library.graph.neighbourhood([row.entity_id], budget=8)
        for edge in shown.edges:
            pair = (edge.source_id, edge.target_id)
            found += [Claim(pair, one.evidence) for one in library.graph.evidence(*pair)]
    return found


def test_each_of_two_hundred_claims_stands_where_it_is_said_to(library: Library) -> None:
    every = claims(library)
    documents: dict[int, DocumentView] = {}
    for claim in random.Random(7).sample(every, 200):
        evidence = claim.evidence
        document = documents.setdefault(evidence.document_id, library.document(evidence.document_id))
        assert document.text[evidence.start : evidence.end] == evidence.text
        assert Path(evidence.path).is_file()
        inside = {
            m.entity_id for m in document.mentions if evidence.start <= m.start and m.end <= evidence.end
        }
        assert set(claim.entity_ids) <= inside, evidence.text
        if claim.value:
            stated = {
                (one.value, one.evidence.start) for one in library.graph.attributes(document.document_id)
            }
            assert (claim.value, evidence.start) in stated
            assert set(re.findall(r"\d{4}", claim.value)) <= set(re.findall(r"\d{4}", evidence.text))


def test_what_a_dossier_states_is_said_of_that_entity(library: Library) -> None:
    for row in library.graph.entities(limit=1000):
        view = library.graph.entity(row.entity_id)
        for one in view.attributes:
            sentence = f"{one.evidence.before}{one.evidence.text}{one.evidence.after}"
            assert any(alias in fold_space(sentence) for alias in view.aliases), (view.name, sentence)


def test_a_mention_is_one_of_the_names_of_its_entity(library: Library) -> None:
    for row in library.graph.entities(limit=1000):
        view = library.graph.entity(row.entity_id, n_mentions=1000)
        assert len(view.mentions) == view.n_mentions == row.n_mentions
        assert {fold_space(mention.text) for mention in view.mentions} == set(view.aliases)
