"""Turn text into model input: subwords, the words they belong to, and their case.

Offsets are half-open and count code points of the text given. Traditional
Chinese is read as simplified, one code point for one, so that both scripts
give the same subwords and offsets still fit the original.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.language.script import to_simplified

if TYPE_CHECKING:
    from tokenizers import Tokenizer
else:
    Tokenizer = Any

N_CASES = 4
LOWER, TITLE, UPPER, MIXED = range(N_CASES)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The subwords of one text, without special tokens; all lists are parallel.

    Attributes:
        ids: Rows of the word table.
        offsets: Where each subword stands in the text.
        words: The number of the word that each subword belongs to, rising from 0.
        cases: Case class of that word.
    """

    ids: list[int]
    offsets: list[tuple[int, int]]
    words: list[int]
    cases: list[int]

    def __len__(self) -> int:
        return len(self.ids)


def load_tokenizer(path: Path) -> Tokenizer:
    """Load ``tokenizer.json`` with neither truncation nor padding."""
    # Its own threads spin and deadlock after a fork; batches are small here.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from tokenizers import Tokenizer as Loaded

    tokenizer = Loaded.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def tokenise(tokenizer: Tokenizer, texts: Sequence[str]) -> list[Tokens]:
    """Tokenise each text; nothing is cut off."""
    readable = [to_simplified(text) for text in texts]
    encodings = tokenizer.encode_batch(readable, add_special_tokens=False)
    return [_to_tokens(text, encoding) for text, encoding in zip(texts, encodings, strict=True)]


def case_class(word: str) -> int:
    """Class the letters of a word; what has no case counts as lower."""
    if word == word.lower():
        return LOWER
    if word[:1] != word[:1].lower() and word[1:] == word[1:].lower():
        return TITLE
    return UPPER if word == word.upper() else MIXED


def special_ids(tokenizer: Tokenizer) -> tuple[int, int, int]:
    """Return the ids of padding, start and end."""
    pad, start, end = (tokenizer.token_to_id(name) for name in ("[PAD]", "[CLS]", "[SEP]"))
    return int(pad), int(start), int(end)


def word_starts(words: Iterable[int]) -> list[bool]:
    """Tell for each subword whether it is the first of its word."""
    starts, previous = [], -1
    for word in words:
        starts.append(word != previous)
        previous = word
    return starts


def _to_tokens(text: str, encoding: Any) -> Tokens:
    offsets: list[tuple[int, int]] = encoding.offsets
    words: list[int] = encoding.word_ids
    cases: list[int] = []
    if text.islower():
        cases = [LOWER] * len(words)
    else:
        bounds: dict[int, tuple[int, int]] = {}
        for word, (start, end) in zip(words, offsets, strict=True):
            bounds[word] = (bounds.get(word, (start, end))[0], end)
        by_word = {word: case_class(text[start:end]) for word, (start, end) in bounds.items()}
        cases = [by_word[word] for word in words]
    return Tokens(ids=encoding.ids, offsets=offsets, words=words, cases=cases)
