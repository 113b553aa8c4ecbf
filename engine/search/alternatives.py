"""What else may be meant by a query: words misspelt, pinyin, characters that sound alike.

Only what stands in the library is proposed. A word that is there is never replaced, nor is one that English
has; of any other the nearest words are searched for instead, and the answer says so. Pinyin is searched for
beside what it spells, as "beijing" may be meant either way.
"""

from __future__ import annotations

import string
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from apsw import Connection

from engine.language import pinyin
from engine.language.common_words import halvings
from engine.search.fuse import Fused, Item
from engine.searches import Substitute
from engine.store import spelling
from engine.store.meant import Meant, Reading
from engine.store.terms import Term, cjk_runs, fold, forms, has_cjk, phrase

_LEAST_LETTERS = 4
_TWO_EDITS = 8  # letters from which two may be wrong
_LONGEST_ACRONYM = 5
_SHORT = 3  # terms of a query of which every word is looked at closely
_MOST_MISSPELT = 2  # words of a query whose neighbours are looked for
_COMMON = 11  # halvings: the 4,000 commonest English words, which are not taken for pinyin
_MOST_JOINED = 4
_MOST_READINGS = 6
_MOST_TRIED = 32
_MOST_ALIKE = 8  # runs that sound alike and are looked up: each takes milliseconds in a large library
_LONGEST_RUN = 6  # a longer one is a sentence, and seldom stands anywhere as it was typed
_MANY = 10_000  # passages beyond which words count as equally frequent
_FEW, _TIMES = 2, 20  # a word in so few passages is doubted when a near one is in so many times more
_SHARE = 0.1  # of the passages of the most frequent word within the same distance


def find_meant(db: Connection, terms: Sequence[Term], *, is_typing: bool = False) -> tuple[Meant, ...]:
    """Return what else the terms of a query may mean; ``is_typing``: the last one may go on."""
    is_short = len(terms) <= _SHORT
    open_term = terms[-1] if is_typing and terms else None
    unknown = (
        term
        for term in terms
        if _may_be_misspelt(term) and not _is_there(db, term, is_open=term is open_term)
    )
    missing = list(islice(unknown, _MOST_MISSPELT))
    found: list[Meant] = []
    rest = list(terms)
    while rest:
        term = rest[0]
        one = _pinyin(db, rest, is_typing=is_typing)
        if one is None and term in missing:
            one = _misspelt(db, term) or (_misspelt_pinyin(db, term) if is_short else None)
        elif one is None:
            one = _same_sound(db, term) or (_doubted(db, term) if is_short and not is_typing else None)
        if one is not None:
            found.append(one)
        rest = rest[len(one.terms) if one is not None else 1 :]
    return tuple(found)


def exact_first(fused: Sequence[Fused], *, exact: Collection[Item], meant: Collection[Item]) -> list[Fused]:
    """Move what holds only something else that may be meant behind all that holds what was typed."""
    last = max((at for at, entry in enumerate(fused) if entry.item in exact), default=-1)
    late = [entry for entry in fused[: last + 1] if entry.item in meant and entry.item not in exact]
    moved = {entry.item for entry in late}
    return [*(e for e in fused[: last + 1] if e.item not in moved), *late, *fused[last + 1 :]]


def _pinyin(db: Connection, terms: Sequence[Term], *, is_typing: bool) -> Meant | None:
    """Take as many terms as make one Chinese word, or one term for several."""
    letters: list[str] = []
    for term in terms[:_MOST_JOINED]:
        typed = None if term.is_quoted else pinyin.typed(term.text)
        if typed is None:
            break
        letters.append(typed)
    for n_terms in range(len(letters), 0, -1):
        asked = tuple(terms[:n_terms])
        is_open = is_typing and n_terms == len(terms)
        ways = pinyin.splits("'".join(letters[:n_terms]), is_open=is_open)
        if not ways or _is_english(db, asked):
            continue
        readings: list[Reading] = [(word,) for word in _words_read_so(db, ways)]
        if n_terms == 1 and not readings:
            readings = [reading for way in ways if (reading := _several(db, way))][:1]
        if readings:
            is_there = all(_is_there(db, term) for term in asked)
            return Meant(
                terms=asked, readings=tuple(readings), kind=Substitute.PINYIN, is_instead=not is_there
            )
    return None


def _is_english(db: Connection, terms: Iterable[Term]) -> bool:
    """Whether all are common English words that the library has."""
    return all(
        halvings("en").get(fold(term.text), _COMMON + 1) <= _COMMON and _is_there(db, term) for term in terms
    )


def _words_read_so(db: Connection, ways: Iterable[pinyin.Syllables]) -> list[str]:
    """Return names and common words of the library that are read in one of these ways, names first."""
    known = [way for way in ways if len(way) > 1]
    names = (
        name
        for way in known
        for name in spelling.names_like(
            db, pinyin.pattern(way), first=pinyin.first_characters(way), size=len(way)
        )
    )
    words = sorted((word for way in known for word in pinyin.words(way)), key=halvings("zh").__getitem__)
    return _in_library(db, [*names, *words])


