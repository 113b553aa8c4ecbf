"""Every form is read by a reader that is not ours, and says what the library says."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import networkx
import pytest
import rdflib
import yaml
from graphglot.dialect import Dialect
from hostile_graphs import HOSTILE_NAMES, content, fill, opened
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.carried import FORMS, CarriedEntity, CarriedRelation, Selection, carried_text
from engine.errors import Cancelled, FileUnwritable, FolderForeign, PlaceFull, PlaceWatched
from engine.graph.export.note_names import note_names, safe_name
from engine.graph.export.placing import MARKER, put_file
from engine.graph.transfer import GraphTransfer
from engine.store.carried import CarriedGraph
from engine.store.connection import Store
from engine.store.graph import entity_rows

THEIR_OWN = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
"""What rdflib's reader of JSON-LD says of rdflib."""
NAMES = sorted(carried_text(name) for name in HOSTILE_NAMES)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened_store = opened(tmp_path)
    fill(opened_store)
    yield opened_store
    opened_store.close()


@pytest.fixture
def said(store: Store) -> tuple[list[CarriedEntity], list[CarriedRelation]]:
    with store.read() as db:
        carried = CarriedGraph(db, Selection())
        return list(carried.entities()), list(carried.relations())


def export(store: Store, path: Path, form: str, **options: object) -> Path:
    GraphTransfer(store).export(path, form, **options)  # type: ignore[arg-type]
    return path


def test_records_are_in_order_and_quote_their_document(
    said: tuple[list[CarriedEntity], list[CarriedRelation]],
) -> None:
    entities, relations = said
    assert sorted(entity.name for entity in entities) == NAMES
    assert [(e.label, e.key) for e in entities] == sorted((e.label, e.key) for e in entities)
    assert len({e.id for e in entities}) == len(entities)
    assert len(relations) == len(HOSTILE_NAMES) - 1
    for relation in relations:
        (piece,) = relation.evidence
        assert {relation.subject.name, relation.object.name} == {
            next(n for n in NAMES if piece.quote.startswith(n) and n in _ends(relation)),
            next(n for n in NAMES if piece.quote.endswith(n) and n in _ends(relation)),
        }
        assert (piece.date, relation.first_date, piece.page) == ("2023-05-06", "2023-05-06", 1)


def _ends(relation: CarriedRelation) -> tuple[str, str]:
    return relation.subject.name, relation.object.name


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_networkx_reads_the_same_graph(
    store: Store, said: tuple[list[CarriedEntity], list[CarriedRelation]], tmp_path: Path, form: str
) -> None:
    path = export(store, tmp_path / "out", form)
    if form == "gexf":
        read = networkx.read_gexf(path, version="1.3")
    else:
        read = networkx.read_graphml(path, force_multigraph=True)
    entities, relations = said
    name_of = "label" if form == "gexf" else "name"
    assert {n: about[name_of] for n, about in read.nodes(data=True)} == {e.id: e.name for e in entities}
    assert all(isinstance(about["n_mentions"], int) for _, about in read.nodes(data=True))
    edges = {
        (s, t, about["label" if form == "gexf" else "type"]): about for s, t, about in read.edges(data=True)
    }
    for relation in relations:
        about = edges[relation.subject.id, relation.object.id, relation.predicate]
        assert about["weight"] == relation.weight
        assert json.loads(about["evidence"])[0]["quote"] == relation.evidence[0].quote == about["quote"]


GEXF = "{http://gexf.net/1.3}"
SCHEMA = {
    "gexf": ({"version"}, set(), ["meta", "graph"]),
    "meta": (set(), {"lastmodifieddate"}, ["creator", "keywords", "description"]),
    "creator": (set(), set(), []),
    "graph": (set(), {"defaultedgetype", "idtype", "mode"}, ["attributes", "nodes", "edges"]),
    "attributes": ({"class"}, {"mode"}, ["attribute"]),
    "attribute": ({"id", "title", "type"}, set(), ["default", "options"]),
    "nodes": (set(), {"count"}, ["node"]),
    "node": ({"id"}, {"label", "pid"}, ["attvalues"]),
    "edges": (set(), {"count"}, ["edge"]),
    "edge": ({"source", "target"}, {"id", "type", "label", "weight", "kind"}, ["attvalues"]),
    "attvalues": (set(), set(), ["attvalue"]),
    "attvalue": ({"for", "value"}, set(), []),
}
"""By element: needed attributes, allowed ones, children in order (GEXF 1.3, as published at gexf.net)."""
VALUES = {
    "version": {"1.3"}, "class": {"node", "edge"}, "defaultedgetype": {"directed", "undirected", "mutual"},
    "idtype": {"string", "integer"},
}  # fmt: skip


