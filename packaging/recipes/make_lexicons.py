"""Build resources/lexicons/*.txt from public gazetteers and CC-CEDICT.

    python packaging/recipes/make_lexicons.py DATA

``DATA`` holds ``gazetteers/places__*.csv.xz`` (administrative divisions of China), name corpora
``gazetteers/names__*.xz``, ``parallel/cedict.txt.gz`` and ``ner/*_train_*.conll``. Precision before
recall: a name that is also a common word, a person's name or part of a common word is left out, and so
is one that the corpora mark as something else more often than as itself.
"""

from __future__ import annotations

import csv
import lzma
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))

from cedict import Entry, read_cedict

from engine.annotate.gazetteer import Gazetteer


def _lists() -> dict[str, frozenset[str]]:
    tables = tomllib.loads((Path(__file__).parent / "lexicon_lists.toml").read_text("utf-8"))
    return {
        name: frozenset(part.strip() for part in block.replace("\n", ",").split(",") if part.strip())
        for name, block in tables.items()
    }


LISTS = _lists()
COUNTRIES = LISTS["countries"]
KEPT_WORDS_EN = COUNTRIES | LISTS["kept_words_en"]
KEPT_PLACES_ZH = LISTS["places_zh"] | LISTS["kept_places_zh"]
TARGET = Path(__file__).parents[2] / "resources" / "lexicons"
MIN_PRECISION = 0.6

_HAN = re.compile("[\u4e00-\u9fff]+")
_NAME = r"(?:[A-Z][\w'’.-]+|[A-Z]\.)(?: (?:(?:of|and|the|de|la|el|do|du) )*[A-Z][\w'’.-]+)*"
_PLACE_GLOSS = re.compile(
    rf"(?P<name>{_NAME})(?:,| \()? ?\(?(?:[a-z]+ )*"
    r"(?:(?:national |administrative |joint |state )?capital (?:city )?of"
    r"|(?:port |industrial |second |third )?(?:city|town) (?:in|of|on)|province (?:of|in)|US state"
    r"|state (?:of|in)|country in|island(?:s)? (?:in|of|off)|region of|river (?:in|of))\b"
)
_CITY_PARENTHESIS = re.compile(
    rf"(?P<name>{_NAME}) \((?:[A-Z]\w+ )?(?:city|capital|US city|state|province)\b[^)]*\)?$"
)
_NATURAL = re.compile(
    r"\b(?:River|Lake|Island|Islands|Mountain|Mountains|Mt|Sea|Strait|Peninsula|Bay|Gulf|Desert|Ocean|Plateau|Peak)\b",
    re.I,
)
_NATURAL_ZH = re.compile("(?:河|江|湖|岛|群岛|山|山脉|海|海峡|半岛|湾|海湾|沙漠|洋|高原|峰)$")
_NO_PLACE = re.compile(
    r"\b(?:surname|person|people|language|dynasty|university|war|battle|treaty|novel|poet|writer|actor|politician|emperor|king)\b|\d{4}-",
    re.I,
)
_ORGANISATION_ZH = re.compile(
    "(?:大学|学院|公司|银行|组织|委员会|联盟|协会|研究所|研究院|科学院|基金会|通讯社|集团|联合会|日报|时报|晚报|航空|交易所|博物馆|图书馆|学会)$"
)
_ORGANISATION_EN = re.compile(rf"(?P<name>{_NAME})(?:$|,| \()")
_ORGANISATION_WORD = re.compile(
    r"\b(?:University|Institute|College|Academy|Organi[sz]ation|Bank|Committee|Commission|Association|Union|Council|Foundation|Agency|Fund|"
    r"Corporation|Company|Exchange|Museum|Times|Post|Airlines|Airways|Party|Society|Federation|League|Daily|News|Group)\b"
)
_LEVELS_ZH = ("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市")
_PROVINCES = LISTS["provinces_zh"]


