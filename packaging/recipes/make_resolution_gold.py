"""Build tests/data/resolution_gold.json.xz: documents with mentions whose entity is known, in two languages.

    python packaging/recipes/make_resolution_gold.py DATA

Every mention has the number of what it names. Parts, by where the truth comes from:

- ``gloss``: names that Chinese encyclopaedia texts gloss ("保罗·塞里诺（Paul Sereno）"; DRCD and CMRC 2018,
  CC BY-SA), picked by hand: one document with the gloss, others with one of the names alone;
- ``dictionary``: people, places and organisations of CC-CEDICT (CC BY-SA 4.0), from which ``name_pairs`` is
  made too: it shows that the list is used rightly, not that it is complete;
- ``city``: Chinese cities of the administrative divisions (WTFPL), in English by their pinyin;
- ``person``: Chinese people named in UNER-GSDSIMP (CC BY-SA 4.0), in English by their pinyin;
- ``english``: documents of Re-DocRED (MIT) with the mentions and entities that its annotators gave; entities
  of two documents are the same where their longest names and types are.
"""

from __future__ import annotations

import json
import lzma
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from cedict import read_cedict
from opencc import OpenCC
from pypinyin import Style, lazy_pinyin

from engine.annotate.titles import COMMON_SURNAMES

TARGET = Path(__file__).parents[2] / "tests" / "data" / "resolution_gold.json.xz"
N_DICTIONARY, N_CITIES, N_PEOPLE, N_ENGLISH = 150, 60, 60, 60
_FRAMES_EN = ("The report names {} once.", "{} is mentioned in the minutes.", "We heard of {} last year.")
_FRAMES_ZH = ("报告提到了{}。", "{}出现在会议记录里。", "去年我们听说过{}。")
_DATES = re.compile(r"\(.*\d{3,4}-")
_PERSON = re.compile(r"^(?P<name>[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+){1,3}) \(.*\d{3,4}-")
_PLACE = re.compile(r"^(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?),? (?:capital|city|a city|US state|port)\b")
_ORGANISATION = re.compile(
    r"^(?P<name>(?:[A-Z][\w'’-]+ )+(?:University|Organization|Bank|Committee|Association|Council"
    r"|Institute|Union))$"
)

Document = dict[str, Any]


class Gold:
    """The documents so far; each entity has a number."""

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.names: set[str] = set()
        self.n_entities = 0
        self._chance = random.Random(5)
        self._traditional = OpenCC("s2t")

    def entity(self) -> int:
        """Return the number of one more entity."""
        self.n_entities += 1
        return self.n_entities

    def say(self, part: str, entity: int, label: str, name: str) -> None:
        """Add a document that mentions one entity."""
        frames = _FRAMES_ZH if "\u4e00" <= name[0] <= "\u9fff" else _FRAMES_EN
        frame = self._chance.choice(frames)
        start = frame.index("{}")
        self.add(part, frame.format(name), [(start, start + len(name), label, entity)])

    def add(self, part: str, text: str, mentions: list[tuple[int, int, str, int]]) -> None:
        """Add a document."""
        self.names.update(text[start:end].casefold() for start, end, _, _ in mentions)
        self.documents.append({"part": part, "text": text, "mentions": mentions})

    def traditional(self, name: str) -> str:
        """Return a name in traditional script."""
        return str(self._traditional.convert(name))

    def sample(self, rows: list[Any], n: int) -> list[Any]:
        """Draw rows, always the same."""
        return self._chance.sample(rows, n)


def main(data: Path) -> None:
    """Write the documents."""
    gold = Gold()
    _glosses(gold)
    _cities(gold, data)
    _people(gold, data)
    _english(gold, data)
    _dictionary(gold, data)
    TARGET.write_bytes(lzma.compress(json.dumps(gold.documents, ensure_ascii=False).encode(), preset=9))
    print(f"{len(gold.documents)} documents, {gold.n_entities} entities, {TARGET.stat().st_size:,} bytes")