def test_gexf_keeps_to_its_schema(store: Store, tmp_path: Path) -> None:
    root = ET.parse(export(store, tmp_path / "out.gexf", "gexf")).getroot()
    declared = {
        a.get("class"): {(x.get("id"), x.get("type")) for x in a} for a in root.iter(f"{GEXF}attributes")
    }
    assert ("aliases", "liststring") in declared["node"]
    assert {kind for kinds in declared.values() for _, kind in kinds} <= {
        "string", "integer", "double", "liststring",
    }  # fmt: skip
    for element in root.iter():
        name = element.tag.removeprefix(GEXF)
        needed, allowed, children = SCHEMA[name]
        assert needed <= element.attrib.keys() <= needed | allowed
        order = [children.index(child.tag.removeprefix(GEXF)) for child in element]
        assert order == sorted(order)
        assert all(element.get(key) in values for key, values in VALUES.items() if key in element.attrib)
        if name in ("node", "edge"):
            known = {id_ for id_, _ in declared[name]}
            assert {value.get("for") for value in element.iter(f"{GEXF}attvalue")} == known
    nodes = {node.get("id") for node in root.iter(f"{GEXF}node")}
    assert {edge.get(end) for edge in root.iter(f"{GEXF}edge") for end in ("source", "target")} <= nodes


@THEIR_OWN
def test_the_three_syntaxes_of_rdf_say_the_same(
    store: Store, said: tuple[list[CarriedEntity], list[CarriedRelation]], tmp_path: Path
) -> None:
    read = [
        set(rdflib.Graph().parse(export(store, tmp_path / form, form), format=known))
        for form, known in (("n-triples", "nt"), ("turtle", "turtle"), ("json-ld", "json-ld"))
    ]
    assert read[0] == read[1] == read[2]
    graph = rdflib.Graph()
    for triple in read[0]:
        graph.add(triple)
    schema, oa = rdflib.Namespace("https://schema.org/"), rdflib.Namespace("http://www.w3.org/ns/oa#")
    entities, relations = said
    assert {(str(s), str(o)) for s, o in graph.subject_objects(schema.name) if "entity" in s} == {
        (e.id, e.name) for e in entities
    }
    for relation in relations:
        (annotation,) = graph.subjects(oa.hasBody, rdflib.URIRef(relation.id))
        target = graph.value(annotation, oa.hasTarget)
        selectors = {graph.value(s, rdflib.RDF.type): s for s in graph.objects(target, oa.hasSelector)}
        piece = relation.evidence[0]
        assert str(graph.value(selectors[oa.TextQuoteSelector], oa.exact)) == piece.quote
        position = selectors[oa.TextPositionSelector]
        assert int(graph.value(position, oa.start)) == piece.start
        assert int(graph.value(position, oa.end)) == piece.end
        assert int(piece.end) - int(piece.start) >= 1


def test_json_and_csv_say_the_same(
    store: Store, said: tuple[list[CarriedEntity], list[CarriedRelation]], tmp_path: Path
) -> None:
    whole = json.loads(export(store, tmp_path / "out.json", "json").read_text("utf-8"))
    folder = export(store, tmp_path / "csv", "csv")
    tables = []
    for name in ("entities", "relations"):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            tables.append(list(csv.DictReader(file, strict=True)))
    entities, relations = said
    assert [row["name"] for row in whole["entities"]] == [e.name for e in entities]
    assert [row["name"] for row in tables[0]] == [e.name for e in entities]
    assert [row["id"] for row in whole["relations"]] == [row["id"] for row in tables[1]]
    assert [row["evidence"] for row in whole["relations"]] == [json.loads(r["evidence"]) for r in tables[1]]
    assert [float(row["weight"]) for row in tables[1]] == [r.weight for r in relations]


