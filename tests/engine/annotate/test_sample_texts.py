"""The sample library is what its recipe makes, and the patterns find its main facts."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.annotate.gazetteer import Gazetteer
from engine.annotate.relate import relate
from engine.annotate.resolve import resolve
from engine.records import Mention

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "resources" / "sample"
SOURCES = ROOT / "packaging" / "recipes" / "sample"


def test_every_source_has_its_file() -> None:
    made = {path.stem for path in SAMPLE.rglob("*.*")}

    assert {path.stem for path in SOURCES.glob("*.txt")} <= made


def test_the_old_chinese_file_says_what_its_source_says() -> None:
    (path,) = SAMPLE.rglob("詹天佑*.txt")
    text = path.read_bytes()

    with pytest.raises(UnicodeDecodeError):
        text.decode("utf-8")
    assert text.decode("gbk").replace("\r\n", "\n") == (SOURCES / path.name).read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "person", "fact"),
    [
        ("钱学森.md", "钱学森", "钱学森 studied_at 上海交通大学"),
        ("Ada Lovelace.md", "Ada Lovelace", "ada lovelace born_in london"),
        ("阿达·洛芙莱斯.md", "阿达·洛芙莱斯", "阿达洛芙莱斯 born_in 伦敦"),
    ],
)
def test_well_known_names_suffice_for_the_main_facts(name: str, person: str, fact: str) -> None:
    (path,) = SAMPLE.rglob(name)
    text = path.read_text("utf-8")
    start = text.index(person, text.index("\n# "))
    start = text.index(person, start + 1)
    people = [Mention(start=start, end=start + len(person), label="PER", score=1, source="test")]
    gazetteer = Gazetteer.load(ROOT / "resources" / "lexicons")
    while (start := text.find(person, start + 1)) > 0:
        people.append(Mention(start=start, end=start + len(person), label="PER", score=1, source="test"))
    relations = relate(text, resolve(text, [*people, *gazetteer.find(text)]))

    assert fact in {f"{r.subject.key} {r.predicate} {r.object.key}" for r in relations}
