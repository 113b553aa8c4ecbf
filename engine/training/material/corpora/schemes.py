"""Bring the tag schemes of other corpora to IOB2: ``B-`` begins, ``I-`` goes on, ``O`` is outside.

Input:  rows of token and tag, ``None`` where a sentence ends.
Output: sentences in IOB2.

* IOB2: every entity begins with ``B-``.
* IOB1: ``B-`` only where an entity follows another of its label (Ramshaw and Marcus 1995).
* BIOES: ``E-`` ends and ``S-`` is an entity of one token; also written BILOU
  (``L-``, ``U-``) and BMES (``M-`` for ``I-``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from engine.errors import CorpusLineTooLong, CorpusTagWrong
from engine.training.material.corpora.labels import to_label
from engine.training.material.corpora.lines import LIMIT_CHARS

IOB1, IOB2, BIOES = "IOB1", "IOB2", "BIOES"
_TAG = re.compile(r"([BIMELSU])-(.+)", re.DOTALL)
_KINDS = {"B": "B", "I": "I", "M": "I", "E": "E", "L": "E", "S": "S", "U": "S"}


@dataclass(frozen=True, slots=True)
class Row:
    """A token and its tag as written in line ``line``."""

    line: int
    token: str
    tag: str


@dataclass(frozen=True, slots=True)
class TaggedSentence:
    """Tokens and their IOB2 tags, at least one; the first stands in line ``line``."""

    line: int
    tokens: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Tag:
    row: Row
    kind: str
    label: str

    def goes_on_from(self, before: _Tag | None) -> bool:
        return before is not None and before.kind in "BI" and before.label == self.label


def find_scheme(rows: Iterable[Row | None], *, path: Path) -> str:
    """Return the scheme that the tags are written in; IOB2 where nothing tells.

    Raises:
        CorpusTagWrong: A tag is none of any scheme.
    """
    before: _Tag | None = None
    has_open = has_bare = False
    for row in rows:
        tag = _read(row, path) if row else None
        if tag and tag.kind in ("E", "S"):
            return BIOES
        if tag and tag.kind in ("B", "I") and not tag.goes_on_from(before):
            has_open |= tag.kind == "B"
            has_bare |= tag.kind == "I"
        before = tag
    return IOB1 if has_bare and not has_open else IOB2


def to_sentences(rows: Iterable[Row | None], *, path: Path, scheme: str = IOB2) -> Iterator[TaggedSentence]:
    """Yield the sentences in order, their tags in IOB2.

    Raises:
        CorpusTagWrong: A tag is none of ``scheme``, continues nothing or is not ended.
        CorpusLineTooLong: A sentence has more than ``LIMIT_CHARS``: the empty lines are missing.
    """
    held: list[_Tag] = []
    n_chars = 0
    for row in chain(rows, (None,)):
        if row is not None:
            n_chars += len(row.token) + 1
            if n_chars > LIMIT_CHARS:
                raise CorpusLineTooLong(path=str(path), line=row.line, limit_chars=LIMIT_CHARS)
            held.append(_check(_read(row, path), held[-1] if held else None, path, scheme))
        elif held:
            _check_end(held[-1], path, scheme)
            yield _to_sentence(held)
            held, n_chars = [], 0


def _read(row: Row, path: Path) -> _Tag:
    if row.tag == "O":
        return _Tag(row, "O", "")
    match = _TAG.fullmatch(row.tag)
    label = to_label(match.group(2)) if match else ""
    if not match or not label:
        raise _wrong(row, path)
    return _Tag(row, _KINDS[match.group(1)], label)


def _check(tag: _Tag, before: _Tag | None, path: Path, scheme: str) -> _Tag:
    """Return ``tag`` if it may stand after ``before``."""
    if scheme == IOB2 and tag.kind in ("E", "S"):
        raise _wrong(tag.row, path)
    if scheme != IOB1 and tag.kind in ("I", "E") and not tag.goes_on_from(before):
        raise _wrong(tag.row, path)
    if before and tag.kind not in ("I", "E"):
        _check_end(before, path, scheme)
    return tag


def _check_end(last: _Tag, path: Path, scheme: str) -> None:
    if scheme == BIOES and last.kind in ("B", "I"):
        raise _wrong(last.row, path)


def _to_sentence(held: Sequence[_Tag]) -> TaggedSentence:
    tags = []
    for before, tag in zip((None, *held), held, strict=False):
        begins = tag.kind in ("B", "S") or not tag.goes_on_from(before)
        tags.append("O" if tag.kind == "O" else f"{'B' if begins else 'I'}-{tag.label}")
    return TaggedSentence(held[0].row.line, tuple(tag.row.token for tag in held), tuple(tags))


def _wrong(row: Row, path: Path) -> CorpusTagWrong:
    return CorpusTagWrong(path=str(path), line=row.line, tag=row.tag[:60])
