"""Build resources/lexicons/name_pairs.txt.xz: what Chinese names are in English, and other Chinese names.

    python packaging/recipes/make_name_pairs.py DATA

``DATA`` holds ``parallel/cedict.txt.gz`` (CC-CEDICT). Only entries whose pinyin is capitalised, as that of
proper names is, count, and of their glosses only the name that they begin with.
"""

from __future__ import annotations

import lzma
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from cedict import Entry, read_cedict

TARGET = Path(__file__).parents[2] / "resources" / "lexicons" / "name_pairs.txt.xz"

_WORD = r"[A-Z\u00c0-\u00de][\w'’-]*\.?"
_JOINT = r"(?:of|and|the|de|la|le|el|do|du|da|van|von|der|den|bin|al|for|on|in)"
_NAME = rf"{_WORD}(?:(?: {_JOINT}){{0,2}} {_WORD})*"
_AFTER = (
    r"(?=$|,|;| \(| or | and other|"
    r" (?:prefecture|county|city|district|subprovincial|province|town|township|river|lake|island|islands"
    r"|company|corporation|autonomous|municipality|region|new district)\b)"
)
_GLOSS = re.compile(rf"(?:the )?(?P<name>{_NAME}){_AFTER}(?: or (?P<other>{_NAME}))?")
_NO_NAME = re.compile(r"^(?:surname|see|abbr|variant|old variant|also|same as|erhua|\()")
_POINTER = re.compile(
    r"(?:abbr\. (?:for|of)|see|same as|also (?:written|called)|variant of) (?P<names>[\u4e00-\u9fff|·]+)\["
)
_LISTING = re.compile(rf"{_NAME}(?:, {_NAME})*,? and {_NAME}")
_DEMONYM = re.compile(r"(?:ian|ean|an|ese|ish|ch|i)$")
_PEOPLE = frozenset({"French", "German", "Greek", "Dutch", "Swiss", "Czech"})
_MIN_SHARED = 3
_HAN = re.compile("[\u4e00-\u9fff·]{2,}")
_NO_ENTITY = re.compile(
    r"\b(?:language|species|dialect|poem|idiom|chapter|genus|fish|bird|disease|era|reign|festival|cuisine)\b",
    re.I,
)


def main(data: Path) -> None:
    """Write the list."""
    pairs: dict[str, set[str]] = {}
    for entry in read_cedict(data / "parallel" / "cedict.txt.gz"):
        if _HAN.fullmatch(entry.head) and entry.pinyin[0][:1].isupper():
            names = {name for gloss in entry.glosses for name in _names(gloss)}
            found = {name for name in names if not _is_demonym(name, names)} | set(_pointers(entry))
            if found - {entry.head}:
                pairs.setdefault(entry.head, set()).update(found - {entry.head})
    lines = ["\t".join((head.replace("·", ""), *sorted(pairs[head]))) for head in sorted(pairs)]
    TARGET.write_bytes(lzma.compress(("\n".join(lines) + "\n").encode(), preset=9))
    print(f"{len(lines)} names, {TARGET.stat().st_size:,} bytes")


def _names(gloss: str) -> Iterator[str]:
    if _NO_NAME.search(gloss) or _NO_ENTITY.search(gloss) or (", " in gloss and _LISTING.match(gloss)):
        return
    if match := _GLOSS.match(re.sub(r"[\u4e00-\u9fff|·]+\[[^\]]*\]", "", gloss)):
        first, other = match["name"], match["other"]
        if other and " " in other and " " not in first:  # "Tsinghua or Qinghua University"
            first = f"{first} {other.split(' ', 1)[1]}"
        yield from filter(None, (first, other))


def _is_demonym(name: str, others: set[str]) -> bool:
    """Tell "Italian" beside "Italy"."""
    if name in _PEOPLE:
        return len(others) > 1
    return _DEMONYM.search(name) is not None and any(
        other != name and other[:_MIN_SHARED] == name[:_MIN_SHARED] and len(other) <= len(name)
        for other in others
    )


def _pointers(entry: Entry) -> Iterator[str]:
    for gloss in entry.glosses:
        if match := _POINTER.search(gloss):
            yield match["names"].split("|")[-1].replace("·", "")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
