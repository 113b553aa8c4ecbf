"""CoNLL: one token and its tag a line, an empty line after each sentence.

Reading takes IOB1, IOB2 and BIOES alike (see ``schemes``) and joins tokens to
running text. Writing gives ``token TAB tag`` in IOB2; words of letters and digits,
each CJK character and each other mark are tokens. What is named keeps its text,
white space apart; a span that begins or ends within a token takes the whole token.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from engine.language.script import CJK_CLASS
from engine.teaching import LabelledSpan, LabelledText
from engine.training.material.corpora.columns import read_rows
from engine.training.material.corpora.schemes import TaggedSentence, find_scheme, to_sentences
from engine.training.material.corpora.spans import READABLE
from engine.training.material.corpus import join_tokens

# The marks U+0300 to U+036F belong to the letter before them.
_TOKEN = re.compile(rf"[{CJK_CLASS}]|(?:[^\W{CJK_CLASS}]|[\u0300-\u036f])+|[^\w\s\ufeff]")


def read(path: Path) -> Iterator[LabelledText]:
    """Yield each sentence; the file is read twice, first for its tag scheme.

    Raises:
        CorpusInvalid: A line is no token and tag; see ``columns.read_rows`` for the others.
        CorpusTagWrong: A tag breaks the scheme.
    """
    scheme = find_scheme(read_rows(path), path=path)
    for sentence in to_sentences(read_rows(path), path=path, scheme=scheme):
        yield from_tokens(sentence, path=path)


def write(texts: Iterable[LabelledText], path: Path) -> None:
    """Write each text as one sentence; texts with nothing to read are left out."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        gap = ""
        for text in texts:
            rows = [f"{token}\t{tag}\n" for token, tag in to_tokens(text)]
            if rows:
                stream.write(gap + "".join(rows))
                gap = "\n"


def from_tokens(sentence: TaggedSentence, *, path: Path) -> LabelledText:
    """Write a tagged sentence as running text with spans."""
    text, starts = join_tokens(sentence.tokens)
    found = to_spans(sentence.tokens, sentence.tags, starts)
    # Some corpora have tokens of white space alone, and name them.
    spans = tuple(span for span in found if READABLE.search(text, span.start, span.end))
    return LabelledText(text=text, spans=spans, place=f"{path.name}:{sentence.line}")


def to_spans(tokens: Sequence[str], tags: Sequence[str], starts: Sequence[int]) -> list[LabelledSpan]:
    """Return what IOB2 ``tags`` name; ``starts`` is where each token begins in the text."""
    spans: list[LabelledSpan] = []
    for token, tag, start in zip(tokens, tags, starts, strict=True):
        end = start + len(token)
        if tag.startswith("I-") and spans:
            spans[-1] = LabelledSpan(spans[-1].start, end, spans[-1].label)
        elif tag != "O":
            spans.append(LabelledSpan(start, end, tag.partition("-")[2]))
    return spans


def to_tokens(text: LabelledText) -> Iterator[tuple[str, str]]:
    """Yield the tokens of a text and their IOB2 tags."""
    spans = text.spans
    at, begun = 0, -1
    for start, end in _bounds(text):
        while at < len(spans) and spans[at].end <= start:
            at += 1
        if at < len(spans) and spans[at].start < end:
            yield text.text[start:end], f"{'I' if begun == at else 'B'}-{spans[at].label}"
            begun = at
        else:
            yield text.text[start:end], "O"


def _bounds(text: LabelledText) -> Iterator[tuple[int, int]]:
    """Yield the bounds of each token; one that two names share is cut where the next begins."""
    spans = text.spans
    at = 0
    for match in _TOKEN.finditer(text.text):
        start, end = match.span()
        while at < len(spans) and spans[at].end <= start:
            at += 1
        following = at + 1
        while following < len(spans) and spans[following].start < end:
            yield start, spans[following].start
            start = spans[following].start
            following += 1
        yield start, end
