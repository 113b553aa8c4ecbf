"""Choose the entity of every mention of one document.

Input:  a document's text and its mentions (offsets into that text).
Output: the same mentions in text order, each with the key of its entity.

First resolution: a function of this one document, so that indexing file by file gives the same
library as building it afresh. Within the document a short form joins the only full form that it can
mean ("Smith" and "John Smith", "张教授" and "张三", "WHO" and "World Health Organization (WHO)"),
within one label; in doubt it keeps its own key (Mrs. Smith may go by her husband's name).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.annotate import titles
from engine.annotate.agree import agree
from engine.annotate.keys import entity_key, fold_space, initials_in, query_keys, spells, without_title_zh
from engine.language import name_pairs
from engine.language.script import is_cjk, to_simplified
from engine.records import Mention, ResolvedMention

__all__ = ["entity_key", "query_keys", "resolve"]

_MIDDLE_DOT = re.compile("[·•‧・⋅∙]")
_TITLE_BEFORE = re.compile(r"([A-Za-z]+)\.?\s+$")
_BEFORE_GLOSS = re.compile(
    r"\s*[(（]\s*(?:以下简称|下称|简称|简写为?|缩写为?|hereinafter|or|the|英[语文]名?|法[语文]|德[语文]|外文|原名)?"
    r"[:：]?\s*[“\"「『]?$",
    re.I,
)
_AFTER_ACRONYM = re.compile(r"^[”\"」』]?\s*[)）]")
_AFTER_GLOSS = re.compile(r"^[”\"」』]?\s*[)）,，;；、]")
_NAMED = frozenset({"PER", "ORG", "LOC"})
_MAX_GAP = 16
_HONORIFIC_WINDOW = 12
_FEMALE, _MALE, _MARRIED = "female", "male", "married"


@dataclass(frozen=True, slots=True)
class _Form:
    """One distinct way a person is named in the document."""

    key: str
    given: tuple[str, ...]
    family: str
    is_full: bool


def resolve(text: str, mentions: Sequence[Mention]) -> tuple[ResolvedMention, ...]:
    """Return each mention with its key and surface form, in text order.

    A mention whose name has another label almost everywhere else in the document takes that label.
    """
    ordered = agree(text, sorted(mentions, key=lambda m: (m.start, m.end, m.label)))
    names = [fold_space(text[m.start : m.end]) for m in ordered]
    keys = [entity_key(name, m.label) for name, m in zip(names, ordered, strict=True)]
    titles_of = [_titles_around(text, m) if m.label == "PER" else frozenset[str]() for m in ordered]
    joined = _people(ordered, names, keys, titles_of) | _glossed(text, ordered, keys)
    return tuple(
        ResolvedMention(
            mention=m, key=key if _MARRIED in found else joined.get((m.label, key), key), name=name
        )
        for m, key, name, found in zip(ordered, keys, names, titles_of, strict=True)
        if key
    )


def _people(
    mentions: Sequence[Mention],
    names: Sequence[str],
    keys: Sequence[str],
    titles_of: Sequence[frozenset[str]],
) -> dict[tuple[str, str], str]:
    """Map the keys of short names of people to the key of the one full name they can mean."""
    genders: dict[str, set[str]] = {}
    forms: dict[str, _Form] = {}
    for mention, name, key, found in zip(mentions, names, keys, titles_of, strict=True):
        if mention.label == "PER" and key:
            genders.setdefault(key, set()).update(found)
            if key not in forms or not forms[key].is_full:
                forms[key] = _form(name, key)
    full: dict[str, set[_Form]] = {}
    for form in forms.values():
        for hook in _hooks(form) if form.is_full else ():
            full.setdefault(hook, set()).add(form)
    by_family: dict[str, set[str]] = {}
    for form in forms.values():
        by_family.setdefault(form.family, set()).update(() if form.is_full else genders[form.key])
    joined: dict[tuple[str, str], str] = {}
    for key, form in forms.items():
        if _is_doubtful(genders[key] if form.is_full else by_family[form.family]):
            continue
        hooks = {key[-2:]} if form.is_full else _hooks(form)
        near = set().union(*(full.get(hook, ()) for hook in hooks))
        meant = {other.key for other in near if other.key != key and _may_mean(form, other)}
        named = {other for other in meant if other.split(" ")[0] not in titles.NOBLE_TITLES}
        if len(named or meant) == 1:
            joined["PER", key] = (named or meant).pop()
    return joined


def _hooks(form: _Form) -> set[str]:
    """Return the parts of a name of which a full form and its short forms always share one."""
    return {form.family, form.key[-2:]} if is_cjk(form.key[0]) else {form.family, *form.given[:1]}


def _is_doubtful(found: set[str]) -> bool:
    """A Mr. and a Ms. Smith are two people."""
    return {_FEMALE, _MALE} <= found


def _titles_around(text: str, mention: Mention) -> frozenset[str]:
    """Return what the titles in and next to a name say of the person."""
    inside = to_simplified(text[mention.start : mention.end])
    before = _TITLE_BEFORE.search(text, max(0, mention.start - _HONORIFIC_WINDOW), mention.start)
    first = inside.split(" ")[0].rstrip(".")
    words = {first.casefold(), before[1].casefold() if before else ""}
    after = inside + to_simplified(text[mention.end : mention.end + 2])
    found = set()
    if words & titles.MARRIED_TITLES or after.endswith(titles.MARRIED_TITLES_ZH):
        found.add(_MARRIED)
    for gender, marks in ((_FEMALE, titles.FEMALE_TITLES), (_MALE, titles.MALE_TITLES)):
        if words & marks or any(mark in after and is_cjk(mark[0]) for mark in marks):
            found.add(gender)
    return frozenset(found)


def _form(name: str, key: str) -> _Form:
    if not is_cjk(key[0]):
        family = key.rsplit(" ", maxsplit=1)[-1]
        words = [*initials_in(key, name), family]
        is_full = len(words) > 1 and len(words[0]) > 1 and len(words[-1]) > 1
        return _Form(key, tuple(words[:-1]), words[-1], is_full)
    parts = [entity_key(part, "PER") for part in _MIDDLE_DOT.split(to_simplified(name)) if part]
    if len(parts) > 1:
        return _Form(key, tuple(parts[:-1]), parts[-1], len(parts[0]) > 1)
    if " " in key or not all(map(is_cjk, key)):
        return _Form(key, (), key, False)
    n_family = 2 if key[:2] in titles.COMPOUND_SURNAMES else 1
    bare = without_title_zh(key)
    is_full = bare == key and n_family < len(key) <= n_family + 2 and key[0] not in "老小阿"
    return _Form(key, (key[n_family:],) if is_full else (), key[:n_family] if is_full else bare, is_full)


def _may_mean(short: _Form, full: _Form) -> bool:
    """Tell whether ``short`` is ``full`` with names left out or as initials, or the given name alone."""
    if is_cjk(short.key[0]) or is_cjk(full.key[0]):
        return _may_mean_zh(short, full)
    if short.is_full:
        return False
    whole = (*full.given, full.family)
    words = (*short.given, short.family)
    if len(words) < len(whole) and (whole[-len(words) :] == words or whole[: len(words)] == words):
        return len(words[0]) > 1
    return (
        bool(short.given)
        and short.family == full.family
        and len(short.given) <= len(full.given)
        and all(
            a == b or (len(a) == 1 and b.startswith(a)) for a, b in zip(short.given, full.given, strict=False)
        )
    )


def _may_mean_zh(short: _Form, full: _Form) -> bool:
    if full.key.endswith(full.family):  # 约翰·史密斯: the family name comes last
        return len(short.key) > 1 and short.key != full.key and full.key.endswith(short.key)
    if not short.is_full:
        return short.family == full.family
    return len(short.key) == 2 and short.key == full.given[0] and short.key[0] not in titles.COMMON_SURNAMES


def _glossed(text: str, mentions: Sequence[Mention], keys: Sequence[str]) -> dict[tuple[str, str], str]:
    """Map the keys of names to the key of the name beside which they stand in parentheses once.

    That is an acronym of an organisation, or the name in the other script (保罗·塞里诺 (Paul Sereno)).
    """
    meant: dict[tuple[str, str], set[str]] = {}
    pairs = list(zip(mentions, keys, strict=True))
    for (first, first_key), (second, second_key) in itertools.pairwise(pairs):
        gap = text[first.end : second.start]
        if (
            first.label != second.label
            or first_key == second_key
            or len(gap) > _MAX_GAP
            or not _BEFORE_GLOSS.fullmatch(gap)
        ):
            continue
        a, b = text[first.start : first.end], text[second.start : second.end]
        after = text[second.end : second.end + _MAX_GAP]
        if first.label == "ORG" and _AFTER_ACRONYM.match(after):
            if spells(a, b):
                meant.setdefault(("ORG", second_key), set()).add(first_key)
                continue
            if spells(b, a):
                meant.setdefault(("ORG", first_key), set()).add(second_key)
                continue
        if first.label in _NAMED and _AFTER_GLOSS.match(after) and _may_translate(first_key, second_key):
            meant.setdefault((first.label, second_key), set()).add(first_key)
    return {name: next(iter(full)) for name, full in meant.items() if len(full) == 1}


def _may_translate(key: str, other: str) -> bool:
    """Tell whether one name is in Chinese and the other is not, and no list says that it means another."""
    chinese, latin = (key, other) if is_cjk(key[0]) else (other, key)
    if not is_cjk(chinese[0]) or any(map(is_cjk, latin)):
        return False
    known = {name.casefold() for name in name_pairs.english_names(chinese)}
    heads = name_pairs.headwords(latin)
    return latin in known or (not known and (not heads or chinese in heads))
