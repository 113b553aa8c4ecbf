"""English and Chinese are told from each other and from the rest."""

from __future__ import annotations

import pytest

from engine.ingest.clean import clean
from engine.language.identify import language_of, stop_words
from engine.pipeline import shape
from engine.records import RawText


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The engine of the world is what it is, and nobody knows why.", "en"),
        ("It was the best of times.", "en"),
        ("知识图谱把人物和机构联系起来。", "zh"),
        ("發動機的歷史", "zh"),
        ("在 Kubernetes 的 Deployment 中使用 ReplicaSet，可以让 Pod 保持在 Running 状态。", "zh"),
        ("运行 python main.py index resources/sample 之后，再用 search 命令查找", "zh"),
        ("The Chinese name of the city is 北京, and that of the river is 黄河.", "en"),
        ("これは日本語の文章です。漢字も使います。", "other"),
        ("한국어 문장입니다.", "other"),
        ("Der schnelle braune Fuchs springt über den faulen Hund, und das ist auch gut so.", "other"),
        ("Le chat est sur la table et il ne veut pas en descendre.", "other"),
        ("Это русский текст.", "other"),
        ("12 450 3.5", "other"),
        ("", "other"),
    ],
)
def test_language_is_told(text: str, language: str) -> None:
    assert language_of(text) == language


def test_the_middle_of_a_long_text_counts() -> None:
    assert language_of("0123 " * 9000 + "这是一本关于发动机的书。" * 2000 + "x = 1\n" * 9000) == "zh"


def test_stop_words_are_of_their_language() -> None:
    assert {"the", "of", "and"} <= stop_words("en")
    assert {"的", "了", "因为"} <= stop_words("zh")
    assert all(word.isascii() and word.islower() for word in stop_words("en"))
    assert not any(word.isascii() for word in stop_words("zh"))


@pytest.mark.parametrize(
    ("text", "stated", "expected"),
    [
        ("The engine of the world is what it is.", {}, "en"),
        ("这是关于发动机的书。", {}, "zh"),
        ("这是关于发动机的书。", {"language": "zh-TW"}, "zh-TW"),
        ("Это русский текст.", {}, None),
    ],
)
def test_a_document_states_its_language(text: str, stated: dict[str, str], expected: str | None) -> None:
    raw = RawText(pages=(text,), attributes=stated)
    assert shape(raw, passage_size=900).document.attributes.get("language") == expected
    assert clean(raw).attributes == stated
