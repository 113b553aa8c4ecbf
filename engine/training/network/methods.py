"""Wrap a tagger so that only what the method names learns, and turn it into a plain network again.

Input:  a network with a tag head, as ``BertForTokenClassification``. That head learns with every method.
Output: ``prepare`` gives a network that answers as before; ``merge`` gives a plain BERT that
        is saved and exported like any other. LoRA, AdaLoRA and (IA)3 (by peft) go into its
        weights; a prefix or a prompt stays beside them (see ``engine.language.prefix``). Those two
        are ours: peft's cannot be exported, shift the positions of the text and are no part of a state dict.
"""

from __future__ import annotations

from typing import Any

from engine.errors import ModelUnsupported
from engine.language.prefix import add_prefix, add_prompt
from engine.training.network.extra import NETWORK, need
from engine.training.network.plan import HEAD, Method, Plan

_RANK, _FIRST_RANK = 8, 12
"""Rank of what is added to a matrix; AdaLoRA begins with more and ends with ``_RANK`` on average."""
_N_PREFIX = _N_PROMPT = 16
_BY_PEFT = (Method.LORA, Method.ADALORA, Method.ADAPTER)
_BERT_ONLY = (Method.PREFIX, Method.PROMPT, Method.ADAPTER)


def prepare(network: Any, plan: Plan) -> Any:
    """Return ``network`` wrapped for ``plan.method``; what does not learn asks for no gradient.

    Raises:
        ModelUnsupported: A prefix, a prompt or (IA)3 was asked for and this is no BERT.
        TrainingExtraMissing: A package that the method needs is not installed.
    """
    need(*NETWORK, *(("peft",) if plan.method in _BY_PEFT else ()))
    if plan.method in _BERT_ONLY and network.config.model_type != "bert":
        raise ModelUnsupported(name=network.config.model_type, detail=plan.method.value)
    if plan.method in _BY_PEFT:
        from peft import get_peft_model

        return get_peft_model(network, _settings(network, plan))
    if plan.method is Method.FULL:
        return network
    network.requires_grad_(False)
    network.classifier.requires_grad_(True)
    if plan.method is Method.PREFIX and not getattr(network.config, "n_prefix", 0):
        add_prefix(network, _N_PREFIX)
    if plan.method is Method.PROMPT and not getattr(network.config, "n_prompt", 0):
        add_prompt(network, _N_PROMPT)
    for name, item in network.named_parameters():
        if name.split(".")[-1].startswith(plan.method):
            item.requires_grad_(True)
    return network


def merge(network: Any) -> Any:
    """Return the plain network in ``network``, ready to be saved or trained anew."""
    plain = network.merge_and_unload() if hasattr(network, "merge_and_unload") else network
    return plain.requires_grad_(True)


def count_trainable(network: Any) -> int:
    """Return how many numbers learn."""
    return sum(int(item.numel()) for item in network.parameters() if item.requires_grad)


def rank_budget(network: Any, plan: Plan) -> RankBudget | None:
    """Return what AdaLoRA does beside each step; None for any other method."""
    return RankBudget(network) if plan.method is Method.ADALORA else None


class RankBudget:
    """AdaLoRA's share in the loop: its penalty, and which ranks are left after a step."""

    def __init__(self, network: Any) -> None:
        self._network = network
        self._settings = network.peft_config["default"]
        self._allocator = network.base_model.rankallocator

    def penalty(self) -> Any:
        """Return how far the thin matrices are from being orthogonal: equation 4 of the paper, weighted."""
        import torch

        named = self._network.named_parameters()
        thin = [item.T if "lora_B" in name else item for name, item in named if _is_thin(name)]
        gaps = [torch.linalg.norm(item @ item.T - torch.eye(len(item), device=item.device)) for item in thin]
        return self._settings.orth_reg_weight * torch.stack(gaps).mean()

    def after_step(self, step: int) -> None:
        """Drop the least important ranks; gradients of the step must still be there."""
        self._network.base_model.update_and_allocate(step)

    def state(self) -> dict[str, Any]:
        """Return what a checkpoint must keep beside the weights."""
        kept = {name: dict(getattr(self._allocator, name)) for name in _IMPORTANCE}
        return {**kept, "rank_pattern": self._settings.rank_pattern}

    def load_state(self, state: dict[str, Any]) -> None:
        """Go on from ``state``."""
        for name in _IMPORTANCE:
            setattr(self._allocator, name, dict(state[name]))
        self._settings.rank_pattern = state["rank_pattern"]


_IMPORTANCE = ("ipt", "exp_avg_ipt", "exp_avg_unc")


def _is_thin(name: str) -> bool:
    return "lora_A" in name or "lora_B" in name


def _settings(network: Any, plan: Plan) -> Any:
    from peft import AdaLoraConfig, IA3Config, LoraConfig

    if plan.method is Method.ADAPTER:
        return IA3Config(
            target_modules=["key", "value", "output.dense"],
            feedforward_modules=["output.dense"],
            modules_to_save=[HEAD],
        )
    matrices = _matrices(network)
    common = {"lora_alpha": 2 * _RANK, "target_modules": matrices, "modules_to_save": [HEAD]}
    if plan.method is Method.LORA:
        return LoraConfig(r=_RANK, **common)
    n_steps = max(plan.max_steps, 3)  # fewer leave no step to learn importance from
    return AdaLoraConfig(
        init_r=_FIRST_RANK,
        target_r=_RANK,
        total_step=n_steps,
        tinit=round(0.1 * n_steps),
        tfinal=round(0.3 * n_steps),
        deltaT=max(1, n_steps // 50),
        **common,
    )


def _matrices(network: Any) -> list[str]:
    """Return the names of all linear layers of the body: query, key, value and dense in a BERT."""
    import torch

    modules = network.base_model.named_modules()
    return sorted({name.split(".")[-1] for name, item in modules if isinstance(item, torch.nn.Linear)})
