"""Judge which forms on one hook name the same thing.

Input:  the forms on one hook, each with its role there. Output: links between two of them, each with a
        reason and a score from 0 to 1. Links of ``SURE`` or more join entities by themselves; lesser ones
        are proposals for a person to decide. In doubt a link is a proposal: a wrong merge costs more than
        a missing one.

Every rule looks at one hook alone, so that a form that comes or goes changes the links of its own hooks
and no others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from engine.annotate import titles
from engine.language.name_pairs import place_stem

SURE = 0.9
MOST_ON_HOOK = 200
"""A hook with more forms than this tells nothing: so the work for one more form is bounded."""
_MOST_SPELT = 12
_MIN_RATIO = 0.9


@dataclass(frozen=True, slots=True, order=True)
class Hooked:
    """A form on a hook; ``form`` is any number that stands for it."""

    label: str
    key: str
    role: str
    form: int


@dataclass(frozen=True, slots=True)
class Link:
    """Two forms may name one thing, because of ``reason``."""

    one: Hooked
    other: Hooked
    reason: str
    score: float


def links(hook: str, hooked: Sequence[Hooked]) -> list[Link]:
    """Return the links among the forms on one hook, whatever the order they are given in."""
    rule = _RULES.get(hook[:1])
    if rule is None or not 2 <= len(hooked) <= MOST_ON_HOOK:
        return []
    by_label: dict[str, list[Hooked]] = {}
    for one in sorted(hooked):
        by_label.setdefault(one.label, []).append(one)
    found = [link for group in by_label.values() if len(group) > 1 for link in rule(group)]
    if hook.startswith("k:"):
        found.extend(_other_label(by_label))
    return [link for link in found if link.one.form != link.other.form]


def _known(group: Sequence[Hooked]) -> Iterator[Link]:
    """Another document says what this name stands for, and none says otherwise."""
    owners = [one for one in group if one.role != "own"]
    for own in (one for one in group if one.role == "own"):
        claims = [owner for owner in owners if owner.form != own.form]
        is_sure = len(claims) == 1 and claims[0].role == "known"
        yield from (Link(own, owner, "alias", 0.95 if is_sure else 0.6) for owner in claims[:_MOST_SPELT])


def _other_label(by_label: Mapping[str, Sequence[Hooked]]) -> Iterator[Link]:
    own = [one for group in by_label.values() for one in group if one.role == "own"]
    yield from (Link(a, b, "label", 0.55) for a, b in combinations(own, 2))


def _translated(group: Sequence[Hooked]) -> Iterator[Link]:
    """An English name and the one Chinese name, 市, 省 and 县 aside, that a dictionary gives for it."""
    chinese, english = _roles(group, "zh", "en")
    stems = {place_stem(one.role[3:]) for one in chinese}
    score = 0.97 if len(stems) == 1 else 0.7
    yield from (Link(zh, en, "translation", score) for zh in chinese[:_MOST_SPELT] for en in english)


def _synonyms(group: Sequence[Hooked]) -> Iterator[Link]:
    """Names that a dictionary gives for one Chinese name (Peking and Beijing; 北大 and 北京大学)."""
    head, *rest = sorted(group, key=lambda one: (one.role != "zh", one))
    yield from (Link(head, other, "synonym", 0.95) for other in rest)


def _bare(group: Sequence[Hooked]) -> Iterator[Link]:
    """A bare surname means the person whom its Chinese form means, where no other full name shares it."""
    full = {one.role[5:]: one for one in group if one.role.startswith("full ")}
    bare = [one for one in group if one.role == "bare"]
    for zh in (one for one in group if one.role.startswith("zh ")):
        is_sure = not set(full) - {zh.role[3:]}
        yield from (Link(zh, one, "translation", 0.92 if is_sure else 0.6) for one in bare)
    if len(full) == 1 and not any(one.role.startswith("zh ") for one in group):
        (only,) = full.values()
        yield from (Link(one, only, "surname", 0.65) for one in bare)


def _pinyin(group: Sequence[Hooked]) -> Iterator[Link]:
    """The one Chinese name that reads so; of two syllables many names do, so that is only proposed."""
    chinese, english = _roles(group, "zh", "en")
    for zh in chinese[:_MOST_SPELT]:
        is_sure = len(chinese) == 1 and int(zh.role.split()[1]) > 2
        yield from (Link(zh, en, "pinyin", 0.93 if is_sure else 0.7) for en in english[:_MOST_SPELT])


def _family(group: Sequence[Hooked]) -> Iterator[Link]:
    """Given names left out, shortened to initials or to a nickname, where only one full name fits."""
    given = {one.form: tuple(one.role.split(" ")[:-1]) for one in group}
    for one in group:
        fits = [
            (other, reason)
            for other in group
            if other.form != one.form and (reason := _shortens(given[one.form], given[other.form]))
        ]
        longest = [
            (o, r) for o, r in fits if not any(_shortens(given[o.form], given[p.form]) for p, _ in fits)
        ]
        for other, reason in longest[:_MOST_SPELT]:
            score = 0.92 if len(longest) == 1 and reason != "initial" else 0.65
            yield Link(one, other, reason, score)


def _shortens(short: tuple[str, ...], full: tuple[str, ...]) -> str | None:
    """Tell how given names may be short for others: as initials, without a middle one, by a nickname."""
    if short == full or not short or not full:
        return None
    n_initials = sum(len(word) == 1 for word in short)
    if n_initials > sum(len(word) == 1 for word in full) and len(short) <= len(full):
        if all(a == b or (len(a) == 1 and b.startswith(a)) for a, b in zip(short, full, strict=False)):
            return "initials" if n_initials > 1 or len(short[0]) > 1 else "initial"
        return None
    if len(short) < len(full) and short[0] == full[0] and len(short[0]) > 1:
        return "middle_name" if set(short) <= set(full) else None
    is_nickname = full[0] in titles.NICKNAMES.get(short[0], ()) and short[1:] in ((), full[1:])
    return "nickname" if is_nickname else None


def _reordered(group: Sequence[Hooked]) -> Iterator[Link]:
    """The comma of "Smith, John" tells which is the family name."""
    for a, b in combinations(group[:_MOST_SPELT], 2):
        yield Link(a, b, "order", 0.95 if "comma" in (a.role, b.role) else 0.6)


def _same_words(group: Sequence[Hooked]) -> Iterator[Link]:
    """University of Oxford, Oxford University."""
    yield from (Link(group[0], other, "order", 0.93) for other in group[1:])


def _acronym(group: Sequence[Hooked]) -> Iterator[Link]:
    long, short = _roles(group, "long", "short")
    yield from (
        Link(a, b, "acronym", 0.75 if len(long) == 1 else 0.5) for a in short for b in long[:_MOST_SPELT]
    )


def _place_kind(group: Sequence[Hooked]) -> Iterator[Link]:
    """北京 and 北京市; but 吉林 may be 吉林省 or 吉林市."""
    stems = [one for one in group if one.role == "stem"]
    kinds = [one for one in group if one.role != "stem"]
    is_sure = len(kinds) == 1 and kinds[0].role in ("市", "省", "自治区")
    yield from (Link(a, b, "place_kind", 0.93 if is_sure else 0.6) for a in stems for b in kinds)


def _spelling(group: Sequence[Hooked]) -> Iterator[Link]:
    for a, b in combinations(group[:_MOST_SPELT], 2):
        if SequenceMatcher(None, a.key, b.key, autojunk=False).ratio() >= _MIN_RATIO:
            yield Link(a, b, "spelling", 0.65)


def _roles(group: Sequence[Hooked], *roles: str) -> list[list[Hooked]]:
    return [[one for one in group if one.role.split(" ")[0] == role] for role in roles]


_RULES: Mapping[str, Callable[[Sequence[Hooked]], Iterator[Link]]] = {
    "k": _known,
    "t": _translated,
    "s": _synonyms,
    "b": _bare,
    "p": _pinyin,
    "f": _family,
    "w": _reordered,
    "o": _same_words,
    "c": _acronym,
    "z": _place_kind,
    "e": _spelling,
}


def cluster(
    forms: Sequence[Hooked],
    sure: Sequence[tuple[float, int, int]],
    *,
    together: Sequence[tuple[int, int]],
    apart: Sequence[tuple[int, int]],
) -> list[list[Hooked]]:
    """Divide forms into entities.

    What people put together is joined first, then links, the surest first, as long as they join nothing that
    people keep apart. The order that arguments are given in does not matter.

    Args:
        forms: All that any link or decision may reach from one another.
        sure: Links as ``(score, form, form)``.
        together: Forms that people merged.
        apart: Forms that people parted.
    """
    rank = {one.form: place for place, one in enumerate(sorted(forms, key=lambda f: (f.label, f.key)))}
    group = {form: {form} for form in rank}

    def join(a: int, b: int, *, unless: set[frozenset[int]]) -> None:
        one, other = group[a], group[b]
        if one is not other and not (unless and any(frozenset((x, y)) in unless for x in one for y in other)):
            one |= other
            for form in other:
                group[form] = one

    def place(pair: Sequence[int]) -> tuple[int, int]:
        return min(rank[f] for f in pair), max(rank[f] for f in pair)

    for pair in sorted((p for p in together if p[0] in rank and p[1] in rank), key=place):
        join(*pair, unless=set())
    kept = {frozenset(pair) for pair in apart}
    reach = [link for link in sure if link[1] in rank and link[2] in rank]
    for _, a, b in sorted(reach, key=lambda link: (-link[0], *place(link[1:]))):
        join(a, b, unless=kept)
    of_form = {one.form: one for one in forms}
    return [
        [of_form[form] for form in sorted(members, key=rank.__getitem__)]
        for members in {id(members): members for members in group.values()}.values()
    ]
