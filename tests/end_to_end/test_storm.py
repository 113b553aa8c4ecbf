"""After any storm on disk the library equals a fresh one, and what people said of it is kept."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from storm import Storm
from storm_judge import judge

from engine.errors import SpanOutside
from engine.ingest.readers.archive import read_archive
from engine.ingest.readers.pieces import Limits, assemble
from engine.ingest.readers.registry import stream
from engine.ingest.unpacked import ArchiveMember, Unpacking
from engine.library import Library
from engine.records import FileStatus, RawText, Reason
from engine.settings import Indexing, Settings

LABELS = ("PER", "LOC", None)


class _ReaderInHere:
    """Reads in this process: what a storm does to the sandbox is another test's matter."""

    def __init__(self, settings: Indexing) -> None:
        self._limits = Limits(
            max_file_bytes=settings.max_file_bytes,
            max_text_chars=settings.max_text_chars,
            max_pages=settings.max_pages,
        )

    def read(self, path: Path, format: str) -> RawText:
        return assemble(list(stream(path, format, limits=self._limits, is_retry=False)))

    def read_archive(
        self,
        path: Path,
        format: str,
        *,
        known: Collection[tuple[str, str]] = (),
        take: Callable[[ArchiveMember], None],
    ) -> Reason | None:
        unpacking = Unpacking(take, known=known)
        for piece in read_archive(path, format, limits=self._limits, known=known):
            unpacking.take(piece)
        return unpacking.finish()

    def close(self) -> None:
        """Nothing was started."""


def _machine(models: Path) -> type[RuleBasedStateMachine]:
    class InStep(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.home = Path(tempfile.mkdtemp(prefix="storm"))
            self.numbers: list[int] = []
            self.storm = Storm(self.home, self._number)
            self.path = self.home / "library" / "storm.satchel"
            self.said: Counter[tuple[str, str | None]] = Counter()
            self.library = self._open()
            for root in self.storm.roots:
                self.library.add_folder(root)
            for number in range(6):  # most acts need files
                self.numbers = [number, number, number, number]
                self.storm.write()

        def _open(self) -> Library:
            return Library.open(self.path, models_root=models, settings=Settings())

        def _number(self, below: int) -> int:
            return self.numbers.pop() % below if self.numbers else 0

        @rule(
            acts=st.lists(
                st.tuples(st.integers(0, 25), st.lists(st.integers(0, 30), max_size=4)),
                min_size=1,
                max_size=6,
            )
        )
        def storm_a_while(self, acts: list[tuple[int, list[int]]]) -> None:
            for act, numbers in acts:
                self.numbers = list(numbers)
                self.storm.act(act)

        @rule()
        def compare(self) -> None:
            self.library.index()

        @rule()
        def reopen(self) -> None:
            self.library.close()
            self.library = self._open()

        @rule(file=st.integers(0, 30), word=st.integers(0, 9), label=st.sampled_from(LABELS))
        def correct(self, file: int, word: int, label: str | None) -> None:
            rows = [row for row in self.library.files() if row.document_id is not None]
            if not rows:
                return
            view = self.library.document(rows[file % len(rows)].document_id or 0)
            words = view.text.split()
            if not words:
                return
            quote = words[word % len(words)]
            start = view.text.index(quote)
            before = len(self.library.corrections())
            try:
                self.library.correct(view.document_id, start, start + len(quote), label)
            except SpanOutside:
                return
            if len(self.library.corrections()) > before:
                self.said[quote, label] += 1

        @precondition(lambda self: self.said)
        @rule()
        def undo(self) -> None:
            for one in self.library.undo_correction():
                self.said[one.quote, one.label] -= 1
            self.said = +self.said

        @rule()
        def settle_and_judge(self) -> None:
            self.storm.plug_in()
            self.library.index()
            files = self.library.files(limit=10_000)
            assert not [row for row in files if row.status is FileStatus.WAITING]
            self.library.close()
            fresh = self.home / "fresh.satchel"
            verdict = judge(self.path, self.storm.roots, models=models, fresh=fresh, said=self.said)
            assert verdict.is_clean, verdict
            for made in self.home.glob("*.satchel*"):
                made.unlink()
            self.library = self._open()

        def teardown(self) -> None:
            self.settle_and_judge()
            self.library.close()
            shutil.rmtree(self.home)

    return InStep


@pytest.fixture(scope="module")
def models(tiny_models: Path) -> Path:
    return tiny_models


def test_after_any_storm_it_equals_a_fresh_one(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    patched: Any = _ReaderInHere
    monkeypatch.setattr("engine.indexer.ReaderPool", patched)
    run_state_machine_as_test(
        _machine(models),
        settings=settings(
            max_examples=25,
            stateful_step_count=8,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
