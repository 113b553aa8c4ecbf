"""In which precision a network trains fastest on this computer, and how its attention is computed."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any


def autocast(device: Any) -> AbstractContextManager[Any]:
    """Return the context to run a forward pass in: bfloat16 where the processor multiplies it, else float32.

    That is a CPU with AVX512-BF16 or AMX, and a GPU from Ampere on; elsewhere bfloat16 is
    emulated and slower than float32.
    """
    import torch

    return torch.autocast(device.type, dtype=torch.bfloat16) if _has_bfloat16(device.type) else nullcontext()


@cache
def _has_bfloat16(kind: str) -> bool:
    import torch

    if kind == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    able = torch.cpu.get_capabilities()
    return bool(able.get("avx512_bf16") or able.get("amx_bf16"))


def use_plain_attention(network: Any) -> None:
    """Let a BERT compute attention step by step: on a CPU in bfloat16 that is the faster way to train.

    Its weights stay the same objects. Nothing is done on a GPU, where the fused kernel wins, nor to
    other kinds of network.
    """
    from transformers.models.bert.modeling_bert import BertSelfAttention

    if next(network.parameters()).device.type != "cpu":
        return
    for block in [module for module in network.modules() if _is_fused(module)]:
        fused = block.self
        plain = BertSelfAttention(network.config, layer_idx=fused.layer_idx)
        plain.query, plain.key, plain.value, plain.dropout = (
            fused.query,
            fused.key,
            fused.value,
            fused.dropout,
        )
        # Fewer than the configuration says, where heads were cut out.
        plain.num_attention_heads, plain.all_head_size = fused.num_attention_heads, fused.all_head_size
        plain.train(fused.training)
        block.self = plain
        network.config._attn_implementation = network.base_model.attn_implementation = "eager"


def _is_fused(block: Any) -> bool:
    from transformers.models.bert.modeling_bert import BertSdpaSelfAttention

    fused: Any = getattr(block, "self", None)
    return type(fused) is BertSdpaSelfAttention and bool(fused.position_embedding_type == "absolute")


def set_dropout(network: Any, share: float) -> None:
    """Let ``share`` of the numbers drop out of word vectors, feed-forward outputs and what the head reads.

    Within attention nothing drops out: drawing for every pair of words took a quarter of a step on a CPU.
    """
    import torch

    for name, module in list(network.named_modules()):
        if isinstance(module, torch.nn.Dropout):
            quick = _quick_dropout()(0.0 if ".attention." in f".{name}." else share)
            parent = network.get_submodule(name.rpartition(".")[0])
            setattr(parent, name.rpartition(".")[2], quick.train(module.training))
        if hasattr(module, "dropout_prob"):  # fused attention keeps a number of its own
            module.dropout_prob = 0.0


@cache
def _quick_dropout() -> type[Any]:
    """Return a dropout that draws bytes in NumPy: twice as fast as torch's on a CPU, and seeded by it."""
    import numpy as np
    import torch

    class QuickDropout(torch.nn.Dropout):  # type: ignore[misc]
        def forward(self, states: Any) -> Any:
            if not self.training or self.p == 0.0 or states.device.type != "cpu":
                return super().forward(states)
            draw = np.random.Generator(np.random.SFC64(int(torch.randint(2**62, ()))))
            level = round(256 * self.p)
            kept = torch.from_numpy(draw.integers(0, 256, tuple(states.shape), dtype=np.uint8) >= level)
            return states * kept * (256 / (256 - level))

    return QuickDropout
