"""What the bilingual encoder learns from: batches of text, drawn anew for each step from a seed.

Input:  the folders ``parallel``, ``text_zh``, ``ner`` and ``relations`` of the training data.
Output: for a step number, always the same texts; so a stopped run goes on where it was.

Pairs that are held out for measuring (see ``engine.measure.parallel``) are no part of it.
"""

from __future__ import annotations

import json
import lzma
import random
import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from cedict import read_cedict
from name_swap import NamePool, entity_spans, read_pool, swap_names

from engine.measure.parallel import Pair, read_parallel
from engine.training.material.corpus import Sentence, join_tokens, read_corpus

_SENTENCE_ENDS = re.compile(r"(?<=[。！？!?；])|\n+")
_ASIDE = re.compile(r"\[[^\]]*\]|\([^)]*\)|\b(?:CL|variant of|old variant|see|abbr\. for)\b.*")
_QUESTION_WORDS = {
    "PER": ("谁", "哪位", "什么人", "哪一位"),
    "LOC": ("哪里", "哪个地方", "何处", "什么地方", "哪个城市", "哪个国家"),
    "ORG": ("哪个机构", "哪家公司", "什么组织", "哪个单位", "哪所学校"),
    "": ("什么", "哪个", "哪些", "多少", "何时", "怎样的", "哪一年", "几"),
}
_TAILS = ("", "？", "？", "?", "吗？", "呢？", "是什么？", "是谁？", "在哪里？", "是什么时候？", "为什么？")
_STARTS = ("", "", "", "", "请问", "关于", "根据记载，")


@dataclass(frozen=True, slots=True)
class Passage:
    """A Chinese passage and a question whose answer stands in it."""

    question: str
    text: str


class EncoderTexts:
    """All material, read once; every draw takes a seeded ``random.Random``."""

    def __init__(self, data: Path, *, limit: int | None = None) -> None:
        self._data = data
        self._limit = limit
        self._parallel = read_parallel(data / "parallel", limit=limit)

    @cached_property
    def glossary(self) -> list[Pair]:
        """English glosses, at most three, and the Chinese words they explain."""
        entries: list[Pair] = []
        for entry in read_cedict(self._data / "parallel" / "cedict.txt.gz"):
            glosses = [_ASIDE.sub("", gloss).strip(" ,;") for gloss in entry.glosses]
            kept = [gloss for gloss in glosses if gloss][:3]
            if kept:
                entries.append(("; ".join(kept), entry.head))
        return entries[: self._limit]

    @cached_property
    def _prose(self) -> list[tuple[float, list[list[str]]]]:
        """Kinds of Chinese prose: cumulative weight, documents as lists of sentences."""
        kinds: list[tuple[float, list[list[str]]]] = []
        for weight, name in (
            (0.22, "laws"), (0.16, "javaguide"), (0.06, "pingcap"), (0.06, "howtocook"),
            (0.02, "reactdocs"), (0.02, "vuedocs"),
        ):  # fmt: skip
            kinds.append(
                (weight, list(_read_prose(self._data / "text_zh" / f"{name}.jsonl.xz", self._limit)))
            )
        docs = [[chinese for _, chinese in block] for block in self._parallel.blocks]
        kinds.append((0.12, docs))
        news = list(read_relation_sentences(self._data / "relations", self._limit))
        kinds.append((0.12, [news[at : at + 8] for at in range(0, len(news), 8)]))
        return [
            (total, kind) for total, (_, kind) in zip(accumulate(w for w, _ in kinds), kinds, strict=True)
        ]

    @cached_property
    def _tagged(self) -> list[Sentence]:
        return list(read_corpus(self._data / "ner" / "zh_train_uner_gsdsimp.conll"))[: self._limit]

    @cached_property
    def _names(self) -> NamePool:
        return read_pool(self._data, [self._tagged])

    def draw_pairs(self, rng: random.Random, n: int) -> list[Pair]:
        """Return ``n`` pairs: sentences, everyday sentences, and runs of neighbouring lines as passages."""
        drawn = []
        for _ in range(n):
            kind = rng.random()
            if kind < 0.2:
                drawn.append(rng.choice(self._parallel.everyday))
                continue
            block = rng.choice(self._parallel.blocks)
            start = rng.randrange(len(block))
            stop = start + (rng.randint(2, 6) if kind > 0.8 else 1)
            run = block[start:stop]
            drawn.append((" ".join(pair[0] for pair in run), "".join(pair[1] for pair in run)))
        return drawn

    def draw_glossary(self, rng: random.Random, n: int) -> list[Pair]:
        """Return ``n`` glosses with their words."""
        return [rng.choice(self.glossary) for _ in range(n)]

    def draw_passages(self, rng: random.Random, n: int, *, longest: int = 180) -> list[Passage]:
        """Return ``n`` passages with a question each; neighbours of one document among them."""
        drawn: list[Passage] = []
        while len(drawn) < n:
            if rng.random() < 0.32:
                sentences, spans = self._encyclopaedic(rng)
                drawn.append(_ask(rng, sentences, spans, longest))
                continue
            document = self._document(rng)
            for _ in range(min(3, n - len(drawn))):
                start = rng.randrange(len(document))
                drawn.append(_ask(rng, document[start : start + rng.randint(3, 8)], {}, longest))
        return [passage for passage in drawn if passage.question and passage.text]

    def draw_prose(self, rng: random.Random, n: int, *, longest: int = 126) -> list[str]:
        """Return ``n`` runs of Chinese sentences for learning to fill in masked characters."""
        drawn = []
        for _ in range(n):
            if rng.random() < 0.3:
                drawn.append("".join(self._encyclopaedic(rng)[0])[:longest])
            else:
                document = self._document(rng)
                start = rng.randrange(len(document))
                drawn.append("".join(document[start : start + 6])[:longest])
        return drawn

    def _document(self, rng: random.Random) -> list[str]:
        totals = [total for total, _ in self._prose]
        _, kind = self._prose[bisect(totals, rng.random() * totals[-1] * 0.999999)]
        return rng.choice(kind)

    def _encyclopaedic(self, rng: random.Random) -> tuple[list[str], dict[str, str]]:
        """Return some Wikipedia sentences, most names in them exchanged, and those names by label."""
        sentences = []
        spans: dict[str, str] = {}
        for _ in range(rng.randint(2, 5)):
            sentence = swap_names(rng.choice(self._tagged), self._names, rng, rate=0.6)
            sentences.append(join_tokens(sentence.tokens)[0])
            for start, stop, label in entity_spans(sentence.tags):
                spans["".join(sentence.tokens[start:stop])] = label
        return sentences, spans


