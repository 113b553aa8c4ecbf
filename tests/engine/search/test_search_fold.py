"""Versions and copies of one text are one hit that names the others; what differs is found on its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_makers import make_document, make_file, source

from engine.cli.search import render
from engine.records import FileStatus
from engine.search.search import search
from engine.searches import Hit
from engine.settings import Searching
from engine.store import ledger, likeness
from engine.store.connection import Store

ENGLISH = [
    f"Part {n}: the committee on {topic} met in the town hall and heard what its members had to say of it. "
    for n, topic in enumerate(["bridges", "gardens", "schools", "harbours", "railways", "libraries"])
]
CHINESE = [
    f"第{n}部分：{topic}委员会在市政厅开会，听取了各位委员对有关工作的意见和建议，并作出了决定。"
    for n, topic in enumerate(["桥梁", "花园", "学校", "港口", "铁路", "图书馆"])
]


def find(store: Store, query: str, *, limit: int = 30) -> tuple[Hit, ...]:
    with store.read() as db:
        return search(
            db, query, limit=limit, encoder=None, entity_keys=lambda _: (), settings=Searching()
        ).hits  # fmt: skip


def fill(store: Store, files: dict[str, list[str]]) -> None:
    with store.write() as db:
        for path, passages in files.items():
            make_file(db, path, passages)
        likeness.regroup(db, 0.8)


@pytest.mark.parametrize(
    ("parts", "query", "edit"),
    [(ENGLISH, "committee railways", "in May "), (CHINESE, "铁路委员会", "五月")],
)
def test_versions_are_folded_into_the_best(store: Store, parts: list[str], query: str, edit: str) -> None:
    fill(
        store,
        {
            "/files/report_v1.docx": parts,
            "/files/report_final.pdf": [parts[0] + parts[1], "".join(parts[2:])],  # cut elsewhere
            "/files/report_v2.txt": [*parts[:5], parts[5] + edit],
            "/files/other.txt": ["Nobody on railways here. 铁路在别处。"],
        },
    )
    hits = find(store, query)
    paths = [hit.path for hit in hits]
    versions = {"/files/report_v1.docx", "/files/report_final.pdf", "/files/report_v2.txt"}
    folded = [hit for hit in hits if hit.path in versions]
    assert len({hit.path for hit in folded}) < 3
    assert {folded[0].path, *folded[0].alike} == versions
    assert folded[0].n_alike == 2
    assert "/files/other.txt" in paths
    assert all(hit.n_alike == 0 for hit in hits if hit.path == "/files/other.txt")


def test_one_passage_of_three_copies_is_one_hit(store: Store) -> None:
    fill(store, {f"/files/{name}": [*ENGLISH, f"{name} "] for name in ("a.txt", "b.md", "c.html")})
    (hit,) = find(store, "harbours")
    assert (hit.path, hit.alike) == ("/files/a.txt", ("/files/b.md", "/files/c.html"))


def test_what_a_version_says_differently_is_a_hit_of_its_own(store: Store) -> None:
    fill(
        store,
        {
            "/files/v1.txt": ENGLISH,
            "/files/v2.txt": [*ENGLISH, "An appendix lists each harbour that was closed."],
        },
    )
    assert [hit.path for hit in find(store, "appendix")] == ["/files/v2.txt"]
    hits = find(store, "harbours")
    assert "An appendix lists each harbour that was closed." in [hit.passage for hit in hits]
    assert [hit.passage for hit in hits].count(ENGLISH[3]) == 1


def test_two_places_of_one_document_both_stay(store: Store) -> None:
    passage = "The refrain of the song is heard again. "
    fill(store, {"/files/song.txt": [passage, passage], "/files/song2.txt": [passage, passage + "x"]})
    hits = find(store, "refrain")
    assert len({hit.start for hit in hits}) == 2
    assert len({hit.path for hit in hits}) == 1


def test_the_same_bytes_in_another_format_are_folded_too(store: Store) -> None:
    with store.write() as db:
        make_file(db, "/files/a.txt", ENGLISH, content_hash="same")
        folder_id = ledger.add_folder(db, "/files")
        ledger.put_files(db, folder_id, [source("/files/a.md"), source("/files/copy.txt")])
        known = ledger.known_files(db, "/files")
        db.execute("UPDATE document SET format = 'markdown'")
        other = make_document(db, ENGLISH, content_hash="same")
        for path in ("/files/a.md", "/files/copy.txt"):
            ledger.set_status(
                db, known[path].file_id, FileStatus.INDEXED, content_hash="same", document_id=other
            )
        likeness.regroup(db, 0.8)
    (hit,) = find(store, "harbours")
    assert {hit.path, *hit.alike} == {"/files/a.txt", "/files/a.md", "/files/copy.txt"}


def test_the_limit_counts_what_is_shown(store: Store) -> None:
    files = {f"/files/v{n}.txt": [*ENGLISH, f"v{n}"] for n in range(6)}
    fill(store, files | {f"/files/other{n}.txt": [f"harbours {n}"] for n in range(3)})
    hits = find(store, "harbours", limit=4)
    assert len(hits) == 4
    assert sum(hit.path.startswith("/files/v") for hit in hits) == 1


def test_many_alike_are_counted_and_some_are_named(store: Store) -> None:
    fill(store, {f"/files/v{n:02}.txt": [*ENGLISH, f"v{n}"] for n in range(40)})
    (hit,) = find(store, "harbours")
    assert hit.n_alike == 39
    assert len(hit.alike) == 20
    assert hit.path not in hit.alike


def test_the_terminal_names_the_others(tmp_path: Path) -> None:
    hit = {
        "title": "t", "path": str(tmp_path / "a.txt"), "page": None, "reasons": [], "snippet": "s",
        "snippet_start": 0, "highlights": [], "n_alike": 2, "alike": ["/files/b.md", "/files/c.md"],
        "context": [],
    }  # fmt: skip
    answer = {"hits": [hit, {**hit, "n_alike": 0, "alike": []}], "took_ms": 1}
    text = render(answer | {"notices": [], "substituted": [], "facets": {}})
    assert text.count("and 2 more like it: /files/b.md, /files/c.md") == 1
