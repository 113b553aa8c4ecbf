"""What may come next in a query: names of fields, and values of the field that is being typed.

Names of fields are proposed in the script that is being typed, values as the library has them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from apsw import Connection

from engine.search.fields import ANY_NAME, FIELD_NAMES, KEYS, LABEL_NAMES, LABELS, LANGUAGES, quoted
from engine.search.file_types import file_types
from engine.search.when import RELATIVE_CHINESE, RELATIVE_ENGLISH
from engine.searches import Suggestion
from engine.store import graph
from engine.store.filters import folders, folders_below
from engine.store.terms import fold, has_cjk

MOST = 12
_SIZES = (">1mb", ">10mb", ">100mb", "<1mb")
_N_YEARS = 3
_LAST = re.compile(
    rf"(?:^|(?<=[\s(（]))(?P<minus>[-－]?)"
    rf"(?:(?P<name>{ANY_NAME})[:：])?"
    r"(?P<typed>[\"“「『][^\"”」』]*|(?:[^\s\"“”「」『』(（\-－][^\s\"“”「」『』]*)?)$",
    re.IGNORECASE,
)


def complete(db: Connection, text: str, cursor: int, *, today: date | None = None) -> tuple[Suggestion, ...]:
    """Return what may stand in place of what is typed up to ``cursor``, best first; a dozen at most.

    Args:
        db: A read connection.
        text: The query so far.
        cursor: Where the cursor is, in code points from 0.
        today: What years are counted from; by default this day.
    """
    match = _LAST.search(unicodedata.normalize("NFC", text[:cursor]))
    if match is None or not (match["name"] or match["typed"]):
        return ()
    start, typed = match.start("typed"), match["typed"].lstrip('"“「『')
    if match["name"] is None:
        if start != match.start() + len(match["minus"]) or typed != match["typed"]:
            return ()
        return _fields(typed, start, cursor)
    key = KEYS[match["name"].lower()]
    is_chinese = has_cjk(match["name"])
    if key in (*LABELS, "entity"):
        return _entities(db, key, typed, start, cursor)
    if key == "in":
        return _folders(db, typed, start, cursor)
    values = {fold(v): v for v in reversed(_values(db, key, is_chinese, today or date.today()))}
    return tuple(
        Suggestion(start=start, end=cursor, text=quoted(value), shown=value, kind=key)
        for folded, value in reversed(values.items())
        if folded.startswith(fold(typed))
    )[:MOST]


def _fields(typed: str, start: int, cursor: int) -> tuple[Suggestion, ...]:
    """Return the fields whose name begins so, each by that name."""
    lower = typed.lower()
    names = (
        (field.key, next((name for name in (*field.english, *field.chinese) if name.startswith(lower)), None))
        for field in FIELD_NAMES
    )
    return tuple(
        Suggestion(start=start, end=cursor, text=f"{name}:", shown=f"{name}:", kind="field", field=key)
        for key, name in names
        if name is not None
    )


def _entities(db: Connection, key: str, typed: str, start: int, cursor: int) -> tuple[Suggestion, ...]:
    rows = graph.entity_rows(db, prefix=typed, label=LABELS.get(key), limit=MOST)
    return tuple(
        Suggestion(
            start=start, end=cursor, text=quoted(row.name), shown=row.name, kind=key, count=row.n_mentions
        )
        for row in rows
    )


def _folders(db: Connection, typed: str, start: int, cursor: int) -> tuple[Suggestion, ...]:
    """Return the folders whose name begins so, those that hold most first."""
    found = folders_below(folders(db), typed)
    return tuple(
        Suggestion(start=start, end=cursor, text=quoted(name), shown=name, kind="in", count=n)
        for name, n in found[:MOST]
    )


def _values(db: Connection, key: str, is_chinese: bool, today: date) -> Sequence[str]:
    """Return every value that is proposed for a field."""
    match key:
        case "type":
            names = [(t.chinese, t.english) if is_chinese else (t.english, t.chinese) for t in file_types()]
            return [first[0] for first, _ in names] + [name for _, second in names for name in second]
        case "lang":
            return [names[2 if is_chinese else 0] for names in LANGUAGES.values()]
        case "label":
            labels = graph.labels(db)
            return [LABEL_NAMES.get(label, label) if is_chinese else label for label in labels]
        case "before" | "after" | "on":
            years = [str(today.year - ago) for ago in range(_N_YEARS)]
            return [*(RELATIVE_CHINESE if is_chinese else RELATIVE_ENGLISH), *years]
        case "size":
            return _SIZES
        case _:
            return ()
