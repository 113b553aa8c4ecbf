"""How well, and how fast, mentions are drawn together to entities."""

from __future__ import annotations

import json
import lzma
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.annotate.keys import entity_key
from engine.annotate.resolve import resolve
from engine.language.minhash import signature
from engine.language.romanise import syllables
from engine.measure.memory import peak_memory_bytes
from engine.records import Document, Mention, Passage, ResolvedMention
from engine.store import documents, graph
from engine.store.connection import Store
from engine.store.rows import fetch

Named = tuple[str, tuple[str, int], int]
"""Part of the gold set, the mention's document and offset, the number of what it names."""


def measure_gold(path: Path) -> dict[str, Any]:
    """Compare entities with a gold set: B-cubed (Bagga and Baldwin 1998) over mentions, by part and in all.

    ``merge_precision``: of the pairs of forms that were joined, how many name one thing.
    """
    rows = json.loads(lzma.decompress(path.read_bytes()))
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "gold.satchel")
        try:
            found, forms = _resolve_all(store, rows)
        finally:
            store.close()
    truth: dict[tuple[int, int], tuple[str, int]] = {
        (number, start): (row["part"], entity)
        for number, row in enumerate(rows)
        for start, _, _, entity in row["mentions"]
    }
    parts = sorted({part for part, _ in truth.values()})
    figures = {part: b_cubed(_of_part(truth, found, {part})) for part in parts}
    answer: dict[str, Any] = {"all": b_cubed(_of_part(truth, found, set(parts))), **figures}
    answer["n_mentions"], answer["n_entities"] = len(truth), len({entity for _, entity in truth.values()})
    answer["n_bilingual"] = len({e for part, e in truth.values() if part != "english"})
    answer["merge_precision"] = _merge_precision(truth, found, forms)
    return answer


def b_cubed(pairs: Sequence[tuple[Any, Any]]) -> dict[str, float]:
    """Return precision, recall and F1 of ``(true cluster, found cluster)`` of each mention."""
    both, true, found = Counter(pairs), Counter(t for t, _ in pairs), Counter(f for _, f in pairs)
    precision = sum(n * n / found[f] for (_, f), n in both.items()) / len(pairs)
    recall = sum(n * n / true[t] for (t, _), n in both.items()) / len(pairs)
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall)}


def _resolve_all(
    store: Store, rows: Sequence[Mapping[str, Any]]
) -> tuple[dict[tuple[int, int], int], dict[tuple[int, int], int]]:
    """Return the entity and the form of each mention, by number of its document and offset."""
    numbers: dict[int, int] = {}
    for number, row in enumerate(rows):
        mentions = [
            Mention(start=start, end=end, label=label, score=1.0, source="gold")
            for start, end, label, _ in row["mentions"]
        ]
        with store.write() as db:
            document_id = _document(db, row["text"], str(number))
            numbers[document_id] = number
            graph.replace_knowledge(
                db, document_id, mentions=resolve(row["text"], mentions), relations=(), stamp="gold"
            )
    found = fetch(store.reader(), "SELECT document_id, start, entity_id, form_id FROM mention")
    entities = {(numbers[document_id], start): entity_id for document_id, start, entity_id, _ in found}
    return entities, {(numbers[document_id], start): form_id for document_id, start, _, form_id in found}


def _document(db: Any, text: str, name: str) -> int:
    return documents.insert(
        db, content_hash=name, format="text", document=Document(text=text),
        passages=[Passage(ordinal=0, start=0, end=len(text))], read_stamp="1", signature=signature(text),
    )  # fmt: skip


def _of_part(
    truth: Mapping[tuple[int, int], tuple[str, int]], found: Mapping[tuple[int, int], int], parts: set[str]
) -> list[tuple[int, Any]]:
    """Pair what is true with what was found; a mention that got lost is alone."""
    return [(entity, found.get(place, place)) for place, (part, entity) in truth.items() if part in parts]


def _merge_precision(
    truth: Mapping[tuple[int, int], tuple[str, int]],
    found: Mapping[tuple[int, int], int],
    forms: Mapping[tuple[int, int], int],
) -> dict[str, float]:
    names: dict[int, Counter[int]] = defaultdict(Counter)
    members: dict[int, set[int]] = defaultdict(set)
    for place, (_, entity) in truth.items():
        if place in found:
            names[forms[place]][entity] += 1
            members[found[place]].add(forms[place])
    said = {form: counted.most_common(1)[0][0] for form, counted in names.items()}
    n_pairs = n_right = 0
    for group in members.values():
        for a in group:
            for b in group:
                if a < b:
                    n_pairs += 1
                    n_right += said[a] == said[b]
    return {"n_pairs": n_pairs, "precision": n_right / max(n_pairs, 1)}


