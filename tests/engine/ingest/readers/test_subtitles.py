"""Subtitles: what is said, and nothing else."""

from pathlib import Path

import pytest

from engine.ingest.readers.pieces import Limits
from engine.ingest.readers.registry import read
from engine.records import RawText

_TIMES = "00:00:01,000 --> 00:00:02,000"
_WEB = "00:01.000 --> 00:02.000 align:start position:0%"


def _read(tmp_path: Path, text: str, encoding: str = "utf-8") -> RawText:
    path = tmp_path / "x.sub"
    path.write_bytes(text.encode(encoding))
    return read(path, "subtitles", limits=Limits())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_subrip(tmp_path: Path, encoding: str) -> None:
    text = (
        f"1\r\n{_TIMES}\r\n<i>你好，</i>\r\n{{\\an8}}我是老师。\r\n\r\n"
        f"2\r\n{_TIMES}\r\n- Hi.\r\n- Ho.\r\n\r\n"
        f"3\r\n{_TIMES}\r\n42\r\n\r\n4\r\n{_TIMES}\r\n中文字幕\r\nwith <font color='red'>English</font>\r\n"
    )
    assert _read(tmp_path, text, encoding).pages == (
        "你好， 我是老师。\n- Hi.\n- Ho.\n42\n中文字幕\nwith English\n",
    )


def test_a_missing_blank_line_leaves_no_numbers(tmp_path: Path) -> None:
    assert _read(tmp_path, f"1\n{_TIMES}\nfirst\n2\n{_TIMES}\nsecond").pages == ("first\nsecond\n",)


def test_webvtt(tmp_path: Path) -> None:
    text = (
        "WEBVTT - x\nKind: captions\nLanguage: zh\n\nSTYLE\n::cue { color: red }\n\nNOTE a\nremark\n\n"
        f"intro\n{_WEB}\n<v Esme>It&rsquo;s <c.x>blue</c>\n\n{_WEB}\nto<00:00:01.500><c> you</c>\n"
    )
    raw = _read(tmp_path, text)
    assert raw.pages == ("Esme: It’s blue\nto you\n",)
    assert raw.attributes == {"language": "zh"}


def test_captions_that_roll_up_are_said_once(tmp_path: Path) -> None:
    cues = [["hello"], ["hello", "big world"], ["big world"], ["big world", "again"], ["again"], ["hello"]]
    text = "WEBVTT\n\n" + "".join(f"{_WEB}\n" + "\n".join(cue) + "\n\n" for cue in cues)
    assert _read(tmp_path, text).pages == ("hello\nbig world\nagain\nhello\n",)


def test_substation(tmp_path: Path) -> None:
    text = (
        "[Script Info]\nTitle: 片名\n\n[Events]\nFormat: Layer, Start, End, Style, Text\n"
        "Dialogue: 0,0:00:01.00,0:00:02.00,D,{\\b1}你好, world\\N第二行\nComment: 0,0,0,D,gone\n"
        "Dialogue: 0,0:00:01.00,0:00:02.00,D,{\\p1}m 0 0 l 1 1{\\p0}\n"
    )
    raw = _read(tmp_path, text)
    assert raw.pages == ("你好, world 第二行\n",)
    assert raw.title == "片名"


@pytest.mark.parametrize("text", ["1\n" * 100_000, "<i" * 100_000, "WEBVTT\n\n" + "NOTE\n" * 100_000, _TIMES])
def test_nonsense_does_no_harm(tmp_path: Path, text: str) -> None:
    assert _read(tmp_path, text).title is None
