"""Whatever part of a Chinese text is typed, in whichever way, finds it, and is what is highlighted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from apsw import Connection
from chinese_texts import EVERY, PERSON, SIMPLIFIED, TRADITIONAL, WIDE
from opencc import OpenCC
from store_makers import make_file, mention

from engine.language import pinyin
from engine.language.common_words import chinese_words, halvings
from engine.language.script import to_simplified
from engine.search.search import search
from engine.searches import Hit
from engine.settings import Searching
from engine.store import graph
from engine.store.connection import Store
from engine.store.terms import cjk_runs, fold, tokens

Probe = tuple[str, str]
"""What is typed, and the text that it must find."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    store = Store.open(Path(tmp_path_factory.mktemp("probes")) / "library.satchel")
    with store.write() as db:
        for number, text in enumerate(EVERY):
            document_id = make_file(db, f"/files/{number}.txt", [text])
            if PERSON in text:
                named = [mention(text, PERSON, key=PERSON)]
                graph.replace_knowledge(db, document_id, mentions=named, relations=[], stamp="s")
    yield store.reader()
    store.close()


def find(db: Connection, query: str) -> dict[str, Hit]:
    hits = search(db, query, limit=50, encoder=None, entity_keys=lambda _: (), settings=Searching()).hits
    return {hit.passage: hit for hit in hits}


def plain(text: str) -> str:
    return "".join(tokens(fold(text)))


def marked(hit: Hit) -> list[str]:
    return [plain(hit.passage[span.start : span.end]) for span in hit.highlights]


def beginnings() -> list[Probe]:
    return [(text[:size], text) for text in SIMPLIFIED for size in (2, 4) if size <= len(cjk_runs(text)[0])]


