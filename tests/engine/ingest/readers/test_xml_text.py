"""XML of any kind: text in order, nothing expanded, nothing fetched; PO catalogues; source code."""

from pathlib import Path

import pytest

from engine.ingest.formats import sniff
from engine.ingest.readers.pieces import Limits
from engine.ingest.readers.registry import read
from engine.records import RawText


def _read(tmp_path: Path, text: str | bytes, name: str = "x.xml") -> RawText:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    form = sniff(path)
    assert form
    return read(path, form, limits=Limits())


def _lines(raw: RawText) -> list[str]:
    return [line for line in raw.pages[0].split("\n") if line]


def test_elements_in_order_with_sentences_whole(tmp_path: Path) -> None:
    text = (
        "<d>\n<title>标题</title><p>One <b>bold</b> word.</p>\n"
        "<p><i>Two</i> words &amp; &#20013;</p><s><a>x</a><a>y</a></s></d>"
    )
    raw = _read(tmp_path, text)
    assert _lines(raw) == ["标题", "One bold word.", "Two words & 中", "x", "y"]
    assert raw.title == "标题"


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16", "utf-8-sig"])
def test_declared_encodings(tmp_path: Path, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?><a>知識與人</a>'
    assert _lines(_read(tmp_path, text.encode(encoding))) == ["知識與人"]


def test_feed(tmp_path: Path) -> None:
    text = (
        "<rss><channel><title>新闻</title><language>zh</language><pubDate>Mon, 1 Jan 2024</pubDate>"
        "<item><title>A</title>"
        "<description>&lt;p&gt;One &lt;b&gt;two&lt;/b&gt;&lt;/p&gt;"
        "&lt;p&gt;three&lt;/p&gt;</description></item></channel></rss>"
    )
    raw = _read(tmp_path, text, "x.rss")
    assert raw.title == "新闻"
    assert raw.attributes == {"language": "zh", "date": "Mon, 1 Jan 2024"}
    assert _lines(raw)[-3:] == ["A", "One two", "three"]


@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        ("x.svg",
         "<svg><title>T</title><style>p{}</style><g><text>shown</text><path d='M0'/></g></svg>",
         ["T", "shown"]),
        ("x.opml",
         '<opml><body><outline text="Top"><outline text="里"/></outline></body></opml>', ["Top", "里"]),
        ("x.kml",
         "<kml><Document><name>Map</name>"
         "<description><![CDATA[<b>Hi</b> there]]></description></Document></kml>",
         ["Map", "Hi there"]),
        ("x.xlf", "<xliff><source>Hello</source><target>你好</target></xliff>", ["Hello", "你好"]),
        ("x.xml", '<rows><row name="only attributes"/></rows>',
         ['<rows><row name="only attributes"/></rows>']),
    ],
)  # fmt: skip
def test_kinds(tmp_path: Path, name: str, text: str, lines: list[str]) -> None:
    assert _lines(_read(tmp_path, text, name)) == lines


def test_entities_are_not_expanded_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("boom")
    bomb = '<!DOCTYPE l [<!ENTITY a "boom boom"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>'
    assert _read(tmp_path, bomb).pages == (bomb,)
    fetched = f'<!DOCTYPE l [<!ENTITY a SYSTEM "file://{secret}">]><l>&a;</l>'
    assert "boom" not in _read(tmp_path, fetched).pages[0]
    outside = f'<!DOCTYPE l SYSTEM "file://{secret}"><l>a&nbsp;b &eacute;</l>'
    assert _lines(_read(tmp_path, outside)) == ["a\u00a0b é"]


@pytest.mark.parametrize(
    "text", ["<a><b>first</b><c>sec</a> third", "<a>first</a><a>sec</a>third", "<a>first & sec < third"]
)
def test_broken_xml_keeps_its_text(tmp_path: Path, text: str) -> None:
    shown = _read(tmp_path, text).pages[0]
    assert all(word in shown for word in ("first", "sec", "third"))


def test_depth_and_width_do_no_harm(tmp_path: Path) -> None:
    assert "core" in _read(tmp_path, "<a>" * 100_000 + "core" + "</a>" * 100_000).pages[0]
    assert (
        "core" in _read(tmp_path, "<a " + " ".join(f"a{i}='1'" for i in range(20_000)) + ">core</a>").pages[0]
    )


def test_gettext_catalogue(tmp_path: Path) -> None:
    text = (
        'msgid ""\nmsgstr ""\n"Project-Id-Version: App\\n"\n"Language: zh_CN\\n"\n\n#: a.c:1\n#, fuzzy\n'
        'msgctxt "menu"\nmsgid "Open "\n"file"\n'
        'msgid_plural "Open %d"\nmsgstr[0] "打开\\n文件"\n\n#~ msgid "old"\n'
    )
    raw = _read(tmp_path, text, "zh.po")
    assert _lines(raw) == ["Open file", "Open %d", "打开", "文件"]
    assert raw.title == "App"
    assert raw.attributes == {"language": "zh_CN"}


@pytest.mark.parametrize(
    ("name", "encoding", "text"),
    [
        ("a.py", "gbk", "# -*- coding: gbk -*-\nname = '短'\n"),
        ("b.py", "latin-1", "#!/usr/bin/python\n# coding: latin-1\ns = 'é'\n"),
        ("c.js", "big5", '// coding: big5\nvar a = "測";\n'),
        ("d.java", "cp932", "// vim: set fileencoding=cp932 :\nString s = \"計\";\n"),
        ("e.c", "gb18030", "/* 这个函数返回两个数的和，用于计算 */\nint add(int a, int b);\n"),
        ("f.vcxproj", "utf-8", '<?xml version="1.0"?><P Name="kept"/>'),
        ("g.strings", "utf-16", '/* 标题 */\n"title" = "知识";\n'),
    ],
)  # fmt: skip
def test_source_code_is_plain_text_in_its_declared_encoding(
    tmp_path: Path, name: str, encoding: str, text: str
) -> None:
    assert _read(tmp_path, text.encode(encoding), name).pages == (text,)
