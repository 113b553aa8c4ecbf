"""Trained vectors that a BERT reads beside its text: a prefix in every layer, or a prompt before the first.

A network that has them is otherwise a plain BERT: they are among its weights, its configuration says how
many there are (``n_prefix``, ``n_prompt``), and it takes and gives the same shapes, so that it is saved,
loaded, exported and run like any other. Positions of the text's own tokens stay as they were.

Sources: Li and Liang 2021, https://arxiv.org/abs/2101.00190; Lester et al. 2021,
https://arxiv.org/abs/2104.08691.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any


def add_prefix(network: Any, n: int) -> None:
    """Give every layer ``n`` keys and values beside those of the text.

    They start small and with the weight of one neutral token between them, so that a network that
    knows something already is hardly disturbed.
    """
    import torch

    body = getattr(network, "bert", network)
    body.config.n_prefix = n
    for block in body.encoder.layer:
        old = block.attention.self
        new = _prefix_attention()(body.config, layer_idx=old.layer_idx)
        new.query, new.key, new.value, new.dropout = old.query, old.key, old.value, old.dropout
        for name in ("prefix_key", "prefix_value"):
            start = torch.randn(1, n, new.all_head_size)
            setattr(new, name, torch.nn.Parameter(start * body.config.initializer_range))
        block.attention.self = new.train(old.training).to(body.device)


def add_prompt(network: Any, n: int) -> None:
    """Put ``n`` invented tokens before the text; they start as words of the vocabulary, by chance."""
    import torch

    body = getattr(network, "bert", network)
    body.config.n_prompt = n
    encoder = _prompted_encoder()(body.config)
    encoder.layer = body.encoder.layer
    rows = body.embeddings.word_embeddings.weight
    with torch.no_grad():
        words = torch.randint(0, len(rows), (1, n)).to(rows.device)
        encoder.prompt = torch.nn.Parameter(body.embeddings.LayerNorm(rows[words]).clone())
    body.encoder = encoder.train(body.encoder.training)


def restore(network: Any) -> None:
    """Give a network just built the vectors that its configuration names, ready for its weights."""
    if n := getattr(network.config, "n_prefix", 0):
        add_prefix(network, n)
    if n := getattr(network.config, "n_prompt", 0):
        add_prompt(network, n)


@cache
def _prefix_attention() -> Any:
    import torch
    from transformers.models.bert.modeling_bert import BertSelfAttention

    class PrefixAttention(BertSelfAttention):  # type: ignore[misc]
        """Self-attention over the text and the prefix."""

        def forward(self, hidden_states: Any, attention_mask: Any = None, *_: Any, **__: Any) -> Any:
            n_texts = hidden_states.shape[0]

            def heads(states: Any) -> Any:
                split = states.view(n_texts, -1, self.num_attention_heads, self.attention_head_size)
                return split.transpose(1, 2)

            def beside(prefix: Any, states: Any) -> Any:
                return torch.cat([prefix.expand(n_texts, -1, -1), states], dim=1)

            query = heads(self.query(hidden_states))
            key = heads(beside(self.prefix_key, self.key(hidden_states)))
            value = heads(beside(self.prefix_value, self.value(hidden_states)))
            scores = query @ key.transpose(-1, -2) / math.sqrt(self.attention_head_size)
            n = self.prefix_key.shape[1]
            shares = torch.softmax(scores + _widened(attention_mask, hidden_states, n, -math.log(n)), dim=-1)
            context = (self.dropout(shares) @ value).transpose(1, 2)
            return context.reshape(n_texts, -1, self.all_head_size), shares

    return PrefixAttention


@cache
def _prompted_encoder() -> Any:
    import torch
    from transformers.models.bert.modeling_bert import BertEncoder

    class PromptedEncoder(BertEncoder):  # type: ignore[misc]
        """Layers that read the prompt before the text, and give the states of the text alone."""

        def forward(self, hidden_states: Any, attention_mask: Any = None, **options: Any) -> Any:
            prompt = self.prompt.expand(hidden_states.shape[0], -1, -1)
            n = self.prompt.shape[1]
            mask = _widened(attention_mask, hidden_states, n, 0.0)
            states = torch.cat([prompt, hidden_states], dim=1)
            output = super().forward(states, mask, **options | {"return_dict": True})
            output.last_hidden_state = output.last_hidden_state[:, n:]
            return output if options.get("return_dict", True) else (output.last_hidden_state,)

    return PromptedEncoder


def _widened(mask: Any, states: Any, n: int, weight: float) -> Any:
    """Return the additive mask, ``[n_texts or 1, 1, 1, n + length]``, that lets everything see ``n`` more."""
    import torch

    if mask is None:
        mask = states.new_zeros((1, 1, 1, states.shape[1]))
    # Every row of an encoder's mask is the same: what may be seen depends on the token seen alone.
    return torch.nn.functional.pad(mask[:, :, :1], (n, 0), value=weight)
