"""Entities of the gold set are what its annotators say; resolving more costs in proportion."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.measure.resolution import b_cubed, measure_gold, measure_growth

GOLD = Path(__file__).parents[2] / "data" / "resolution_gold.json.xz"


def test_b_cubed_of_a_textbook_case() -> None:
    pairs = [(1, "a"), (1, "a"), (1, "b"), (2, "b")]
    found = b_cubed(pairs)
    assert found["precision"] == pytest.approx((1 + 1 + 0.5 + 0.5) / 4)
    assert found["recall"] == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)


def test_the_gold_set_is_resolved_well() -> None:
    found = measure_gold(GOLD)
    assert found["n_bilingual"] >= 300
    assert found["all"]["f1"] >= 0.95
    assert min(found[part]["f1"] for part in ("gloss", "city", "person", "english")) >= 0.90
    assert found["merge_precision"]["precision"] >= 0.97


def test_growing_reports_what_was_done() -> None:
    small, large = measure_growth([500, 1000], say=lambda _: None)
    assert small["n_forms"] < large["n_forms"]
    assert large["n_entities"] < large["n_forms"], "variants are joined"
