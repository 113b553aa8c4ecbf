"""Subtitles (SubRip, WebVTT, SubStation): what is said, in order, without times, numbers and styling.

A line a cue; what a cue repeats of the one before (captions that roll up) is said once.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from engine.ingest.readers.decoded import gathered, lines
from engine.ingest.readers.pieces import Head, Limits, Piece
from engine.ingest.source import Source

_TIMES = re.compile(
    r"\s*(?:\d{1,4}:)?\d{1,4}:\d{1,2}(?:[,.:]\d{1,4})?\s*--?>\s*(?:\d{1,4}:)?\d{1,4}:\d{1,2}(?:[,.:]\d{1,4})?"
)
_VOICE = re.compile(r"<v(?:\.[^\s<>]{1,100})?[ \t]+([^<>]{1,200})>")
_RUBY = re.compile(r"<rt>.{0,200}?</rt>")
_TAG = re.compile(r"</?[a-zA-Z\d][^<>]{0,300}>|</?>")
_OVERRIDE = re.compile(r"\{[^{}]{0,2000}\}")
_DRAWING = re.compile(r"\{[^{}]{0,500}\\p[1-9][^{}]{0,500}\}")
_BREAK = re.compile(r"\\[Nn]")
_BLOCKS = ("NOTE", "STYLE", "REGION")
_HEADER = re.compile(r"([A-Za-z-]{1,40}):[ \t]*(\S.{0,500})")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_TEXT_COLUMN = 9
_LONGEST_CUE = 500  # lines


def read_subtitles(path: Source, *, limits: Limits) -> Iterator[Piece]:
    """Yield head and text of a file of subtitles.

    Raises:
        EncodingUnknown: It is no text.
        OSError: It cannot be read.
    """
    source = lines(path, limits)
    first = next(source, "")
    while first and not first.strip():
        first = next(source, "")
    yield Head()
    stated: dict[str, str] = {}
    if first.lstrip().startswith("["):
        cues = _script_cues(source, stated)
    else:
        is_web = first.startswith("WEBVTT")
        cues = _timed_cues(
            _after_header(source, stated) if is_web else _following(first, source), is_web=is_web
        )
    yield from gathered(_without_repeats(cues))
    title = stated.pop("title", None)
    if title or stated:
        yield Head(title=title, attributes=stated)


def _following(first: str, source: Iterator[str]) -> Iterator[str]:
    yield first
    yield from source


def _after_header(source: Iterator[str], stated: dict[str, str]) -> Iterator[str]:
    for line in source:
        if not line.strip():
            break
        if _TIMES.match(line):  # its blank line is missing
            yield line
            break
        if (entry := _HEADER.match(line)) and entry[1].lower() in ("language", "title"):
            stated[entry[1].lower()] = entry[2].strip()
    yield from source


def _timed_cues(source: Iterator[str], *, is_web: bool) -> Iterator[list[str]]:
    """Yield the lines of each cue; a line just before the times is its number or name."""
    cue: list[str] = []
    before: str | None = None  # a line that may be the number of the cue to come
    is_cue = False
    for line in source:
        text = line.strip()
        is_times = bool(_TIMES.match(text))
        if before is not None and not (is_times and (is_web or before.isdecimal())):
            cue.append(before)
        before = None
        if is_times or not text or len(cue) > _LONGEST_CUE:
            yield cue
            cue = []
        if is_times or not text:
            is_cue = is_times
        elif is_web and not is_cue and text.split(maxsplit=1)[0] in _BLOCKS:
            _skip_block(source)
        elif text.isdecimal() or (is_web and not is_cue and not cue):
            before = text
        else:
            cue.append(text)
    yield [*cue, before] if before is not None else cue


def _skip_block(source: Iterator[str]) -> None:
    for line in source:
        if not line.strip():
            return


def _script_cues(source: Iterable[str], stated: dict[str, str]) -> Iterator[list[str]]:
    """Yield the lines of each dialogue event of a SubStation script."""
    n_before = _TEXT_COLUMN
    for line in source:
        name, _, value = line.partition(":")
        name = name.strip().lower()
        if name == "title" and value.strip() and "title" not in stated:
            stated["title"] = value.strip()
        elif name == "format" and "text" in (columns := [part.strip().lower() for part in value.split(",")]):
            n_before = columns.index("text")
        elif name == "dialogue":
            text = value.split(",", n_before)[-1].strip()
            if not _DRAWING.search(text):
                yield [part.strip() for part in _BREAK.split(text.replace("\\h", " "))]


def _without_repeats(cues: Iterable[list[str]]) -> Iterator[str]:
    last: list[str] = []
    for cue in cues:
        shown = [text for line in cue if (text := _plain(line))]
        n_old = next((n for n in range(min(len(last), len(shown)), 0, -1) if last[-n:] == shown[:n]), 0)
        if n_old < len(shown):
            yield _one_line(shown[n_old:])
        if shown:
            last = shown


def _plain(line: str) -> str:
    line = _VOICE.sub(r"\1: ", _RUBY.sub("", line))
    line = _TAG.sub("", _OVERRIDE.sub("", line))
    return " ".join(html.unescape(line).split())


def _one_line(parts: list[str]) -> str:
    """Put the lines of a cue together; speakers and languages keep lines of their own."""
    text = parts[0]
    for before, part in pairwise(parts):
        is_apart = part.startswith(("-", "–", "—", "‐")) or bool(_WIDE.search(before)) != bool(
            _WIDE.search(part)
        )
        text += ("\n" if is_apart else " ") + part
    return text + "\n"
