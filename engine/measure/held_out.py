"""Parts of the training corpora that no training may see, so that they can be measured on.

- WNUT-17: its development part, which stands last in the file;
- GUM: six runs of 80 neighbouring sentences spread over the file, a bit from each genre.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.training.material.corpus import Sentence, read_corpus

_WNUT_DEV = 1009
_RUNS, _RUN_SENTENCES = 6, 80
Parts = tuple[list[Sentence], list[Sentence]]


def part(path: Path) -> Parts:
    """Return the sentences of a corpus file that may be trained on, and those that are held out."""
    sentences = list(read_corpus(path))
    if path.stem.endswith("wnut17"):
        return sentences[:-_WNUT_DEV], sentences[-_WNUT_DEV:]
    if path.stem.endswith("_gum"):
        return _runs(sentences)
    return sentences, []


def development_sets(folder: Path) -> Mapping[str, Sequence[Sentence]]:
    """Return every set to measure on, by name: the files named ``*_dev_*`` and the held-out parts."""
    sets: dict[str, Sequence[Sentence]] = {
        path.stem: list(read_corpus(path)) for path in sorted(folder.glob("*_dev_*.conll"))
    }
    for name in ("en_train_gum", "en_train_wnut17"):
        path = folder / f"{name}.conll"
        if path.exists():
            sets[name.replace("_train_", "_dev_")] = part(path)[1]
    return {
        name: sentences for name, sentences in sorted(sets.items()) if sentences and "redocred" not in name
    }


def _runs(sentences: Sequence[Sentence]) -> Parts:
    spacing = len(sentences) // _RUNS
    starts = [number * spacing + spacing // 2 for number in range(_RUNS)]
    chosen = {at for start in starts for at in range(start, min(start + _RUN_SENTENCES, len(sentences)))}
    kept = [sentence for at, sentence in enumerate(sentences) if at not in chosen]
    return kept, [sentences[at] for at in sorted(chosen)]
