"""Every code, status and label can be told in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from engine import errors
from engine.errors import EngineError
from engine.events import Activity
from engine.records import FileStatus, Reason, Stage
from engine.searches import NOTICE_CODES
from gui import relation_names, texts
from gui.engine_bridge import EngineGone
from gui.widgets.language import speak


def _kinds(kind: type[EngineError]) -> Iterator[type[EngineError]]:
    yield kind
    for sub in kind.__subclasses__():
        yield from _kinds(sub)


ENGINE = Path(errors.__file__).parent
ERROR_CODES = sorted({kind.code for kind in _kinds(EngineError)} | {EngineGone.code})
REASON_CODES = sorted(
    {
        code
        for source in ENGINE.rglob("*.py")
        for code in re.findall(
            r'"((?:file|reader|partial|ignored|pace|related|because|why)\.[a-z_]+)"',
            source.read_text("utf-8"),
        )
    }
)


@pytest.mark.parametrize("code", sorted({*ERROR_CODES, *REASON_CODES, *NOTICE_CODES}))
def test_every_code_of_the_engine_has_its_sentence_in_both_languages(app: QApplication, code: str) -> None:
    assert code in texts.SENTENCES
    english = texts.sentence(code)
    speak(app, "zh_CN")
    chinese = texts.sentence(code)
    assert re.search(r"[\u4e00-\u9fff]", chinese)
    assert not re.search(r"[\u4e00-\u9fff]", english)
    assert "{" not in english + chinese


def test_every_name_is_translated(app: QApplication) -> None:
    def names() -> list[str]:
        return [
            *(texts.status_name(status) for status in FileStatus),
            *(texts.stage_name(stage) for stage in Stage),
            *(texts.activity_name(activity) for activity in Activity),
            *(texts.label_name(label) for label in texts.LABELS),
            *(texts.label_group(label) for label in texts.LABELS),
            *(
                relation_names.predicate_name(p, way)
                for p in relation_names.PREDICATES
                for way in ("out", "in", "both")
            ),
        ]

    english = names()
    speak(app, "zh_CN")
    for before, after in zip(english, names(), strict=True):
        assert before != after, before


def test_a_hit_says_why_it_was_found(app: QApplication) -> None:
    found = [Reason(code="why.words", params={"words": ["a b", "c"]}), Reason(code="why.meaning_very")]
    assert texts.why_found(found) == ["contains a b, c", "very close in meaning"]


def test_a_sentence_tells_its_params(app: QApplication) -> None:
    reason = Reason(code="file.too_large", params={"size_bytes": 700_000_000, "limit_bytes": 500_000_000})
    assert "700.0 MB" in texts.reason_sentence(reason)
    assert "node_modules/" in texts.reason_sentence(
        Reason(code="ignored.rule", params={"rule": "node_modules/"})
    )


def test_a_code_of_a_newer_engine_is_told_as_its_parent(app: QApplication) -> None:
    assert texts.sentence("file.struck_by_lightning") == texts.sentence("file")
    assert texts.sentence("weather.rain") == texts.sentence("engine")
    assert relation_names.predicate_name("sings_with") == "sings with"
    assert texts.label_name("SHIP") == "SHIP"


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (0.2, "1 s", "1 秒"),
        (59, "59 s", "59 秒"),
        (200, "3 min", "3 分钟"),
        (7500, "2 h 5 min", "2 小时 5 分钟"),
    ],
)
def test_durations_are_rounded_as_people_say_them(
    app: QApplication, seconds: float, english: str, chinese: str
) -> None:
    assert texts.duration(seconds) == english
    speak(app, "zh_CN")
    assert texts.duration(seconds) == chinese


def test_amounts_follow_the_grammar(app: QApplication) -> None:
    assert texts.AMOUNTS.documents(1) == "1 document"
    assert texts.AMOUNTS.documents(12_345) == "12,345 documents"
    assert texts.AMOUNTS.entities(2) == "2 entities"
    speak(app, "zh_CN")
    assert texts.AMOUNTS.documents(1) == "1 个文档"
