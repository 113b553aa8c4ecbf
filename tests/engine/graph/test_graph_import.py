"""What went out comes in the same; what is no graph is refused with its line and changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import networkx
import pytest
from hostile_graphs import HOSTILE_NAMES, content, fill, opened
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.carried import CarriedEntity, CarriedRelation, Selection
from engine.errors import (
    Cancelled,
    EntityUnknown,
    FileUnreadable,
    GraphColumnMissing,
    GraphEndMissing,
    GraphFileInvalid,
    GraphFileTooLarge,
    GraphFileUnsafe,
    ImportUnknown,
)
from engine.graph.intake import graphml, table
from engine.graph.intake.made_out import Told
from engine.graph.intake.made_out import relation as made_relation
from engine.graph.transfer import GraphTransfer
from engine.store.carried import CarriedGraph
from engine.store.connection import Store
from engine.store.graph import entity_rows

ROUND_TRIPS = {"graphml": "graph.graphml", "csv": "tables"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    empty = opened(tmp_path)
    yield empty
    empty.close()


def held(store: Store) -> tuple[list[CarriedEntity], list[CarriedRelation]]:
    with store.read() as db:
        carried = CarriedGraph(db, Selection())
        return list(carried.entities()), list(carried.relations())


def take_in(store: Store, path: Path, text: str | bytes) -> tuple[list[CarriedEntity], list[CarriedRelation]]:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    GraphTransfer(store).import_graph(path)
    return held(store)


def round_trip(folder: Path, form: str, names: list[str]) -> None:
    first, second = opened(folder, "first"), opened(folder, "second")
    try:
        fill(first, names)
        out, again = folder / ROUND_TRIPS[form], folder / f"again-{ROUND_TRIPS[form]}"
        GraphTransfer(first).export(out, form)
        GraphTransfer(second).import_graph(out)
        GraphTransfer(second).export(again, form)
        assert content(again) == content(out)
    finally:
        first.close()
        second.close()


@pytest.mark.parametrize("form", ROUND_TRIPS)
def test_out_in_and_out_again_gives_the_same_bytes(tmp_path: Path, form: str) -> None:
    round_trip(tmp_path, form, list(HOSTILE_NAMES))


@settings(max_examples=12)
@given(
    st.sampled_from(sorted(ROUND_TRIPS)), st.lists(st.text(min_size=1, max_size=8), min_size=2, max_size=4)
)
def test_any_names_go_out_and_in(
    tmp_path_factory: pytest.TempPathFactory, form: str, names: list[str]
) -> None:
    round_trip(tmp_path_factory.mktemp("trip"), form, names)


def test_an_import_is_listed_shown_and_removed_without_a_trace(store: Store, tmp_path: Path) -> None:
    fill(store, ["Ada Lovelace", "钱学森"])
    transfer = GraphTransfer(store)
    transfer.export(tmp_path / "before.graphml", "graphml")
    path = tmp_path / "theirs.csv"
    path.write_text(
        "source,target,type,quote\n钱学森,北京,lived_in,他住在北京。\n钱学森,北京,lived_in,又说一次。\n",
        "utf-8",
    )
    (tmp_path / "people.csv").write_text("name,label\n钱学森,PER\n北京,LOC\n", "utf-8")
    done = transfer.import_graph(tmp_path / "people.csv", path)
    assert (done.n_entities, done.n_relations) == (2, 1)
    assert transfer.import_graph(tmp_path / "people.csv", path) == done

    (listed,) = transfer.imports()
    assert (listed.name, listed.n_entities, listed.n_relations) == ("people.csv", 2, 1)
    with store.read() as db:
        person = next(row for row in entity_rows(db) if row.name == "钱学森")
    (said,) = transfer.imported_relations(person.entity_id)
    assert (said.source, said.relation.object.name, said.relation.weight) == ("people.csv", "北京", 2.0)
    assert [piece.quote for piece in said.relation.evidence] == ["他住在北京。", "又说一次。"]
    entities, relations = held(store)
    assert [e.name for e in entities if e.key == "钱学森"] == ["钱学森"]  # the found and the imported are one
    assert {r.predicate for r in relations} == {"works_for", "lived_in"}

    transfer.remove_import(listed.graph_id)
    assert transfer.imports() == ()
    transfer.export(tmp_path / "after.graphml", "graphml")
    assert (tmp_path / "after.graphml").read_bytes() == (tmp_path / "before.graphml").read_bytes()
    with pytest.raises(ImportUnknown):
        transfer.remove_import(listed.graph_id)
    with pytest.raises(EntityUnknown):
        transfer.imported_relations(10**6)


def test_a_graph_taken_into_its_own_library_counts_nothing_twice(store: Store, tmp_path: Path) -> None:
    fill(store)
    transfer = GraphTransfer(store)
    transfer.export(tmp_path / "out.graphml", "graphml")
    transfer.import_graph(tmp_path / "out.graphml")
    transfer.export(tmp_path / "again.graphml", "graphml")
    assert content(tmp_path / "again.graphml") == content(tmp_path / "out.graphml")


def test_a_graph_of_networkx_is_taken_in(store: Store, tmp_path: Path) -> None:
    theirs = networkx.DiGraph()
    theirs.add_node(1, name="Ada Lovelace", kind="person")
    theirs.add_node(2, name="Analytical Engine", kind="product")
    theirs.add_edge(1, 2, predicate="wrote_about", weight=2.5, sentence="Ada wrote.")
    networkx.write_graphml(theirs, tmp_path / "nx.graphml")
    GraphTransfer(store).import_graph(tmp_path / "nx.graphml")
    entities, (relation,) = held(store)
    assert [(e.label, e.name) for e in entities] == [
        ("PER", "Ada Lovelace"),
        ("PRODUCT", "Analytical Engine"),
    ]
    assert (relation.predicate, relation.weight) == ("wrote_about", 2.5)
    assert relation.evidence[0].quote == "Ada wrote."


def test_edges_before_nodes_and_labels_of_yed_are_read(store: Store, tmp_path: Path) -> None:
    entities, (relation,) = take_in(
        store, tmp_path / "yed.graphml",
        """<?xml version="1.0"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://yworks.com">
        <key id="d0" for="node" yfiles.type="nodegraphics"/><graph edgedefault="directed">
        <edge source="n1" target="n0"><data key="d1"><y:L><y:EdgeLabel>knows</y:EdgeLabel></y:L></data></edge>
        <node id="n0"><data key="d0"><y:S><y:NodeLabel>Bob</y:NodeLabel></y:S></data></node>
        <node id="n1"><data key="d0"><y:S><y:NodeLabel>Ada</y:NodeLabel></y:S></data></node>
        <edge source="n1" target="n1"/></graph></graphml>""",
    )  # fmt: skip
    assert [(e.label, e.name) for e in entities] == [("MISC", "Ada"), ("MISC", "Bob")]
    assert (relation.subject.name, relation.predicate, relation.object.name) == ("Ada", "knows", "Bob")


def test_tables_of_gephi_are_read(store: Store, tmp_path: Path) -> None:
    (tmp_path / "edges.csv").write_text("Source;Target;Type;Weight\n1;2;Undirected;3\n", "utf-8-sig")
    entities, (relation,) = take_in(
        store, tmp_path / "nodes.csv", "Id;Label;aliases\n1;Ada;A. L.|Countess\n2;Bob;\n"
    )
    assert [(e.name, e.aliases) for e in entities] == [("Ada", ("A. L.", "Countess")), ("Bob", ())]
    assert (relation.predicate, relation.weight) == ("related_to", 3.0)


def test_a_table_of_relations_alone_names_its_entities(store: Store, tmp_path: Path) -> None:
    entities, relations = take_in(
        store, tmp_path / "links.tsv", "source\ttarget\nAda\tBob\nAda\tBob\n\nBob\tAda\n"
    )
    assert [e.name for e in entities] == ["Ada", "Bob"]
    assert [(r.subject.name, r.weight) for r in relations] == [("Ada", 2.0), ("Bob", 1.0)]


def test_entities_alike_are_one_with_all_names(store: Store, tmp_path: Path) -> None:
    (entity,), _ = take_in(store, tmp_path / "n.csv", "id,name,type\n1,Ada,person\n2,ADA,person\n")
    assert (entity.name, entity.aliases) == ("Ada", ("ADA",))


GRAPHML = (
    '<graphml><key id="e" for="edge" attr.name="evidence"/><graph><node id="a"/>'
    '<node id="b"/>\n{}</graph></graphml>'
)
EDGE = '<edge source="a" target="b"><data key="e">{}</data></edge>'
BOMB = '<!DOCTYPE g [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n<graphml>&b;</graphml>'
REFUSED = [
    ("x.graphml", BOMB, GraphFileUnsafe, 1),
    ("x.graphml", '<?xml version="1.0"?>\n<!DOCTYPE g SYSTEM "file:///a"><graphml/>', GraphFileUnsafe, 2),
    ("x.graphml", "<graphml>\n<graph></graphml>", GraphFileInvalid, 2),
    ("x.graphml", "no xml", GraphFileInvalid, 1),
    ("x.graphml", "", GraphFileInvalid, 1),
    ("x.graphml", "<html/>", GraphFileInvalid, 1),
    ("x.graphml", "<graphml>" + "<graph>" * 200, GraphFileTooLarge, 1),
    ("x.graphml", GRAPHML.format('<edge source="a" target="c"/>'), GraphEndMissing, 2),
    ("x.graphml", GRAPHML.format('<edge source="a"/>'), GraphColumnMissing, 2),
    ("x.graphml", GRAPHML.format(EDGE.format("[{]")), GraphFileInvalid, 2),
    ("x.graphml", GRAPHML.format(EDGE.format("[1]")), GraphFileInvalid, 2),
    ("x.graphml", GRAPHML.format("<node/>"), GraphColumnMissing, 2),
    ("x.graphml", "<graphml>\udc00".encode("utf-8", "surrogatepass"), GraphFileInvalid, 1),
    ("x.csv", 'id,name\n1,"a', GraphFileInvalid, 2),
    ("x.csv", "id,name\n1,a\n2,b,c\n", GraphFileInvalid, 3),
    ("x.csv", "id,name\n,\n", GraphColumnMissing, 2),
    ("x.csv", "id,name,n_mentions\n1,a,many\n", GraphFileInvalid, 2),
    ("x.csv", "id,name,aliases\n1,a,[1]\n", GraphFileInvalid, 2),
    ("x.csv", "source,target,weight\na,b,nan\n", GraphFileInvalid, 2),
    ("x.csv", "source,target\na,\n", GraphColumnMissing, 2),
    ("x.csv", "id,name\n1,李".encode("gbk"), GraphFileInvalid, 1),
    ("x.docx", "id", GraphFileInvalid, 0),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "error", "line"), REFUSED)
def test_what_is_no_graph_is_refused_with_its_line(
    store: Store, tmp_path: Path, name: str, text: str | bytes, error: type[GraphFileInvalid], line: int
) -> None:
    with pytest.raises(error) as caught:
        take_in(store, tmp_path / name, text)
    assert type(caught.value) is error
    assert (caught.value.params["path"], caught.value.params["line"]) == (str(tmp_path / name), line)
    assert held(store) == ([], [])
    assert GraphTransfer(store).imports() == ()


def test_values_have_a_limit(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphml, "MAX_VALUE_CHARS", 100)
    monkeypatch.setattr(table, "MAX_VALUE_CHARS", 100)
    key = '<key id="n" for="node" attr.name="name"/>'
    with pytest.raises(GraphFileTooLarge):
        take_in(
            store,
            tmp_path / "x.graphml",
            f'<graphml>{key}<node id="a"><data key="n">{"a" * 101}</data></node></graphml>',
        )
    with pytest.raises(GraphFileTooLarge):
        take_in(store, tmp_path / "x.csv", f"id,name\n1,{'a' * 101}\n")


def test_a_file_that_is_not_there_and_a_cancelled_import_change_nothing(store: Store, tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable):
        GraphTransfer(store).import_graph(tmp_path / "none.graphml")
    path = tmp_path / "many.csv"
    path.write_text("id,name\n" + "".join(f"{n},name {n}\n" for n in range(100)), "utf-8")
    with pytest.raises(Cancelled):
        GraphTransfer(store).import_graph(path, cancelled=lambda: True)
    assert held(store) == ([], [])
    GraphTransfer(store).import_graph(path)
    assert len(held(store)[0]) == 100
    (tmp_path / "empty").mkdir()
    with pytest.raises(GraphFileInvalid):
        GraphTransfer(store).import_graph(tmp_path / "empty")


FIELDS = st.sampled_from(["quote", "start", "page", "score"])
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=3),
)


@settings(max_examples=60)
@given(JSON_VALUES)
def test_evidence_of_any_shape_is_taken_or_refused(value: object) -> None:
    ends = {name: CarriedEntity(label="PER", key=name, name=name) for name in "ab"}
    told = Told("f", 1, {"source": "a", "target": "b", "evidence": json.dumps([value])})
    try:
        made = made_relation(told, ends)
    except GraphFileInvalid:
        return
    assert len(made.evidence) == 1
