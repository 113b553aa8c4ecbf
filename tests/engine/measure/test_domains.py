"""Labelled sentences of special subjects, made of their authors' own markup."""

import json
import lzma
from pathlib import Path

import pytest

from engine.measure.domains import domain_texts, read_markup


def named(source: str) -> tuple[str, list[str]]:
    text = read_markup(source)
    return text.text, [text.text[span.start : span.end] for span in text.spans]


@pytest.mark.parametrize(
    ("source", "text", "code"),
    [
        (
            "Use ``None`` or :func:`os.path.join` here.",
            "Use None or os.path.join here.",
            ["None", "os.path.join"],
        ),
        ("The :meth:`~Decimal.quantize` method", "The quantize method", ["quantize"]),
        ("See :ref:`the notes <notes>` and *this*.", "See the notes and this.", []),
        ("`Python <https://python.org>`_ is fun", "Python  is fun", []),
        (":c:func:`Py_Main` starts it", "Py_Main starts it", ["Py_Main"]),
        ("no markup at all", "no markup at all", []),
    ],
)
def test_markup_goes_and_what_it_marked_as_code_is_named(source: str, text: str, code: list[str]) -> None:
    found, spans = named(source)
    assert " ".join(found.split()) == " ".join(text.split())
    assert spans == code


def test_ingredients_are_found_in_the_steps_of_their_recipe(tmp_path: Path) -> None:
    lines = ["# 番茄炒蛋", "## 必备原料和工具", "- 番茄", "- 鸡蛋", "## 操作"]
    lines += ["- 将番茄切块，鸡蛋打散备用，加盐搅匀", "- 开中火，锅里倒入适量的油加热", ""]
    recipe = "\n".join(lines)
    (tmp_path / "text_zh").mkdir()
    with lzma.open(tmp_path / "text_zh" / "howtocook.jsonl.xz", "wt", encoding="utf-8") as stream:
        stream.write(json.dumps({"name": "a", "text": recipe}) + "\n")
    texts = domain_texts("cooking", tmp_path)
    assert [[t.text[s.start : s.end] for s in t.spans] for t in texts if t.spans] == [["番茄", "鸡蛋"]]
    assert all(text.labels == ("INGREDIENT",) for text in texts)
