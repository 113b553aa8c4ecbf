"""Whether a library is what it must be after a storm: like a fresh one, with every correction kept."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from library_dump import library_dump

from engine.library import Library


@dataclass(slots=True)
class Verdict:
    """What differs between a library and a fresh one of the same disk."""

    ghosts: list[Any] = field(default_factory=list)
    lacking: list[Any] = field(default_factory=list)
    duplicates: list[Any] = field(default_factory=list)
    lost_corrections: list[Any] = field(default_factory=list)
    other: dict[str, Any] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        """Whether nothing differs."""
        return not (
            self.ghosts
            or self.lacking
            or self.duplicates
            or self.lost_corrections
            or any(self.other.values())
        )


def judge(
    library: Path, roots: Sequence[Path], *, models: Path, fresh: Path, said: Counter[tuple[str, str | None]]
) -> Verdict:
    """Compare a closed library with one made at ``fresh`` of the same folders.

    Args:
        library: The library after the storm.
        roots: The folders it watches, all of them there.
        models: Where the models are.
        fresh: Where to make the fresh one.
        said: Quote and label of the corrections that were made and not undone.
    """
    verdict = Verdict()
    bare = fresh.with_name("bare.satchel")
    shutil.copy(library, bare)
    for beside in ("-wal",):
        if Path(f"{library}{beside}").exists():
            shutil.copy(f"{library}{beside}", f"{bare}{beside}")
    with Library.open(bare, models_root=models) as opened:
        kept = Counter((one.quote, one.label) for one in opened.corrections())
        verdict.lost_corrections = list((said - kept).elements()) + list((kept - said).elements())
        while opened.corrections():
            opened.undo_correction()
    with Library.open(fresh, models_root=models) as opened:
        for root in roots:
            opened.add_folder(root)
        opened.index()
    found, wanted = library_dump(bare), library_dump(fresh)
    for name in found:
        n_found, n_wanted = Counter(found[name]), Counter(wanted[name])
        surplus, lack = n_found - n_wanted, n_wanted - n_found
        if name == "files":
            paths = Counter(row[0] for row in found[name])
            verdict.duplicates = [path for path, n in paths.items() if n > 1]
            verdict.ghosts, verdict.lacking = list(surplus), list(lack)
        elif surplus or lack:
            verdict.other[name] = (list(surplus)[:5], list(lack)[:5])
    return verdict
