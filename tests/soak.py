"""A long storm over a real engine process that watches, and is killed now and then.

    .venv/bin/python tests/soak.py --minutes 20 --seed 1

At the end the library is compared with a fresh one of the same disk and a small
table is printed; exit status 1 when anything differs. Needs the training extra,
which makes the tiny models.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from storm import NAMES, Storm  # noqa: E402
from storm_judge import Verdict, judge  # noqa: E402

from engine import requests  # noqa: E402
from engine.client import EngineClient, Reply  # noqa: E402
from engine.errors import EngineError  # noqa: E402
from engine.events import EngineFailed, IndexProgress  # noqa: E402

_LABELS = ("PER", "ORG", "LOC", "DISH", None)
_ANSWER_S = 120.0
_SETTLE_S = 600.0


class _Engine:
    """An engine process that is started again whenever it was killed."""

    def __init__(self, library: Path, models: Path) -> None:
        self._library = library
        self._models = models
        self.client = EngineClient(library, models_root=models)
        self.n_kills = 0

    def ask(self, request: requests.Request) -> Any:
        """Return the answer; what the engine tells meanwhile is passed over."""
        request_id = self.client.ask(request)
        until = time.monotonic() + _ANSWER_S
        while time.monotonic() < until:
            received = self.client.receive(1.0)
            self._expect_sound(received)
            if isinstance(received, Reply) and received.request_id == request_id:
                if received.error is not None:
                    raise received.error
                return received.result
        raise TimeoutError(type(request).__name__)

    def drain(self) -> None:
        """Hear what the engine has to say."""
        while (received := self.client.receive(0)) is not None:
            self._expect_sound(received)

    def kill(self) -> None:
        """End the process at once and start another."""
        for process in multiprocessing.active_children():
            if process.name == "satchel-engine":
                process.kill()
                process.join()
        self.client.close()
        self.n_kills += 1
        self.client = EngineClient(self._library, models_root=self._models)

    def settle(self) -> None:
        """Wait until nothing is left to do and nothing more comes."""
        until = time.monotonic() + _SETTLE_S
        self.ask(requests.Rescan())
        is_idle = False
        while time.monotonic() < until:
            received = self.client.receive(3.0)
            self._expect_sound(received)
            if isinstance(received, IndexProgress):
                is_idle = received.activity == "idle"
            elif received is None and is_idle:
                return
        raise TimeoutError("it never came to rest")

    def _expect_sound(self, received: object) -> None:
        if isinstance(received, EngineFailed):
            raise _EngineGaveUpError(received)


class _EngineGaveUpError(Exception):
    """The engine told that it cannot go on."""


def main() -> int:
    """Run the storm and print what became of the library."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where to work; kept afterwards (default: a new one)")
    options = parser.parse_args()
    home = options.folder or Path(tempfile.mkdtemp(prefix="soak"))
    try:
        return _soak(home, minutes=options.minutes, chance=random.Random(options.seed))
    finally:
        if options.folder is None:
            shutil.rmtree(home, ignore_errors=True)


def _soak(home: Path, *, minutes: float, chance: random.Random) -> int:
    models = _models(home)
    names = [*NAMES, *(f"note {n}{Path(name).suffix}" for n in range(150) for name in NAMES[:4])]
    storm = Storm(home, chance.randrange, names=names, most_repeats=40)
    library = home / "library" / "soak.satchel"
    engine = _Engine(library, models)
    said: Counter[tuple[str, str | None]] = Counter()
    acts: Counter[str] = Counter()
    for root in storm.roots:
        engine.ask(requests.AddFolder(path=str(root)))
    for _ in range(300):
        acts[storm.act(0)] += 1
    ends_at = time.monotonic() + 60 * minutes
    while time.monotonic() < ends_at:
        for _ in range(chance.choice((1, 1, 3, 10, 40))):
            acts[_one_act(storm, chance)] += 1
        engine.drain()
        match chance.randrange(12):
            case 0:
                engine.kill()
            case 1:
                engine.ask(requests.Rescan())
            case 2 | 3:
                _correct(engine, chance, said)
            case 4 if said:
                for one in engine.ask(requests.UndoCorrection()):
                    said[one.quote, one.label] -= 1
                said = +said
            case _:
                time.sleep(chance.choice((0.0, 0.05, 0.3, 1.0)))
    storm.plug_in()
    engine.settle()
    engine.client.close()
    verdict = judge(library, storm.roots, models=models, fresh=home / "fresh.satchel", said=said)
    ratio = library.stat().st_size / (home / "fresh.satchel").stat().st_size
    _print_table(acts, engine.n_kills, sum(said.values()), verdict, ratio)
    return 0 if verdict.is_clean else 1


def _one_act(storm: Storm, chance: random.Random) -> str:
    number = chance.randrange(len(storm.acts))
    name = storm.acts[number].__name__
    is_large = name in ("delete_folder", "copy_folder", "unplug", "set_rules")
    return storm.act(number) if not is_large or not chance.randrange(8) else storm.act(0)


def _correct(engine: _Engine, chance: random.Random, said: Counter[tuple[str, str | None]]) -> None:
    rows = [row for row in engine.ask(requests.ListFiles(limit=500)) if row.document_id is not None]
    if not rows:
        return
    try:
        view = engine.ask(requests.GetDocument(document_id=chance.choice(rows).document_id))
        words = view.text.split()
        quote, label = chance.choice(words), chance.choice(_LABELS)
        start = view.text.index(quote)
        n_before = len(engine.ask(requests.ListCorrections()))
        engine.ask(
            requests.CorrectMention(
                document_id=view.document_id, start=start, end=start + len(quote), label=label
            )
        )
        if len(engine.ask(requests.ListCorrections())) > n_before:
            said[quote, label] += 1
    except (EngineError, IndexError):
        return  # the document went, or has no word


def _models(home: Path) -> Path:
    from tiny_models import make_tiny_encoder, make_tiny_tagger

    root = home / "models"
    if not root.exists():
        root.mkdir(parents=True)
        make_tiny_encoder(root / "minilm")
        make_tiny_tagger(root / "ner")
    return root


def _print_table(acts: Counter[str], n_kills: int, n_said: int, verdict: Verdict, ratio: float) -> None:
    rows = {
        "operations": sum(acts.values()),
        "of these in vain": sum(n for name, n in acts.items() if "in vain" in name),
        "kills": n_kills,
        "ghosts": len(verdict.ghosts),
        "lacking": len(verdict.lacking),
        "duplicates": len(verdict.duplicates),
        "corrections made": n_said,
        "lost corrections": len(verdict.lost_corrections),
        "other tables that differ": ", ".join(verdict.other) or "none",
        "file size to a fresh one": f"{ratio:.2f}",
    }
    for name, value in rows.items():
        print(f"{name:<26}{value}")
    for what in (verdict.ghosts, verdict.lacking, verdict.duplicates, verdict.lost_corrections):
        for one in what[:5]:
            print("  ", one)
    for name, (surplus, lack) in verdict.other.items():
        print("  ", name, "has", surplus[:2], "lacks", lack[:2])


if __name__ == "__main__":
    sys.exit(main())
