"""The hooks on which forms of names meet that may be names of one thing.

Input:  a form: the label and key under which mentions met, and its spellings.
Output: hooks. Forms that share none are never compared, so that resolving a library costs time in
        proportion to its forms ("blocking"; Christen 2012, Data Matching, chapter 4).

A hook's first letter names the rule that judges those who share it (see ``engine.annotate.same``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.annotate import titles
from engine.annotate.keys import entity_key, initials_in, is_short_person
from engine.language import name_pairs, romanise
from engine.language.script import is_cjk, to_simplified

NAMED = frozenset({"PER", "ORG", "LOC"})
"""Labels whose names are compared by more than their key."""
QUANTITIES = frozenset({"DATE", "TIME", "NUM"})

_MIDDLE_DOT = re.compile("[·•‧・⋅∙●]")
_SMALL = frozenset({"of", "the", "and", "for", "in", "de", "la", "at", "&"})
_PLACE_KINDS = ("自治区", "市", "省", "县", "区", "州", "镇")
_MOST_NAMES = 20
_MIN_ACRONYM, _MAX_ACRONYM = 3, 8
_MIN_SPELT = 8


@dataclass(frozen=True, slots=True)
class Form:
    """One normal form of names: ``names`` are its spellings, the commonest first."""

    label: str
    key: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Hook:
    """``role`` says what a form is to the others on the hook."""

    key: str
    role: str


def hooks(form: Form) -> frozenset[Hook]:
    """Return the hooks of a form; a date or a number has none."""
    if form.label in QUANTITIES or not form.key:
        return frozenset()
    found = {Hook(f"k:{form.key}", "own")}
    if form.label in NAMED:
        found.update(_learnt(form))
        found.update(_translated(form))
        if form.label == "PER":
            found.update(_person(form))
        elif form.label == "ORG":
            found.update(_organisation(form))
        else:
            found.update(_place(form))
        if is_latin(form.key) and len(form.key) >= _MIN_SPELT:
            found.add(Hook(f"e:{_skeleton(form.key)}", form.key))
    return frozenset(found)


def is_latin(key: str) -> bool:
    """Tell whether a key has no CJK character."""
    return not any(map(is_cjk, key))


def _learnt(form: Form) -> Iterator[Hook]:
    """Where a document gave a form another name ("WHO", 钱学森 (Qian Xuesen)), that name leads to it."""
    for name in form.names[:_MOST_NAMES]:
        key = entity_key(name, form.label)
        if key != form.key and not (form.label == "PER" and is_short_person(key)):
            is_part = form.label == "PER" and key in form.key  # a bare family or given name
            is_sure = is_latin(key) != is_latin(form.key) or (len(key) >= _MIN_ACRONYM and not is_part)
            yield Hook(f"k:{key}", "known" if is_sure else "maybe")


def _translated(form: Form) -> Iterator[Hook]:
    if is_latin(form.key):
        yield Hook(f"t:{form.key}", "en")
        heads = name_pairs.headwords(form.key) if form.label != "PER" else ()
        if len(heads) == 1:
            yield Hook(f"s:{heads[0]}", "en")
        return
    full = name_pairs.chinese_name(form.key)
    yield Hook(f"s:{full or form.key}", "zh")
    english = {*name_pairs.english_names(form.key), *(name_pairs.english_names(full) if full else ())}
    if form.label == "PER":
        for name in form.names[:_MOST_NAMES]:
            parts = tuple(filter(None, _MIDDLE_DOT.split(to_simplified(name))))
            english.update(name_pairs.english_parts(parts) if len(parts) > 1 else ())
    for name in sorted(english):
        key = entity_key(name, form.label)
        yield Hook(f"t:{key}", f"zh {full or form.key}")
        is_full = " " in key and key.split(" ", 1)[0] not in titles.NOBLE_TITLES
        if form.label == "PER" and is_full and len(english) == 1 and not _is_native(form.key):
            yield Hook(f"b:{key.rsplit(' ', 1)[1]}", f"zh {key}")


def _person(form: Form) -> Iterator[Hook]:
    if not is_latin(form.key):
        if _is_native(form.key):
            read = romanise.syllables(form.key, is_person=True)
            yield Hook(f"p:{''.join(read)}", f"zh {len(read)}")
        return
    words = form.key.split(" ")
    if len(words) == 1:
        yield Hook(f"b:{form.key}", "bare")
        return
    initials = initials_in(form.key, form.names[0] if form.names else form.key)
    yield Hook(f"f:{words[-1]}", " ".join((*initials, words[-1])))
    yield Hook(f"b:{words[-1]}", f"full {form.key}")
    if len(words) == 2:
        has_comma = any("," in name for name in form.names)
        yield Hook(f"w:{' '.join(sorted(words))}", "comma" if has_comma else "plain")
    if len(words) <= 3 and all(map(romanise.is_pinyin, words)):
        joined = [word.replace("'", "") for word in words]
        for order in (
            "".join(joined),
            "".join([*joined[1:], joined[0]]),
            "".join([joined[-1], *joined[:-1]]),
        ):
            yield Hook(f"p:{order}", "en")


def _organisation(form: Form) -> Iterator[Hook]:
    if not is_latin(form.key):
        return
    words = form.key.split(" ")
    telling = [word for word in words if word not in _SMALL]
    if len(telling) > 1:
        yield Hook(f"o:{' '.join(sorted(telling))}", "")
    if len(telling) >= _MIN_ACRONYM:
        yield Hook(f"c:{''.join(word[0] for word in telling)}", "long")
    if len(words) == 1 and _MIN_ACRONYM <= len(form.key) <= _MAX_ACRONYM and form.key.upper() in form.names:
        yield Hook(f"c:{form.key}", "short")


def _place(form: Form) -> Iterator[Hook]:
    if is_latin(form.key):
        return
    yield Hook(f"z:{form.key}", "stem")
    for kind in _PLACE_KINDS:
        if form.key.endswith(kind) and len(form.key) - len(kind) >= 2:
            yield Hook(f"z:{form.key[: -len(kind)]}", kind)
            return


def _is_native(key: str) -> bool:
    """Tell whether a name is built as Chinese names are: a known surname, one or two characters."""
    if not 2 <= len(key) <= 4 or not all("\u4e00" <= char <= "\u9fff" for char in key):
        return False
    n_family = 2 if key[:2] in titles.COMPOUND_SURNAMES else 1
    return (key[0] in titles.COMMON_SURNAMES and 1 <= len(key) - n_family <= 2) or n_family == 2 < len(key)


def _skeleton(key: str) -> str:
    """Return a name without what is misspelt most: vowels within words, doubled letters, spaces."""
    bare = re.sub(r"(?<=\w)[aeiouyh]", "", key.replace(" ", ""))
    return re.sub(r"(.)\1+", r"\1", bare)
