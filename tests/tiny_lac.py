"""A folder like jieba's ``lac_small``: Paddle's tensor files, random and seeded."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

TAGS = ("n-B", "n-I", "v-B", "v-I", "PER-B", "PER-I", "O")
_WORDS = ("的", "京", "北", "上", "海", "a", ",", ".", "OOV")
_WIDTH = 128


def write_tiny_lac(folder: Path) -> Path:
    """Write a network whose tags obey one rule: an ``-I`` follows a tag of its own class."""
    weights = folder / "model_baseline"
    weights.mkdir(parents=True)
    for name, entries in (("tag", TAGS), ("word", _WORDS)):
        lines = "".join(f"{number}\t{entry}\n" for number, entry in enumerate(entries))
        (folder / f"{name}.dic").write_text(lines, "utf-8")
    draw = np.random.default_rng(5)
    shapes: dict[str, tuple[int, ...]] = {
        "word_emb": (len(_WORDS), _WIDTH),
        "fc_4.w_0": (2 * _WIDTH, len(TAGS)),
        "fc_4.b_0": (len(TAGS),),
    }
    for number in range(4):
        shapes[f"fc_{number}.w_0"] = ((1 + number // 2) * _WIDTH, 3 * _WIDTH)
        shapes[f"gru_{number}.w_0"] = (_WIDTH, 3 * _WIDTH)
        shapes[f"fc_{number}.b_0"] = shapes[f"gru_{number}.b_0"] = (3 * _WIDTH,)
    for name, shape in shapes.items():
        _write(weights / name, draw.normal(scale=0.3, size=shape))
    _write(weights / "crfw", _rule())
    return folder


def _rule() -> NDArray[np.float64]:
    crf = np.zeros((len(TAGS) + 2, len(TAGS)))
    for at, tag in enumerate(TAGS):
        if tag.endswith("-I"):
            crf[0, at] = -1e4
            crf[2:, at] = [0 if other[:-2] == tag[:-2] else -1e4 for other in TAGS]
    return crf


def _write(path: Path, tensor: NDArray[np.float64]) -> None:
    described = b"\x08\x05" + b"".join(b"\x10" + bytes([size % 128]) for size in tensor.shape)
    header = struct.pack("<IQII", 0, 0, 0, len(described))
    path.write_bytes(header + described + tensor.astype("<f4").tobytes())
