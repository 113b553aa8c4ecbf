"""Pictures of text in a real library: found, marked, shown, and never read twice."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from drawn_pages import as_file, draw, is_on, with_hidden_text
from PIL import Image

from engine.errors import FileDamaged
from engine.library import Library
from engine.pages import Box, OcrLine
from engine.records import DocumentView, FileStatus, RawText, Reason, Span
from engine.settings import Settings
from engine.store import ocr
from engine.store.connection import Store
from engine.store.ocr import WaitingPage

CONTRACT = [(40, 40, "The tenant shall pay the rent"), (40, 110, "on the first of each month")]
LETTER = [(40, 40, "Grace Hopper sailed from Boston")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = tmp_path / "files"
    files.mkdir()
    pages = [draw(CONTRACT).image, draw(LETTER).image]
    as_file(files / "scan.pdf", *pages)
    return files


@pytest.fixture
def library(tmp_path: Path, tiny_models: Path, folder: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "x.satchel", models_root=tiny_models) as opened:
        opened.add_folder(folder)
        yield opened


def _shown(library: Library, path: Path) -> DocumentView:
    return library.document_at(path)


def _box_of(library: Library, view: DocumentView, words: str, *, page: int) -> Box:
    at = view.text.index(words)
    picture = library.viewer.picture(view.document_id, page, width=400, spans=[Span(at, at + len(words))])
    assert picture.png.startswith(b"\x89PNG")
    ((box,),) = picture.boxes
    return box


def test_a_scan_is_found_by_its_words_and_shown_where_they_stand(library: Library, folder: Path) -> None:
    library.index()
    (file,) = library.files()
    assert (file.status, file.reason) == (FileStatus.INDEXED, None)
    view = _shown(library, folder / "scan.pdf")
    assert [page.is_ocr for page in view.pages] == [True, True]
    assert view.has_pictures
    hits = library.search("Boston").hits
    assert [(Path(hit.path).name, hit.page) for hit in hits[:1]] == [("scan.pdf", 2)]
    box = _box_of(library, view, "Grace Hopper sailed from Boston", page=2)
    assert is_on(box, draw(LETTER).boxes["Grace Hopper sailed from Boston"], slack=0.03)


def test_pictures_wait_their_turn_and_say_so(library: Library, folder: Path) -> None:
    as_file(folder / "photo.png", draw(LETTER).image)
    seen: set[tuple[str, object]] = set()

    def look(_progress: object) -> None:
        seen.update(
            (file.reason.code, file.reason.params["n_pages"]) for file in library.files() if file.reason
        )

    library.index(on_progress=look)
    assert ("partial.ocr_waiting", 2) in seen
    assert {file.status for file in library.files()} == {FileStatus.INDEXED}
    assert library.status().stages["ocr"].done == library.status().stages["ocr"].total == 3


def test_nothing_is_read_off_a_picture_twice(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.index()
    reads: list[int] = []
    put = ocr.put
    monkeypatch.setattr(ocr, "put", lambda *args, **more: (reads.append(1), put(*args, **more)))
    (folder / "scan.pdf").rename(folder / "renamed.pdf")
    (folder / "copy.pdf").write_bytes((folder / "renamed.pdf").read_bytes())
    library.index()
    (file,) = library.files(contains="renamed")
    library.retry_files([file.file_id])
    library.index()
    assert reads == []
    assert _shown(library, folder / "copy.pdf").text == _shown(library, folder / "renamed.pdf").text != ""
    for name in ("renamed.pdf", "copy.pdf"):
        (folder / name).unlink()
    library.index()
    assert library.status().stages["ocr"].total == 0


def test_a_text_that_is_not_what_is_seen_is_read_off_the_page(library: Library, folder: Path) -> None:
    page = draw([*CONTRACT, *[(x, y + 140, text) for x, y, text in LETTER]])
    garbage = bytes(range(1, 32)) * 4
    (folder / "garbled.pdf").write_bytes(with_hidden_text(page.image, garbage))
    library.index()
    view = _shown(library, folder / "garbled.pdf")
    assert [number.is_ocr for number in view.pages] == [True]
    assert view.text.startswith("The tenant shall pay the rent")
    box = _box_of(library, view, "Grace Hopper sailed from Boston", page=1)
    assert is_on(box, page.boxes["Grace Hopper sailed from Boston"], slack=0.03)


def test_a_text_layer_that_is_sound_is_kept(library: Library, folder: Path) -> None:
    hidden = b"Somebody else has read this page before, and put the text beneath the picture."
    (folder / "read.pdf").write_bytes(with_hidden_text(draw(CONTRACT).image, hidden))
    library.index()
    view = _shown(library, folder / "read.pdf")
    assert (view.text, [page.is_ocr for page in view.pages]) == (hidden.decode(), [False])


def test_a_picture_without_text_says_so(library: Library, folder: Path) -> None:
    as_file(folder / "sky.png", Image.new("RGB", (600, 400), "#88aaff"))
    library.index()
    (file,) = library.files(contains="sky")
    assert (file.status, file.reason) == (FileStatus.PARTIAL, Reason(code="partial.no_text"))


def test_a_page_that_cannot_be_read_is_told_and_tried_again_on_demand(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from engine.ingest.sandbox import ReaderPool

    read = ReaderPool.recognise

    def broken(pool: ReaderPool, path: Path, format: str, *, page: int, member: str = "") -> object:
        if page == 2:
            raise FileDamaged(detail="a page that is broken")
        return read(pool, path, format, page=page, member=member)

    monkeypatch.setattr(ReaderPool, "recognise", broken)
    library.index()
    (file,) = library.files()
    assert file.reason == Reason(code="partial.ocr_failed", params={"n_failed": 1, "n_pages": 2})
    assert "tenant" in _shown(library, folder / "scan.pdf").text
    monkeypatch.undo()
    library.retry_files([file.file_id])
    library.index()
    assert library.files()[0].status is FileStatus.INDEXED
    assert "Boston" in _shown(library, folder / "scan.pdf").text


def test_a_page_that_is_read_while_the_text_is_made_is_not_forgotten(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from engine import indexer
    from engine.ocr_lane import OcrLane

    write, fill = OcrLane._write, indexer.fill
    is_read = threading.Event()

    def noting(lane: OcrLane, page: WaitingPage, lines: tuple[OcrLine, ...] | None, *, stamp: str) -> None:
        write(lane, page, lines, stamp=stamp)
        if page.page == 2:
            is_read.set()

    def slow(store: Store, raw: RawText, *, content_hash: str, format: str, lack: Reason | None) -> RawText:
        filled = fill(store, raw, content_hash=content_hash, format=format, lack=lack)
        if ocr.pages(store.reader(), content_hash):
            assert is_read.wait(60)
        return filled

    monkeypatch.setattr(OcrLane, "_write", noting)
    monkeypatch.setattr(indexer, "fill", slow)
    library.index()
    assert library.files()[0].status is FileStatus.INDEXED
    assert "Boston" in _shown(library, folder / "scan.pdf").text


def test_pictures_in_archives_are_read_and_shown(library: Library, folder: Path) -> None:
    inner = io.BytesIO()
    draw(LETTER).image.save(inner, "PNG")
    with zipfile.ZipFile(folder / "post.zip", "w") as archive:
        archive.writestr("in/letter.png", inner.getvalue())
        archive.writestr("scan.pdf", as_file(folder / "gone.pdf", draw(CONTRACT).image).read_bytes())
    (folder / "gone.pdf").unlink()
    library.index()
    view = _shown(library, folder / "post.zip" / "in" / "letter.png")
    box = _box_of(library, view, "Grace Hopper sailed from Boston", page=1)
    assert is_on(box, draw(LETTER).boxes["Grace Hopper sailed from Boston"], slack=0.03)
    assert "tenant" in _shown(library, folder / "post.zip" / "scan.pdf").text
    assert {file.status for file in library.files()} == {FileStatus.INDEXED}


def test_ocr_can_be_switched_off_and_on(tmp_path: Path, tiny_models: Path, folder: Path) -> None:
    as_file(folder / "photo.png", draw(LETTER).image)
    settings = Settings()
    for choice, lacking in (("off", {"scan.pdf", "photo.png"}), ("pdf", {"photo.png"}), ("all", set())):
        chosen = replace(settings, indexing=replace(settings.indexing, ocr=choice))
        with Library.open(tmp_path / "x.satchel", models_root=tiny_models, settings=chosen) as library:
            library.add_folder(folder)
            library.index()
            partial = library.files(status=FileStatus.PARTIAL)
            assert {Path(file.path).name for file in partial} == lacking
            assert {file.reason.code for file in partial if file.reason} <= {"partial.ocr_off"}
