"""What of a tagged piece of text is the name."""

import pytest

from engine.annotate.borders import name_span


def name(text: str, marked: str, label: str = "PER") -> str | None:
    start = text.index(marked)
    span = name_span(text, start, start + len(marked), label)
    return text[span.start : span.end] if span else None


@pytest.mark.parametrize(
    ("text", "marked", "expected"),
    [
        ("with “Ada”, who", " “Ada”,", "“Ada”"),
        ("with (Ada, who", " (Ada,", "Ada"),
        ("of Acme (China) Ltd. of", "Acme (China) Ltd.", "Acme (China) Ltd."),
        ("by Apple Inc.", "Apple Inc.", "Apple Inc."),
        ("met Ada Lovelace.", "Ada Lovelace.", "Ada Lovelace"),
        ("《红楼梦》里", "《红楼梦》", "红楼梦"),
        (" , ", ",", None),
    ],
)
def test_white_space_and_marks_come_off_both_ends(text: str, marked: str, expected: str | None) -> None:
    assert name(text, marked, "ORG") == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Dr. Cooper", "Cooper"),
        ("President Vladimir Putin", "Vladimir Putin"),
        ("Prof. Dr. Ada Lovelace", "Ada Lovelace"),
        ("Dr.", "Dr."),
        ("Drew Barrymore", "Drew Barrymore"),
    ],
)
def test_a_title_is_no_part_of_a_person(marked: str, expected: str) -> None:
    assert name(f"yesterday {marked} said", marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("the Peak District", "Peak District"),
        ("The Hague", "The Hague"),
        ("the", "the"),
        ("thesis", "thesis"),
    ],
)
def test_a_small_article_is_no_part_of_a_name(marked: str, expected: str) -> None:
    assert name(f"in {marked} today", marked, "LOC") == expected


def test_a_title_is_part_of_what_is_named_after_a_person() -> None:
    assert name("at the President Hotel now", "President Hotel", "LOC") == "President Hotel"


@pytest.mark.parametrize(
    "text",
    [
        "write to <kent.shoemaker@ge.com> now",
        "see https://www.enron.com/energy?x=1.",
        "see www.enron.com",
        "at github.com/enron/mail",
        "attached: enron_resume.doc",
        "- Enron.Report.pdf",
    ],
)
def test_a_piece_of_an_address_or_of_a_file_name_is_none(text: str) -> None:
    marked = next(piece for piece in ("shoemaker", "enron", "Enron") if piece in text)

    assert name(text, marked, "ORG") is None


@pytest.mark.parametrize(
    "text",
    ["Enron", "at Enron/Azurix", "Enron.", "(Enron)", "Enron.com", "the Enron's", "U.S/Enron", "Enron.js"],
)
def test_marks_around_a_name_make_no_address(text: str) -> None:
    assert name(text, "Enron", "ORG") == "Enron"


def test_one_cjk_character_is_a_piece_of_a_name() -> None:
    assert name("王说", "王") is None
    assert name("王明说", "王明") == "王明"
