"""Widen a corpus by putting other names in place of those in it.

Source: mention replacement, Dai and Adel, 2020 (https://aclanthology.org/2020.coling-main.343).

Names come from the gazetteers and, for each label, from the corpora themselves. All choices are seeded.
"""

from __future__ import annotations

import lzma
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.language.script import is_cjk
from engine.training.material.corpus import Sentence

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
)
_FIRM_ENDS = (
    "",
    "公司",
    "集团",
    "有限公司",
    "股份有限公司",
    "银行",
    "大学",
    "研究所",
    "协会",
    "报",
    "出版社",
)
_HEADER_LINES = 3


@dataclass(frozen=True, slots=True)
class NamePool:
    """Names by label, each as the tokens of a corpus: words, or single characters in Chinese."""

    latin: Mapping[str, Sequence[tuple[str, ...]]]
    chinese: Mapping[str, Sequence[tuple[str, ...]]]


def entity_spans(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield start, stop and label of each entity of BIO tags."""
    start = None
    for at, tag in enumerate([*tags, "O"]):
        if start is not None and not tag.startswith("I-"):
            yield start, at, tags[start][2:]
            start = None
        if tag.startswith("B-"):
            start = at


def read_pool(data: Path, corpora: Iterable[Sequence[Sentence]]) -> NamePool:
    """Return all names: of the gazetteers, and of the sentences given (twice as often as they are many)."""
    latin: dict[str, list[tuple[str, ...]]] = {}
    chinese = {label: [tuple(name) for name in names] for label, names in read_chinese_names(data).items()}
    for sentences in corpora:
        for sentence in sentences:
            for start, stop, label in entity_spans(sentence.tags):
                name = sentence.tokens[start:stop]
                pool = chinese if is_cjk(name[0][0]) else latin
                pool.setdefault(label, []).extend([name] if pool is latin else [name] * 4)
    latin.setdefault("PER", []).extend(_english_people(data))
    return NamePool(latin=latin, chinese=chinese)


def read_chinese_names(data: Path) -> dict[str, list[str]]:
    """Return personal names, organisations and places from the gazetteers, by label."""
    given = [name for name in gazetteer_lines(data, "names__Ancient*") if 2 <= len(name) <= 3]
    people = [
        name if name[0] in _SURNAMES else _SURNAMES[_number_of(name) % len(_SURNAMES)] + name[-2:]
        for name in given[::3]
    ]
    people += [name for name in gazetteer_lines(data, "names__Japanese*")[::12] if 3 <= len(name) <= 5]
    firms = [
        name for name in gazetteer_lines(data, "companies__*") if 3 <= len(name) <= 8 and not name.isascii()
    ]
    orgs = [name + _FIRM_ENDS[_number_of(name) % len(_FIRM_ENDS)] for name in firms[::6]]
    places: list[str] = []
    for pattern in ("places__areas*", "places__streets*", "places__cities*"):
        places += [
            row.split(",")[1].strip('"') for row in gazetteer_lines(data, pattern) if row.count(",") > 1
        ]
    return {"PER": people, "ORG": orgs, "LOC": [place for place in places if 2 <= len(place) <= 9]}


def swap_names(sentence: Sentence, pool: NamePool, rng: random.Random, *, rate: float) -> Sentence:
    """Put another name of the same label and script in place of each with probability ``rate``."""
    tokens: list[str] = []
    tags: list[str] = []
    done = 0
    for start, stop, label in entity_spans(sentence.tags):
        tokens += sentence.tokens[done:start]
        tags += sentence.tags[done:start]
        old = sentence.tokens[start:stop]
        names = (pool.chinese if is_cjk(old[0][0]) else pool.latin).get(label)
        fresh = rng.choice(names) if names and rng.random() < rate else old
        tokens += fresh
        tags += [f"B-{label}", *([f"I-{label}"] * (len(fresh) - 1))]
        done = stop
    return Sentence((*tokens, *sentence.tokens[done:]), (*tags, *sentence.tags[done:]))


def roughen(sentence: Sentence, rng: random.Random, *, rate: float = 0.06) -> Sentence:
    """Write a sentence in lower case or capitals now and then, as mails and headlines do."""
    if rng.random() >= rate:
        return sentence
    change = str.lower if rng.random() < 0.6 else str.upper
    return Sentence(tuple(change(token) for token in sentence.tokens), sentence.tags)


def _english_people(data: Path) -> list[tuple[str, ...]]:
    names = [name.title() for name in gazetteer_lines(data, "names__English*") if name.isascii()]
    rng = random.Random(11)
    pairs = [(rng.choice(names), rng.choice(names)) for _ in range(len(names) // 4)]
    return [*pairs, *((name,) for name in names[::8])]


def gazetteer_lines(data: Path, pattern: str) -> list[str]:
    """Return the names in the one gazetteer that ``pattern`` matches."""
    (path,) = (data / "gazetteers").glob(pattern)
    with lzma.open(path, "rt", encoding="utf-8-sig") as stream:
        return [line.strip() for line in stream if line.strip()][_HEADER_LINES:]


def _number_of(text: str) -> int:
    """Return a number that is the same in every run."""
    return sum(ord(char) * (at + 3) for at, char in enumerate(text))
