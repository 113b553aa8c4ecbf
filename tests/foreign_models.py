"""Tiny random models in Hugging Face layout, one for each kind of body, with the tokenizer it usually has."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

TEXTS = (
    "Ada Lovelace met Charles Babbage in London, and O'Neil (U.S.-based) wrote 3 notes.",
    "The central bank raised interest rates again; nobody was surprised.",
    "王小明在北京为清华大学工作。知识图谱与机器学习。",
)
LABELS = ("PER", "ORGANIZATION", "GPE", "LOCATION")
TAGS = ("O", *(f"{prefix}-{label}" for label in LABELS for prefix in "BI"))
BODIES = ("bert", "roberta", "distilbert", "electra", "deberta", "deberta-v2", "mpnet", "xlm-roberta")

_BRACKETS = ("[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]")
_ANGLES = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
_ANGLED = ("roberta", "mpnet", "xlm-roberta")
_MORE: dict[str, dict[str, Any]] = {
    "distilbert": {"dim": 32, "n_layers": 2, "n_heads": 2, "hidden_dim": 64},
    "electra": {"embedding_size": 16},
    "deberta": {"relative_attention": True, "pos_att_type": ["p2c", "c2p"], "type_vocab_size": 0},
    "deberta-v2": {
        "relative_attention": True,
        "position_buckets": 16,
        "pos_att_type": ["p2c", "c2p"],
        "share_att_key": True,
        "norm_rel_ebd": "layer_norm",
        "position_biased_input": False,
        "type_vocab_size": 0,
    },
}


def make_foreign(
    folder: Path, body: str, kind: str = "tagger", *, tags: tuple[str, ...] = TAGS, **changes: Any
) -> Path:
    """Write a random model as ``save_pretrained`` does; ``changes`` are of its shape."""
    import torch
    from transformers import CONFIG_MAPPING, MODEL_FOR_TOKEN_CLASSIFICATION_MAPPING, MODEL_MAPPING

    torch.manual_seed(3)
    folder.mkdir(parents=True)
    tokenizer = make_tokenizer(body)
    tokenizer.save(str(folder / "tokenizer.json"))
    pad = 1 if body in _ANGLED else 0
    shape = {
        "vocab_size": tokenizer.get_vocab_size(),
        "hidden_size": 32,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 64,
        "max_position_embeddings": 66,
        "pad_token_id": pad,
        **_MORE.get(body, {}),
        **changes,
    }
    names: dict[str, Any] = {"id2label": dict(enumerate(tags))} if kind == "tagger" else {}
    config = CONFIG_MAPPING[body](**shape, **names)
    table = MODEL_FOR_TOKEN_CLASSIFICATION_MAPPING if kind == "tagger" else MODEL_MAPPING
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # DeBERTa is written with what torch calls outdated
        network = table[type(config)](config)
    if kind == "tagger":
        network.classifier.weight.data *= 30  # so that tags are told apart
    network.save_pretrained(folder)
    (folder / "README.md").write_text("---\nlicense: mit\nlanguage:\n- en\n- zh\n---\n# A model\n")
    return folder


def change_config(folder: Path, **changes: Any) -> None:
    """Change keys of ``config.json``; None deletes one."""
    path = folder / "config.json"
    stored = json.loads(path.read_text()) | changes
    path.write_text(json.dumps({key: value for key, value in stored.items() if value is not None}))


def make_tokenizer(body: str) -> Tokenizer:
    """Return a tokenizer of the kind that ``body`` usually has, trained on ``TEXTS``."""
    names = _ANGLES if body in _ANGLED else _BRACKETS
    start, end, unknown = _order(names)
    tokenizer: Tokenizer
    trainer: Any
    if body in ("roberta", "deberta"):
        tokenizer = Tokenizer(models.BPE())
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        alphabet = pre_tokenizers.ByteLevel.alphabet()
        trainer = trainers.BpeTrainer(
            vocab_size=400, special_tokens=list(names), initial_alphabet=alphabet, show_progress=False
        )
    elif body in ("deberta-v2", "xlm-roberta"):
        tokenizer = Tokenizer(models.Unigram())
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
        trainer = trainers.UnigramTrainer(
            vocab_size=150, special_tokens=list(names), unk_token=unknown, show_progress=False
        )
    else:
        tokenizer = Tokenizer(models.WordPiece(unk_token=unknown))
        tokenizer.normalizer = normalizers.BertNormalizer()
        tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        trainer = trainers.WordPieceTrainer(vocab_size=300, special_tokens=list(names), show_progress=False)
    tokenizer.train_from_iterator(TEXTS * 20, trainer)
    numbers = [(name, tokenizer.token_to_id(name)) for name in (start, end)]
    tokenizer.post_processor = processors.TemplateProcessing(f"{start} $A {end}", None, numbers)
    return tokenizer


def _order(names: tuple[str, ...]) -> tuple[str, str, str]:
    return ("<s>", "</s>", "<unk>") if names == _ANGLES else ("[CLS]", "[SEP]", "[UNK]")