def _several(db: Connection, way: pinyin.Syllables) -> Reading:
    """Return the common words, longest first, that all syllables together make; empty when some do not."""
    reading: list[str] = []
    at = 0
    while at < len(way):
        for size in range(min(_MOST_JOINED, len(way) - at), 1, -1):
            if words := _in_library(db, pinyin.words(way[at : at + size]), most=1):
                reading += words
                at += size
                break
        else:
            return ()
    return tuple(reading)


def _may_be_misspelt(term: Term) -> bool:
    """Whether it is a word of letters that is no acronym and that English does not have."""
    word = fold(term.text)
    is_acronym = term.text.isupper() and len(word) <= _LONGEST_ACRONYM
    return (
        term.is_word
        and word.isascii()
        and word.isalpha()
        and len(word) >= _LEAST_LETTERS
        and not is_acronym
        and not any(form in halvings("en") for form in forms(word))
    )


def _misspelt(db: Connection, term: Term) -> Meant | None:
    word = fold(term.text)
    near = spelling.nearby_words(db, word, most_edits=1)
    if not near and len(word) >= _TWO_EDITS:
        near = spelling.nearby_words(db, word, most_edits=2, prefix=word[:2])
    return _spelled(term, [(found,) for found, _ in _most_frequent(db, near)]) if near else None


def _doubted(db: Connection, term: Term) -> Meant | None:
    """Propose a word in place of one that hardly occurs; it is not searched for."""
    word = fold(term.text)
    n_here = spelling.n_holding(db, word, most=_FEW + 1) if _may_be_misspelt(term) else 0
    if not 0 < n_here <= _FEW:
        return None
    near = _most_frequent(db, spelling.nearby_words(db, word, most_edits=1, prefix=word[0]))
    readings = [(found,) for found, n in near if n >= _TIMES * n_here and found not in forms(word)]
    return _spelled(term, readings, is_applied=False) if readings else None


def _misspelt_pinyin(db: Connection, term: Term) -> Meant | None:
    """Take a word for pinyin with one letter wrong."""
    ways = {
        way for variant in _variants(fold(term.text)) for way in pinyin.splits(variant) if 2 <= len(way) <= 4
    }
    least = min(map(len, ways), default=0)
    words = [found for way in sorted(ways) if len(way) == least for found in pinyin.words(way)]
    found = _in_library(db, sorted(words, key=halvings("zh").__getitem__), most=2)
    if not found:
        return None
    return Meant(terms=(term,), readings=tuple((word,) for word in found), kind=Substitute.PINYIN)


def _variants(word: str) -> Iterator[str]:
    """Yield what is one edit away from a word."""
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in string.ascii_lowercase:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]


def _same_sound(db: Connection, term: Term) -> Meant | None:
    """Replace a word in a Chinese run that stands nowhere by one that sounds alike, so that the run does."""
    if term.is_quoted or not has_cjk(term.text) or any(len(r) > _LONGEST_RUN for r in cjk_runs(term.text)):
        return None
    if _is_there(db, term):
        return None
    text = fold(term.text)
    variants = {
        text[:at] + word + text[at + size :]
        for size in range(_MOST_JOINED, 1, -1)
        for at in range(len(text) - size + 1)
        for word in pinyin.sounds_like(text[at : at + size])
    }
    found = _in_library(db, sorted(variants, key=lambda run: (_n_changed(run, text), run))[:_MOST_ALIKE])
    if not found:
        return None
    return Meant(terms=(term,), readings=tuple((run,) for run in found), kind=Substitute.SAME_SOUND)


def _n_changed(run: str, typed: str) -> int:
    return sum(one != other for one, other in zip(run, typed, strict=True))


def _spelled(term: Term, readings: Sequence[Reading], *, is_applied: bool = True) -> Meant:
    return Meant(
        terms=(term,),
        readings=tuple(readings),
        kind=Substitute.SPELLING,
        is_applied=is_applied,
        is_instead=is_applied,
    )


def _most_frequent(db: Connection, near: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return words with the passages that hold them, nearest and then most frequent first."""
    counted = [(word, n_edits, spelling.n_holding(db, word, most=_MANY)) for word, n_edits in near]
    counted.sort(key=lambda entry: (entry[1], -entry[2], entry[0]))
    return [
        (word, n) for word, n_edits, n in counted if n_edits == counted[0][1] and n >= _SHARE * counted[0][2]
    ][:_MOST_READINGS]


def _in_library(db: Connection, texts: Iterable[str], *, most: int = _MOST_READINGS) -> list[str]:
    """Return the first texts that stand somewhere in the library."""
    tried = islice(dict.fromkeys(texts), _MOST_TRIED)
    return list(islice((text for text in tried if spelling.exists(db, phrase(text))), most))


def _is_there(db: Connection, term: Term, *, is_open: bool = False) -> bool:
    if is_open:
        return spelling.exists(db, phrase(term.text, is_prefix=True))
    kept = forms(term.text) if term.is_word else [term.text]
    return spelling.exists(db, " OR ".join(map(phrase, kept)))
