"""Files in archives stand in the library like files on disk, and go wherever their archive goes."""

from __future__ import annotations

import gzip
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from library_dump import library_dump

from engine import archives
from engine import library as library_module
from engine.ingest.sandbox import ReaderPool
from engine.library import Library
from engine.records import FileStatus
from engine.store import ledger

FILES = {
    "ada.md": "# Ada\n\nAda Lovelace met Mary Somerville in London.",
    "资料/钱学森.txt": "钱学森出生于上海，后来在加州理工学院任教。",
    "d/picture.mkv": "\x1aE\xdf\xa3",
    "broken.pdf": "%PDF-1.4 nothing",
}


def pack(path: Path, files: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(
                name, data.encode("latin-1") if name.endswith(".mkv") and isinstance(data, str) else data
            )
    return path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "root"
    made.mkdir()
    return made


@pytest.fixture
def archive(root: Path) -> Path:
    (root / "old").mkdir()
    return pack(root / "old" / "papers.zip", FILES)


@pytest.fixture
def library(library_path: Path, tiny_models: Path, root: Path, archive: Path) -> Iterator[Library]:
    with Library.open(library_path, models_root=tiny_models) as opened:
        opened.add_folder(root)
        opened.index()
        yield opened


@pytest.fixture
def equals_fresh(library: Library, tmp_path: Path, tiny_models: Path, root: Path) -> Callable[[], None]:
    """Return a function that indexes, closes the library and compares it with a fresh one."""

    def compare() -> None:
        library.index()
        library.close()
        fresh_path = tmp_path / "fresh.satchel"
        with Library.open(fresh_path, models_root=tiny_models) as fresh:
            fresh.add_folder(root)
            fresh.index()
        assert library_dump(library.path) == library_dump(fresh_path)

    return compare


def found(library: Library, query: str, leg: str = "text") -> set[str]:
    return {hit.path for hit in library.search(query).hits if hit.why[leg]}


def statuses(library: Library) -> dict[str, str]:
    return {row.path: row.status.value for row in library.files()}


def rows(library: Library) -> dict[str, tuple[int, int | None]]:
    return {row.path: (row.file_id, row.document_id) for row in library.files()}


def work(library: Library) -> tuple[int, int, int]:
    counts = library.counts
    return counts.n_read, counts.n_embedded, counts.n_tagged


def no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        pytest.fail("an archive was read")

    monkeypatch.setattr(ReaderPool, "read_archive", refuse)


def test_each_file_in_an_archive_has_its_status_and_is_found(library: Library, archive: Path) -> None:
    inside = {name: str(archive / name) for name in FILES}
    assert statuses(library) == {
        str(archive): "indexed",
        inside["ada.md"]: "indexed",
        inside["资料/钱学森.txt"]: "indexed",
        inside["d/picture.mkv"]: "ignored",
        inside["broken.pdf"]: "failed",
    }
    assert found(library, "Somerville") == {inside["ada.md"]}
    assert found(library, "加州理工学院") == {inside["资料/钱学森.txt"]}
    assert found(library, "picture", "name") == {inside["d/picture.mkv"]}
    assert library.document_at(archive / "ada.md").title == "Ada"
    status = library.status()
    assert status.documents == 2
    assert status.files["indexed"] == 3
    assert [(row.n_files, row.n_indexed) for row in status.folders] == [(4, 3)]
    assert all(stage.done == stage.total for stage in status.stages.values())
    assert library.counts.n_read == 2


def test_the_terminal_prints_the_text_of_a_file_in_an_archive(
    root: Path, archive: Path, satchel: Callable[..., dict[str, Any]]
) -> None:
    satchel("index", str(root))
    assert "钱学森出生于上海" in satchel("text", str(archive / "资料" / "钱学森.txt"))["text"]
    assert satchel("search", "Somerville")["hits"][0]["path"] == str(archive / "ada.md")


@pytest.mark.parametrize("target", ["new name.zip", "../moved.zip"])
def test_a_renamed_archive_is_not_read_again(
    library: Library, archive: Path, target: str, monkeypatch: pytest.MonkeyPatch,
    equals_fresh: Callable[[], None],
) -> None:  # fmt: skip
    view = library.document_at(archive / "ada.md")
    at = view.text.index("London")
    library.correct(view.document_id, at, at + 6, "ORG")
    before, known = work(library), rows(library)
    moved = (archive.parent / target).resolve()
    archive.rename(moved)
    with monkeypatch.context() as patched:
        no_reading(patched)
        library.index()
    assert work(library) == before
    assert rows(library) == {path.replace(str(archive), str(moved)): ids for path, ids in known.items()}
    assert found(library, "Somerville") == {str(moved / "ada.md")}
    assert [one.path for one in library.corrections()] == [str(moved / "ada.md")]
    library.undo_correction()
    equals_fresh()


def test_a_renamed_folder_takes_archives_along(
    library: Library, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = work(library)
    archive.parent.rename(archive.parent.with_name("new"))
    no_reading(monkeypatch)
    library.index()
    assert work(library) == before
    assert found(library, "Somerville") == {str(archive.parents[1] / "new" / "papers.zip" / "ada.md")}


def test_a_changed_archive_keeps_what_did_not_change_in_it(
    library: Library, archive: Path, equals_fresh: Callable[[], None]
) -> None:
    before, n_read = rows(library), library.counts.n_read
    files = {name: text for name, text in FILES.items() if name != "broken.pdf"}
    files["资料/钱学森.txt"] = "王小明在北京。"
    files["new.txt"] = "Emmy Noether proved it."
    pack(archive, {"first.txt": "Hypatia", **files})
    library.index()
    after = rows(library)
    assert after[str(archive / "ada.md")] == before[str(archive / "ada.md")]
    assert after[str(archive / "资料/钱学森.txt")][0] == before[str(archive / "资料/钱学森.txt")][0]
    assert str(archive / "broken.pdf") not in after
    assert library.counts.n_read == n_read + 3
    assert found(library, "加州理工学院") == set()
    assert found(library, "Noether") == {str(archive / "new.txt")}
    equals_fresh()


def test_files_that_change_places_in_an_archive_keep_their_documents(
    library: Library, archive: Path, equals_fresh: Callable[[], None]
) -> None:
    pack(archive, {"a.txt": "Ada wrote notes.", "b.txt": "Grace wrote code.", "c.txt": "Hedy hopped."})
    library.index()
    before, n_read = rows(library), library.counts.n_read
    pack(archive, {"a.txt": "Grace wrote code.", "b.txt": "Ada wrote notes.", "d/new.txt": "Hedy hopped."})
    library.index()
    after = rows(library)
    assert library.counts.n_read == n_read
    assert after[str(archive / "a.txt")][1] == before[str(archive / "b.txt")][1]
    assert after[str(archive / "d/new.txt")] == before[str(archive / "c.txt")]
    assert found(library, "new", "name") == {str(archive / "d/new.txt")}
    equals_fresh()


def test_a_correction_follows_a_file_that_is_edited_in_its_archive(library: Library, archive: Path) -> None:
    view = library.document_at(archive / "ada.md")
    at = view.text.index("London")
    library.correct(view.document_id, at, at + 6, "ORG")
    pack(archive, {**FILES, "ada.md": "# Ada\n\nIn May Ada Lovelace met Mary Somerville in London."})
    library.index()
    view = library.document_at(archive / "ada.md")
    labels = {view.text[m.start : m.end]: m.label for m in view.mentions}
    assert labels["London"] == "ORG"


def test_a_deleted_archive_takes_its_files_with_it(
    library: Library, archive: Path, equals_fresh: Callable[[], None]
) -> None:
    archive.unlink()
    library.index()
    assert library.files() == ()
    status = library.status()
    assert (status.documents, status.passages, status.entities) == (0, 0, 0)
    equals_fresh()


def test_an_archive_that_a_rule_leaves_out_takes_its_files_with_it(
    library: Library, archive: Path, root: Path, equals_fresh: Callable[[], None]
) -> None:
    (root / ".gitignore").write_text("*.zip\n", "utf-8")
    library.index()
    assert set(statuses(library).values()) == {"ignored"}
    assert found(library, "Somerville") == found(library, "picture", "name") == set()
    (root / ".gitignore").unlink()
    library.index()
    assert found(library, "Somerville") == {str(archive / "ada.md")}
    equals_fresh()


def test_a_watched_folder_within_another_takes_files_in_archives_over(
    library: Library, archive: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_reading(monkeypatch)
    before = work(library)
    library.add_folder(archive.parent)
    library.index()
    assert [(row.path, row.n_files) for row in library.status().folders] == [
        (str(root), 0),
        (str(archive.parent), 4),
    ]
    library.remove_folder(archive.parent)
    library.index()
    assert [row.n_files for row in library.status().folders] == [4]
    assert work(library) == before
    library.remove_folder(root)
    assert (library.files(), library.status().documents) == ((), 0)


def test_copies_share_documents_inside_and_outside(
    library: Library, archive: Path, root: Path, equals_fresh: Callable[[], None]
) -> None:
    before = work(library)
    (root / "copy.zip").write_bytes(archive.read_bytes())
    with zipfile.ZipFile(archive) as opened:
        opened.extract("ada.md", root)
    library.index()
    assert work(library)[0] == before[0]
    copies = library.document_at(root / "ada.md").paths
    assert copies == tuple(sorted(map(str, (root / "ada.md", root / "copy.zip/ada.md", archive / "ada.md"))))
    archive.unlink()
    (root / "copy.zip").unlink()
    library.index()
    assert found(library, "Somerville") == {str(root / "ada.md")}
    equals_fresh()


def test_an_archive_moved_onto_another_is_that_one(
    library: Library, archive: Path, root: Path, equals_fresh: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    other = pack(root / "other.zip", {"ada.md": "other", "x.txt": "Nobody knows."})
    library.index()
    n_read = library.counts.n_read
    archive.replace(other)
    with monkeypatch.context() as patched:
        no_reading(patched)
        library.index()
    assert library.counts.n_read == n_read
    assert found(library, "Somerville") == {str(other / "ada.md")}
    assert found(library, "Nobody") == set()
    equals_fresh()


def test_an_archive_that_cannot_be_read_any_more_loses_its_files(
    library: Library, archive: Path, equals_fresh: Callable[[], None]
) -> None:
    archive.write_bytes(b"PK\x03\x04 nothing")
    library.index()
    assert statuses(library) == {str(archive): "failed"}
    assert library.status().documents == 0
    archive.write_text("now it is a text of Hypatia", "utf-8")
    library.index()
    pack(archive, FILES)
    library.index()
    assert found(library, "Somerville") == {str(archive / "ada.md")}
    archive.write_text("now it is a text of Hypatia", "utf-8")
    library.index()
    assert statuses(library) == {str(archive): "indexed"}
    equals_fresh()


def test_a_folder_in_place_of_an_archive_and_back(
    library: Library, archive: Path, equals_fresh: Callable[[], None]
) -> None:
    data = archive.read_bytes()
    archive.unlink()
    archive.mkdir()
    (archive / "ada.md").write_text("Hypatia taught.", "utf-8")
    library.index()
    assert statuses(library) == {str(archive / "ada.md"): "indexed"}
    assert found(library, "Hypatia") == {str(archive / "ada.md")}
    (archive / "ada.md").unlink()
    archive.rmdir()
    archive.write_bytes(data)
    library.index()
    assert found(library, "Somerville") == {str(archive / "ada.md")}
    equals_fresh()


def test_an_archive_that_moves_to_where_a_folder_stood(
    library: Library, archive: Path, root: Path, equals_fresh: Callable[[], None]
) -> None:
    folder = root / "folder.zip"
    folder.mkdir()
    (folder / "ada.md").write_text("Hypatia taught.", "utf-8")
    library.index()
    (folder / "ada.md").rename(root / "hypatia.md")
    folder.rmdir()
    archive.rename(folder)
    library.index()
    assert found(library, "Somerville") == {str(folder / "ada.md")}
    assert found(library, "Hypatia") == {str(root / "hypatia.md")}
    equals_fresh()


def test_a_packed_file_is_called_after_its_archive(
    library: Library, root: Path, equals_fresh: Callable[[], None]
) -> None:
    packed = root / "notes.txt.gz"
    packed.write_bytes(gzip.compress(b"Hypatia taught in Alexandria."))
    library.index()
    n_read = library.counts.n_read
    packed.rename(root / "letters.txt.gz")
    library.index()
    assert found(library, "Hypatia") == {str(root / "letters.txt.gz" / "letters.txt")}
    assert found(library, "letters", "name") >= {str(root / "letters.txt.gz" / "letters.txt")}
    assert library.counts.n_read == n_read
    equals_fresh()


def test_retrying_a_file_reads_its_archive_again(library: Library, archive: Path) -> None:
    (failed,) = library.files(status=FileStatus.FAILED)
    before = rows(library)
    library.retry_files([failed.file_id])
    assert [row.path for row in library.files(status=FileStatus.WAITING)] == [str(archive)]
    library.index()
    (again,) = library.files(status=FileStatus.FAILED)
    assert (again.file_id, again.tries) == (failed.file_id, failed.tries + 1)
    library.retry_files()
    assert [row.path for row in library.files(status=FileStatus.WAITING)] == [str(archive)]
    library.index()
    assert rows(library) == before


def test_other_readers_read_archives_again(
    library_path: Path, tiny_models: Path, library: Library, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path: ids[0] for path, ids in rows(library).items()}
    library.close()
    monkeypatch.setattr(library_module, "READ_STAMP", "another")
    monkeypatch.setattr(archives.pipeline, "READ_STAMP", "another")
    with Library.open(library_path, models_root=tiny_models) as opened:
        assert [row.path for row in opened.files(status=FileStatus.WAITING)] == [str(archive)]
        opened.index()
        assert opened.counts.n_read == 2
        assert {path: ids[0] for path, ids in rows(opened).items()} == before
        assert found(opened, "Somerville") == {str(archive / "ada.md")}
    with Library.open(library_path, models_root=tiny_models) as opened:
        assert opened.files(status=FileStatus.WAITING) == ()


def test_what_was_known_and_went_away_meanwhile_is_read_after_all(
    library: Library, archive: Path, monkeypatch: pytest.MonkeyPatch, equals_fresh: Callable[[], None]
) -> None:
    read, once = archives.read, iter((True,))

    def read_and_lose(*words: Any, **options: Any) -> Any:
        unpacked = read(*words, **options)
        if next(once, False):
            with library._store.write() as db:
                ledger.remove_members(db, rows(library)[str(archive)][0])
        return unpacked

    monkeypatch.setattr(archives, "read", read_and_lose)
    pack(archive, {**FILES, "new.txt": "Emmy Noether"})
    library.index()
    assert found(library, "Somerville") == {str(archive / "ada.md")}
    equals_fresh()


def test_names_that_lead_elsewhere_stay_inside(library: Library, root: Path, archive: Path) -> None:
    pack(archive, {"../../escaped.txt": "Hypatia", "/abs.txt": "Hedy", "C:\\win.txt": "Grace"})
    library.index()
    assert {path for path in statuses(library) if path != str(archive)} == {
        str(archive / name) for name in ("escaped.txt", "abs.txt", "win.txt")
    }
    assert not (root / "escaped.txt").exists()


def test_an_archive_that_is_not_whole_says_so(library: Library, archive: Path) -> None:
    target = archive.with_name("cut.tar")
    with tarfile.open(target, "w") as made:
        made.add(archive, "inner.zip")
        made.add(archive, "lost.zip")
    whole = target.read_bytes()
    target.write_bytes(whole[: 512 + 1024 + 600])
    library.index()
    (row,) = [row for row in library.files() if row.path == str(target)]
    assert row.status is FileStatus.PARTIAL
    assert row.reason is not None
    assert row.reason.code == "partial.damaged"
    assert found(library, "Somerville") >= {str(target / "inner.zip" / "ada.md")}
