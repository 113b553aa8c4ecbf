"""File names for notes: told apart on every system, whatever an entity is called.

What a name becomes depends on the names alone, so that the same entities get the same files every time.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from engine.carried import CarriedEntity

INDEX = "Index"
_MAX_BYTES = 180
# What Windows forbids in names, and what ends or splits a wikilink.
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f\u2028\u2029<>:"/\\|?*#^\[\]%]+')
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)


def note_names(entities: Iterable[CarriedEntity]) -> dict[str, str]:
    """Return the name of each entity's note, without ending, by the entity's id.

    Names that would meet on a system that ignores case, and those that were cut, get label and hash.
    """
    plain = {entity.id: (safe_name(entity.name), entity.label) for entity in entities}
    n_alike = Counter(_folded(name) for name, _ in plain.values())
    n_alike[_folded(INDEX)] += 1
    taken = {name for name, n in n_alike.items() if n == 1}
    names = {}
    for entity_id, (name, label) in plain.items():
        chosen, digest = name, entity_id.rpartition(":")[2]
        if n_alike[_folded(name)] > 1 or len(name.encode()) > _MAX_BYTES - 4:
            chosen = f"{name} ({safe_name(label)[:20]} {digest[:8]})"
            if _folded(chosen) in taken:
                chosen = f"{name} ({digest})"
            taken.add(_folded(chosen))
        names[entity_id] = chosen
    return names


def safe_name(name: str) -> str:
    """Return ``name`` as every file system takes it, at most 180 bytes; never empty."""
    kept = " ".join(_FORBIDDEN.sub(" ", unicodedata.normalize("NFC", name)).split()).strip(". ")
    kept = kept.encode()[:_MAX_BYTES].decode(errors="ignore").strip(". ")
    return f"_{kept}" if _DEVICE.match(kept) else kept or "_"


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
