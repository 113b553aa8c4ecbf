"""Run a network on a batch, the same way whether it learns, is judged or adapts."""

from __future__ import annotations

from typing import Any

from engine.language.tokens import N_CASES


def read_batch(network: Any, ids: Any, cases: Any, mask: Any) -> Any:
    """Return the network's output for tensors ``[n, length]``; the first of it is its states or logits.

    Case classes go in as token types, but only into a network that was made to read them.
    """
    if getattr(network.config, "type_vocab_size", 0) == N_CASES:
        return network(input_ids=ids, attention_mask=mask, token_type_ids=cases)
    return network(input_ids=ids, attention_mask=mask)
