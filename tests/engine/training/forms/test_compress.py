"""Every smaller form of a tagger works, and the table says what it costs."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from tiny_models import tiny_sentences

from engine.annotate.tag import load_tagger
from engine.language.catalog import find_model
from engine.language.tokens import load_tokenizer, special_ids
from engine.measure.memory import peak_memory_bytes
from engine.teaching import LabelledSpan, LabelledText
from engine.training.forms.compress import EXACT, PRUNED, SMALL, STUDENT, as_table, make_variants, measure
from engine.training.material.base_set import write_part
from engine.training.material.corpora.conll import to_spans
from engine.training.material.corpus import join_tokens
from engine.training.network.plan import Plan


def texts(n: int, seed: int) -> list[LabelledText]:
    made = []
    for sentence in tiny_sentences(n, seed=seed):
        text, starts = join_tokens(sentence.tokens)
        spans: Sequence[LabelledSpan] = to_spans(sentence.tokens, sentence.tags, starts)
        made.append(LabelledText(text=text, spans=tuple(spans), labels=("PER", "ORG", "LOC", "DATE")))
    return made


@pytest.fixture
def base_set(tmp_path: Path) -> Path:
    folder = tmp_path / "base_set"
    folder.mkdir()
    write_part(folder / "replay.jsonl.xz", texts(10, seed=1))
    write_part(folder / "check.jsonl.xz", texts(30, seed=2))
    return folder


def test_every_form_is_made_and_measured(tiny_models: Path, base_set: Path, tmp_path: Path) -> None:
    card = find_model("ner", root=tiny_models)
    plan = Plan(
        max_steps=40,
        special=special_ids(load_tokenizer(card.tokenizer)),
        learning_rate=3e-3,
        batch_tokens=512,
        join_tokens=60,
        n_threads=1,
    )
    steps: list[str] = []
    cards = make_variants(
        card,
        texts(100, seed=3),
        plan,
        into=tmp_path / "forms",
        on_progress=lambda name, _: steps.append(name),
    )
    rows = {row.name: row for row in measure(cards, base_set)}

    assert list(rows) == [EXACT, SMALL, STUDENT, PRUNED]
    assert (steps.count(STUDENT), steps.count(PRUNED)) == (40, 40)
    sizes = {name: row.size_bytes for name, row in rows.items()}
    assert sizes[EXACT] > sizes[SMALL] > max(sizes[STUDENT], sizes[PRUNED])
    assert rows[EXACT].f1 > 0.9
    assert min(row.f1 for row in rows.values()) > 0.6
    assert all(row.words_per_s > 0 for row in rows.values())
    # This process holds torch; those that were measured do not, nor do they count what it holds.
    assert all(10_000_000 < row.peak_bytes < peak_memory_bytes() for row in rows.values())
    for name in (STUDENT, PRUNED):
        assert find_model(name, root=tmp_path / "forms") == cards[name]
        assert load_tagger(cards[name], device="cpu").labels == card.labels

    lines = as_table(tuple(rows.values())).splitlines()
    assert len(lines) == 2 + len(rows)
    assert lines[2].startswith(f"| {EXACT} | {rows[EXACT].f1:.3f} |")
