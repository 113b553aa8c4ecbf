"""The base set: read back as written, refused when damaged, and never against what is taught."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest
from lesson_makers import drug_texts, to_text, write_base_set
from tiny_models import tiny_sentences

from engine.errors import ModelCorrupt, ModelMissing
from engine.models import RESOURCES
from engine.teaching import LabelledSpan, LabelledText
from engine.training.material.base_set import CHECK, NAME, read_base_set, without_conflicts


def test_both_parts_are_read_back(tmp_path: Path) -> None:
    base_set = read_base_set(write_base_set(tmp_path, n_replay=30, n_check=20))

    assert len(base_set.replay) == 30
    assert [(t.text, t.spans) for t in base_set.check] == [
        (t.text, t.spans) for t in map(to_text, tiny_sentences(20, seed=22))
    ]


def test_the_shipped_one_is_sound_and_states_its_labels() -> None:
    base_set = read_base_set(RESOURCES / NAME)

    assert all(text.labels for text in (*base_set.replay, *base_set.check))
    assert not {t.text for t in base_set.replay} & {t.text for t in base_set.check}


def test_a_missing_or_damaged_part_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        read_base_set(tmp_path)
    write_base_set(tmp_path)
    with lzma.open(tmp_path / CHECK, "wt", encoding="utf-8") as stream:
        stream.write('{"text": "Ada", "label": [[0, 9, "PER"]], "labels": ["PER"]}\n')
    with pytest.raises(ModelCorrupt):
        read_base_set(tmp_path)
    (tmp_path / CHECK).write_bytes(b"no xz at all")
    with pytest.raises(ModelCorrupt):
        read_base_set(tmp_path)


def test_a_name_taught_under_a_new_label_is_not_replayed_under_another() -> None:
    taught = drug_texts(12)
    drug = taught[0].text[slice(taught[0].spans[0].start, taught[0].spans[0].end)]
    against = LabelledText(
        text=f"{drug.title()} is here", spans=(LabelledSpan(0, len(drug), "ORG"),), labels=("ORG",)
    )
    beside = LabelledText(text="Globex is here", spans=(LabelledSpan(0, 6, "ORG"),), labels=("ORG",))

    assert without_conflicts([against, beside], taught, ("DRUG",)) == [beside]
    assert without_conflicts([against, beside], taught, ()) == [against, beside]