def main(data: Path) -> None:
    """Write the lexicons."""
    entries = list(read_cedict(data / "parallel" / "cedict.txt.gz"))
    places = {*chinese_places(data, entries), *foreign_places(entries), *LISTS["places_zh"]}
    organisations = {*organisations_zh(entries), *LISTS["organisations_zh"]}
    people = personal_names(data)
    places = {p for p in places if p in KEPT_PLACES_ZH or p in LISTS["places_zh"] or p not in people} - LISTS[
        "generic_places_zh"
    ]
    blocking = common_words_with(places | organisations, entries, kept=KEPT_PLACES_ZH)
    places -= blocking.rejected
    english = {
        *LISTS["places_en"],
        *KEPT_WORDS_EN,
        *(p for p in places_en(entries) if is_unambiguous(p, data)),
    } - LISTS["not_places_en"]
    lexicons = {
        "places_zh": ("LOC", places - organisations),
        "organisations_zh": ("ORG", organisations - LISTS["generic_organisations_zh"]),
        "blocking_zh": ("-", blocking.words | set(LISTS["blocking_zh"])),
        "places_en": ("LOC", english),
        "organisations_en": ("ORG", {*LISTS["organisations_en"], *organisations_en(entries)} - english),
    }
    bad = imprecise({name: label for label, names in lexicons.values() for name in names}, data)
    for stem, (label, names) in lexicons.items():
        lines = [f"#label {label}", *sorted(names - bad)]
        (TARGET / f"{stem}.txt").write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
        print(f"{stem}: {len(lines) - 1} names")


def rows(path: Path) -> list[dict[str, str]]:
    """Read an ``.csv.xz`` table."""
    with lzma.open(path, "rt", encoding="utf-8-sig") as lines:
        return list(csv.DictReader(lines))


def chinese_places(data: Path, entries: list[Entry]) -> set[str]:
    """Return divisions by full name, and provinces and prefectures without their level too."""
    known = {entry.head for entry in entries if entry.pinyin and entry.pinyin[0][0].isupper()}
    cities = [row["name"] for row in rows(data / "gazetteers" / "places__cities.csv.xz")]
    areas = [row["name"] for row in rows(data / "gazetteers" / "places__areas.csv.xz")]
    full = {name for name in (*_PROVINCES, *cities, *areas) if len(name) >= 3 and _HAN.fullmatch(name)}
    short = set()
    for name in (*_PROVINCES, *cities):
        stem = next((name.removesuffix(level) for level in _LEVELS_ZH if name.endswith(level)), name)
        if len(stem) >= 2 and stem in known:
            short.add(stem)
    return full | short


def foreign_places(entries: list[Entry]) -> set[str]:
    """Return Chinese names of countries, cities, provinces, seas and mountains, abroad and at home."""
    found = set()
    for entry in entries:
        if is_proper(entry) and not any(_NO_PLACE.search(gloss) for gloss in entry.glosses):
            gloss = entry.glosses[0]
            name = re.split(r",| \(", gloss)[0]
            is_country = name in COUNTRIES
            is_place = (
                bool(_PLACE_GLOSS.match(gloss) or _CITY_PARENTHESIS.match(gloss)) and "county" not in gloss
            )
            is_natural = (
                bool(_NATURAL_ZH.search(entry.head) and _NATURAL.search(gloss)) and len(entry.head) >= 3
            )
            if is_country or (len(entry.head) >= 3 and (is_place or is_natural)):
                found.add(entry.head)
    return found


def organisations_zh(entries: list[Entry]) -> set[str]:
    """Return organisations whose headword says what they are."""
    return {
        entry.head
        for entry in entries
        if is_proper(entry)
        and len(entry.head) >= 4
        and _ORGANISATION_ZH.search(entry.head)
        and re.match("[A-Z]", entry.glosses[0])
        and entry.head not in LISTS["generic_organisations_zh"]
    }


def is_proper(entry: Entry) -> bool:
    """Tell whether a headword is all Han and written with a capital in pinyin."""
    return len(entry.head) >= 2 and bool(_HAN.fullmatch(entry.head)) and entry.pinyin[0][0].isupper()


def personal_names(data: Path) -> set[str]:
    """Return whole names of people, which a place must not equal."""
    names: set[str] = set()
    for stem in ("Ancient_Names_Corpus（25W）", "Japanese_Names_Corpus（18W）"):
        with lzma.open(data / "gazetteers" / f"names__{stem}.txt.xz", "rt", encoding="utf-8-sig") as lines:
            names |= {line.strip() for line in lines}
    return names


