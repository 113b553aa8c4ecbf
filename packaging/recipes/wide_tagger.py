"""A tagger four times as wide as ours and twice as deep, to teach it: MPNet that reads our tokens.

Source: Song et al. 2020, https://arxiv.org/abs/2004.09297; weights: sentence-transformers/all-mpnet-base-v2.

Its vocabulary is BERT's, so the subwords of an English text are the same; only their numbers differ.
The case of a word is added to its vector, as BERT's token types are: MPNet has none of its own. What else our
types say it does not hear, so that it can teach beside any lexicon.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from engine.language.lexicon import N_CASES

_SPECIAL = {"[PAD]": "<pad>", "[CLS]": "<s>", "[SEP]": "</s>", "[MASK]": "<mask>"}
_CASES = "case_rows"
WEIGHTS = "wide.safetensors"
"""What a taught one is kept in."""


def build_wide_tagger(folder: Path, tokenizer: Path, tags: tuple[str, ...]) -> Any:
    """Return MPNet with a head for ``tags``.

    Args:
        folder: Its ``config.json``, ``model.safetensors`` and ``tokenizer.json``.
        tokenizer: Our ``tokenizer.json``, whose numbers it is going to be given.
        tags: The tags of the head, in order.
    """
    import torch
    from transformers import MPNetConfig, MPNetForTokenClassification, MPNetModel

    torch.manual_seed(7)

    class WideTagger(MPNetForTokenClassification):  # type: ignore[misc]
        """Takes what a BERT of ours takes."""

        def __init__(self, config: Any) -> None:
            super().__init__(config)
            self.register_buffer("numbers", _numbers(folder / "tokenizer.json", tokenizer))
            self.add_module(_CASES, torch.nn.Embedding(N_CASES, config.hidden_size))
            torch.nn.init.normal_(getattr(self, _CASES).weight, std=0.01)

        def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
            words = self.get_input_embeddings()(self.numbers[input_ids])
            cases = getattr(self, _CASES)(token_type_ids % N_CASES)
            return super().forward(inputs_embeds=words + cases, attention_mask=attention_mask)

    config = MPNetConfig.from_pretrained(folder)
    config.num_labels = len(tags)
    config.type_vocab_size = N_CASES
    model = WideTagger(config)
    model.mpnet.load_state_dict(
        MPNetModel.from_pretrained(folder, add_pooling_layer=False).state_dict(), strict=True
    )
    return model


def _numbers(theirs: Path, ours: Path) -> Any:
    """Return their number of each subword of ours; what they lack is unknown to them."""
    import torch

    known, wanted = (json.loads(path.read_text("utf-8"))["model"]["vocab"] for path in (theirs, ours))
    rows = torch.full((max(wanted.values()) + 1,), known["[UNK]"])
    for subword, number in wanted.items():
        rows[number] = known.get(_SPECIAL.get(subword, subword), known["[UNK]"])
    return rows
