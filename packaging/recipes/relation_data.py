"""Read the labelled relations of four corpora as one kind of sentence.

Input:  ``relations`` of the data folder: Re-DocRED dev, SemEval-2010 task 8, FinRE, SanWen.
Output: sentences with marked mentions and labelled ordered pairs. What a corpus does not annotate is
        masked: neither right nor wrong.
"""

from __future__ import annotations

import json
import lzma
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, permutations
from pathlib import Path
from typing import Any

from engine.annotate.marking import kind_of
from engine.annotate.predicates import PREDICATES
from engine.annotate.relate import CO_MENTION, relate
from engine.language.sentences import sentences
from engine.measure.held_out import part
from engine.records import Mention, ResolvedMention

SEMEVAL, FINRE, SANWEN, REDOCRED, PLAIN = "semeval", "finre", "sanwen", "redocred", "plain"
UNKNOWN_CLASS = "unknown"
N_HELD_OUT = 100
"""Documents of Re-DocRED dev, the last ones by title, that nothing is learnt from."""
_PLAIN_ENGLISH = ("en_train_secfilings", "en_train_btc", "en_train_wnut17")
_PLAIN_CHINESE = ("laws", "javaguide", "pingcap")
_N_PLAIN, _N_DOCUMENTS = 6000, 60
_SHORTEST = 20
_NOTHING = dict.fromkeys(PREDICATES, 0)
_NESTED = re.compile(r"</?e[12]>")