def _glosses(gold: Gold) -> None:
    rows = (Path(__file__).parent / "resolution" / "glosses.tsv").read_text("utf-8").splitlines()
    for label, chinese, english in (row.split("\t") for row in rows):
        entity = gold.entity()
        text = f"{chinese}（{english}）出现在这里。"
        at = len(chinese) + 1
        gold.add("gloss", text, [(0, len(chinese), label, entity), (at, at + len(english), label, entity)])
        for name in (chinese, gold.traditional(chinese), english):
            gold.say("gloss", entity, label, name)


def _dictionary(gold: Gold, data: Path) -> None:
    found = []
    for entry in read_cedict(data / "parallel" / "cedict.txt.gz"):
        if len(entry.head) < 2 or not entry.pinyin[0][:1].isupper():
            continue
        gloss = entry.glosses[0]
        for label, pattern in (("PER", _PERSON), ("LOC", _PLACE), ("ORG", _ORGANISATION)):
            if match := pattern.match(gloss):
                found.append((label, entry.head, match["name"]))
                break
    used: set[str] = set()
    for label, chinese, english in gold.sample(found, 2 * N_DICTIONARY):
        is_known = any(name.casefold() in gold.names for name in (chinese, f"{chinese}市", english))
        if is_known or {chinese, english} & used or len(used) >= 2 * N_DICTIONARY:
            continue
        used |= {chinese, english}
        entity = gold.entity()
        for name in (chinese, gold.traditional(chinese), english, english.upper()):
            gold.say("dictionary", entity, label, name)


def _cities(gold: Gold, data: Path) -> None:
    packed = (data / "gazetteers" / "places__cities.csv.xz").read_bytes()
    rows = lzma.decompress(packed).decode().splitlines()
    cities = sorted({row.split(",")[1].strip('"') for row in rows[1:]})
    for city in gold.sample([c for c in cities if re.fullmatch("[\u4e00-\u9fff]{2,3}市", c)], N_CITIES):
        entity = gold.entity()
        english = "".join(lazy_pinyin(city[:-1], style=Style.NORMAL)).capitalize()
        for name in (city, city[:-1], gold.traditional(city), english):
            gold.say("city", entity, "LOC", name)


def _people(gold: Gold, data: Path) -> None:
    names = set(_tagged(data / "ner" / "zh_train_uner_gsdsimp.conll", "PER"))
    native = sorted(n for n in names if re.fullmatch("[\u4e00-\u9fff]{3}", n) and n[0] in COMMON_SURNAMES)
    for person in gold.sample(native, N_PEOPLE):
        entity = gold.entity()
        family, *given = lazy_pinyin(person, style=Style.NORMAL)
        first = "".join(given).capitalize()
        family = family.capitalize()
        names_of = (
            person,
            gold.traditional(person),
            f"{person}教授",
            f"{family} {first}",
            f"{first} {family}",
        )
        for name in names_of:
            gold.say("person", entity, "PER", name)


def _tagged(path: Path, label: str) -> Iterator[str]:
    name = ""
    for line in path.read_text("utf-8").splitlines():
        token, _, tag = line.partition("\t")
        if tag == f"I-{label}":
            name += token
            continue
        if name:
            yield name
        name = token if tag == f"B-{label}" else ""


def _english(gold: Gold, data: Path) -> None:
    known: dict[tuple[str, str], int] = {}
    documents = json.loads((data / "relations" / "redocred_dev.json").read_text("utf-8"))
    for document in gold.sample(documents, N_ENGLISH):
        words = [word for sentence in document["sents"] for word in sentence]
        starts = [0]
        for sentence in document["sents"]:
            starts.append(starts[-1] + len(sentence))
        text, at = "", []
        for word in words:
            text += " " if text else ""
            at.append((len(text), len(text) + len(word)))
            text += word
        mentions = []
        for vertex in document["vertexSet"]:
            label = vertex[0]["type"]
            if label not in ("PER", "ORG", "LOC"):
                continue
            longest = max((mention["name"] for mention in vertex), key=len).casefold()
            entity = known.setdefault((label, longest), 0) or gold.entity()
            known[label, longest] = entity
            for mention in vertex:
                first, last = (starts[mention["sent_id"]] + place for place in mention["pos"])
                mentions.append((at[first][0], at[last - 1][1], label, entity))
        gold.add("english", text, sorted(set(mentions)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
