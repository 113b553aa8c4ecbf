"""One way to write a label, whatever it was called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.training.material.corpora.labels import LIMIT_CHARS, to_label


@pytest.mark.parametrize(
    ("raw", "label"),
    [
        ("PER", "PER"),
        ("work-of art", "WORK_OF_ART"),
        (" person ", "PERSON"),
        ("PER.NAM", "PER_NAM"),
        ("人名", "人名"),
        ("straße", "STRASSE"),
        ("cafe\u0301", "CAFÉ"),
        ("व्यक्ति", "व्यक्ति"),
        ("", ""),
        ("--", ""),
        ("_ _", ""),
        ("O", ""),
        ("o", ""),
        ("x" * (LIMIT_CHARS + 1), ""),
    ],
)
def test_a_label_is_written_in_one_way(raw: str, label: str) -> None:
    assert to_label(raw) == label


@given(raw=st.text(max_size=12))
def test_a_label_stays_as_it_is_and_fits_a_tag(raw: str) -> None:
    label = to_label(raw)
    assert to_label(label) == label
    assert not set(label) & set("- \t\n")
