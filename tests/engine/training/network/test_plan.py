"""Plans survive JSON, keep to their bounds and know each method's own rate."""

import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.training.network.plan import Method, Plan

PLAN = Plan(special=(0, 2, 3))
BOUNDED = {item.name: item.metadata for item in fields(Plan) if item.metadata}


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    chosen: dict[str, Any] = {"method": draw(st.sampled_from(Method))}
    for name, bounds in BOUNDED.items():
        low, high = bounds["minimum"], bounds["maximum"]
        is_whole = isinstance(getattr(PLAN, name), int)
        chosen[name] = draw(st.integers(low, high) if is_whole else st.floats(low, high))
    return Plan(special=(0, 2, 3), **chosen)


@given(plan=plans())
def test_a_plan_survives_json(plan: Plan) -> None:
    assert Plan.from_json(json.loads(json.dumps(plan.to_json()))) == plan


@pytest.mark.parametrize("name", BOUNDED)
def test_every_number_has_a_unit_and_bounds_and_a_sound_default(name: str) -> None:
    bounds = BOUNDED[name]
    assert bounds["unit"]
    assert bounds["minimum"] <= getattr(PLAN, name) <= bounds["maximum"]
    with pytest.raises(ValueError, match=name):
        Plan(special=(0, 2, 3), **{name: bounds["maximum"] + 1})


def test_a_rate_of_zero_is_the_methods_own() -> None:
    own = {method: Plan(special=(0, 2, 3), method=method).rate for method in Method}
    assert own[Method.FULL] < own[Method.LORA] < own[Method.PROMPT]
    assert Plan(special=(0, 2, 3), method=Method.PROMPT, learning_rate=0.5).rate == 0.5


@pytest.mark.parametrize("change", [{"method": "magic"}, {"dropout": 2}])
def test_nonsense_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"magic|dropout"):
        Plan.from_json(PLAN.to_json() | change)