def _ask(rng: random.Random, sentences: Sequence[str], spans: dict[str, str], longest: int) -> Passage:
    """Make a question of one sentence: part of it, with a question word where something stood."""
    usable = [at for at, sentence in enumerate(sentences) if len(sentence) >= 8]
    if not usable:
        return Passage("", "")
    at = rng.choice(usable)
    source = sentences[at].strip()
    present = [name for name in spans if name in source and len(name) > 1]
    question = source
    if present and rng.random() < 0.6:
        name = rng.choice(present)
        question = source.replace(name, rng.choice(_QUESTION_WORDS.get(spans[name], _QUESTION_WORDS[""])), 1)
    width = rng.randint(8, 32)
    start = rng.randrange(max(1, len(question) - width + 1))
    question = question[start : start + width]
    if rng.random() < 0.5 and len(question) > 12:  # something is asked for
        length = rng.randint(2, 6)
        cut = rng.randrange(len(question) - length)
        question = question[:cut] + rng.choice(_QUESTION_WORDS[""]) + question[cut + length :]
    elif rng.random() < 0.3 and len(question) > 16:  # word order differs
        middle = len(question) // 2
        question = question[middle:] + rng.choice(("，", "的", " ", "")) + question[:middle]
    question = rng.choice(_STARTS) + question.strip("，。；、：,.;: ") + rng.choice(_TAILS)
    kept = [sentence for number, sentence in enumerate(sentences) if number != at or rng.random() < 0.85]
    text = "".join(kept)
    if len(text) > longest:  # the sentence asked about stays inside
        middle = max(0, text.find(source[:12]))
        first = max(0, min(middle - rng.randrange(longest // 2), len(text) - longest))
        text = text[first : first + longest]
    return Passage(question, text)


def _read_prose(path: Path, limit: int | None) -> Iterator[list[str]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if limit is not None and number >= limit:
                return
            parts = _SENTENCE_ENDS.split(json.loads(line)["text"])
            sentences = [part.strip() for part in parts if part and len(part.strip()) > 3]
            if len(sentences) >= 3:
                yield sentences


def read_relation_sentences(folder: Path, limit: int | None) -> Iterator[str]:
    """Yield the sentences of FinRE and SanWen, each once."""
    seen: set[str] = set()
    for name in ("finre", "sanwen"):
        for number, line in enumerate((folder / name / "train.txt").read_text("utf-8").splitlines()):
            text = line.split("\t")[-1].replace("<N>", "12")
            if len(text) > 10 and text not in seen and (limit is None or number < limit):
                seen.add(text)
                yield text
