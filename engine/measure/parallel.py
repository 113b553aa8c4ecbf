"""English and Chinese lines that say the same; some are kept from training, for measuring.

Input:  ``english TAB chinese`` files, reST markup inside, in the order of their documents.
Output: pairs of plain text. Blocks of 32 neighbouring lines are held out whole, every 40th
        block, so that passages can be made of them; what training has seen word for word is no part of them.
"""

from __future__ import annotations

import lzma
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

Pair = tuple[str, str]
_BLOCK_LINES, _HELD_OUT_EVERY, _HELD_OUT = 32, 40, 7
_N_EVERYDAY = 1000
_ROLE = re.compile(r":[\w:+-]+:`~?([^`<]*?)(?:\s*<[^`>]*>)?`")
_MARKUP = re.compile(r"`{1,2}|\*{1,2}|_(?=\s|$)|\|")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parallel:
    """Blocks of neighbouring lines, and everyday sentences that stand alone."""

    blocks: tuple[tuple[Pair, ...], ...]
    everyday: tuple[Pair, ...]
    held_out: tuple[tuple[Pair, ...], ...]
    held_out_everyday: tuple[Pair, ...]


def read_parallel(folder: Path, *, limit: int | None = None) -> Parallel:
    """Read the pairs in ``folder``; ``limit`` is the most lines of each file."""
    kept: list[tuple[Pair, ...]] = []
    held_out: list[tuple[Pair, ...]] = []
    for name in ("pythondocs.tsv.xz", "djangodocs.tsv.xz"):
        blocks = _blocks(list(_read_pairs(folder / name))[:limit])
        for number, block in enumerate(blocks):
            is_held_out = len(blocks) > 1 and number % _HELD_OUT_EVERY == _HELD_OUT % len(blocks)
            (held_out if is_held_out else kept).append(block)
    seen = {english for block in kept for english, _ in block}
    everyday = list(_read_pairs(folder / "tatoeba_en_zh.tsv"))[:limit]
    return Parallel(
        blocks=tuple(kept),
        everyday=tuple(everyday[:-_N_EVERYDAY] or everyday),
        held_out=tuple(tuple(pair for pair in block if pair[0] not in seen) for block in held_out),
        held_out_everyday=tuple(everyday[-_N_EVERYDAY:]),
    )


def _blocks(pairs: Sequence[Pair]) -> list[tuple[Pair, ...]]:
    return [tuple(pairs[at : at + _BLOCK_LINES]) for at in range(0, len(pairs), _BLOCK_LINES)]


def _read_pairs(path: Path) -> Iterator[Pair]:
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            english, chinese = (_plain(part) for part in str(line).rstrip("\n").split("\t")[:2])
            if len(english) > 2 and chinese and english != chinese:
                yield english, chinese


def _plain(text: str) -> str:
    """Take reST markup out."""
    return " ".join(_MARKUP.sub("", _ROLE.sub(r"\1", text)).replace("\\n", " ").split())
