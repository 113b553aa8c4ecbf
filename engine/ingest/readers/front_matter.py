"""What stands between ``---`` or ``+++`` at the top of a note: what it says about itself.

Input:  the beginning of a text. Output: title, attributes and where the body begins.

YAML is read by hand, one level of names, values and lists: a YAML library turns
``no`` and dates into something else, fails on everyday lines such as
``title: Foo: bar``, and follows aliases that swell. TOML is read by the standard library.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

_LONGEST = 65_536
_YAML = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_ENTRY = re.compile(r"([^\W_][\w .-]{0,60}?)[ \t]*:(?:[ \t]+(.*)|$)")
_ITEM = re.compile(r"[ \t]*-(?:[ \t]+(.*)|$)")
_COMMENT = re.compile(r"\s*#")
_TRAILING_COMMENT = re.compile(r"\s+#\s.*$")
_BLOCK_SCALAR = re.compile(r"[|>][+-]?\d?[+-]?$")
_FLOW_PART = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,]*)\s*(?:,|$)""")
_ESCAPES = re.compile(r"\\(.)")
_RENAMED = {
    "authors": "author", "creator": "author", "lang": "language", "locale": "language", "tag": "tags",
    "alias": "aliases", "标题": "title", "作者": "author", "日期": "date", "标签": "tags", "语言": "language",
    "别名": "aliases", "关键词": "keywords",
}  # fmt: skip
_MOST_ENTRIES = 64
_LONGEST_VALUE = 1000


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a note states; ``end`` is where its body begins, 0 if it states nothing."""

    end: int = 0
    title: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()


def front_matter(text: str) -> FrontMatter:
    """Return the front matter of a text whose lines end with newlines."""
    head = text[:_LONGEST]
    if match := _YAML.match(head):
        found = _yaml(match[1])
        if not found and match[1].strip():  # text between two rules
            return FrontMatter()
    elif match := _TOML.match(head):
        try:
            found = {name: _strings(value) for name, value in tomllib.loads(match[1]).items()}
        except (tomllib.TOMLDecodeError, RecursionError):
            return FrontMatter()
    else:
        return FrontMatter()
    values: dict[str, list[str]] = {}
    for name, parts in list(found.items())[:_MOST_ENTRIES]:
        lowered = name.strip().lower()
        values.setdefault(_RENAMED.get(lowered, lowered), []).extend(parts)
    title = " ".join(values.pop("title", []))
    tags = tuple(_tags(values.pop("tags", [])))
    attributes = {name: joined(parts) for name, parts in values.items() if joined(parts)}
    return FrontMatter(match.end(), title or None, attributes, tags)


def joined(values: Iterable[str], *, most_chars: int = _LONGEST_VALUE) -> str:
    """Return different values parted by semicolons, as many as an attribute holds whole."""
    kept: dict[str, str] = {}
    n_chars = 0
    for value in values:
        if value and value.casefold() not in kept:
            n_chars += len(value) + 2
            if n_chars > most_chars and kept:
                break
            kept[value.casefold()] = value
    return "; ".join(kept.values())


def _tags(values: Iterable[str]) -> Iterable[str]:
    for value in values:
        # Tags in one string are parted by commas or, in Obsidian, spaces.
        yield from filter(None, (tag.lstrip("#") for tag in re.split(r"[,;，；、]\s*|\s+(?=#)", value)))


def _yaml(source: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    values: list[str] = []
    is_folded = False
    for line in source.split("\n"):
        entry = _ENTRY.match(line)
        if entry:
            value = (entry[2] or "").strip()
            is_folded = bool(_BLOCK_SCALAR.match(value))
            values = found.setdefault(entry[1], [])
            values += [] if is_folded else _yaml_value(value)
        elif not line.strip() or (_COMMENT.match(line) and not is_folded):
            continue
        elif found and not is_folded and (item := _ITEM.match(line)):
            values += _yaml_value(item[1] or "")
        elif found and line[:1] in " \t":
            if values:
                values[-1] += " " + line.strip()
            else:
                values += [line.strip()] if is_folded else _yaml_value(line)
        elif not found:
            return {}
    return found


def _yaml_value(value: str) -> list[str]:
    value = value.strip()
    if value[:1] == "[" and value[-1:] == "]":
        return list(filter(None, (_scalar(part) for part in _FLOW_PART.findall(value[1:-1]))))
    scalar = _scalar(value)
    return [scalar] if scalar else []


def _scalar(value: str) -> str:
    value = value.strip()
    if value[:1] not in ("'", '"'):
        value = "" if value[:1] == "#" else _TRAILING_COMMENT.sub("", value)
        return "" if value in ("~", "null") else value
    if len(value) > 1 and value[-1] == value[0]:
        inner = value[1:-1]
        return inner.replace("''", "'") if value[0] == "'" else _ESCAPES.sub(_unescape, inner)
    return value


def _unescape(match: re.Match[str]) -> str:
    return {"n": " ", "t": " "}.get(match[1], match[1])


def _strings(value: Any) -> list[str]:
    """Return the plain values of a TOML entry, of nested lists and tables too."""
    found: list[str] = []
    pending = [value]
    while pending:
        at = pending.pop()
        if isinstance(at, dict):
            pending += reversed(
                [part if _is_nested(part) else f"{name}: {part}" for name, part in at.items()]
            )
        elif isinstance(at, list):
            pending += reversed(at)
        else:
            found.append(str(at).lower() if isinstance(at, bool) else " ".join(str(at).split()))
    return found


def _is_nested(value: Any) -> bool:
    return isinstance(value, dict | list)