def measure_growth(sizes: Iterable[int], *, say: Callable[[str], None]) -> list[dict[str, Any]]:
    """Resolve ever more mentions in a fresh library each; processor seconds, and microseconds a mention."""
    answer = []
    for size in sizes:
        say(f"resolving {size:,} mentions")
        with tempfile.TemporaryDirectory() as folder:
            store = Store.open(Path(folder) / "grown.satchel")
            try:
                seconds = _grow(store, size)
                db = store.reader()
                n_forms, n_entities = (
                    fetch(db, f"SELECT count(*) FROM {t}")[0][0] for t in ("form", "entity")
                )
            finally:
                store.close()
        answer.append(
            {
                "n_mentions": size, "seconds": seconds, "us_a_mention": 1e6 * seconds / size,
                "n_forms": n_forms, "n_entities": n_entities, "peak_bytes": peak_memory_bytes(),
            }
        )  # fmt: skip
    return answer


_A_DOCUMENT = 50


def _grow(store: Store, n_mentions: int) -> float:
    """Fill a library with documents of 50 mentions whose names are as frequent as in text (Zipf)."""
    names = _names(max(n_mentions // 5, 100))
    chance = random.Random(1)
    weights = [1 / (rank + 1) for rank in range(len(names))]
    total, cumulated = 0.0, []
    for weight in weights:
        total += weight
        cumulated.append(total)
    text = "x" * (2 * _A_DOCUMENT)
    seconds = 0.0
    for number in range(n_mentions // _A_DOCUMENT):
        chosen = chance.choices(names, cum_weights=cumulated, k=_A_DOCUMENT)
        mentions = [
            ResolvedMention(
                mention=Mention(start=2 * i, end=2 * i + 1, label=label, score=0.9, source="grown"),
                key=entity_key(name, label),
                name=name,
            )
            for i, (label, name) in enumerate(chosen)
        ]
        with store.write() as db:
            document_id = _document(db, text, str(number))
            started = time.thread_time()
            graph.replace_knowledge(db, document_id, mentions=mentions, relations=(), stamp="grown")
            seconds += time.thread_time() - started
    return seconds


_GIVEN = ("Ada", "Alan", "Barbara", "Charles", "Clara", "David", "Edsger", "Grace", "John", "Karen", "Maria")
_SYLLABLES = (
    "bar",
    "bo",
    "den",
    "der",
    "gar",
    "ken",
    "lo",
    "mer",
    "mon",
    "nor",
    "ral",
    "sen",
    "tor",
    "val",
    "wick",
)
_SURNAMES_ZH, _GIVEN_ZH = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林",
    "伟芳娜敏静强磊军洋勇艳杰涛明超秀霞平刚桂文华玉建国",
)
_KINDS = ("Holdings", "Institute", "University", "Systems", "Bank", "Partners")


def _names(n: int) -> list[tuple[str, str]]:
    """Return as many names of people, organisations and places in both scripts, with variants among them."""
    chance = random.Random(2)

    def word() -> str:
        return "".join(chance.choices(_SYLLABLES, k=4)).capitalize()

    def some() -> Iterator[tuple[str, str]]:
        while True:
            (one, two), family = chance.sample(_GIVEN, 2), word()
            yield "PER", f"{one} {two} {family}"
            yield "PER", f"{one[0]}. {two[0]}. {family}"
            chinese = chance.choice(_SURNAMES_ZH) + "".join(chance.choices(_GIVEN_ZH, k=2))
            surname, *given = syllables(chinese, is_person=True)
            yield "PER", chinese
            yield "PER", f"{surname.capitalize()} {''.join(given).capitalize()}"
            yield "ORG", f"{word()} {chance.choice(_KINDS)}"
            yield "LOC", word()
            yield "LOC", "".join(chance.choices(_GIVEN_ZH + _SURNAMES_ZH, k=3)) + "市"

    found: dict[tuple[str, str], None] = {}
    for name in some():
        found.setdefault(name)
        if len(found) == n:
            break
    return list(found)
