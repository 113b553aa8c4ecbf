"""Make more of few examples: other names in the same sentences, and English in other cases.

Input:  labelled texts. Output: new ones, changed, with offsets that fit. The order of chances is seeded.

A mention is replaced by another of its label in its script, from the corpus itself or a lexicon
(Dai and Adel 2020, https://arxiv.org/abs/2010.11683, "mention replacement"). Case noise makes a tagger
lean less on capitals, which notes and headlines do not keep.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from engine.annotate.gazetteer import Gazetteer
from engine.language.script import is_cjk
from engine.teaching import LabelledSpan, LabelledText

Pool = dict[tuple[str, bool], list[str]]
_CASES: tuple[Callable[[str], str], ...] = (str.lower, str.upper, str.title)


def augment(
    texts: Sequence[LabelledText],
    *,
    lexicon: Mapping[str, str] | None = None,
    n_versions: int = 1,
    rate: float = 0.6,
    case_rate: float = 0.08,
    seed: int = 7,
) -> list[LabelledText]:
    """Return changed versions of ``texts``, without ``texts`` and without what came out unchanged.

    Args:
        texts: What to vary; ``labels`` and ``place`` of each are kept.
        lexicon: More names and their labels, as ``read_lexicon`` gives them; only labels of ``texts`` count.
        n_versions: Versions of each text at most.
        rate: Chance that a mention is replaced, 0 to 1.
        case_rate: Chance that a text with cased letters is put in lower, upper or title case.
        seed: Of all chances.
    """
    choose = random.Random(seed)
    pool = _pool(texts, lexicon or {})
    versions: list[LabelledText] = []
    seen = {text.text for text in texts}
    for text in (text for text in texts for _ in range(n_versions)):
        version = _replace_names(text, pool, choose, rate)
        if choose.random() < case_rate:
            version = _recase(version, choose)
        if version.text not in seen:
            seen.add(version.text)
            versions.append(version)
    return versions


def read_lexicon(folder: Path) -> Mapping[str, str]:
    """Return the names of the lexicons in ``folder`` and their labels."""
    return Gazetteer.load(folder).labels


def _pool(texts: Iterable[LabelledText], lexicon: Mapping[str, str]) -> Pool:
    pool: dict[tuple[str, bool], dict[str, None]] = {}
    for text in texts:
        for span in text.spans:
            name = text.text[span.start : span.end]
            pool.setdefault((span.label, _is_cjk(name)), {})[name] = None
    for name, label in lexicon.items():
        key = (label, _is_cjk(name))
        if key in pool:
            pool[key][name] = None
    return {key: list(names) for key, names in pool.items()}


def _replace_names(text: LabelledText, pool: Pool, choose: random.Random, rate: float) -> LabelledText:
    parts: list[str] = []
    spans: list[LabelledSpan] = []
    end = length = 0
    for span in text.spans:
        name = text.text[span.start : span.end]
        if choose.random() < rate:
            name = choose.choice(pool[span.label, _is_cjk(name)])
        before = text.text[end : span.start]
        start = length + len(before)
        length = start + len(name)
        parts += [before, name]
        spans.append(LabelledSpan(start, length, span.label))
        end = span.end
    return LabelledText(
        text="".join(parts) + text.text[end:], spans=tuple(spans), labels=text.labels, place=text.place
    )


def _recase(text: LabelledText, choose: random.Random) -> LabelledText:
    """Change the case of the whole text where that keeps its length, as it does in English."""
    changed = choose.choice(_CASES)(text.text)
    if len(changed) != len(text.text):
        return text
    return LabelledText(text=changed, spans=text.spans, labels=text.labels, place=text.place)


def _is_cjk(name: str) -> bool:
    return any(map(is_cjk, name))
