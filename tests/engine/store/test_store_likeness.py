"""Groups of nearly the same texts are the same whatever came first, went or came back."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import apsw
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_makers import make_file

from engine.language.minhash import Signature, signature
from engine.store import documents, ledger, likeness
from engine.store.connection import Store
from engine.store.migrate import migrate, shipped_steps

WORDS = [f"{a}{b}{c}" for a in "bdfgk" for b in "aeiou" for c in "lmnrst"]


def essay(seed: int, *, n_words: int = 300, n_changed: int = 0, variant: int = 0) -> str:
    words = random.Random(seed).choices(WORDS, k=n_words)
    change = random.Random(variant)
    for at in change.sample(range(n_words), n_changed):
        words[at] = change.choice(WORDS)
    return " ".join(words)


TEXTS = [
    *(essay(seed, n_changed=variant, variant=variant) for seed in range(4) for variant in range(4)),
    essay(0, n_changed=150, variant=9),
    "知识图谱把人物和机构联系起来。" * 3,
    "知识图谱，把人物和机构联系起来；" * 3,
    "短文",
]


def signed(texts: Sequence[str]) -> Signature:
    rows = [signature(text) for text in texts]
    return np.array([row for row in rows if row is not None])


def parts(texts: Sequence[str]) -> set[frozenset[str]]:
    found: dict[int, set[str]] = {}
    for text, first in zip(texts, likeness.groups(signed(texts), 0.8), strict=True):
        if first >= 0:
            found.setdefault(first, set()).add(text)
    return {frozenset(group) for group in found.values()}


def groups_of(db: apsw.Connection) -> set[frozenset[str]]:
    found: dict[int, set[str]] = {}
    for group, text in db.execute(
        """SELECT group_id, content_hash FROM likeness JOIN document ON document.id = document_id
           WHERE group_id IS NOT NULL"""
    ):
        found.setdefault(int(str(group)), set()).add(str(text))
    return {frozenset(texts) for texts in found.values()}


def test_versions_meet_and_other_texts_do_not() -> None:
    found = likeness.groups(signed(TEXTS), 0.8)
    assert found[:16] == [0] * 4 + [4] * 4 + [8] * 4 + [12] * 4
    assert found[16:] == [-1, 17, 17, -1]


def test_the_threshold_decides() -> None:
    texts = [essay(1), essay(1, n_changed=12, variant=1)]  # about 0.73
    assert likeness.groups(signed(texts), 0.6) == [0, 0]
    assert likeness.groups(signed(texts), 0.9) == [-1, -1]


@given(order=st.permutations(range(len(TEXTS))))
def test_groups_do_not_depend_on_the_order(order: list[int]) -> None:
    texts = [TEXTS[at] for at in order]
    assert parts(texts) == parts(TEXTS)


@given(
    moves=st.lists(
        st.tuples(st.sampled_from(["come", "go", "group"]), st.integers(0, len(TEXTS) - 1)), max_size=25
    )
)
def test_coming_and_going_lead_where_a_new_library_begins(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("likeness")
    slow, new = Store.open(folder / "slow"), Store.open(folder / "new")
    there: set[int] = set()
    with slow.write() as db:
        for move, at in moves:
            if move == "come":
                make_file(db, f"/files/{at}.txt", [TEXTS[at]])
                there.add(at)
            elif move == "go":
                ledger.remove_files(db, _file_ids(db, f"/files/{at}.txt"))
                there.discard(at)
            elif likeness.is_outdated(db, 0.8):
                likeness.regroup(db, 0.8)
        likeness.regroup(db, 0.8)
    with new.write() as db:
        for at in sorted(there):
            make_file(db, f"/files/{at}.txt", [TEXTS[at]])
        likeness.regroup(db, 0.8)
    assert groups_of(slow.reader()) == groups_of(new.reader())
    slow.close()
    new.close()


def test_groups_are_out_of_date_when_a_document_comes_or_goes_or_the_threshold_moves(store: Store) -> None:
    with store.write() as db:
        assert likeness.is_outdated(db, 0.8)
        assert likeness.regroup(db, 0.8) == 0
        assert not likeness.is_outdated(db, 0.8)
        make_file(db, "/files/a.txt", [TEXTS[0]])
        make_file(db, "/files/b.txt", [TEXTS[1]])
        assert likeness.is_outdated(db, 0.8)
        assert likeness.regroup(db, 0.8) == 2
        assert likeness.is_outdated(db, 0.9)
        ledger.remove_files(db, _file_ids(db, "/files/b.txt"))
        assert likeness.is_outdated(db, 0.8)
        assert likeness.regroup(db, 0.8) == 1
        assert groups_of(db) == set()


def test_places_are_those_of_the_whole_group(store: Store) -> None:
    with store.write() as db:
        ids = [make_file(db, f"/files/{at}.txt", [TEXTS[at]]) for at in range(3)]
        make_file(db, "/files/copy.txt", [TEXTS[0]])
        alone = make_file(db, "/files/alone.txt", ["nothing like it"])
        likeness.regroup(db, 0.8)
        found = likeness.places(db, [*ids, alone], most=3)
    assert found[ids[0]] == likeness.Places(("/files/0.txt", "/files/1.txt", "/files/2.txt"), 4)
    assert found[alone] == likeness.Places(("/files/alone.txt",), 1)


def test_a_library_from_before_gets_room_for_signatures(tmp_path: Path) -> None:
    path = tmp_path / "library.satchel"
    db = apsw.Connection(str(path))
    migrate(db, path, steps=[step for step in shipped_steps() if step.version < 3])
    db.execute(
        """INSERT INTO document (content_hash, format, text, n_chars, pages, attributes, read_stamp)
           VALUES ('h', 'text', x'', 0, '[]', '{}', '2')"""
    )
    db.close()
    store = Store.open(path)
    with store.write() as db:
        assert likeness.is_outdated(db, 0.8)
        assert likeness.regroup(db, 0.8) == 0  # the old document has no signature until it is read again
        assert documents.find(db, "h", "text", "2") is not None
    assert (tmp_path / f"library.satchel.before-v{shipped_steps()[-1].version}").exists()
    store.close()


def _file_ids(db: apsw.Connection, path: str) -> list[int]:
    return [int(str(row[0])) for row in db.execute("SELECT id FROM file WHERE path = ?", (path,))]
