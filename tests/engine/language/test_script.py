"""Scripts: what is CJK, and traditional Chinese as simplified without moving an offset."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.script import CJK_CLASS, is_cjk, to_simplified

_CHINESE = st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=40)


@given(text=st.one_of(st.text(max_size=40), _CHINESE))
def test_conversion_keeps_every_offset_and_is_done_once(text: str) -> None:
    simplified = to_simplified(text)

    assert len(simplified) == len(text)
    assert to_simplified(simplified) == simplified


def test_both_scripts_read_alike() -> None:
    assert to_simplified("臺灣的知識圖譜與機器學習") == to_simplified("台湾的知识图谱与机器学习")
    assert to_simplified("mixed 漢字 text") == "mixed 汉字 text"


@pytest.mark.parametrize("char", ["中", "㐀", "豈", "𠀀", "〇", "々", "あ", "カ", "ー", "한"])
def test_cjk_characters(char: str) -> None:
    assert is_cjk(char)


@pytest.mark.parametrize("char", ["a", "é", "1", " ", "。", "，", "《", "・", "Ａ", "я"])
def test_other_characters(char: str) -> None:
    assert not is_cjk(char)


@given(char=st.characters())
def test_class_says_the_same_inside_brackets(char: str) -> None:
    assert bool(re.fullmatch(f"[x{CJK_CLASS}]", char)) == (is_cjk(char) or char == "x")
