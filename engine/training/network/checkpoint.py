"""Keep the state of a run on disk, whole or not at all, and read it back without running anything in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from engine.training.network.plan import Plan

_FREE = ("n_threads", "checkpoint_every")
"""What may differ between a run and its resumption."""


def write_checkpoint(path: Path, plan: Plan, state: dict[str, Any]) -> None:
    """Write ``state``, the plan and the random numbers' state; a crash leaves the old file or the new one."""
    import torch

    draft = path.with_suffix(".new")
    on_gpu = torch.cuda.get_rng_state_all() if torch.cuda.is_available() else []
    try:
        torch.save({**state, "plan": _key(plan), "random": torch.get_rng_state(), "on_gpu": on_gpu}, draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def read_checkpoint(path: Path, plan: Plan) -> dict[str, Any] | None:
    """Return the state kept at ``path`` and set the random numbers as they were.

    None, and nothing is set, if there is no such file or it is of another plan.
    """
    import torch

    if not path.exists():
        return None
    state: dict[str, Any] = torch.load(path, weights_only=True, map_location="cpu")
    if state["plan"] != _key(plan):
        return None
    torch.set_rng_state(state["random"])
    if torch.cuda.is_available() and state["on_gpu"]:
        torch.cuda.set_rng_state_all(state["on_gpu"])
    return state


def _key(plan: Plan) -> dict[str, Any]:
    return {name: value for name, value in plan.to_json().items() if name not in _FREE}
