"""What the bilingual encoder learns from: batches of text, drawn anew for each step from a seed.

Input:  the folders ``parallel``, ``text_zh``, ``ner`` and ``relations`` of the training data.
Output: for a step number, always the same texts; so a stopped run goes on where it was.

Blocks of neighbouring lines of the parallel documentation are held out, for measuring.
"""

from __future__ import annotations

import gzip
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

from engine.training.corpus import Sentence, join_tokens, read_corpus

Pair = tuple[str, str]
_BLOCK_LINES, _HELD_OUT_EVERY = 32, 40
_ROLE = re.compile(r":[\w:+-]+:`~?([^`<]*?)(?:\s*<[^`>]*>)?`")
_MARKUP = re.compile(r"`{1,2}|\*{1,2}|_(?=\s|$)|\|")
_SENTENCE_ENDS = re.compile(r"(?<=[。！？!?；])|\n+")
_CEDICT_LINE = re.compile(r"\S+ (\S+) \[[^\]]*\] /(.+)/")
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
    """All material, read once; every draw takes a seeded ``random.Random``.

    Attributes:
        pairs: English and Chinese sentences, in the order of their documents.
        held_out: Pairs kept for measuring, likewise in order.
    """

    def __init__(self, data: Path, *, limit: int | None = None) -> None:
        self._data = data
        self._limit = limit
        self.pairs: list[list[Pair]] = []
        self.held_out: list[list[Pair]] = []
        seen: set[str] = set()
        for name in ("pythondocs.tsv.xz", "djangodocs.tsv.xz"):
            blocks = list(_blocks(list(_read_pairs(data / "parallel" / name))[:limit]))
            for number, block in enumerate(blocks):
                if number % _HELD_OUT_EVERY == 7 % len(blocks):
                    self.held_out.append(block)
                else:
                    self.pairs.append(block)
                    seen.update(english for english, _ in block)
        self.held_out = [[pair for pair in block if pair[0] not in seen] for block in self.held_out]
        everyday = list(_read_pairs(data / "parallel" / "tatoeba_en_zh.tsv"))[:limit]
        self.held_out += _blocks(everyday[-1000:])
        self.everyday = everyday[:-1000] or everyday

    @cached_property
    def glossary(self) -> list[Pair]:
        """English glosses and the Chinese words they explain, words of two characters and more twice."""
        entries: list[Pair] = []
        with gzip.open(self._data / "parallel" / "cedict.txt.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                if match := _CEDICT_LINE.match(line):
                    glosses = [_ASIDE.sub("", gloss).strip(" ,;") for gloss in match[2].split("/")]
                    kept = [gloss for gloss in glosses if gloss][:3]
                    if kept:
                        entries.append(("; ".join(kept), match[1]))
        return entries[: self._limit]

    @cached_property
    def _prose(self) -> list[tuple[float, list[list[str]]]]:
        """Kinds of Chinese prose: cumulative weight, documents as lists of sentences."""
        kinds: list[tuple[float, list[list[str]]]] = []
        for weight, name in (
            (0.22, "laws"), (0.16, "javaguide"), (0.06, "pingcap"), (0.06, "howtocook"),
            (0.02, "reactdocs"), (0.02, "vuedocs"),
        ):  # fmt: skip
            kinds.append((weight, list(_read_prose(self._data / "text_zh" / f"{name}.jsonl.xz", self._limit))))
        docs = [[chinese for _, chinese in block] for block in self.pairs]
        kinds.append((0.12, docs))
        news = list(_read_relation_sentences(self._data / "relations", self._limit))
        kinds.append((0.12, [news[at : at + 8] for at in range(0, len(news), 8)]))
        return [(total, kind) for total, (_, kind) in zip(accumulate(w for w, _ in kinds), kinds, strict=True)]

    @cached_property
    def _tagged(self) -> list[Sentence]:
        return list(read_corpus(self._data / "ner" / "zh_train_uner_gsdsimp.conll"))[: self._limit]

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        return read_names(self._data)

    def draw_pairs(self, rng: random.Random, n: int) -> list[Pair]:
        """Return ``n`` pairs: sentences, everyday sentences, and runs of neighbouring lines as passages."""
        drawn = []
        for _ in range(n):
            kind = rng.random()
            if kind < 0.2:
                drawn.append(rng.choice(self.everyday))
                continue
            block = rng.choice(self.pairs)
            start = rng.randrange(len(block))
            stop = start + (rng.randint(2, 6) if kind > 0.8 else 1)
            run = block[start:stop]
            drawn.append((" ".join(pair[0] for pair in run), "".join(pair[1] for pair in run)))
        return drawn

    def draw_glossary(self, rng: random.Random, n: int) -> list[Pair]:
        """Return ``n`` glosses with their words."""
        return [rng.choice(self.glossary) for _ in range(n)]

    def draw_passages(self, rng: random.Random, n: int, *, longest: int = 180) -> list[Passage]:
        """Return ``n`` passages with a question each; neighbours come from one document and are hard negatives."""
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


def read_names(data: Path) -> dict[str, list[str]]:
    """Return Chinese personal names, organisations and places from the gazetteers, by label."""
    folder = data / "gazetteers"

    def lines(pattern: str) -> list[str]:
        (path,) = folder.glob(pattern)
        with lzma.open(path, "rt", encoding="utf-8-sig") as stream:
            return [line.strip() for line in stream][3:]

    surnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    given = [name for name in lines("names__Ancient*") if 2 <= len(name) <= 3]
    people = [name if name[0] in surnames else surnames[hash_of(name) % len(surnames)] + name[-2:] for name in given]
    people += [name for name in lines("names__Japanese*")[::8] if 3 <= len(name) <= 5]
    firms = [name for name in lines("companies__*") if 3 <= len(name) <= 8 and not name.isascii()]
    suffixes = ("", "公司", "集团", "有限公司", "股份有限公司", "银行", "大学", "研究所", "协会", "报", "出版社")
    orgs = [name + suffixes[hash_of(name) % len(suffixes)] for name in firms[::4]]
    places = []
    for pattern in ("places__areas*", "places__streets*", "places__cities*"):
        places += [row.split(",")[1].strip('"') for row in lines(pattern) if row.count(",") > 1]
    return {"PER": people, "ORG": orgs, "LOC": [place for place in places if 2 <= len(place) <= 9]}


def hash_of(text: str) -> int:
    """Return a small number that is the same in every run."""
    return sum(ord(char) * (at + 3) for at, char in enumerate(text))


def entity_spans(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield start, stop and label of each entity of BIO tags."""
    start = None
    for at, tag in enumerate([*tags, "O"]):
        if start is not None and not tag.startswith("I-"):
            yield start, at, tags[start][2:]
            start = None
        if tag.startswith("B-"):
            start = at


def swap_names(sentence: Sentence, names: dict[str, list[str]], rng: random.Random, *, rate: float) -> Sentence:
    """Put other names of the same label in place of some; a character is a token.

    Source: mention replacement, Dai and Adel, 2020 (https://aclanthology.org/2020.coling-main.343).
    """
    tokens: list[str] = []
    tags: list[str] = []
    done = 0
    for start, stop, label in entity_spans(sentence.tags):
        tokens += sentence.tokens[done:start]
        tags += sentence.tags[done:start]
        old = sentence.tokens[start:stop]
        fresh = list(rng.choice(names[label])) if label in names and rng.random() < rate else list(old)
        tokens += fresh
        tags += [f"B-{label}", *([f"I-{label}"] * (len(fresh) - 1))]
        done = stop
    return Sentence((*tokens, *sentence.tokens[done:]), (*tags, *sentence.tags[done:]))


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
        question = source.replace(name, rng.choice(_QUESTION_WORDS[spans[name]]), 1)
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


def _blocks(pairs: Sequence[Pair]) -> list[list[Pair]]:
    return [list(pairs[at : at + _BLOCK_LINES]) for at in range(0, len(pairs), _BLOCK_LINES)]


def _read_pairs(path: Path) -> Iterator[Pair]:
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            english, chinese = (_plain(part) for part in line.rstrip("\n").split("\t")[:2])
            if len(english) > 2 and chinese and english != chinese:
                yield english, chinese


def _plain(text: str) -> str:
    """Take reST markup out."""
    return " ".join(_MARKUP.sub("", _ROLE.sub(r"\1", text)).replace("\\n", " ").split())


def _read_prose(path: Path, limit: int | None) -> Iterator[list[str]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if limit is not None and number >= limit:
                return
            parts = _SENTENCE_ENDS.split(json.loads(line)["text"])
            sentences = [part.strip() for part in parts if part and len(part.strip()) > 3]
            if len(sentences) >= 3:
                yield sentences


def _read_relation_sentences(folder: Path, limit: int | None) -> Iterator[str]:
    """Yield the sentences of FinRE and SanWen, each once."""
    seen: set[str] = set()
    for name in ("finre", "sanwen"):
        for number, line in enumerate((folder / name / "train.txt").read_text("utf-8").splitlines()):
            text = line.split("\t")[-1].replace("<N>", "12")
            if len(text) > 10 and text not in seen and (limit is None or number < limit):
                seen.add(text)
                yield text
