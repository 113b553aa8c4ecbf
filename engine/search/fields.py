"""The fields of the query language: their names in both languages, and what their values mean.

Input:  a field's name and the values typed for it.
Output: what files must fulfil, or the code of a notice.

``before:X`` ends where X begins, ``after:X`` begins where X begins, so that the two meet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engine.search.file_types import endings_named
from engine.search.when import days_of
from engine.store.query_tree import AnyOf, Between, Field, Named, Node

ANY = "*"
"""The value that means any."""


@dataclass(frozen=True, slots=True)
class FieldName:
    """How a field is written; the first name of each language is the one that is proposed."""

    key: str
    english: tuple[str, ...]
    chinese: tuple[str, ...]


FIELD_NAMES = (
    FieldName("person", ("person", "people"), ("人", "人物")),
    FieldName("org", ("org", "organisation", "organization"), ("机构", "组织")),
    FieldName("place", ("place", "location"), ("地点", "地方")),
    FieldName("entity", ("entity",), ("实体",)),
    FieldName("label", ("label",), ("类别",)),
    FieldName("type", ("type",), ("类型", "格式")),
    FieldName("in", ("in", "folder"), ("文件夹", "目录")),
    FieldName("before", ("before",), ("之前", "早于")),
    FieldName("after", ("after", "since"), ("之后", "晚于")),
    FieldName("on", ("on", "date"), ("日期",)),
    FieldName("lang", ("lang", "language"), ("语言",)),
    FieldName("name", ("name", "filename"), ("文件名",)),
    FieldName("title", ("title",), ("标题",)),
    FieldName("author", ("author",), ("作者",)),
    FieldName("size", ("size",), ("大小",)),
    FieldName("tag", ("tag", "tags"), ("标签",)),
)
KEYS = {name: field.key for field in FIELD_NAMES for name in (*field.english, *field.chinese)}
ANY_NAME = "|".join(sorted(map(re.escape, KEYS), key=len, reverse=True))
"""A pattern of every name of a field, to be matched whatever the case."""

LABELS = {"person": "PER", "org": "ORG", "place": "LOC"}
"""The label of each field that is about entities of one."""
LABEL_NAMES = {
    "PER": "人物", "ORG": "机构", "LOC": "地点", "MISC": "其他", "EVENT": "事件", "PRODUCT": "产品",
    "WORK": "作品", "DATE": "日期",
}  # fmt: skip
_LABEL_OF = {chinese: label for label, chinese in LABEL_NAMES.items()} | {
    "人": "PER",
    "组织": "ORG",
    "地方": "LOC",
}
LANGUAGES = {
    "en": ("en", "english", "英文", "英语"),
    "zh": ("zh", "chinese", "中文", "汉语"),
}  # fmt: skip
_LANGUAGE_OF = {name: code for code, names in LANGUAGES.items() for name in names}
_BARE = re.compile(r"[\w./+#-]+(?:·[\w./+#-]+)*|[<>]\w+")
_LANGUAGE_CODE = re.compile(r"[a-z]{2,3}")
_TEXTS = {
    "in": Field.FOLDER,
    "name": Field.NAME,
    "title": Field.TITLE,
    "author": Field.AUTHOR,
    "tag": Field.TAG,
}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]?)b?(?:yte)?s?", re.IGNORECASE)
_UNITS = {"": 1, "k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12}


class NotUnderstood(Exception):
    """A value means nothing to its field; ``code`` is that of a notice."""

    def __init__(self, code: str, value: str) -> None:
        self.code, self.value = code, value
        super().__init__(code, value)


def condition(key: str, values: Sequence[str], *, start: int, end: int, today: date) -> Node:
    """Return what files must fulfil; one of several values is enough.

    Raises:
        NotUnderstood: A value means nothing to the field.
    """
    if key in ("before", "after", "on"):
        return _one_of([_days(key, value, today) for value in values])
    if key == "size":
        return _one_of([_size(value) for value in values])
    is_any = ANY in values
    label = LABELS.get(key)
    field = _TEXTS.get(key, Field.ENTITY)
    meant: list[str] = [] if is_any else list(values)
    if key == "label" and not is_any:
        return _one_of(
            [
                Named(field=field, values=(), label=_LABEL_OF.get(v, v.upper()), start=start, end=end)
                for v in values
            ]
        )
    if key == "type":
        field, meant = Field.TYPE, [ending for value in meant for ending in _endings(value)]
    if key == "lang":
        field, meant = Field.LANGUAGE, [_language(value) for value in meant]
    return Named(field=field, values=tuple(meant), label=label, start=start, end=end)


def _one_of(nodes: Sequence[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else AnyOf(tuple(nodes))


def _days(key: str, value: str, today: date) -> Between:
    first, dots, last = value.partition("..")
    begin, end = days_of(first, today=today), days_of(last if dots else first, today=today)
    if begin is None or end is None:
        raise NotUnderstood("query.date", value)
    lower = None if key == "before" else begin[0].isoformat()
    upper = {"before": begin[0].isoformat(), "after": None}.get(key, end[1].isoformat())
    return Between(field=Field.DATE, lower=lower, upper=upper)


def _size(value: str) -> Between:
    """Return the sizes that ``>10mb``, ``<1gb``, ``10mb..20mb`` or ``10mb`` (at least that) mean."""
    first, dots, last = value.partition("..")
    if dots:
        return Between(field=Field.SIZE, lower=_bytes(first, value), upper=_bytes(last, value) + 1)
    number = _bytes(value.lstrip("<>=＜＞≤≥"), value)
    if value[0] in "<＜≤":
        return Between(field=Field.SIZE, lower=None, upper=number + (value[0] == "≤" or value[1] == "="))
    return Between(field=Field.SIZE, lower=number + (value[0] in ">＞" and value[1] != "="), upper=None)


def _bytes(text: str, value: str) -> int:
    match = _SIZE.fullmatch(text.strip().replace("兆", "m"))
    if match is None:
        raise NotUnderstood("query.size", value)
    return int(float(match[1]) * _UNITS[match[2].lower()])


def _endings(value: str) -> tuple[str, ...]:
    endings = endings_named(value)
    if endings is None:
        raise NotUnderstood("query.type", value)
    return endings


def _language(value: str) -> str:
    lower = value.lower()
    code = _LANGUAGE_OF.get(lower, lower)
    if not _LANGUAGE_CODE.fullmatch(code):
        raise NotUnderstood("query.language", value)
    return code


def field_name(key: str, *, is_chinese: bool) -> str:
    """Return how a field is written in a language."""
    (names,) = ((field.chinese if is_chinese else field.english) for field in FIELD_NAMES if field.key == key)
    return names[0]


def quoted(value: str) -> str:
    """Return a value as it can be typed: in quotes where it would not be read as one otherwise."""
    return value if _BARE.fullmatch(value) else f'"{value.replace(chr(34), " ")}"'
