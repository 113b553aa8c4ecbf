"""Read a labelled corpus: one token and its BIO tag a line, an empty line after each sentence.

Input:  UTF-8 text, ``token TAB tag``; a tag is ``O``, ``B-LABEL`` or ``I-LABEL``.
Output: sentences in file order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.errors import CorpusInvalid
from engine.language.script import is_cjk

_TAG = re.compile(r"O|[BI]-[A-Z][A-Z_]*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens and their tags, of equal number and at least one."""

    tokens: tuple[str, ...]
    tags: tuple[str, ...]


def read_corpus(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of one corpus file.

    Raises:
        CorpusInvalid: A line is no ``token TAB tag``, or an ``I-`` tag continues nothing.
    """
    tokens: list[str] = []
    tags: list[str] = []
    with path.open(encoding="utf-8", errors="strict") as lines:
        for number, line in _numbered(path, lines):
            if not line.strip("\n\r"):
                if tokens:
                    yield Sentence(tuple(tokens), tuple(tags))
                    tokens, tags = [], []
                continue
            token, tag = _parse(path, number, line)
            if tag.startswith("I-") and (not tags or tags[-1][2:] != tag[2:]):
                raise CorpusInvalid(path=str(path), line=number, detail=f"{tag} continues nothing")
            tokens.append(token)
            tags.append(tag)
    if tokens:
        yield Sentence(tuple(tokens), tuple(tags))


def join_tokens(tokens: Sequence[str]) -> tuple[str, list[int]]:
    """Write tokens as running text; also return where each token starts.

    Tokens are parted by a space, but not where two CJK characters meet.
    """
    text = ""
    starts = []
    for token in tokens:
        if text and not (_is_wide(text[-1]) and _is_wide(token[0])):
            text += " "
        starts.append(len(text))
        text += token
    return text, starts


def _is_wide(char: str) -> bool:
    return is_cjk(char) or "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uff65"


def _numbered(path: Path, lines: Iterator[str]) -> Iterator[tuple[int, str]]:
    number = 0
    try:
        for number, line in enumerate(lines, start=1):
            yield number, line
    except UnicodeDecodeError as error:
        raise CorpusInvalid(path=str(path), line=number + 1, detail=error.reason) from error


def _parse(path: Path, number: int, line: str) -> tuple[str, str]:
    token, tab, tag = line.rstrip("\n\r").partition("\t")
    if not tab or not token or not _TAG.fullmatch(tag):
        raise CorpusInvalid(path=str(path), line=number, detail=f"expected 'token TAB tag', found {line!r}")
    return token, tag
