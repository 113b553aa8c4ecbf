"""The normal form under which mentions of one thing meet, and the keys that a query may mean.

Input:  a surface form and its label.
Output: a key. Two forms with one label and one key are one entity; ``entity_key`` is pure and
        idempotent, so the same text gives the same entities on every run.

A key never joins what a reader would keep apart: a doubtful variant keeps its own key.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from engine.annotate import titles
from engine.language.script import CJK_CLASS, to_simplified

MAX_QUERY_WORDS = 6
MAX_QUERY_CJK = 12
MAX_QUERY_KEYS = 512
_QUERY_LABELS = ("PER", "ORG", "LOC", "MISC")
_MAX_ROUNDS = 8

_CJK_RUN = re.compile(f"[{CJK_CLASS}]+")
_MIDDLE_DOTS = "·•‧・⋅∙●"
_SPACE_BY_CJK = re.compile(rf"(?<=[{CJK_CLASS}])\s+|\s+(?=[{CJK_CLASS}])")
_SPACE_WITHIN_CJK = re.compile(rf"(?<=[{CJK_CLASS}])\s+(?=[{CJK_CLASS}])")
_DOTTED_ACRONYM = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.\s*){2,}(?:[^\W\d_](?![^\W_]))?")
_LONE_DOT = re.compile(r"\.(?![^\W_])|(?<![^\W_])\.|(?<=(?<![^\W_])[^\W\d_])\.")
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')$")
_DROPPED = re.compile(r"['\"`’‘“”„«»《》〈〉「」『』【】()\[\]{}<>*_#|~^]")
_TO_SPACE = re.compile(r"[-,;:/\\!?、，。；：！？\s]+")
_INITIALS = re.compile(r"(?<![^\s])[a-z](?: [a-z])+(?![^\s])")
_ACRONYM_TAIL = re.compile(r"^(?P<name>.{4,}?)\s*[(（](?P<acronym>[A-Z][A-Z&]{1,9})[)）]$")


def fold_space(name: str) -> str:
    """Return ``name`` with runs of white space as one space, and none within CJK."""
    return _SPACE_WITHIN_CJK.sub("", " ".join(name.split()))


@lru_cache(maxsize=65_536)
def entity_key(name: str, label: str) -> str:
    """Return the normal form of ``name``; never empty unless ``name`` is blank.

    Case, width, script (繁/简), accents, quotes, hyphens, dots of initials and white space do not
    count. Titles go from people's names and legal forms from organisations', but never so that
    nothing or a single letter remains.
    """
    if (
        label == "ORG"
        and (tail := _ACRONYM_TAIL.match(name.strip()))
        and spells(tail["name"], tail["acronym"])
    ):
        name = tail["name"]
    key = _normal(name, label)
    for _ in range(_MAX_ROUNDS):
        if (again := _normal(key, label)) == key:
            break
        key = again
    return key or fold_space(unicodedata.normalize("NFKC", name).casefold())


def spells(name: str, acronym: str) -> bool:
    """Tell whether ``acronym`` stands for ``name``: its initials, or any Latin form of a Chinese name."""
    if _CJK_RUN.search(name):
        if _CJK_RUN.search(acronym):
            return 2 <= len(acronym) < len(name) and _is_subsequence(
                to_simplified(acronym), to_simplified(name)
            )
        return acronym.isupper() and 2 <= len(acronym) <= 10
    letters = acronym.replace("&", "").replace(".", "").casefold()
    words = re.findall(r"[^\W_]+", name.casefold())
    significant = [word for word in words if word not in titles.QUERY_STOP_WORDS and word != "&"]
    return len(letters) >= 2 and letters in {
        "".join(word[0] for word in words),
        "".join(word[0] for word in significant),
        "".join(word[0] for word in significant if word not in titles.COMPANY_SUFFIXES),
    }


def initials_in(key: str, name: str) -> tuple[str, ...]:
    """Return the given names of a Latin key, those taken apart that stood as initials in ``name``.

    "jrr" of "J. R. R. Tolkien" becomes three.
    """
    given = key.split(" ")[:-1]
    return tuple(piece for word in given for piece in _apart(word, name))


def _apart(word: str, name: str) -> Iterable[str]:
    if not 1 < len(word) <= 4 or name.isupper():
        return (word,)
    spaced = r"\.?\s*".join(map(re.escape, word.upper()))
    return tuple(word) if re.search(rf"(?<![^\W_]){spaced}(?![^\W_])", name) else (word,)


def without_title_zh(key: str) -> str:
    """Return what stands before a Chinese title, be it one character (张 of 张教授)."""
    for title in titles.PERSON_SUFFIXES_ZH:
        if key.endswith(title) and len(key) > len(title):
            return key[: -len(title)]
    return key


def is_short_person(key: str) -> bool:
    """Tell whether a key is one that many people share: a bare Latin name, 张教授, 老张."""
    if not _CJK_RUN.search(key):
        return " " not in key
    bare = without_title_zh(key)
    return len(bare) < 2 or bare in titles.COMPOUND_SURNAMES or (len(key) < 4 and key[0] in "老小阿")


def query_keys(query: str) -> tuple[str, ...]:
    """Return every key that a part of ``query`` may have, shortest parts first, at most 512.

    Parts are runs of up to 6 words and CJK substrings of 2 to 12 characters.
    """
    keys: dict[str, None] = {}
    for part in _query_parts(query):
        for label in _QUERY_LABELS:
            if (key := entity_key(part, label)) not in titles.QUERY_STOP_WORDS or part.isupper():
                keys.setdefault(key)
        if len(keys) >= MAX_QUERY_KEYS:
            break
    return tuple(keys)[:MAX_QUERY_KEYS]


def _query_parts(query: str) -> Iterator[str]:
    words = query.split()[:MAX_QUERY_KEYS]
    joined = re.sub(f"(?<=[{CJK_CLASS}])[{_MIDDLE_DOTS}](?=[{CJK_CLASS}])", "", query)
    runs = [run[:MAX_QUERY_KEYS] for run in _CJK_RUN.findall(joined)]
    for length in range(1, MAX_QUERY_CJK + 1):
        if length <= MAX_QUERY_WORDS:
            for start in range(len(words) - length + 1):
                part = " ".join(words[start : start + length])
                if part not in titles.QUERY_STOP_WORDS and re.search(r"[^\W_]", part):
                    yield part
        if length >= 2:
            for run in runs:
                yield from (run[start : start + length] for start in range(len(run) - length + 1))


def _normal(name: str, label: str) -> str:
    folded = _letters(name)
    plain = _POSSESSIVE.sub("", folded.strip()) or folded
    plain = _LONE_DOT.sub(" ", _DOTTED_ACRONYM.sub(_joined, plain))
    plain = _TO_SPACE.sub(" ", _DROPPED.sub("", plain)).strip()
    plain = _SPACE_BY_CJK.sub("", _INITIALS.sub(_joined, plain))
    if label == "PER":
        return _without_honorifics(plain)
    if label == "ORG":
        return _without_company_form(_without_article(plain))
    return _without_article(plain)


def _letters(name: str) -> str:
    """Fold what is no difference between letters: width, case, script, accents, kinds of quote and dash."""
    text = to_simplified(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()))
    if not text.isascii():
        text = re.sub(r"[’‘ʼ＇´]", "'", re.sub("[‐-―−]", "-", text))
        text = re.sub(f"[{_MIDDLE_DOTS}]", "" if _CJK_RUN.search(text) else " ", text)
        text = re.sub(f"(?<=[{CJK_CLASS}])\\.(?=[{CJK_CLASS}])", "", text)
        text = "".join(_unaccented(char) for char in text)
    return text


def _unaccented(char: str) -> str:
    base = unicodedata.normalize("NFD", char)
    return base[0] if len(base) > 1 and base[0].isascii() else char


def _joined(match: re.Match[str]) -> str:
    """Return "j r r" and "j.r.r." as "jrr", with a space where a word follows."""
    letters = re.sub(r"[.\s]", "", match[0])
    return f"{letters} " if match[0][-1] == "." or match[0][-1].isspace() else letters


def _without_article(key: str) -> str:
    rest = key.removeprefix("the ")
    return rest if " " in rest else key


def _without_honorifics(key: str) -> str:
    words = key.split(" ")
    while len(words) > 1:
        if tuple(words[:2]) in titles.PERSON_PREFIX_PAIRS and _is_enough(words[2:]):
            words = words[2:]
        elif words[0] in titles.PERSON_PREFIXES and _is_enough(words[1:]):
            words = words[1:]
        elif words[-1] in titles.PERSON_SUFFIXES and _is_enough(words[:-1]):
            words = words[:-1]
        else:
            break
    return _without_honorifics_zh(" ".join(words))


def _without_honorifics_zh(key: str) -> str:
    if not _CJK_RUN.search(key):
        return key
    for suffix in titles.PERSON_SUFFIXES_ZH:
        if key.endswith(suffix) and _is_name_zh(key[: -len(suffix)]):
            return key[: -len(suffix)]
    for prefix in titles.PERSON_PREFIXES_ZH:
        if key.startswith(prefix) and _is_name_zh(key[len(prefix) :]):
            return key[len(prefix) :]
    return key


def _without_company_form(key: str) -> str:
    words = key.split(" ")
    while len(words) > 1 and words[-1] in titles.COMPANY_SUFFIXES and _is_enough(words[:-1]):
        words = words[:-1]
    key = " ".join(words)
    for suffix in titles.COMPANY_SUFFIXES_ZH:
        if key.endswith(suffix) and len(key) - len(suffix) >= 2:
            return key[: -len(suffix)].rstrip()
    return key


def _is_enough(words: list[str]) -> bool:
    return len("".join(words)) >= 2 and words != ["the"]


def _is_name_zh(rest: str) -> bool:
    return len(rest) >= 2 and rest not in titles.COMPOUND_SURNAMES


def _is_subsequence(short: str, long: str) -> bool:
    chars = iter(long)
    return all(char in chars for char in short)
