"""Everything there is to learn from: labelled files, and sentences with corrections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from apsw import Connection

from engine.store import corrections
from engine.teaching import LabelledText
from engine.training.material.corpora.read import read_texts
from engine.training.material.lessons import corrected_texts
from engine.training.material.split import Parts, split
from engine.training.verdict.scoring import labels_of, stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """What was taught so far; every text states its labels.

    Attributes:
        labelled: Texts of corpora.
        corrected: Sentences with corrections.
        judged: Labels that a corrected sentence is judged by: its others are the model's own guesses.
    """

    labelled: tuple[LabelledText, ...]
    corrected: tuple[LabelledText, ...]
    judged: tuple[str, ...]

    @property
    def texts(self) -> tuple[LabelledText, ...]:
        """All of them."""
        return (*self.labelled, *self.corrected)

    def parts(self, seed: int) -> Parts:
        """Hold some back, as ``engine.training.material.split`` does; raises as that does."""
        parts = split(self.texts, seed=seed)
        corrected = set(self.corrected)
        held_out = (replace(t, labels=self.judged) if t in corrected else t for t in parts.held_out)
        return replace(parts, held_out=tuple(held_out))


def gather(db: Connection, corpora: Sequence[Path], *, known: Sequence[str]) -> Taught:
    """Read all of it before anything is done: a corpus is taken whole or refused whole.

    Args:
        db: A connection to the library whose corrections count.
        corpora: Labelled files.
        known: Labels of the model that found what was corrected.

    Raises:
        CorpusInvalid: A corpus breaks its format.
    """
    labelled = [text for path in corpora for text in stated(list(read_texts(path)))]
    corrected = corrected_texts(db)
    acts = corrections.every(db)
    used = {act.label for act in acts if act.label is not None}
    # A rejection may be meant for any label.
    judged = {*used, *known} if any(act.label is None for act in acts) else used
    whole = tuple(dict.fromkeys((*known, *labels_of(corrected), *used)))
    return Taught(
        labelled=tuple(labelled),
        corrected=tuple(replace(text, labels=whole) for text in corrected),
        judged=tuple(sorted(judged)),
    )