class Blocking(NamedTuple):
    """``words`` only look as if they held a name; ``rejected`` names are common words themselves."""

    words: set[str]
    rejected: set[str]


def common_words_with(names: set[str], entries: list[Entry], *, kept: frozenset[str]) -> Blocking:
    """Find names that stand in a common word: the word is blocked for kept ones, others are rejected."""
    words, rejected = set(), set()
    for head, pinyin, _ in entries:
        parts = combinations(range(len(head) + 1), 2) if len(pinyin) == len(head) else ()
        for start, end in parts:
            name = head[start:end]
            if name in names and not any(syllable[0].isupper() for syllable in pinyin[start:end]):
                if name == head or (len(name) == 2 and name not in kept):
                    rejected.add(name)
                else:
                    words.add(head)
    return Blocking(words - names, rejected - set(kept))


def places_en(entries: list[Entry]) -> set[str]:
    """Return English names of countries, capitals and cities from the glosses."""
    found = set(COUNTRIES)
    for entry in entries:
        gloss = entry.glosses[0]
        if is_proper(entry) and not _NO_PLACE.search(gloss):
            prefecture = re.match(rf"(?P<name>{_NAME}) prefecture[- ]level city", gloss)
            match = _PLACE_GLOSS.match(gloss) or _CITY_PARENTHESIS.match(gloss) or prefecture
            if match and len(match["name"]) >= 5 and not match["name"].endswith("."):
                found.add(match["name"].replace("’", "'"))
    return found


def organisations_en(entries: list[Entry]) -> set[str]:
    """Return English names, of two words or more, of the Chinese organisations."""
    found = set()
    for entry in entries:
        match = _ORGANISATION_EN.match(entry.glosses[0])
        if not match or not is_proper(entry) or not _ORGANISATION_ZH.search(entry.head):
            continue
        name = match["name"].replace("’", "'")
        if len(name.split()) >= 3 and _ORGANISATION_WORD.search(name):
            found.add(name)
    return found


_words: set[str] = set()


def is_unambiguous(place: str, data: Path) -> bool:
    """Tell whether an English place is no common word and no person's name."""
    if " " in place or place in KEPT_WORDS_EN:
        return True
    if not _words:
        with lzma.open(
            data / "gazetteers" / "names__English_Names_Corpus（2W）.txt.xz", "rt", encoding="utf-8-sig"
        ) as lines:
            _words.update(line.strip().casefold() for line in lines)
        for path in sorted((data / "ner").glob("en_train_*.conll")):
            _words.update(token for token, _ in tokens(path) if token.islower())
    return place.casefold() not in _words


def tokens(path: Path) -> Iterator[tuple[str, str]]:
    """Yield token and tag; an empty token ends a sentence."""
    for line in path.read_text("utf-8").splitlines():
        token, _, tag = line.partition("\t")
        yield token, tag


def imprecise(labels: dict[str, str], data: Path) -> set[str]:
    """Return names that the corpora, where they hold them, mark otherwise more often than not."""
    gazetteer = Gazetteer.of(labels)
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for path in sorted((data / "ner").glob("*_train_*.conll")):
        glue = "" if path.name.startswith("zh") else " "
        for text, gold in annotated(path, glue):
            for mention in gazetteer.find(text):
                name = text[mention.start : mention.end]
                inside = [label for start, end, label in gold if start < mention.end and mention.start < end]
                is_right = (mention.start, mention.end, mention.label) in gold or inside in (["LOC"], ["ORG"])
                (right if is_right else wrong)[name] += 1
    return {name for name in wrong if right[name] < MIN_PRECISION * (right[name] + wrong[name])}


def annotated(path: Path, glue: str) -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    """Yield each sentence and its spans."""
    text, gold = "", []
    for token, tag in (*tokens(path), ("", "")):
        if not token:
            if text:
                yield text, gold
            text, gold = "", []
            continue
        start = len(text) + (len(glue) if text else 0)
        text = f"{text}{glue}{token}" if text else token
        if tag.startswith("B-"):
            gold.append((start, len(text), tag[2:]))
        elif tag.startswith("I-") and gold:
            gold[-1] = (gold[-1][0], len(text), gold[-1][2])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
