"""Markdown reads as a person reads it; what a note says about itself is kept apart."""

from pathlib import Path

import pytest

from engine.ingest.readers.pieces import Limits
from engine.ingest.readers.registry import read
from engine.records import RawText


def _read(tmp_path: Path, text: str) -> RawText:
    path = tmp_path / "note.md"
    path.write_bytes(text.encode())
    return read(path, "markdown", limits=Limits())


def _text(tmp_path: Path, text: str) -> str:
    return "".join(_read(tmp_path, text).pages).strip("\n")


def test_yaml_front_matter_is_stated_and_no_text(tmp_path: Path) -> None:
    raw = _read(
        tmp_path,
        "---\r\ntitle: '合同: notes'\r\ntags: [研究, \"a, b\", c]\r\n"
        "aliases:\r\n  - One\r\n  - 二\r\nauthors: Ada\r\n"
        "date: 2024-01-31 # of writing\r\nlang: zh\r\nsummary: >\r\n  two\r\n  lines\r\nempty:\r\n---\r\n"
        "# Other\r\n正文 #标签\r\n",
    )
    assert raw.title == "合同: notes"
    assert raw.attributes == {
        "tags": "研究; a; b; c; 标签", "aliases": "One; 二", "author": "Ada", "date": "2024-01-31",
        "language": "zh", "summary": "two lines",
    }  # fmt: skip
    assert raw.pages == ("# Other\n正文 #标签\n",)


def test_toml_front_matter(tmp_path: Path) -> None:
    raw = _read(
        tmp_path,
        '+++\ntitle = "Notes"\ndate = 2024-01-31\ndraft = false\ntags = ["x", "知识"]\n'
        '[extra]\nby = "Ada"\n+++\nBody',
    )
    assert raw.title == "Notes"
    assert raw.attributes == {"date": "2024-01-31", "draft": "false", "tags": "x; 知识", "extra": "by: Ada"}
    assert raw.pages == ("Body\n",)


@pytest.mark.parametrize(
    "text",
    ["---\nonly a rule above\n---\nbelow", "+++\nnot = = toml\n+++\n", "---\ntitle: never closed\n\ntext"],
)
def test_what_is_no_front_matter_stays(tmp_path: Path, text: str) -> None:
    raw = _read(tmp_path, text)
    words = ("only a rule above", "not = = toml", "title: never closed")
    assert any(word in raw.pages[0] for word in words)
    assert not raw.attributes


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("```\n# a comment\n```\n\n## Real *title* of [this](x.md) ##\n", "Real title of this"),
        ("Setext title\n======\nbody", "Setext title"),
        ("no heading", None),
        ("", None),
        ("last line\n===", "last line"),
        ("# [[Page|标题]]", "标题"),
    ],
)
def test_title_is_the_first_heading(tmp_path: Path, text: str, title: str | None) -> None:
    assert _read(tmp_path, text).title == title


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("See [[Page]], [[Page#Part|shown]] and [[#Part]].", "See Page, shown and Part."),
        ("看[[钱学森|他]]和[[上海]]。", "看他和上海。"),
        ("![[Map.png|300]] ![a map](x.png)", "Map.png a map"),
        ("[text](http://x.org/a_(b) \"title\") [ref][1] <http://x.org>", "text ref http://x.org"),
        ("[1]: http://x.org\n\nkept[^1]\n\n[^1]: A note.", "kept\n\nA note."),
        ("**bold** *it* __b__ ~~gone~~ ==mark== `a*b*c` snake_case_name",
         "bold it b gone mark a*b*c snake_case_name"),
        ("**中文**粗体*斜*", "中文粗体斜"),
        ("a < b &amp; c<br>d <span class='x'>e</span> 2 * 3 * 4", "a < b & c\nd e 2 * 3 * 4"),
        ("\\*not\\* \\#tag $a_1 * b_1 * c$", "*not* #tag $a_1 * b_1 * c$"),
        ("before <!-- gone --> after %%gone%% end", "before  after  end"),
        ("a\n<!-- gone\n\ngone -->\nb", "a\nb"),
        ("`<!-- kept -->` 100%%", "<!-- kept --> 100%%"),
        ("> quoted\n> more\n\n> [!note] Callout\n> body\n\n> [!tip]\n> x",
         "quoted\nmore\n\nCallout\nbody\n\nTip\nx"),
        ("| a | b |\n|---|:-:|\n| 1 | **2** |\n| [[P\\|x]] | y |", "a\tb\n1\t2\nx\ty"),
        ("- [x] done\n- [ ] to do\n* star", "- done\n- to do\n- star"),
        ("above\n\n---\n\nbelow ^block-1", "above\n\n\n\nbelow "),
        ("Big\n---\ntext", "## Big\ntext"),
    ],
)  # fmt: skip
def test_text_reads_as_it_is_shown(tmp_path: Path, source: str, shown: str) -> None:
    assert _text(tmp_path, source) == shown


def test_code_is_kept_as_it_stands(tmp_path: Path) -> None:
    code = "x = [[1]]  # no tag\n\n<!-- kept -->\n\t**kept** %%kept%%\n"
    assert _text(tmp_path, f"```py\n{code}```\nafter") == f"{code}after"
    assert _text(tmp_path, "a\n\n    **code**\n\nb") == "a\n\n    **code**\n\nb"
    assert _text(tmp_path, "> ```\n> **code**\n> ```") == "**code**"


def test_tags_and_links_are_collected(tmp_path: Path) -> None:
    raw = _read(
        tmp_path,
        "---\ntags:\n- first\n---\n# Head\n#读书/笔记 (#second) #First x#no #123 "
        "`#code` [a](#anchor) ![[图.png]] [[P#h]] [[P]]\n",
    )
    assert raw.attributes == {"tags": "first; 读书/笔记; second", "links": "图.png; P|P > h"}


def test_what_links_point_to_is_kept_with_what_they_show(tmp_path: Path) -> None:
    raw = _read(
        tmp_path,
        "[The *plan*](../Plans/my%20plan.md#top) and [**it**](<a b.md> 'title'), "
        "[site](https://example.org/x) [[Ada|her]] [see][ref] [one][1] [in](#here)\n\n"
        "[ref]: notes.md\n[1]: other.md\n",
    )
    assert raw.attributes["links"] == (
        "Ada|her; ../Plans/my%20plan.md#top|The plan; a b.md|it; https://example.org/x|site; "
        "notes.md|ref; other.md"
    )
    many = _read(tmp_path, "".join(f"[[A page of number {n}]]\n" for n in range(500)))
    assert "A page of number 499" in many.attributes["links"]


def test_a_comment_that_never_ends_hides_nothing(tmp_path: Path) -> None:
    assert _text(tmp_path, "a\n\n<!-- open\n\nlost?") == "a\n\n<!-- open\n\nlost?"


def test_an_embedded_picture_is_no_text(tmp_path: Path) -> None:
    assert _text(tmp_path, f"![pic](data:image/png;base64,{'A' * 3_000_000})\n\nafter") == "pic\n\nafter"


@pytest.mark.parametrize(
    "part", ["[", "[[", "[x](", "` ", "*a _b ", "<a ", ">", "|", "$a ", "![[", "# ", " ", "%%\n", "<!--\n"]
)  # fmt: skip
def test_repeated_marks_take_no_harm(tmp_path: Path, part: str) -> None:
    assert _text(tmp_path, part * (60_000 // len(part)) + "end").rstrip("\n").endswith("end")
