"""What an answer costs: nothing where it may change, more the farther it went from what was rightly said."""

from typing import Any

import pytest

from engine.training.network.losses import kept_loss, like_depth, soft_loss, state_loss

ALL = [True, True, True, True]
SURE_OF_FIRST, SURE_OF_SECOND = [6.0, 0.0, 0.0], [0.0, 6.0, 0.0]


def kept(found: list[float], given: list[float], right: list[bool], competing: list[bool] = ALL) -> float:
    import torch

    tensors: list[Any] = [torch.tensor([row]) for row in (found, given, right, competing)]
    return float(kept_loss(*tensors))


def test_what_was_said_rightly_is_kept() -> None:
    right = [True, False, False, False]
    assert kept([*SURE_OF_FIRST, 0.0], SURE_OF_FIRST, right) == pytest.approx(0, abs=1e-6)
    assert kept([3.0, 0.0, 0.0, 0.0], SURE_OF_FIRST, right) > 0.1
    assert kept([*SURE_OF_SECOND, 0.0], SURE_OF_FIRST, right) > kept(
        [3.0, 0.0, 0.0, 0.0], SURE_OF_FIRST, right
    )


def test_a_mistake_may_change() -> None:
    assert kept([*SURE_OF_SECOND, 0.0], SURE_OF_FIRST, [False, True, False, False]) == 0


def test_a_new_tag_is_free_and_the_known_ones_are_kept_beneath_it() -> None:
    right = [False, False, False, True]
    assert kept([*SURE_OF_FIRST, 20.0], SURE_OF_FIRST, right) == pytest.approx(0, abs=1e-6)
    assert kept([*SURE_OF_SECOND, 20.0], SURE_OF_FIRST, right) > 0.1


def test_what_a_source_does_not_annotate_is_no_mistake() -> None:
    only_first_and_third = [True, False, True, True]
    moved = [*SURE_OF_FIRST, 0.0]
    assert kept(moved, SURE_OF_SECOND, [True, False, False, False], only_first_and_third) > 0.1


def test_where_nothing_stays_nothing_is_asked_and_gradients_still_flow() -> None:
    import torch

    found = torch.zeros(1, 2, requires_grad=True)
    loss = kept_loss(found, torch.tensor([[1.0, 0.0]]), *torch.tensor([[[False, True]], [[True, True]]]))
    loss.backward()
    assert float(loss.detach()) == 0
    assert found.grad is not None
    assert not found.grad.any()


def test_the_losses_are_nothing_where_both_say_the_same_and_grow_apart() -> None:
    import torch

    logits, states = torch.randn(5, 9), [torch.randn(2, 3, 8) for _ in range(3)]
    is_read = torch.ones(2, 3, dtype=torch.bool)
    assert float(soft_loss(logits, logits, 2)) == pytest.approx(0, abs=1e-6)
    assert float(soft_loss(logits + 3, logits, 2)) == pytest.approx(0, abs=1e-5)
    assert float(soft_loss(-logits, logits, 2)) > 0.1
    assert float(state_loss(states, states, is_read)) == pytest.approx(0, abs=1e-6)
    assert float(state_loss([-state for state in states], states, is_read)) == pytest.approx(2, abs=1e-6)


def test_padding_is_not_learnt_from() -> None:
    import torch

    states: list[Any] = [torch.randn(1, 3, 8) for _ in range(2)]
    is_read = torch.tensor([[True, True, False]])
    other = [state.clone() for state in states]
    other[1][0, 2] = 7
    assert float(state_loss(other, states, is_read)) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("n", "given", "expected"), [(3, 6, [2, 4, 6]), (6, 6, [1, 2, 3, 4, 5, 6]), (2, 5, [3, 5])]
)
def test_layers_stand_for_those_of_like_depth(n: int, given: int, expected: list[int]) -> None:
    assert like_depth(n, given) == expected
