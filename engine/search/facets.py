"""What narrows a search down: values of its files with their counts, and the query text that adds each.

A count is of files: of all those that legs brought, or that pass filters where there are no words. It is
what is left of them when the text is added to the query.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from apsw import Connection

from engine.search.fields import LABEL_NAMES, LABELS, field_name, quoted
from engine.search.file_types import type_name
from engine.search.naming import entities_named
from engine.searches import Facet, FacetValue
from engine.store import counting
from engine.store.filters import folders_named
from engine.store.query_tree import Field, Named
from engine.store.scope import Ids
from engine.store.terms import has_cjk

_MOST_VALUES = 12
_MOST_MENTIONING = 5_000
"""Files whose entities are counted: the last that came, where there are more."""
_FIELD_OF = {label: key for key, label in LABELS.items()}


def facets_of(db: Connection, file_ids: Ids, *, query: str) -> tuple[Facet, ...]:
    """Return the facets of some files that have any value; texts are in the language of ``query``."""
    is_chinese = has_cjk(query)
    last = file_ids[-_MOST_MENTIONING:]
    found = {
        "type": _types(counting.count_by(db, file_ids, "ending"), is_chinese),
        "folder": _folders(counting.count_by(db, file_ids, "place"), is_chinese),
        "year": _plain(counting.count_by(db, file_ids, "year"), "on", is_chinese),
        "entity": _entities(db, last, is_chinese),
        "label": [
            FacetValue(value=label, text=_text("label", _label(label, is_chinese), is_chinese), n_files=n)
            for label, n in counting.count_labels(db, last)
        ],
        "language": _plain(counting.count_by(db, file_ids, "language"), "lang", is_chinese),
    }
    return tuple(
        Facet(name=name, values=tuple(values[:_MOST_VALUES])) for name, values in found.items() if values
    )


def _text(key: str, value: str, is_chinese: bool) -> str:
    return f"{field_name(key, is_chinese=is_chinese)}:{quoted(value)}"


def _label(label: str, is_chinese: bool) -> str:
    return LABEL_NAMES.get(label, label) if is_chinese else label


def _plain(counts: counting.Counts, key: str, is_chinese: bool) -> list[FacetValue]:
    return [FacetValue(value=value, text=_text(key, value, is_chinese), n_files=n) for value, n in counts]


def _types(counts: counting.Counts, is_chinese: bool) -> list[FacetValue]:
    by_type: Counter[tuple[str, str]] = Counter()
    for ending, n in counts:
        if not {"/", "\\"} & set(ending):  # else the name has no dot
            by_type[type_name(ending, is_chinese=False), type_name(ending, is_chinese=is_chinese)] += n
    return [
        FacetValue(value=value, text=_text("type", name, is_chinese), n_files=n)
        for (value, name), n in by_type.most_common()
    ]


def _folders(counts: counting.Counts, is_chinese: bool) -> list[FacetValue]:
    """Return the folders into which the files part: those within the deepest that holds them all."""
    places = dict(counts)
    shared = _shared(list(places))
    depth = len(shared)
    children = dict.fromkeys(parts[depth] for place in places if len(parts := _parts(place)) > depth)
    values = []
    for child in children:
        value = "/".join([*shared[-1:], child]).lstrip("/")
        n = sum(places[place] for place in folders_named(list(places), value))
        values.append(FacetValue(value=child, text=_text("in", value, is_chinese), n_files=n))
    return sorted(values, key=lambda value: (-value.n_files, value.value))


def _shared(places: Sequence[str]) -> list[str]:
    """Return the parts that all folders begin with."""
    shared = _parts(places[0]) if places else []
    for place in places:
        alike = takewhile(lambda pair: pair[0] == pair[1], zip(shared, _parts(place), strict=False))
        shared = [part for part, _ in alike]
    return shared


def _parts(place: str) -> list[str]:
    return re.split(r"[/\\]", place)[:-1]


def _entities(db: Connection, file_ids: Ids, is_chinese: bool) -> list[FacetValue]:
    top = counting.top_entities(db, file_ids, without_label="DATE", limit=_MOST_VALUES)
    labels = [label if label in _FIELD_OF else None for _, label in top]
    groups = [
        entities_named(db, Named(field=Field.ENTITY, values=(name,), label=label))
        for (name, _), label in zip(top, labels, strict=True)
    ]
    counts = counting.count_mentioning(db, file_ids, groups)
    return [
        FacetValue(
            value=name,
            text=_text(_FIELD_OF.get(label or "", "entity"), name, is_chinese),
            n_files=n,
            label=own_label,
        )
        for (name, own_label), label, n in zip(top, labels, counts, strict=True)
    ]
