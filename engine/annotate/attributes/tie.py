"""Tie what was found in a text to the mention that it stands with, with the role that the text states.

In order: a rule of ``roles`` holds within the sentence; an address follows a name with nothing but
separators between, or has its name; an address stands in a block of short lines that one name begins; a
date stands right behind the one entity of its sentence. In doubt a value stands alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from engine.annotate.attributes.found import Found
from engine.annotate.attributes.roles import (
    CONTACT_BEFORE,
    CONTACT_BETWEEN,
    CONTACT_KINDS,
    CONTACT_ROLES,
    OWNERS,
    RULES,
    VALUE,
)
from engine.annotate.pattern import MASKS, OTHER_MASK
from engine.attributes import Attribute
from engine.language.script import CJK_CLASS
from engine.language.sentences import sentences
from engine.records import ResolvedMention, Span

_QUANTITIES = frozenset({"DATE", "TIME", "NUM"})
_NUMBER_KINDS = frozenset({"uscc", "id_card"})
_BLOCK_KINDS = _NUMBER_KINDS | {"email", "phone"}
_LINE_BEGIN = re.compile(r"[ \t*>#-]{0,8}(?:[^\s:]{1,16}:[ \t]{0,4})?")
_NEAR_LABELS = frozenset({"PER", "ORG", "EVENT", "PRODUCT", "WORK"})
_APART = re.compile(r"[\n\t(;；|]")
_NEAREST = 3
_CROWD = 12
_MAX_GAP = 160
_MAX_AROUND = 40
_MAX_NEAR = 40
_MAX_NEAR_CJK = 12
_NEAR_SCORE = 0.6
_BLOCK_LINES = 6
_BLOCK_COLUMNS = 80
_ABBREVIATION = re.compile(r"\b(?:est|b|d|tel|ext|no)\.\s?\Z", re.IGNORECASE)
_JOINED = re.compile(r"[\ue000\ue001](?:, | and |, and | & |/|、|和|与|及)\Z")
_CJK = re.compile(f"[{CJK_CLASS}]")
_SPACE = re.compile(r"\s+")

_Tie = tuple[ResolvedMention | None, str, float]


@dataclass(frozen=True, slots=True)
class _Scene:
    """A text with its mentions and values in reading order; ``starts`` of both, by which they are found."""

    text: str
    mentions: Sequence[ResolvedMention]
    mention_starts: Sequence[int]
    items: Sequence[tuple[int, int, str]]
    item_starts: Sequence[int]

    def masked(self, start: int, end: int) -> str:
        """Return ``text[start:end]`` with masks for mentions and values, white space folded."""
        parts, at = [], start
        inside = slice(bisect_left(self.item_starts, start), bisect_left(self.item_starts, end))
        for begin, stop, mask in self.items[inside]:
            if begin >= at and stop <= end:
                parts += [self.text[at:begin], mask]
                at = stop
        parts.append(self.text[at:end])
        return _SPACE.sub(" ", "".join(parts))


def tie(text: str, found: Sequence[Found], mentions: Sequence[ResolvedMention]) -> tuple[Attribute, ...]:
    """Return what was found (in reading order) as attributes; ``text`` is plain (see ``found``)."""
    scene = _scene(text, found, mentions)
    spans = sentences(text)
    ends = [span.end for span in spans]
    made = []
    for one in found:
        sentence = _sentence(text, spans, bisect_right(ends, one.start), one)
        mention, role, sureness = _owner(scene, one, sentence) if scene.mentions else (None, "", 1.0)
        sentence = _trimmed(text, sentence)
        made.append(
            Attribute(
                kind=one.kind,
                value=one.value,
                start=one.start,
                end=one.end,
                mention=mention,
                role=role,
                sentence_start=sentence.start,
                sentence_end=sentence.end,
                score=round(one.score * sureness, 3),
            )
        )
    return tuple(made)


def _sentence(text: str, spans: Sequence[Span], number: int, one: Found) -> Span:
    """Return the sentence of a value; "est. 1998" belongs to what stands before."""
    span = spans[number]
    is_cut = number and span.start == one.start and _ABBREVIATION.search(text, span.start - 7, span.start)
    return Span(spans[number - 1].start if is_cut else span.start, max(span.end, one.end))


def _trimmed(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _scene(text: str, found: Sequence[Found], mentions: Sequence[ResolvedMention]) -> _Scene:
    """Leave out dates and the like, and mentions that are part of a value."""
    starts = [one.start for one in found]
    things = []
    for mention in sorted(mentions, key=lambda m: m.mention.start):
        at = mention.mention
        before = bisect_left(starts, at.end) - 1
        if at.label not in _QUANTITIES and (before < 0 or found[before].end <= at.start):
            things.append(mention)
    items = [(one.start, one.end, VALUE) for one in found]
    items += [(m.mention.start, m.mention.end, MASKS.get(m.mention.label, OTHER_MASK)) for m in things]
    items.sort()
    return _Scene(text, things, [m.mention.start for m in things], items, [item[0] for item in items])


def _owner(scene: _Scene, one: Found, sentence: Span) -> _Tie:
    first = bisect_left(scene.mention_starts, sentence.start)
    middle = bisect_left(scene.mention_starts, one.start)
    last = bisect_left(scene.mention_starts, sentence.end)
    earlier = [
        m for m in scene.mentions[max(first, middle - _NEAREST) : middle] if m.mention.end <= one.start
    ]
    later = scene.mentions[middle : min(last, middle + 2)]
    ways: list[Iterator[_Tie]] = [_by_rule(scene, one, sentence, earlier, later)]
    if one.kind in CONTACT_KINDS:
        ways.append(_by_address(scene, one, sentence, earlier))
    if one.kind in _BLOCK_KINDS:
        ways.append(_by_block(scene, one, middle))
    if one.kind == "date" and last - first <= _CROWD:
        ways.append(_by_nearness(scene, one, scene.mentions[first:last]))
    return next(chain.from_iterable(ways), (None, "", 1.0))


def _by_rule(
    scene: _Scene,
    one: Found,
    sentence: Span,
    earlier: Sequence[ResolvedMention],
    later: Sequence[ResolvedMention],
) -> Iterator[_Tie]:
    rules = [rule for rule in RULES if one.kind in rule.kinds]
    for mention, is_value_first in (*((m, False) for m in reversed(earlier)), *((m, True) for m in later)):
        at = mention.mention
        start, end = (one.end, at.start) if is_value_first else (at.end, one.start)
        fitting = [r for r in rules if r.is_value_first == is_value_first and at.label in r.labels]
        if not fitting or end - start > _MAX_GAP or end < start:
            continue
        begin, stop = min(at.start, one.start), max(at.end, one.end)
        before = scene.masked(max(sentence.start, begin - _MAX_AROUND), begin)
        after = scene.masked(stop, min(sentence.end, stop + _MAX_AROUND))
        between = scene.masked(start, end)
        for rule in fitting:
            if rule.holds(before, between, after):
                yield mention, rule.role, 1.0
                return


def _by_address(
    scene: _Scene, one: Found, sentence: Span, earlier: Sequence[ResolvedMention]
) -> Iterator[_Tie]:
    """Yield the one whose name an e-mail address has, or who stands right before; of two joined neither."""
    owners = [m for m in earlier if m.mention.label in OWNERS[one.kind].split("|")]
    named = [m for m in owners if one.kind == "email" and _is_named(m, one.value)]
    if len({m.key for m in named}) == 1:
        yield named[-1], _address_role(scene, one), 1.0
        return
    for mention in owners[-1:]:
        at = mention.mention
        if mention is not earlier[-1] or one.start - at.end > _MAX_GAP:
            return
        between = scene.masked(at.end, one.start)
        before = scene.masked(max(sentence.start, at.start - _MAX_AROUND), at.start)
        is_asked_for = between in {" at ", " on "} and CONTACT_BEFORE.search(before)
        is_listed = CONTACT_BETWEEN.fullmatch(between) and (at.label == "PER" or between.strip())
        if (is_asked_for or is_listed) and not _JOINED.search(before):
            yield mention, _address_role(scene, one), 0.95


def _is_named(mention: ResolvedMention, address: str) -> bool:
    """Whether a part of the name begins a part of the address, or follows an initial: ``jroe``, ``j.roe``."""
    local = address.partition("@")[0]
    parts = [part for part in re.split(r"[^a-z]+", mention.name.lower()) if len(part) > 2]
    return mention.mention.label == "PER" and any(
        re.search(rf"(?:^|[^a-z]|^[a-z]){part}", local) for part in parts
    )


def _by_block(scene: _Scene, one: Found, middle: int) -> Iterator[_Tie]:
    """Yield the one who begins a line of the block of short lines that the address stands in."""
    start = line = scene.text.rfind("\n", max(0, one.start - _BLOCK_COLUMNS), one.start) + 1
    for _ in range(_BLOCK_LINES):
        above = scene.text.rfind("\n", max(0, line - 1 - _BLOCK_COLUMNS), max(0, line - 1)) + 1
        is_short = line > 0 and scene.text[line - 1] == "\n" and (above > 0 or line <= _BLOCK_COLUMNS)
        if not is_short or not scene.text[above : line - 1].strip():
            break
        line = above
    if line == start:
        return
    mentions = scene.mentions[bisect_left(scene.mention_starts, line) : middle]
    owners = [m for m in mentions if m.mention.label in {"PER", "ORG"} and _begins_line(scene, m, line)]
    people = [m for m in owners if m.mention.label == "PER"]
    if one.kind in _NUMBER_KINDS:  # a party of a contract: each number stands below its own name
        candidates = [m for m in owners if m.mention.label == OWNERS[one.kind]][-1:]
    else:
        candidates = people or owners
    if len({(m.mention.label, m.key) for m in candidates}) == 1:
        yield candidates[0], _address_role(scene, one), 0.85


def _begins_line(scene: _Scene, mention: ResolvedMention, block: int) -> bool:
    """Whether nothing stands before a mention on its line but a word that says what it is: ``甲方：``."""
    start = mention.mention.start
    line = max(block, scene.text.rfind("\n", block, start) + 1)
    return _LINE_BEGIN.fullmatch(scene.text, line, start) is not None


def _by_nearness(scene: _Scene, one: Found, mentions: Sequence[ResolvedMention]) -> Iterator[_Tie]:
    """Yield the one entity of the sentence, where it has one only and that stands before on the same line."""
    if len({(m.mention.label, m.key) for m in mentions}) != 1:
        return
    nearest = max(mentions, key=lambda m: (m.mention.end <= one.start, m.mention.end))
    distance = one.start - nearest.mention.end
    if not 0 <= distance <= _MAX_NEAR or nearest.mention.label not in _NEAR_LABELS:
        return
    between = scene.text[nearest.mention.end : one.start]
    if not _APART.search(between) and not (distance > _MAX_NEAR_CJK and _CJK.search(between)):
        yield nearest, "", _NEAR_SCORE


def _address_role(scene: _Scene, one: Found) -> str:
    before = scene.text[max(0, one.start - 12) : one.start]
    if one.kind == "phone":
        return next((role for pattern, role in CONTACT_ROLES if pattern.search(before)), "phone")
    return {"url": "website"}.get(one.kind, one.kind)
