"""Turn text into model input: subwords, the words they belong to, and the token type of each.

Offsets are half-open and count code points of the text given. Traditional
Chinese is read as simplified, one code point for one, so that both scripts
give the same subwords and offsets still fit the original.

WordPiece tokenizers say themselves which word a subword belongs to. Those of
other kinds part words at white space alone (SentencePiece) or even letters from
digits (byte-level BPE), and count the space before a word as part of it: for them
words are told from the text.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.language.catalog import ModelCard
from engine.language.lexicon import Lexicon, case_class, load_lexicon
from engine.language.script import is_cjk, to_simplified

if TYPE_CHECKING:
    from tokenizers import Tokenizer
else:
    Tokenizer = Any

_SPECIAL = (("[PAD]", "<pad>"), ("[CLS]", "<s>", "<cls>"), ("[SEP]", "</s>", "<sep>"))
_SPACE_MARK = "▁"
_INNER = "'’.-&@_"
"""Marks that stay within a word between two letters or digits, as corpora write words: O'Neil, U.S., R&D."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The subwords of one text, without special tokens; all lists are parallel.

    Attributes:
        ids: Rows of the word table.
        offsets: Where each subword stands in the text.
        words: The number of the word that each subword belongs to, rising from 0.
        types: Token type of that word: its case class, and with a lexicon what that says of it.
    """

    ids: list[int]
    offsets: list[tuple[int, int]]
    words: list[int]
    types: list[int]

    def __len__(self) -> int:
        return len(self.ids)


Tokenise = Callable[[Sequence[str]], list[Tokens]]
"""How a model reads texts."""


def load_tokenizer(path: Path) -> Tokenizer:
    """Load ``tokenizer.json`` with neither truncation nor padding."""
    # Its own threads spin and deadlock after a fork; batches are small here.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from tokenizers import Tokenizer as Loaded

    tokenizer = Loaded.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    if not _knows_words(tokenizer):
        # "<s>" in a web page is struck-out text, not the start token.
        tokenizer.encode_special_tokens = True
    return tokenizer


def tokenise(
    tokenizer: Tokenizer, texts: Sequence[str], *, simplifies: bool = True, lexicon: Lexicon | None = None
) -> list[Tokens]:
    """Tokenise each text; nothing is cut off. Without ``simplifies`` traditional Chinese stays as it is."""
    readable = [to_simplified(text) for text in texts] if simplifies else list(texts)
    encodings = tokenizer.encode_batch(readable, add_special_tokens=False)
    knows_words = _knows_words(tokenizer)
    return [
        _to_tokens(text, encoding, lexicon, knows_words=knows_words)
        for text, encoding in zip(texts, encodings, strict=True)
    ]


def tokenise_as(card: ModelCard, *, tokenizer: Tokenizer | None = None) -> Tokenise:
    """Return how the model of ``card`` reads texts; ``tokenizer`` is its own where that is loaded already."""
    lexicon = load_lexicon(card.lexicon, card.files[card.lexicon.name]) if card.lexicon else None
    tokenizer = tokenizer or load_tokenizer(card.tokenizer)
    return partial(tokenise, tokenizer, simplifies=card.simplifies, lexicon=lexicon)


def special_ids(tokenizer: Tokenizer) -> tuple[int, int, int]:
    """Return the ids of padding, start and end.

    Raises:
        ValueError: One of them goes by none of the usual names.
    """
    pad, start, end = (_find_token(tokenizer, names) for names in _SPECIAL)
    return pad, start, end


def word_starts(words: Iterable[int]) -> list[bool]:
    """Tell for each subword whether it is the first of its word."""
    starts, previous = [], -1
    for word in words:
        starts.append(word != previous)
        previous = word
    return starts


def _find_token(tokenizer: Tokenizer, names: Sequence[str]) -> int:
    for name in names:
        number = tokenizer.token_to_id(name)
        if number is not None:
            return int(number)
    raise ValueError(f"no token {' or '.join(names)}")


def _knows_words(tokenizer: Tokenizer) -> bool:
    return type(tokenizer.model).__name__ == "WordPiece"


def _to_tokens(text: str, encoding: Any, lexicon: Lexicon | None, *, knows_words: bool) -> Tokens:
    offsets: list[tuple[int, int]] = encoding.offsets
    words: list[int]
    if knows_words:
        words = encoding.word_ids
    else:
        placed = _place(text, encoding.tokens, offsets)
        words = _word_numbers(text, placed)
        offsets = _part([(start, end) for start, end, _ in placed], words)
    if lexicon is None and text.islower():
        return Tokens(ids=encoding.ids, offsets=offsets, words=words, types=[0] * len(words))
    bounds: dict[int, tuple[int, int]] = {}
    for word, (start, end) in zip(words, offsets, strict=True):
        bounds[word] = (bounds.get(word, (start, end))[0], end)
    spans = list(bounds.values())
    types = lexicon.types(text, spans) if lexicon else [case_class(text[start:end]) for start, end in spans]
    by_word = dict(zip(bounds, types, strict=True))
    return Tokens(ids=encoding.ids, offsets=offsets, words=words, types=[by_word[word] for word in words])


def _place(
    text: str, pieces: Sequence[str], offsets: Sequence[tuple[int, int]]
) -> list[tuple[int, int, bool]]:
    """Return where each subword stands without the space before it, and whether it may begin a word.

    SentencePiece may write the mark for a space as a piece of its own: that begins the
    word after it, as in training. Any other piece of white space belongs to the word before.
    """
    placed = []
    last = 0
    for piece, (start, end) in zip(pieces, offsets, strict=True):
        first = start
        while first < end and text[first].isspace():
            first += 1
        if first < end:
            last = end
            placed.append((first, end, True))
        elif piece == _SPACE_MARK and end < len(text) and not text[end].isspace():
            placed.append((end, end, True))
        else:
            placed.append((last, last, False))
    return placed


def _word_numbers(text: str, placed: Iterable[tuple[int, int, bool]]) -> list[int]:
    """Number the word of each subword; pieces of one character are in one word."""
    numbers: list[int] = []
    number = begun = -1
    for start, _, may_begin in placed:
        if number < 0 or (may_begin and start > begun and _begins_word(text, start)):
            number, begun = number + 1, start
        numbers.append(number)
    return numbers


def _part(offsets: Sequence[tuple[int, int]], words: Sequence[int]) -> list[tuple[int, int]]:
    """End each word where the next begins: a piece of bytes may hold the begin of a character."""
    parted = list(offsets)
    for at in range(len(words) - 1):
        if words[at] != words[at + 1]:
            start, end = offsets[at]
            parted[at] = (start, min(end, offsets[at + 1][0]))
    return parted


def _begins_word(text: str, at: int) -> bool:
    """Whether a word begins at ``text[at]``: after a space, at CJK characters, on either side of a mark."""
    before, here = text[at - 1 : at], text[at : at + 1]
    if not before or before.isspace() or is_cjk(before) or is_cjk(here):
        return True
    if _is_mark(before):
        return not (before in _INNER and text[at - 2 : at - 1].isalnum() and here.isalnum())
    if _is_mark(here):
        return not (here in _INNER and before.isalnum() and text[at + 1 : at + 2].isalnum())
    return False


def _is_mark(char: str) -> bool:
    return char != "" and unicodedata.category(char)[0] in "PS"