def test_neo4j_gets_whole_rows_under_typed_headers(
    store: Store, said: tuple[list[CarriedEntity], list[CarriedRelation]], tmp_path: Path
) -> None:
    folder = export(store, tmp_path / "neo4j", "neo4j")
    rows = {}
    for name in ("entities", "relations"):
        (header,), rows[name] = (list(_rows(folder / file)) for file in (f"{name}-header.csv", f"{name}.csv"))
        assert all(len(row) == len(header) for row in rows[name])
        rows[name] = [dict(zip(header, row, strict=True)) for row in rows[name]]
    entities, relations = said
    assert [row["name:string"] for row in rows["entities"]] == [e.name for e in entities]
    assert [row[":LABEL"].split("\x1f") for row in rows["entities"]] == [
        ["Entity", e.label] for e in entities
    ]
    assert {row["id:ID"] for row in rows["entities"]} >= {row[":END_ID"] for row in rows["relations"]}
    assert [row[":TYPE"] for row in rows["relations"]] == [r.predicate for r in relations]
    assert all(float(row["weight:double"]) > 0 for row in rows["relations"])
    assert "--array-delimiter=U+001F" in (folder / "import.txt").read_text("utf-8")


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, strict=True))


def test_cypher_is_parsed_and_merges_every_record_once(
    store: Store, said: tuple[list[CarriedEntity], list[CarriedRelation]], tmp_path: Path
) -> None:
    text = export(store, tmp_path / "out.cypher", "cypher").read_text("utf-8")
    statements = text.split(";\n")
    assert statements.pop() == ""
    assert statements[0].startswith("CREATE CONSTRAINT")
    neo4j = Dialect.get_or_raise("neo4j")
    assert all(len(neo4j.parse(statement)) == 1 for statement in statements)
    names = re.findall(r"^\{id: '[^']*', name: '((?:[^'\\]|\\.)*)'", text, re.MULTILINE)
    assert [_unescaped(name) for name in names] == [e.name for e in said[0]]
    assert text.count("{source: ") == len(said[1])


def _unescaped(text: str) -> str:
    known = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\", "'": "'"}
    return re.sub(
        r"\\(u[0-9a-f]{4}|.)", lambda m: known.get(m[1]) or chr(int(m[1][1:], 16)), text, flags=re.DOTALL
    )


def test_notes_link_to_notes_and_quote(
    store: Store, said: tuple[list[CarriedEntity], list[CarriedRelation]], tmp_path: Path
) -> None:
    folder = export(store, tmp_path / "vault", "obsidian")
    notes = {file.stem: file.read_text("utf-8") for file in folder.glob("*.md")}
    assert len(notes) == len(said[0]) + 1
    links = [
        link
        for note in notes.values()
        for link in re.findall(r"(?<!\\)\[\[([^\]|]+)(?:\|[^\]|]+)?\]\]", note)
    ]
    assert set(links) <= notes.keys()
    assert len(links) == 2 * len(said[1]) + len(said[0])
    by_id = {e.id: e for e in said[0]}
    for stem, note in notes.items():
        if stem != "Index":
            front = yaml.safe_load(note.split("\n---\n")[0])
            assert by_id[front["id"]].label == front["label"]
            assert tuple(front["aliases"]) == by_id[front["id"]].aliases
            assert "“" in note
            assert "](<file:///files/a.txt>)" in note
            assert all(
                line.startswith(("#", "- [[", "    - “"))
                for line in note.split("\n---\n")[1].splitlines()
                if line
            )


@given(st.lists(st.text(max_size=12) | st.sampled_from(HOSTILE_NAMES), max_size=12, unique=True))
def test_names_of_notes_are_safe_everywhere(names: list[str]) -> None:
    entities = [CarriedEntity(label="PER", key=name, name=name) for name in names]
    chosen = note_names(entities)
    assert len({name.casefold() for name in chosen.values()} | {"index"}) == len(names) + 1
    assert note_names(reversed(entities)) == chosen
    for name in chosen.values():
        assert len(f"{name}.md".encode()) <= 255
        assert not re.search(r'[\x00-\x1f<>:"/\\|?*#^\[\]]', name)
        assert name == name.strip(". ")
        assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", name)


def test_long_names_are_cut_at_a_character() -> None:
    assert safe_name("张" * 300) == "张" * 60
    assert safe_name("...") == "_"


@pytest.mark.parametrize("form", FORMS)
def test_the_same_graph_gives_the_same_bytes_whatever_its_rows(tmp_path: Path, form: str) -> None:
    written = []
    for turn, paths in enumerate((["/files/a", "/files/b"], ["/files/b", "/files/a"])):
        store = opened(tmp_path, str(turn))
        for path in paths:
            fill(store, HOSTILE_NAMES[:9] if path.endswith("a") else HOSTILE_NAMES[4:14], path=path)
        written.append(content(export(store, tmp_path / f"out{turn}", form)))
        store.close()
    assert written[0] == written[1]


