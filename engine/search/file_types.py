"""The types of file that a query can name, in both languages, and what their names end with.

An ending belongs to one type, so that counts of types add up. What is no type is taken for an ending.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from engine.ingest.kinds import endings_of


@dataclass(frozen=True, slots=True)
class FileType:
    """A type with its names, the first of each language the one that is shown."""

    english: tuple[str, ...]
    chinese: tuple[str, ...]
    endings: frozenset[str]


# English names; Chinese names; endings that are read; kinds of engine.ingest.kinds that belong to it.
_TYPES = (
    ("pdf", "PDF", "pdf", ""),
    (
        "word document writing", "文档 文稿",
        "docx docm dotx dotm dot odt ott odm sxw stw rtf pages", "document",
    ),
    (
        "spreadsheet excel sheet", "表格 电子表格",
        "xlsx xlsm xlsb xltx xltm ods ots sxc stc csv tsv tab psv numbers", "spreadsheet",
    ),
    (
        "presentation powerpoint slides", "幻灯片 演示文稿 演示",
        "pptx pptm ppsx ppsm potx potm odp otp sxi sti key", "presentation",
    ),
    ("mail email message", "邮件 电子邮件", "eml emlx mail msg mbox mbx mboxrd", "mailbox"),
    ("ebook book", "电子书 书", "epub mobi azw3 fb2", ""),
    ("web html", "网页", "html htm xhtml shtml xht mhtml mht", ""),
    ("note markdown", "笔记", "md markdown mdown mkd mkdn mdx qmd rmd org rst rest adoc asciidoc", ""),
    ("text", "文本 纯文本", "txt text log", ""),
    ("latex", "论文", "tex ltx bib", ""),
    ("notebook", "笔记本", "ipynb", ""),
    (
        "code source", "代码 源代码",
        "py pyi js mjs ts tsx jsx java kt scala c h cc cpp cxx hpp cs go rs rb php pl r swift m sh bash zsh "
        "ps1 bat sql css scss less lua jl hs ml clj ex erl dart vue svelte toml yaml yml ini cfg conf gradle "
        "cmake", "",
    ),
    (
        "picture image photo", "图片 照片 图像",
        "png jpg jpeg jpe jfif gif tiff tif bmp webp psd ico heic heif svg", "picture",
    ),
    ("audio recording sound", "录音 音频", "", "audio"),
    ("video film", "视频 影片", "", "video"),
    ("archive", "压缩包 压缩文件", "zipx cbz tbz tlz txz", "archive"),
    ("subtitles", "字幕", "srt vtt ass ssa", ""),
    ("data", "数据", "json jsonl ndjson geojson xml rss atom opml po pot xliff", "data database"),
    ("drawing", "图纸 制图", "vsdx vstx xps oxps dxf", "drawing"),
    ("program", "程序", "", "program"),
    ("font", "字体", "", "font"),
    ("certificate", "证书", "", "certificate"),
)  # fmt: skip
_ENDING = re.compile(r"[^\W_]{1,12}")


@cache
def file_types() -> tuple[FileType, ...]:
    """Return every type, the commonest first."""
    taken: set[str] = set()
    types = []
    for english, chinese, read, kinds in _TYPES:
        endings = {*read.split(), *(end for kind in kinds.split() for end in endings_of(kind))} - taken
        taken |= endings
        types.append(FileType(tuple(english.split()), tuple(chinese.split()), frozenset(endings)))
    return tuple(types)


@cache
def _by_name() -> dict[str, FileType]:
    return {name.lower(): type_ for type_ in file_types() for name in (*type_.english, *type_.chinese)}


@cache
def _by_ending() -> dict[str, FileType]:
    return {ending: type_ for type_ in file_types() for ending in type_.endings}


def endings_named(name: str) -> tuple[str, ...] | None:
    """Return what is meant by the name of a type, or by an ending; None where it can be neither."""
    lower = name.lower().lstrip(".")
    if type_ := _by_name().get(lower):
        return tuple(sorted(type_.endings))
    return (lower,) if _ENDING.fullmatch(lower) else None


def is_known(name: str) -> bool:
    """Whether it names a type, or an ending that belongs to one."""
    lower = name.lower().lstrip(".")
    return lower in _by_name() or lower in _by_ending()


def type_name(ending: str, *, is_chinese: bool) -> str:
    """Return the name of the type that an ending belongs to, itself where that is unknown."""
    type_ = _by_ending().get(ending)
    return ending if type_ is None else (type_.chinese if is_chinese else type_.english)[0]
