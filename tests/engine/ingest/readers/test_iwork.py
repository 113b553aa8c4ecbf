"""Pages, Numbers and Keynote are read, the old packages of XML and the new ones of archives."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_files import packed

from engine.errors import FileDamaged, FileEncrypted, FileTooLarge, InputError
from engine.ingest.formats import sniff
from engine.ingest.readers import registry
from engine.ingest.readers.pieces import Limits
from engine.ingest.readers.snappy import unpacked
from engine.records import RawText

LIMITS = Limits(max_file_bytes=50_000_000, max_text_chars=1_000_000, max_pages=10)
_SF = "http://developer.apple.com/namespaces/sf"
_OLD = f'<d:document xmlns:d="d" xmlns:sf="{_SF}" xmlns:sfa="sfa">{{}}</d:document>'


def _number(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def _field(number: int, value: int | str | bytes) -> bytes:
    if isinstance(value, int):
        return _number(number << 3) + _number(value)
    data = value.encode() if isinstance(value, str) else value
    return _number(number << 3 | 2) + _number(len(data)) + data


def _message(kind: int, body: bytes, *, identifier: int = 1) -> bytes:
    info = _field(1, kind) + _field(2, b"\x01") + _field(3, len(body))
    header = _field(1, identifier) + _field(2, info)
    return _number(len(header)) + header + body


def _block(data: bytes) -> bytes:
    """Pack a block as one literal."""
    size = len(data) - 1
    packed_block = _number(len(data)) + bytes([61 << 2]) + size.to_bytes(2, "little") + data
    return b"\0" + len(packed_block).to_bytes(3, "little") + packed_block


def _archive(*messages: bytes) -> bytes:
    return _block(b"".join(messages))


def _text(text: str, kind: int = 0) -> bytes:
    return _message(2001, _field(1, kind) + _field(3, text))


def _words(*words: str) -> bytes:
    entries = b"".join(_field(3, _field(1, n) + _field(3, word)) for n, word in enumerate(words))
    return _message(6005, _field(1, 1) + entries)


def _read(tmp_path: Path, name: str, members: Mapping[str, str | bytes]) -> RawText:
    path = tmp_path / name
    path.write_bytes(packed(members))
    assert sniff(path) == "iwork"
    return registry.read(path, "iwork", limits=LIMITS)


def test_a_letter_gives_its_body_first_then_boxes_and_words_of_tables(tmp_path: Path) -> None:
    document = _archive(_text("a box", 3), _text("Dear Ada\u2028亲爱的\ufffc", 0), _text(" ", 0))
    raw = _read(
        tmp_path,
        "letter.pages",
        {"Index/Document.iwa": document, "Index/Tables/DataList.iwa": _archive(_words("城市", "Paris"))},
    )
    assert raw.pages == ("Dear Ada\n亲爱的\n\na box\n\n城市\nParis",)
    assert raw.partial is not None
    assert raw.partial.code == "partial.words_only"


def test_slides_come_as_they_are_shown_and_masters_do_not(tmp_path: Path) -> None:
    nodes = [
        _message(4, _field(2, _field(1, slide)), identifier=node) for node, slide in ((11, 21), (12, 22))
    ]
    order = b"".join(_field(2, _field(1, node)) for node in (12, 11))
    inner = {
        "Index/Document.iwa": _archive(_message(2, _field(3, order)), *nodes),
        "Index/Slide-1.iwa": _archive(_message(5, b"", identifier=21), _text("last"), _text("aside", 4)),
        "Index/Slide-2.iwa": _archive(_message(5, b"", identifier=22), _text("first")),
        "Index/MasterSlide-3.iwa": _archive(_text("Title Text")),
    }
    for members in (inner, {"Index.zip": packed(inner)}, {"talk.key/Index.zip": packed(inner)}):
        raw = _read(tmp_path, "talk.key", members)
        assert raw.is_paged
        assert raw.pages == ("first", "last\n\nNotes:\naside")


def test_an_old_letter_is_read(tmp_path: Path) -> None:
    body = (
        '<sf:metadata><sf:title><sf:string sfa:string="Report"/></sf:title></sf:metadata>'
        "<sf:stylesheet><sf:p>never</sf:p></sf:stylesheet>"
        "<sf:p>One<sf:tab/>二<sf:br/>Three</sf:p><sf:p> </sf:p>"
        '<sf:grid><sf:ct sfa:s="Rent"/><sf:n sf:v="-97.400000000000006"/><sf:n sf:v="no"/></sf:grid>'
    )
    raw = _read(tmp_path, "letter.pages", {"index.xml": _OLD.format(body)})
    assert raw.title == "Report"
    assert raw.pages == ("One\t二\nThree\nRent\n-97.4",)


def test_old_slides_are_pages(tmp_path: Path) -> None:
    slides = "".join(f"<slide><sf:p>{text}</sf:p></slide>" for text in ("one", "", "三"))
    raw = _read(tmp_path, "talk.key", {"index.apxl": _OLD.format(slides)})
    assert (raw.is_paged, raw.pages) == (True, ("one", "", "三"))


@pytest.mark.parametrize(
    "members",
    [{"index.xml": b"\x01\x02" * 50}, {"Index/Document.iwa": _archive(_text("x")), ".iwph": b"hint"}],
)
def test_a_locked_one_asks_for_its_password(tmp_path: Path, members: Mapping[str, bytes]) -> None:
    with pytest.raises(FileEncrypted):
        _read(tmp_path, "letter.pages", members)


@pytest.mark.parametrize(
    "data",
    [
        b"\x07\0\0\0",
        b"\0\xff\xff\xff\x05",
        b"\0\x04\0\0\x04\x01\x00\x00",
        _block(b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"),
        _block(_number(5) + _field(2, _field(3, 1 << 60))),
        _archive(_text("Ada"))[:-1],
    ],
)
def test_damage_is_told_or_borne(tmp_path: Path, data: bytes) -> None:
    try:
        _read(tmp_path, "letter.pages", {"Index/Document.iwa": data})
    except InputError as error:
        assert isinstance(error, FileDamaged)  # noqa: PT017


def test_what_would_fill_memory_is_refused(tmp_path: Path) -> None:
    grows = _number(60_000_000) + b"\x00a" + bytes([63 << 2 | 2, 1, 0]) * 900_000
    bomb = b"\0" + len(grows).to_bytes(3, "little") + grows
    with pytest.raises(FileTooLarge):
        _read(tmp_path, "letter.pages", {"Index/Document.iwa": bomb * 2})
    with pytest.raises(FileTooLarge):
        _read(tmp_path, "letter.pages", {"index.xml": " " * 30_000_000})


def test_copies_may_run_into_themselves() -> None:
    block = _number(11) + b"\x04ab" + bytes([(7 - 4) << 2 | 1, 2]) + bytes([1 << 2 | 2, 9, 0])
    assert unpacked(b"\0" + len(block).to_bytes(3, "little") + block) == b"ab" + b"abababa" + b"ab"


@given(st.binary(max_size=60))
def test_no_bytes_break_the_unpacking(data: bytes) -> None:
    try:
        unpacked(b"\0" + len(data).to_bytes(3, "little") + data)
    except FileDamaged:
        pass
    except FileTooLarge:
        pass
