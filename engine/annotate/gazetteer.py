"""Find names that need no model: places and organisations known by heart.

Input:  cleaned text; lexicons, one UTF-8 name a line, whose first line names the label (``#label LOC``).
Output: mentions with source ``"gazetteer"``, longest match from the left, no overlap.

Chinese names match in either script anywhere in a CJK run; ``#label -`` lists words that only look as
if they held a name (发展中国家) and block it. Latin names match case-sensitively as whole words, and
not next to another capitalised word, which would make them part of a longer name (Paris Hilton).
Both are exact dictionaries keyed by how a name begins: one pass, time linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from engine.language.script import CJK_CLASS, to_simplified
from engine.records import Mention

SOURCE = "gazetteer"
SCORE = 0.9
_BLOCK = "-"
_LABEL_LINE = "#label "

_CJK_RUN = re.compile(f"[{CJK_CLASS}]{{2,}}")
_LATIN = "A-Za-z0-9_\u00c0-\u024f"
_CAPITALISED = re.compile(rf"(?<![{_LATIN}@#./\\&'’-])[A-Z\u00c0-\u00de][{_LATIN}]*")
_NAME_GOES_ON = re.compile(rf"[{_LATIN}]|[-./@_&][{_LATIN}]|[ -][A-Z\u00c0-\u00de]")
_WORD_GOES_ON = re.compile(rf"[{_LATIN}]|[./@_][{_LATIN}]")
_NAME_BEFORE = re.compile(rf"([A-Z\u00c0-\u00de][{_LATIN}.'’]*)(?: of)?(?: the)? $")
_REACH_BEFORE = 40
_SPACES = {ord(char): " " for char in "\t\n\u00a0\u3000"}
_NOT_OF_A_NAME = frozenset(
    (
        *(
            "A",
            "After",
            "Also",
            "Although",
            "An",
            "And",
            "Around",
            "As",
            "At",
            "Before",
            "Between",
            "But",
            "By",
        ),
        *(
            "For",
            "From",
            "If",
            "In",
            "Inside",
            "Into",
            "Is",
            "It",
            "Like",
            "Near",
            "Of",
            "On",
            "Or",
            "Outside",
        ),
        *("Since", "So", "That", "The", "Through", "To", "Towards", "Until", "Via", "When", "Where", "While"),
        *("Why", "With", "Within"),
    )
)
_DEMONYM = re.compile("人(?![民口均力工类大才造])|语|籍|裔|菜|式")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """Names by label; ``id`` changes when any of them does."""

    id: str
    labels: Mapping[str, str]
    lengths_zh: Mapping[str, tuple[int, ...]]
    names_latin: Mapping[str, tuple[str, ...]]

    @classmethod
    def load(cls, folder: Path) -> Gazetteer:
        """Read every ``*.txt`` lexicon of ``folder``; none there gives a gazetteer that finds nothing."""
        labels: dict[str, str] = {}
        digest = sha256()
        for path in sorted(folder.glob("*.txt")):
            content = path.read_bytes()
            digest.update(content)
            first, *names = content.decode("utf-8").splitlines()
            label = first.removeprefix(_LABEL_LINE)
            labels |= dict.fromkeys((name for name in names if name and name[0] != "#"), label)
        return cls.of(labels, id=digest.hexdigest()[:12])

    @classmethod
    def of(cls, labels: Mapping[str, str], *, id: str = "given") -> Gazetteer:
        """Build one from names and their labels; Chinese names must be in simplified script."""
        lengths: dict[str, set[int]] = {}
        latin: dict[str, list[str]] = {}
        for name in labels:
            if _CJK_RUN.fullmatch(name):
                lengths.setdefault(name[:2], set()).add(len(name))
            elif word := _CAPITALISED.match(name):
                latin.setdefault(word[0], []).append(name)
        return cls(
            id=id,
            labels=labels,
            lengths_zh={start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()},
            names_latin={word: tuple(sorted(names, key=_longest_first)) for word, names in latin.items()},
        )

    def find(self, text: str) -> tuple[Mention, ...]:
        """Return the known names in ``text``, in text order."""
        found = [*self._chinese(to_simplified(text)), *self._latin(text.translate(_SPACES))]
        return tuple(sorted(found, key=lambda mention: mention.start))

    def _chinese(self, text: str) -> Iterator[Mention]:
        lengths, labels = self.lengths_zh, self.labels
        for run in _CJK_RUN.finditer(text):
            start, stop = run.span()
            while start < stop - 1:
                for length in lengths.get(text[start : start + 2], ()):
                    label = labels.get(text[start : start + length])
                    if label is not None and start + length <= stop:
                        if label != _BLOCK and not (label == "LOC" and _DEMONYM.match(text, start + length)):
                            yield _mention(start, start + length, label)
                        start += length
                        break
                else:
                    start += 1

    def _latin(self, text: str) -> Iterator[Mention]:
        end = 0
        for word in _CAPITALISED.finditer(text):
            if word.start() < end:
                continue
            for name in self.names_latin.get(word[0], ()):
                if text.startswith(name, word.start()):
                    end = word.start() + len(name)
                    if self._stands_alone(text, word.start(), end, self.labels[name]):
                        yield _mention(word.start(), end, self.labels[name])
                    break

    @staticmethod
    def _stands_alone(text: str, start: int, end: int, label: str) -> bool:
        if label != "LOC":
            return _WORD_GOES_ON.match(text, end) is None
        before = _NAME_BEFORE.search(text[max(0, start - _REACH_BEFORE) : start])
        return _NAME_GOES_ON.match(text, end) is None and (before is None or before[1] in _NOT_OF_A_NAME)


def merge_mentions(model: Sequence[Mention], gazetteer: Sequence[Mention]) -> tuple[Mention, ...]:
    """Join what the model and the gazetteer found into mentions that do not overlap.

    The longer one wins, then the one with the higher score, then the model's, since it saw the context.
    Where both mark the same span with the same label the model's stands, with the higher of the two
    scores. The order of the input does not matter.
    """
    chosen: dict[tuple[int, int], Mention] = {}
    for mention in sorted(model, key=_strength):
        chosen.setdefault((mention.start, mention.end), mention)
    for known in sorted(gazetteer, key=_strength, reverse=True):
        span = (known.start, known.end)
        same = chosen.get(span)
        if same is None or (known.score > same.score and known.label != same.label):
            chosen[span] = known
        elif known.label == same.label:
            chosen[span] = replace(same, score=max(same.score, known.score))
    return _without_overlap(chosen.values())


def _without_overlap(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    taken = bytearray(max((mention.end for mention in mentions), default=0))
    kept = []
    for mention in sorted(mentions, key=_strength):
        if mention.start < mention.end and not any(taken[mention.start : mention.end]):
            taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
            kept.append(mention)
    return tuple(sorted(kept, key=lambda mention: mention.start))


def _strength(mention: Mention) -> tuple[int, float, int, str, str]:
    """Sort key, strongest first; total over all fields, so that ties fall the same way every time."""
    return (mention.start - mention.end, -mention.score, mention.start, mention.label, mention.source)


def _longest_first(name: str) -> tuple[int, str]:
    return (-len(name), name)


def _mention(start: int, end: int, label: str) -> Mention:
    return Mention(start=start, end=end, label=label, score=SCORE, source=SOURCE)
