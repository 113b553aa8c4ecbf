"""Run a network on a batch, the same way whether it learns, is judged or adapts."""

from __future__ import annotations

from typing import Any

from engine.language.lexicon import N_CASES


def read_batch(network: Any, ids: Any, types: Any, mask: Any) -> Any:
    """Return the network's output for tensors ``[n, length]``; the first of it is its states or logits.

    Token types go in, but only into a network that was made to read them.
    """
    if getattr(network.config, "type_vocab_size", 0) >= N_CASES:
        return network(input_ids=ids, attention_mask=mask, token_type_ids=types)
    return network(input_ids=ids, attention_mask=mask)