# Wikidata's relations as ours; a minus turns the pair round.
_WIKIDATA: Mapping[str, tuple[str, ...]] = {
    "author_of": ("-P50", "-P58", "-P676", "-P86", "-P170"),
    "born_in": ("P19",),
    "capital_of": ("-P36", "P1376"),
    "citizen_of": ("P27",),
    "died_in": ("P20",),
    "directed": ("-P57",),
    "founded": ("-P112",),
    "head_of": ("-P6", "-P35", "-P488"),
    "located_in": ("P131", "P276", "P17", "P159", "P706", "P30", "-P150"),
    "married_to": ("P26", "-P26"),
    "member_of": ("P463", "P102", "P54"),
    "owns": ("-P127",),
    "parent_of": ("-P22", "-P25", "P40"),
    "part_of": ("P361", "-P527", "P749", "-P355", "P179"),
    "participant_in": ("P1344", "-P710", "P607"),
    "performed": ("-P175", "-P161"),
    "produced": ("-P178", "-P176", "-P162", "-P272", "-P123", "P1056"),
    "sibling_of": ("P3373", "-P3373"),
    "studied_at": ("P69",),
    "works_for": ("P108",),
}
# What says neither yes nor no: a notable work may be written, directed or played in.
_VAGUE: Mapping[str, tuple[str, ...]] = {
    "author_of": ("P800",),
    "directed": ("P800",),
    "performed": ("P800",),
    "produced": ("P800", "-P264"),
    "owns": ("P355", "-P749", "-P137"),
    "located_in": ("P495", "P361", "P1001", "P206"),
    "part_of": ("P131", "P463", "P1344"),
    "member_of": ("P241", "P108", "P361", "P118"),
    "works_for": ("P54", "P463", "P102", "P241", "-P488", "-P6"),
    "head_of": ("P108",),
    "citizen_of": ("P19", "-P6", "-P35"),
    "participant_in": ("P166",),
}
_FINRE: Mapping[str, tuple[str, ...]] = {
    "acquired": ("收购",),
    "competes_with": ("竞争", "-竞争"),
    "cooperates_with": ("合作", "签约", "合资", "-合作", "-签约", "-合资"),
    "founded": ("成立",),
    "invested_in": ("注资", "入股", "增持", "买资"),
    "owns": ("拥有", "持股"),
}
_FINRE_VAGUE: Mapping[str, tuple[str, ...]] = {
    "acquired": ("拟收购", "借壳", "合并", "重组"),
    "cooperates_with": ("商讨", "-商讨", "交易", "-交易", "订单", "-订单", "帮助", "-帮助", "合并", "重组"),
    "invested_in": ("持股", "拥有"),
    "owns": ("收购", "入股", "增持", "减持", "借壳", "成立", "买资", "注资"),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two mentions by number, in order.

    Attributes:
        label: The class of a corpus that gives each pair one; None in Re-DocRED.
        labels: Re-DocRED's relations of the pair.
        is_stated: False where the sentence is no evidence of them.
        ours: 1 for each predicate of ours that holds, 0 where it does not; what is missing is not known.
    """

    subject: int
    object: int
    label: str | None = None
    labels: frozenset[str] = frozenset()
    is_stated: bool = True
    ours: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with mentions ``(start, end, kind)``, offsets in its text.

    Attributes:
        document: Which document it is of, so that facts can be gathered; empty where there is none.
        entities: The entity of each mention in that document.
    """

    source: str
    text: str
    mentions: tuple[tuple[int, int, str], ...]
    pairs: tuple[Pair, ...]
    document: str = ""
    entities: tuple[int, ...] = ()


def read_semeval(path: Path) -> list[Sentence]:
    """Read a file of SemEval-2010 task 8: four lines an example."""
    sentences = []
    blocks = path.read_text("utf-8", errors="replace").replace("\r", "").split("\n\n")
    for block in blocks:
        lines = block.strip().split("\n")
        if len(lines) < 2:
            continue
        text, spans = _without_tags(lines[0].split("\t", 1)[1].strip().strip('"'))
        mentions = tuple((start, end, "?") for start, end in spans)
        sentences.append(Sentence(SEMEVAL, text, mentions, (Pair(0, 1, label=lines[1].strip()),)))
    return sentences


def _without_tags(tagged: str) -> tuple[str, list[tuple[int, int]]]:
    text, ends, at = "", {}, 0
    for match in _NESTED.finditer(tagged):
        text += tagged[at : match.start()]
        ends[match[0]] = len(text)
        at = match.end()
    return text + tagged[at:], [(ends["<e1>"], ends["</e1>"]), (ends["<e2>"], ends["</e2>"])]


def read_chinese(path: Path, source: str) -> list[Sentence]:
    """Read a file of FinRE or SanWen, ``first TAB second TAB label TAB sentence``; a sentence once."""
    rows: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        parts = line.split("\t")
        if len(parts) == 4 and parts[0] in parts[3] and parts[1] in parts[3]:
            rows[parts[3]].append((parts[0], parts[1], parts[2]))
    return [_chinese(source, text, pairs) for text, pairs in rows.items()]


def _chinese(source: str, text: str, rows: Sequence[tuple[str, str, str]]) -> Sentence:
    names = list(dict.fromkeys(name for row in rows for name in row[:2]))
    spans = [(text.index(name), text.index(name) + len(name), "?") for name in names]
    said: dict[tuple[int, int], set[str]] = defaultdict(set)
    for first, second, label in rows:
        pair = names.index(first), names.index(second)
        said[pair].add(label)
        said[pair[::-1]].add(f"-{label}")
    pairs = tuple(
        Pair(
            names.index(first),
            names.index(second),
            label=label,
            ours=_ours(said[names.index(first), names.index(second)], _FINRE, _FINRE_VAGUE)
            if source == FINRE and first != second
            else _sanwen(label),
        )
        for first, second, label in rows
    )
    return Sentence(source, text, tuple(spans), pairs)


def _sanwen(label: str) -> dict[str, int]:
    """Return what an essay's label says of our predicates: places alone, and who is no relative."""
    ours = {} if label == "Part-Whole" else {"located_in": int(label == "Located")}
    family = ("married_to", "parent_of", "sibling_of")
    return ours | ({} if label in ("Family", "Social") else dict.fromkeys(family, 0))


def with_kinds(sentences: Iterable[Sentence], tag: Any) -> list[Sentence]:
    """Give mentions the kind that a tagger sees in them, where they are the same span."""
    result = []
    for item in sentences:
        seen = {(m.start, m.end): kind_of(m.label) for m in tag(item.text)}
        mentions = tuple((start, end, seen.get((start, end), kind)) for start, end, kind in item.mentions)
        result.append(Sentence(item.source, item.text, mentions, item.pairs))
    return result


def read_plain(data: Path, tag: Any, *, limit: int | None) -> list[Sentence]:
    """Return sentences of contracts, tweets, statutes and manuals: hardly a pair in them is related.

    An encyclopaedia says of every other pair how the two are related, and a network learns from it to
    believe that of any two. Sentences in which a pattern finds a relation are left out.
    """
    texts: list[str] = []
    for name in _PLAIN_ENGLISH:
        labelled = part(data / "ner" / f"{name}.conll")[0]
        texts += [" ".join(item.tokens) for item in labelled[: limit or _N_PLAIN]]
    for name in _PLAIN_CHINESE:
        with lzma.open(data / "text_zh" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as stream:
            whole = (json.loads(line)["text"] for line in islice(stream, limit or _N_DOCUMENTS))
            texts += [text[span.start : span.end] for text in whole for span in sentences(text)]
    read = [_plain(text, tag(text)) for text in texts if len(text) > _SHORTEST]
    return [item for item in read if item is not None]


def _plain(text: str, found: Sequence[Mention]) -> Sentence | None:
    resolved = [
        ResolvedMention(mention=m, key=text[m.start : m.end], name=text[m.start : m.end]) for m in found
    ]
    if len(found) < 2 or any(one.predicate != CO_MENTION for one in relate(text, resolved)):
        return None
    pairs = tuple(Pair(i, j, ours=_NOTHING) for i, j in permutations(range(len(found)), 2))
    return Sentence(PLAIN, text, tuple((m.start, m.end, kind_of(m.label)) for m in found), pairs)


def read_redocred(path: Path) -> tuple[list[Sentence], list[Sentence]]:
    """Return the sentences of Re-DocRED that hold two mentions: to learn from, and held out."""
    documents = sorted(json.loads(path.read_text("utf-8")), key=lambda document: str(document["title"]))
    n_held_out = min(N_HELD_OUT, len(documents) // 5)
    every = max(1, len(documents) // max(1, n_held_out))
    kept, held = [], []
    for number, document in enumerate(documents):
        (held if number % every == every - 1 else kept).extend(_redocred(document))
    return kept, held


def _redocred(document: Mapping[str, Any]) -> Iterator[Sentence]:
    facts: dict[tuple[int, int], dict[str, tuple[int, ...]]] = defaultdict(dict)
    for fact in document["labels"]:
        facts[fact["h"], fact["t"]][fact["r"]] = tuple(fact.get("evidence") or ())
    for number, tokens in enumerate(document["sents"]):
        starts, text = [], ""
        for token in tokens:
            text += " " if text else ""
            starts.append(len(text))
            text += token
        found = sorted(
            {
                (
                    starts[m["pos"][0]],
                    starts[m["pos"][1] - 1] + len(tokens[m["pos"][1] - 1]),
                    m["type"],
                    entity,
                )
                for entity, mentions in enumerate(document["vertexSet"])
                for m in mentions
                if m["sent_id"] == number
            }
        )
        entities = tuple(entity for *_, entity in found)
        if len(set(entities)) > 1:
            spans = tuple((start, end, kind_of(label)) for start, end, label, _ in found)
            pairs = tuple(_pairs_of(entities, facts, number))
            yield Sentence(REDOCRED, text, spans, pairs, str(document["title"]), entities)


def _pairs_of(
    entities: Sequence[int], facts: Mapping[tuple[int, int], Mapping[str, tuple[int, ...]]], number: int
) -> Iterator[Pair]:
    for i, first in enumerate(entities):
        for j, second in enumerate(entities):
            if first != second:
                held, turned = facts.get((first, second), {}), facts.get((second, first), {})
                said = {*held, *(f"-{name}" for name in turned)}
                ours = _ours(said, _WIKIDATA, _VAGUE)
                where = {**{f"-{name}": at for name, at in turned.items()}, **held}
                for predicate in [name for name, holds in ours.items() if holds]:
                    evidence = [where[name] for name in _WIKIDATA[predicate] if name in where]
                    if all(number not in at for at in evidence):
                        del ours[predicate]
                is_stated = all(not at or number in at for at in held.values())
                yield Pair(i, j, labels=frozenset(held), is_stated=is_stated, ours=ours)


def _ours(
    said: Iterable[str], table: Mapping[str, tuple[str, ...]], vague: Mapping[str, tuple[str, ...]]
) -> dict[str, int]:
    """Return 1 or 0 for each predicate of ``table``; one that the labels leave open is left out."""
    labels = set(said)
    ours = {}
    for predicate, names in table.items():
        holds = not labels.isdisjoint(names)
        if holds or labels.isdisjoint(vague.get(predicate, ())):
            ours[predicate] = int(holds)
    return ours