def middles() -> list[Probe]:
    runs = [(max(cjk_runs(text), key=len), text) for text in (*SIMPLIFIED, *TRADITIONAL)]
    return [(run[len(run) // 2 - 1 :][:size], text) for run, text in runs for size in (2, 3)]


def ends() -> list[Probe]:
    return [(cjk_runs(text)[-1][-size:], text) for text in SIMPLIFIED for size in (2, 3)]


def singles() -> list[Probe]:
    return [(run[at], text) for text in SIMPLIFIED for run in cjk_runs(text)[:1] for at in (0, -1)]


def mixed() -> list[Probe]:
    pattern = re.compile(r"[A-Za-z0-9]+[\u4e00-\u9fff]{1,2}|[\u4e00-\u9fff]{1,2}[A-Za-z0-9]+")
    return [("iPhone手机", SIMPLIFIED[1]), ("A股", SIMPLIFIED[1])] + [
        (found, text) for text in SIMPLIFIED for found in pattern.findall(text)
    ]


def traditional_for_simplified() -> list[Probe]:
    convert = OpenCC("s2t").convert
    return [(convert(text)[at : at + 4], text) for text in SIMPLIFIED for at in (0, len(text) // 2)] + [
        ("頭髮", SIMPLIFIED[4]), ("理髮師", SIMPLIFIED[4]), ("後來皇后", SIMPLIFIED[4]),
        ("裏面", SIMPLIFIED[5]), ("裡面", SIMPLIFIED[5]), ("公里", SIMPLIFIED[5]), ("這裡", SIMPLIFIED[5]),
        ("回覆", SIMPLIFIED[7]), ("乾隆", SIMPLIFIED[8]), ("乾燥", SIMPLIFIED[8]), ("看著", SIMPLIFIED[13]),
        ("瞭望", SIMPLIFIED[13]), ("了望", SIMPLIFIED[13]),
    ]  # fmt: skip


def simplified_for_traditional() -> list[Probe]:
    convert = OpenCC("t2s").convert
    return [(convert(text)[at : at + 4], text) for text in TRADITIONAL for at in (0, 5, len(text) // 2)] + [
        ("面粉", TRADITIONAL[0]), ("干粮", TRADITIONAL[0]), ("台风", TRADITIONAL[0]),
        ("看着", TRADITIONAL[1]), ("后面", TRADITIONAL[1]), ("里面", TRADITIONAL[1]),
        ("长发", TRADITIONAL[1]), ("著名", TRADITIONAL[2]), ("回复", TRADITIONAL[2]),
        ("复述", TRADITIONAL[2]), ("钟先生", TRADITIONAL[2]), ("发现", TRADITIONAL[3]),
    ]  # fmt: skip


def two_runs() -> list[Probe]:
    told = [(words_of(text), text) for text in SIMPLIFIED]
    return [("合同 违约金", SIMPLIFIED[0])] + [
        (f"{words[at]} {words[-1 - at]}", text) for words, text in told for at in (0, 1)
    ]


def latin_between() -> list[Probe]:
    return [(word, text) for text in SIMPLIFIED for word in re.findall("[A-Za-z]{2,}[0-9]?", text)]


def full_width() -> list[Probe]:
    return [("ｉＰｈｏｎｅ手机", SIMPLIFIED[1]), ("Ａ股", SIMPLIFIED[1]), ("ＡＰＩ密钥", SIMPLIFIED[6])] + [
        (query, WIDE[0])
        for query in (
            "AB12",
            "型号AB12",
            "ab12的",
            "30页",
            "IBM公司",
            "向ibm",
            "ＩＢＭ公司",
            "３０页",
            "共３０页",
        )
    ]


def punctuated() -> list[Probe]:
    inner = re.compile(r"[\u4e00-\u9fff]{2}[，、：；“”][\u4e00-\u9fff]{2}")
    found = [(match, text) for text in SIMPLIFIED for match in inner.findall(text)]
    return found + [(re.sub(r"\W", "", query), text) for query, text in found]


def words_of(text: str) -> list[str]:
    """Return the common words of two to four characters of a text."""
    runs = cjk_runs(to_simplified(text))
    found = [run[start:end] for run in runs for start, end in chinese_words(run) if end - start > 1]
    return [word for word in dict.fromkeys(found) if word in halvings("zh")]


def spelled(word: str) -> list[str]:
    readings = {char: syllable for syllable, chars in reversed(pinyin.characters().items()) for char in chars}
    return [readings[char] for char in word]


def in_pinyin() -> list[Probe]:
    told = [(word, text) for text in SIMPLIFIED for word in words_of(text)[:4]]
    return [
        ("beijing", SIMPLIFIED[3]), ("bei jing", SIMPLIFIED[3]), ("běijīng", SIMPLIFIED[3]),
        ("bei3jing1", SIMPLIFIED[3]), ("qian xuesen", SIMPLIFIED[2]), ("Qian Xuesen", SIMPLIFIED[2]),
        ("qianxuesen", SIMPLIFIED[2]), ("zhonghua", SIMPLIFIED[9]), ("zhonghuarenmin", SIMPLIFIED[9]),
        ("zhong hua ren min", SIMPLIFIED[9]), ("chongqing", SIMPLIFIED[7]), ("shen yanqiu", SIMPLIFIED[7]),
        ("shenyanqiu", SIMPLIFIED[7]), ("weiyuejin hetong", SIMPLIFIED[0]), ("lifashi", SIMPLIFIED[4]),
        *((form.join(spelled(word)), text) for word, text in told for form in ("", " ")),
    ]  # fmt: skip


KINDS: Mapping[str, Callable[[], Sequence[Probe]]] = {
    made.__name__: made
    for made in (
        beginnings, middles, ends, singles, mixed, traditional_for_simplified, simplified_for_traditional,
        two_runs, latin_between, full_width, punctuated,
    )
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_probe_is_found_and_highlighted(library: Connection, kind: str) -> None:
    missed = []
    for query, text in KINDS[kind]():
        hit = find(library, query).get(text)
        runs = [plain(run) for run in query.split()]
        if hit is None or not all(any(run in mark for mark in marked(hit)) for run in runs):
            missed.append((query, text, hit and marked(hit)))
    assert not missed


def test_every_probe_in_pinyin_is_found_and_reads_so(library: Connection) -> None:
    missed = []
    for query, text in in_pinyin():
        hit = find(library, query).get(text)
        letters = "'".join(filter(None, map(pinyin.typed, query.split())))
        spans = hit.highlights if hit else ()
        highlighted = to_simplified("".join(text[span.start : span.end] for span in spans))
        ways = pinyin.splits(letters)
        if not any(all(re.search(pinyin.pattern((part,)), highlighted) for part in way) for way in ways):
            missed.append((query, text, highlighted))
    assert not missed


def test_there_are_enough_probes() -> None:
    probes = [probe for made in (*KINDS.values(), in_pinyin) for probe in made()]
    assert len(set(probes)) >= 300
    assert all(query and text in EVERY for query, text in probes)
