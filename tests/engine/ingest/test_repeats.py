"""Boilerplate stands in full once; what may be meant as it is stays."""

from __future__ import annotations

import pytest

from engine.ingest.clean import clean
from engine.ingest.repeats import without_repeats
from engine.records import RawText

ENGLISH = (
    "This message and its attachments are meant for the person that they are addressed to and may hold "
    "what is confidential. If you are not that person, delete it and tell the sender, please. Opinions are "
    "those of whoever wrote the message and not those of the company, which answers for nothing "
    "that comes of it or does not."
)
CHINESE = "本邮件及其附件仅供收件人使用，可能含有保密信息。" * 7
VERSE = "\n".join(["O come all you who wander late", "And hear what I was told,"] * 8)
CODE = "if (ready) {\n    " + "call(the_function_with_a_long_name, another_argument_of_it);\n    " * 5 + "}"
TABLE = "\n".join("A cell of the table.\tand another one\tand a third one that is long" for _ in range(6))


@pytest.mark.parametrize("paragraph", [ENGLISH, CHINESE, ENGLISH.replace(". ", ".\n")])
def test_a_paragraph_said_four_times_is_kept_in_full_once(paragraph: str) -> None:
    mails = [f"Mail {n}\n\n{paragraph}\n\nBye" for n in range(4)]
    text = clean(RawText(pages=("\n\n".join(mails),))).text
    assert text.count(paragraph) == 1
    assert text.index(paragraph) < text.index("Mail 1")
    assert text.count("[…]") == 3
    assert all(f"Mail {n}" in text for n in range(4))
    shortened = text.split("Mail 1\n\n")[1].split("\n\n")[0]
    assert paragraph.startswith(shortened.removesuffix(" […]"))
    assert len(shortened) > 25
    assert without_repeats(text) == text


@pytest.mark.parametrize(
    "paragraph", [VERSE, CODE, TABLE, ENGLISH[:120] + ".", f"> {ENGLISH}", f"# {ENGLISH}"]
)
def test_verse_code_tables_and_what_is_short_stay(paragraph: str) -> None:
    text = "\n\n".join([paragraph] * 9)
    assert without_repeats(text) == text


def test_three_times_is_not_boilerplate() -> None:
    text = "\n\n".join([ENGLISH] * 3)
    assert without_repeats(text) == text


def test_paragraphs_that_differ_in_a_word_all_stay() -> None:
    text = "\n\n".join(f"{ENGLISH} And {n}." for n in range(9))
    assert without_repeats(text) == text
