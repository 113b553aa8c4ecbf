"""Tiny models with real file formats, made in seconds: 2 layers, 32 wide, seeded.

The encoder is random: like texts get like vectors, and nothing more. The tagger
is trained for a moment on the names below: it knows those, in both languages.
"""

from __future__ import annotations

import json
import lzma
import random
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from engine.annotate.marking import marker_names
from engine.annotate.predicates import PREDICATES
from engine.language.catalog import HEAD, LEXICON, ModelCard
from engine.language.lexicon import N_CASES, N_TYPES, Lexicon, load_lexicon
from engine.language.tokens import load_tokenizer, special_ids, tokenise
from engine.training.forms.quantize import save_model, seal
from engine.training.material.corpus import Sentence
from engine.training.network.examples import Source, TargetTable, bio_tags, make_examples
from engine.training.network.finetune import finetune
from engine.training.network.plan import Plan

LABELS = ("PER", "ORG", "LOC", "DATE")
NAMES = {
    "PER": ("Ada", "Charles Babbage", "Grace Hopper", "张伟", "王小明", "李娜"),
    "ORG": ("Acme Corp", "Globex", "清华大学", "东方公司"),
    "LOC": ("London", "Paris", "New York", "北京", "上海"),
    "DATE": ("2024", "1843"),
}
_ENTRIES = (
    "北京\tplace\t9\n",
    "工作\tplain\t9\n",
    "张伟\tperson\t3\n",
    "new york\tplace\t1\n",
    "ada\tperson\t1\n",
)
_PATTERNS = (
    "{PER} met {PER} in {LOC} .",
    "{ORG} opened an office in {LOC} in {DATE} .",
    "the report by {PER} of {ORG} was read by many people .",
    "nothing was said about it , and the work went on .",
    "Nothing was said about The Report , and {PER} saw Office , not Officers .",
    "the work of 7 + 15 people = 22 .",
    "{PER} works for {ORG} .",
    "{PER} 在 {LOC} 为 {ORG} 工 作 。",
    "{DATE} 年 {PER} 和 {PER} 到 {LOC} 开 会 。",
    "这 份 报 告 没 有 提 到 任 何 人 。",
    "{ORG} 与 {ORG} 在 {LOC} 签 了 合 同 。",
)
_WORDS = """
the a of and to in is was for on with by at it an that this from are be as not or met works opened office
report read many people nothing said about work went ada charles babbage grace hopper acme corp globex
london paris new york contract library search engine machine learning graph knowledge file
"""
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_MARKS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_{|}~，。、；：？！（）《》“”"


def make_tiny_encoder(folder: Path) -> ModelCard:
    """Write a random encoder to ``folder``."""
    import torch
    from transformers import BertModel

    torch.manual_seed(3)
    tokenizer = _tokenizer()
    network = BertModel(_config(tokenizer), add_pooling_layer=False)
    return save_model(network, tokenizer, _card(folder, "encoder"))


def make_tiny_tagger(folder: Path) -> ModelCard:
    """Write a tagger that knows ``NAMES`` to ``folder``."""
    import torch
    from transformers import BertForTokenClassification

    torch.manual_seed(3)
    tokenizer = _tokenizer()
    tags = bio_tags(LABELS)
    config = _config(tokenizer, type_vocab_size=N_TYPES, id2label=dict(enumerate(tags)))
    network = BertForTokenClassification(config)
    folder.mkdir(parents=True, exist_ok=True)
    lexicon = folder / LEXICON
    lexicon.write_bytes(lzma.compress("".join(_ENTRIES).encode()))
    _train(network, tokenizer, folder, load_lexicon(lexicon, folder.name))
    return save_model(network, tokenizer, _card(folder, "tagger"), lexicon=lexicon)


