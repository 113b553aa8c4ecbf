"""A mailbox is a page a letter, cut where a mail program would cut it, however large it is."""

from pathlib import Path

import pytest

from engine.ingest.formats import sniff
from engine.ingest.readers import mbox
from engine.ingest.readers.pieces import Limits
from engine.ingest.readers.registry import read
from engine.records import RawText, Reason

_FROM = b"From a@b.c Mon Jun 01 10:00:00 2009\n"


def _letter(subject: str, body: str = "") -> bytes:
    return _FROM + f"From: a@b.c\nSubject: {subject}\n\n{body or subject}\n\n".encode()


def _read(tmp_path: Path, content: bytes, *, limits: Limits | None = None) -> RawText:
    path = tmp_path / "file.mbox"
    path.write_bytes(content)
    assert sniff(path) == "mbox"
    return read(path, "mbox", limits=limits or Limits())


def test_each_letter_is_a_page(tmp_path: Path) -> None:
    raw = _read(tmp_path, _letter("第一封") + _letter("second"))
    assert raw.is_paged
    assert raw.pages == ("From: a@b.c\nSubject: 第一封\n\n第一封", "From: a@b.c\nSubject: second\n\nsecond")
    assert raw.partial is None


def test_lines_of_a_body_that_begin_with_from(tmp_path: Path) -> None:
    body = "\nFrom here on it is text.\n\nFrom the start\nNote: this\n>From escaped\n>>From twice"
    raw = _read(tmp_path, _letter("one", body) + _letter("two"))
    assert len(raw.pages) == 2
    assert "From here on" in raw.pages[0]
    assert raw.pages[0].endswith("From the start\nNote: this\nFrom escaped\n>From twice")


def test_variants_of_the_separator(tmp_path: Path) -> None:
    crlf = (_letter("one") + _letter("two")).replace(b"\n", b"\r\n")
    assert len(_read(tmp_path, crlf).pages) == 2
    gmail = b"From 1275267068816858875@xxx Wed Jul 16 06:24:10 +0000 2008\nX-GM-THRID: 1\n\nx\n\n"
    thunderbird = b"From - Tue Jan 30 12:05:00 2024\nX-Mozilla-Status: 0001\n\ny\n\n"
    no_time = b"From someone\nReturn-Path: <a@b.c>\n\nz\n"
    assert _read(tmp_path, gmail + thunderbird + no_time).pages == ("x", "y", "z")


@pytest.mark.parametrize("block", [64, 1000, 2500])
def test_a_cut_between_blocks_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    content = b"".join(_letter(f"number {i}", "words " * (i * 7 % 400)) for i in range(60))
    whole = _read(tmp_path, content)
    monkeypatch.setattr(mbox, "_BLOCK_BYTES", block)
    assert _read(tmp_path, content).pages == whole.pages
    assert len(whole.pages) == 60


def test_only_so_many_letters_are_read(tmp_path: Path) -> None:
    raw = _read(tmp_path, b"".join(_letter(f"n{i}") for i in range(5)), limits=Limits(max_pages=2))
    assert len(raw.pages) == 2
    assert raw.partial == Reason(code="partial.page_limit", params={"limit_pages": 2, "n_pages": 5})


def test_a_letter_beyond_all_measure_is_cut_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "_BLOCK_BYTES", 4096)
    monkeypatch.setattr(mbox, "_MOST_LETTER_BYTES", 20_000)
    raw = _read(tmp_path, _letter("long", "words " * 20_000) + _letter("next"))
    assert len(raw.pages) == 2
    assert raw.pages[0].startswith("From: a@b.c\nSubject: long\n\nwords words")
    assert len(raw.pages[0]) < 20_001
    assert raw.pages[1].endswith("\n\nnext")
    assert raw.partial == Reason(code="partial.mail_limit")


def test_one_encrypted_letter_leaves_the_others(tmp_path: Path) -> None:
    sealed = _FROM + b"Subject: sealed\nContent-Type: multipart/encrypted; boundary=b\n\n--b\n\nx\n--b--\n\n"
    raw = _read(tmp_path, _letter("one") + sealed + _letter("two"))
    assert [page.splitlines()[-1] for page in raw.pages] == ["one", "Subject: sealed", "two"]
    assert raw.partial == Reason(code="partial.attachments", params={"n_attachments": 1, "names": "sealed"})


def test_a_mailbox_in_one_line_takes_no_time(tmp_path: Path) -> None:
    raw = _read(tmp_path, _FROM + b"\n" + b"From " * 2_000_000)
    assert len(raw.pages) == 1