def test_a_selection_is_closed(store: Store, tmp_path: Path) -> None:
    with store.read() as db:
        row = next(row for row in entity_rows(db, limit=500) if row.name == "钱学森")
        people = CarriedGraph(db, Selection(labels=("PER",)))
        assert {e.label for e in people.entities()} == {"PER"}
        assert list(people.relations()) == []  # each joins a person and an organisation here
        alone = CarriedGraph(db, Selection(entity_ids=(row.entity_id,)))
        assert [e.name for e in alone.entities()] == ["钱学森"]
        bare = CarriedGraph(db, Selection(n_evidence=0))
        assert {r.evidence for r in bare.relations()} == {()}


def test_nothing_is_written_into_a_watched_folder_or_over_what_others_wrote(
    store: Store, tmp_path: Path
) -> None:
    with store.write() as db:
        db.execute("INSERT INTO folder (path) VALUES (?)", (str(tmp_path / "watched"),))
    (tmp_path / "watched").mkdir()
    with pytest.raises(PlaceWatched):
        export(store, tmp_path / "watched" / "out.gexf", "gexf")
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "diary.md").write_text("mine", "utf-8")
    with pytest.raises(FolderForeign):
        export(store, theirs, "obsidian")
    (theirs / MARKER).write_text("[]", "utf-8")
    with pytest.raises(FolderForeign):
        export(store, theirs, "obsidian")
    assert (theirs / "diary.md").read_text("utf-8") == "mine"
    with pytest.raises(FileUnwritable):
        export(store, tmp_path / "missing" / "out.gexf", "gexf")


def test_a_vault_written_again_keeps_what_people_changed(store: Store, tmp_path: Path) -> None:
    vault = export(store, tmp_path / "vault", "obsidian")
    before = content(vault)
    (vault / "钱学森.md").write_text("my own words", "utf-8")
    (vault / "diary.md").write_text("mine", "utf-8")
    (tmp_path / "precious.md").write_text("x", "utf-8")
    marker = json.loads((vault / MARKER).read_text("utf-8"))
    marker["files"]["../precious.md"] = ["2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"]
    (vault / MARKER).write_text(json.dumps(marker), "utf-8")

    done = GraphTransfer(store).export(vault, "obsidian", selection=Selection(labels=("PER",)))
    assert done.kept == ("钱学森.md",)
    assert (tmp_path / "precious.md").exists()
    assert (vault / "diary.md").read_text("utf-8") == "mine"
    assert len(list(vault.glob("*.md"))) < len(before)

    (vault / "钱学森.md").unlink()
    (vault / "diary.md").unlink()
    export(store, vault, "obsidian")
    assert content(vault) == before


def test_cancelled_or_out_of_room_nothing_is_left_behind(store: Store, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    for form in FORMS:
        with pytest.raises(Cancelled):
            export(store, tmp_path / "out" / "x", form, cancelled=lambda: True)
    with pytest.raises(PlaceFull):
        put_file(tmp_path / "out" / "x", _fill_the_disk)
    assert list((tmp_path / "out").iterdir()) == []


def _fill_the_disk(out: object) -> None:
    raise OSError(28, "No space left on device")


def _carried_key(name: str) -> str:
    return carried_text(name.casefold())


@THEIR_OWN
@settings(max_examples=10)
@given(
    st.sampled_from(FORMS),
    st.lists(st.text(min_size=1, max_size=8), min_size=2, max_size=4, unique_by=_carried_key),
)
def test_no_name_breaks_a_form(tmp_path_factory: pytest.TempPathFactory, form: str, names: list[str]) -> None:
    folder = tmp_path_factory.mktemp("any")
    store = opened(folder)
    try:
        fill(store, names)
        path = export(store, folder / "out", form)
    finally:
        store.close()
    match form:
        case "gexf" | "graphml":
            assert len(list(ET.parse(path).getroot().findall(".//{*}node"))) == len(names)
        case "turtle" | "n-triples" | "json-ld":
            rdflib.Graph().parse(path, format={"n-triples": "nt"}.get(form, form))
        case "cypher":
            assert Dialect.get_or_raise("neo4j").parse(path.read_text("utf-8"))
        case "json":
            assert len(json.loads(path.read_text("utf-8"))["entities"]) == len(names)
        case "obsidian":
            assert len(list(path.glob("*.md"))) == len(names) + 1
        case _:
            assert len([row for row in _rows(path / "entities.csv") if row]) == len(names) + (form == "csv")