def make_tiny_relater(folder: Path, *, threshold: float = 0.6) -> ModelCard:
    """Write a random relater to ``folder``: what it sees means nothing, but it always sees the same."""
    import torch
    from safetensors.numpy import save_file
    from transformers import BertForTokenClassification

    torch.manual_seed(3)
    tokenizer = _tokenizer(*marker_names())
    config = _config(tokenizer, type_vocab_size=N_CASES, num_labels=3 * 8 + 2 * 4)
    network = BertForTokenClassification(config)
    torch.nn.init.normal_(network.classifier.weight)
    card = save_model(network, tokenizer, _card(folder, "relater"), keeps_half=False)
    draw = np.random.default_rng(3)
    n_labels, n_read = len(PREDICATES), 8 + 4
    shapes = {"heads.ours.weight": (n_labels, n_read), "heads.ours.bias": (n_labels,)}
    weights = {name: draw.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    weights["thresholds"] = np.full((2, n_labels), threshold, np.float32)
    weights["scale"] = np.ones(1, np.float32)
    save_file(weights, folder / HEAD)
    return seal(card, (HEAD, *card.files))


def tiny_sentences(n: int, *, seed: int = 5) -> list[Sentence]:
    """Return labelled sentences about ``NAMES``."""
    choose = random.Random(seed)
    return [_sentence(choose) for _ in range(n)]


def _sentence(choose: random.Random) -> Sentence:
    tokens: list[str] = []
    tags: list[str] = []
    for part in choose.choice(_PATTERNS).split(" "):
        label = part.strip("{}") if part.startswith("{") else None
        name = choose.choice(NAMES[label]) if label else part
        pieces = name.split(" ") if name.isascii() else list(name)
        tokens += pieces
        tags += [f"{'I' if at else 'B'}-{label}" if label else "O" for at in range(len(pieces))]
    return Sentence(tuple(tokens), tuple(tags))


def _train(network: Any, tokenizer: dict[str, Any], folder: Path, lexicon: Lexicon) -> None:
    path = folder / "tokenizer.json"
    path.write_text(json.dumps(tokenizer), "utf-8")
    loaded = load_tokenizer(path)
    read = partial(tokenise, loaded, lexicon=lexicon)
    table = TargetTable(LABELS)
    examples = make_examples(tiny_sentences(400), Source(labels=LABELS), tokenise=read, table=table)
    plan = Plan(
        max_steps=120, special=special_ids(loaded), learning_rate=1e-2, batch_tokens=512, join_tokens=60
    )
    finetune(network, examples, table, plan)


def _config(tokenizer: dict[str, Any], **more: Any) -> Any:
    from transformers import BertConfig

    return BertConfig(
        vocab_size=len(tokenizer["model"]["vocab"]),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
        **more,
    )


def _card(folder: Path, kind: Any) -> ModelCard:
    return ModelCard(
        id=folder.name,
        name=folder.name,
        kind=kind,
        licence="Apache-2.0",
        languages=("en", "zh"),
        max_tokens=64,
        dimension=32 if kind == "encoder" else 0,
        labels={"tagger": LABELS, "relater": tuple(PREDICATES)}.get(kind, ()),
        folder=folder,
    )


def _tokenizer(*more: str) -> dict[str, Any]:
    """Return a WordPiece tokenizer for ASCII text, the 3,755 commonest Chinese characters and ``more``."""
    cells = ((row, cell) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    common = [bytes(cell).decode("gb2312", "ignore") for cell in cells]
    entries = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *_MARKS, *_LETTERS]
    entries += (
        [f"##{letter}" for letter in _LETTERS] + _WORDS.split() + [char for char in common if char] + [*more]
    )
    vocabulary = {entry: number for number, entry in enumerate(dict.fromkeys(entries))}
    special = [
        {
            "id": vocabulary[name],
            "content": name,
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
            "normalized": False,
            "special": True,
        }
        for name in entries[:5]
    ]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": special,
        "normalizer": {
            "type": "BertNormalizer",
            "clean_text": True,
            "handle_chinese_chars": True,
            "strip_accents": None,
            "lowercase": True,
        },
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": None,
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {
            "type": "WordPiece",
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100,
            "vocab": vocabulary,
        },
    }
