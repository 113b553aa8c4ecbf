"""What a text is about, in a few of its own words; English and Chinese, no model.

Candidates are words and runs of a few neighbours that no stop word, no number and no punctuation parts (as
in RAKE: Rose et al. 2010, https://doi.org/10.1002/9780470689646.ch1). They are ranked by how often and on how
many lines they stand, as in YAKE (Campos et al. 2020, https://doi.org/10.1016/j.ins.2019.09.013), and by how
rare their words are elsewhere. A longer candidate wins over its parts where these seldom stand alone.

Other languages get what these means give without their stop words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import sqrt

from engine.language.script import to_simplified
from engine.language.telling import UNLISTED, Script, Word, lines_of_prose, runs_of_words

_FIRST, _SLICES, _SLICE = 10_000, 4, 2_500
"""Code points that are looked at: the beginning of a long text, and slices spread over the rest."""
_MOST_WORDS, _MOST_HAN = 4, 10
_LIST_MARK = re.compile("[,;，；、\n]")
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST_STATED = 60
_KEPT_APART = 0.4  # of a part's places: with fewer outside longer candidates it gives way to them
_TOGETHER = 0.25  # of the rarer part's places: with fewer the neighbours met by chance
_STUCK = 0.7  # the same, where a common character is part: it only happens to stand there
_SHARED = 0.15  # of the words of a text: a script with as much has its part of the keywords
_SHORT = 150  # words of a text where what is said once counts
_ONCE = 0.4  # of a time: names are said in passing
_SELDOM = 3  # times a part of a name may stand where the whole stands but once
_FEW = 4  # keywords that are enough to leave out plain words said once
Key = tuple[str, ...]


@dataclass(slots=True)
class _Candidate:
    """A word or phrase: what it weighs, where it stands and how it is written there."""

    weight: float
    script: Script
    first: int
    is_loose: bool
    forms: Counter[str] = field(default_factory=Counter)
    lines: set[int] = field(default_factory=set)
    is_cut: bool = False
    score: float = 0.0

    @property
    def n(self) -> int:
        """How often it stands in the text."""
        return self.forms.total()

    @property
    def shown(self) -> str:
        """As it is mostly written."""
        return " ".join(self.forms.most_common(1)[0][0].split())

    @property
    def is_name(self) -> bool:
        """Whether each of its words is mostly capitalised."""
        return self.script == "en" and all(word[0].isupper() for word in self.shown.split() if word != "of")


def keywords(text: str, *, stated: str = "", most: int = 8) -> tuple[str, ...]:
    """Return what a text is about, the most telling first; any text will do.

    Args:
        text: Cleaned text; of a long one only parts are looked at.
        stated: Keywords that the document states, parted by commas or semicolons: they come first.
        most: How many are returned at most.
    """
    told: dict[str, str] = {}
    for word in (*_stated(stated), *_derived(text, most)):
        told.setdefault(to_simplified(word).casefold(), word)
    return tuple(told.values())[:most]


def _stated(stated: str) -> list[str]:
    words = (" ".join(word.split()) for word in _LIST_MARK.split(stated))
    return [word for word in words if len(word) <= _LONGEST_STATED and _LETTER.search(word)]


def _derived(text: str, most: int) -> list[str]:
    lines = lines_of_prose(_part(text))
    runs = list(runs_of_words(lines))
    plurals = _plurals(word.key for _number, run in runs for word in run if word.script == "en")
    counts = Counter(plurals.get(word.key, word.key) for _number, run in runs for word in run)
    found: dict[Key, _Candidate] = {}
    for number, run in runs:
        keys = tuple(plurals.get(word.key, word.key) for word in run)
        _collect(found, run, keys, lines[number], number)
    _drop_chance(found, counts, is_short=counts.total() <= _SHORT)
    _rate(found)
    n_chinese = sum(word.script == "zh" for _number, run in runs for word in run)
    shares: dict[Script, float] = {"zh": n_chinese, "en": counts.total() - n_chinese}
    has_both = min(shares.values()) >= _SHARED * counts.total()
    return [found[key].shown for key in _best(found, most, has_both=has_both)]


def _part(text: str) -> str:
    if len(text) <= _FIRST + _SLICES * _SLICE:
        return text
    step = (len(text) - _FIRST) // _SLICES
    slices = (text[at : at + _SLICE] for at in range(_FIRST, len(text) - step + 1, step))
    return "\n\n".join((text[:_FIRST], *slices))


def _plurals(words: Iterable[str]) -> dict[str, str]:
    """Return the singular of each plural whose singular stands in the text too."""
    known = set(words)
    singular: dict[str, str] = {}
    for word in known:
        if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
            likely = [word[:-1]]
            if word.endswith("es"):
                likely.append(word[:-2])
            if word.endswith("ies"):
                likely.append(word[:-3] + "y")
            singular.update((word, form) for form in likely if form in known)
    return singular


def _collect(found: dict[Key, _Candidate], run: list[Word], keys: Key, line: str, number: int) -> None:
    """Count the words of a run, and the phrases that they make."""
    for at, word in enumerate(run):
        if word.is_loose and at and run[at - 1].script == "zh" and len(run[at - 1].key) > 1:
            continue  # 性, 化 and the like belong to what stands before them
        for stop in range(at + 1, at + 1 + _reach(run, at)):
            if stop == at + 1 and not word.is_alone:
                continue
            parts = run[at:stop]
            candidate = found.get(keys[at:stop])
            if candidate is None:
                candidate = found[keys[at:stop]] = _Candidate(
                    weight=_weight(parts),
                    script="zh" if any(part.script == "zh" for part in parts) else "en",
                    first=len(found),
                    is_loose=any(part.is_loose for part in parts),
                )
            candidate.forms[line[word.start : parts[-1].end]] += 1
            candidate.lines.add(number)
            beside = run[max(at - 1, 0) : at] + run[stop : stop + 1]
            candidate.is_cut |= any(other.is_single for other in beside)


def _reach(run: list[Word], at: int) -> int:
    """Return how many words from ``at`` on may be one keyword: few, and none of them twice."""
    n_han = n_latin = 0
    seen: set[str] = set()
    for number, word in enumerate(run[at : at + _MOST_HAN]):
        n_han += len(word.key) * (word.script == "zh")
        n_latin += word.script == "en"
        is_few = n_latin + (n_han > 0) <= _MOST_WORDS and n_han <= _MOST_HAN
        if word.key in seen or not (is_few or number == 0):
            return number
        seen.add(word.key)
    return len(seen)


def _weight(parts: list[Word]) -> float:
    """Weigh a phrase; single characters that make a word together are a word that no list has."""
    n_single = sum(part.is_single for part in parts)
    unlisted = UNLISTED if n_single > 1 else n_single
    return unlisted + sum(part.weight for part in parts if not part.is_single)


def _drop_chance(found: dict[Key, _Candidate], counts: Mapping[str, int], *, is_short: bool) -> None:
    """Drop what is said too seldom, and phrases whose words met by chance."""
    for key, candidate in list(found.items()):
        n = candidate.n
        words = [part for part in key if len(part) > 1] or key
        rarer, commoner = min(counts[part] for part in words), max(counts[part] for part in words)
        if n == 1:
            is_said = is_short and (candidate.is_name or (len(key) == 1 and not candidate.is_cut))
        elif candidate.is_loose:
            is_said = n >= _STUCK * (commoner if words is key else rarer)
        else:
            is_said = n >= _TOGETHER * rarer
        if not is_said:
            del found[key]


def _rate(found: dict[Key, _Candidate]) -> None:
    """Rate each; what seldom stands outside a longer one gives way to it."""
    held: Counter[Key] = Counter()
    for key, candidate in found.items():
        times = sqrt(candidate.n * len(candidate.lines))
        candidate.score = candidate.weight * (times if candidate.n > 1 else _ONCE)
        for part in _parts(key):
            held[part] = max(held[part], candidate.n)
    for key, full in _full_names(found).items():
        if full in found:
            found[full].score = max(found[full].score, found[key].score)
            del found[key]
    for key in list(found):
        if held[key] > (1 - _KEPT_APART) * found[key].n:
            del found[key]


def _full_names(found: Mapping[Key, _Candidate]) -> dict[Key, Key]:
    """Return the whole name of each that is its last word, or, where that is no rare company, its first."""
    full: dict[Key, Key] = {}
    for key, candidate in found.items():
        if len(key) == 1 or not candidate.is_name:
            continue
        for end, share in ((key[-1:], 0.0), (key[:1], _TOGETHER)):
            part = found.get(end)
            if part is None or not part.is_name or candidate.n < share * part.n:
                continue
            is_known = candidate.n > 1 or part.n <= _SELDOM
            if is_known and (end not in full or candidate.n > found[full[end]].n):
                full[end] = key
    return full


def _parts(key: Key) -> Iterator[Key]:
    for size in range(1, len(key)):
        for at in range(len(key) - size + 1):
            yield key[at : at + size]


def _best(found: Mapping[Key, _Candidate], most: int, *, has_both: bool) -> list[Key]:
    """Return the best, no two of which share a word; of each script a quarter at least with ``has_both``."""
    ranked = sorted(found, key=lambda key: (-found[key].score, found[key].first))
    apart: list[Key] = []
    said: set[str] = set()
    for key in ranked:
        candidate = found[key]
        is_slight = candidate.n == 1 and not candidate.is_name and candidate.script == "en"
        if said.isdisjoint(key) and not (is_slight and len(apart) >= _FEW):
            apart.append(key)
            said.update(key)
    scripts: tuple[Script, ...] = ("en", "zh") if has_both else ()
    kept = {key for script in scripts for key in [k for k in apart if found[k].script == script][: most // 4]}
    rest = [key for key in apart if key not in kept][: max(most - len(kept), 0)]
    return [key for key in apart if key in kept or key in rest][:most]
