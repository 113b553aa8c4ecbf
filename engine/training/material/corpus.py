"""The sentences of a CoNLL file as tokens and tags, as the recipes train on them.

Input:  UTF-8 text, token first and tag last on a line, an empty line after each
        sentence; a tag is ``O``, ``B-LABEL`` or ``I-LABEL``.
Output: sentences in file order.

For corpora of any other format see ``engine.training.material.corpora``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.language.script import is_cjk
from engine.training.material.corpora.columns import read_rows
from engine.training.material.corpora.schemes import IOB2, to_sentences


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens and their tags, of equal number and at least one."""

    tokens: tuple[str, ...]
    tags: tuple[str, ...]


def read_corpus(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of one corpus file.

    Raises:
        CorpusInvalid: A line is no token and tag.
        CorpusTagWrong: A tag is no IOB2 tag, or an ``I-`` tag continues nothing.
        CorpusLineTooLong: A line is longer than is read.
        CorpusUndecodable: It is not UTF-8 text.
        FileUnreadable: It cannot be opened.
    """
    for sentence in to_sentences(read_rows(path), path=path, scheme=IOB2):
        yield Sentence(sentence.tokens, sentence.tags)


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
