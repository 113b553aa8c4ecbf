"""Words of the library that are spelled nearly like a given one.

The full-text index is itself a sorted dictionary. It is walked as a Levenshtein automaton walks a trie
(Schulz and Mihov 2002, https://doi.org/10.1007/s10032-002-0082-8): where what was read of a term can no
longer come near enough, the next term looked at is the first that can. So nothing is stored beside the index,
nothing can be out of date, and the time hardly grows with the number of terms. The distance counts a letter
that is missing, that is too many, that is another, and two neighbours that changed places (optimal string
alignment).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from apsw import Connection

from engine.store.rows import as_json, count, fetch
from engine.store.terms import phrase

_INDEXES = ("passage_index", "name_index")
_MOST_LOOKS = 400
"""Terms looked at in one index, about a tenth of a millisecond each: one edit needs some 200."""
_Row = Sequence[int]


def exists(db: Connection, expression: str) -> bool:
    """Tell whether any passage or name of a file matches an FTS5 expression."""
    return any(
        db.execute(f"SELECT 1 FROM {index} WHERE {index} MATCH ? LIMIT 1", (expression,)).get is not None
        for index in _INDEXES
    )


def n_holding(db: Connection, text: str, *, most: int) -> int:
    """Return how many passages and names hold ``text`` as a phrase, counting ``most`` of each at most."""
    return sum(
        count(
            db,
            f"SELECT count(*) FROM (SELECT 1 FROM {index} WHERE {index} MATCH ? LIMIT ?)",
            (phrase(text), most),
        )
        for index in _INDEXES
    )


def names_like(db: Connection, pattern: str, *, first: str, size: int) -> list[str]:
    """Return the names of entities, as their keys, that a pattern matches whole, the most mentioned first.

    Args:
        db: A connection.
        pattern: Of ``size`` code points, in simplified characters.
        first: The characters that it may begin with.
        size: Code points of a name.
    """
    rows = fetch(
        db,
        """SELECT alias.key, sum(alias.n_mentions) FROM json_each(?) AS first
           JOIN alias ON alias.key >= first.value AND alias.key < first.value || char(1114111)
           WHERE length(alias.key) = ? GROUP BY alias.key ORDER BY 2 DESC, 1""",
        (as_json(first), size),
    )
    return [key for key, _ in rows if re.fullmatch(pattern, key)]


def nearby_words(db: Connection, word: str, *, most_edits: int, prefix: str = "") -> list[tuple[str, int]]:
    """Return the library's words near ``word`` that begin with ``prefix``, and how far each is.

    Args:
        db: A connection; it gets a temporary table, the library is not touched.
        word: Lower case and unaccented, as the index has it. It is not among the answer.
        most_edits: Edits at most, by optimal string alignment.
        prefix: Limits the walk, and so the time it takes.
    """
    found: dict[str, int] = {}
    for index in _INDEXES:
        db.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{index}_words USING fts5vocab (main, {index}, instance)"
        )

        looks = iter(range(_MOST_LOOKS))

        def next_term(least: str, index: str = index, looks: Iterator[int] = looks) -> str | None:
            if next(looks, None) is None:
                return None
            term = db.execute(f"SELECT term FROM temp.{index}_words WHERE term >= ? LIMIT 1", (least,)).get
            return None if term is None else str(term)

        found.update(walk(next_term, word, most_edits=most_edits, prefix=prefix))
    found.pop(word, None)
    return list(found.items())


def edits(left: str, right: str) -> int:
    """Return the optimal string alignment distance of two words."""
    rows = [list(range(len(right) + 1))]
    for at in range(len(left)):
        rows.append(_next_row(rows, left[: at + 1], right))
    return rows[-1][-1]


def walk(
    next_term: Callable[[str], str | None], word: str, *, most_edits: int, prefix: str = ""
) -> Iterator[tuple[str, int]]:
    """Yield the terms near ``word`` with their distances, in the order of the dictionary.

    ``next_term`` returns the first term that is not before its argument, None after the last.
    """
    rows: list[list[int]] = [list(range(len(word) + 1))]
    read, least = "", prefix
    while (term := next_term(least)) is not None and term.startswith(prefix):
        n_same = next((at for at, (a, b) in enumerate(zip(read, term, strict=False)) if a != b), None)
        n_same = min(len(read), len(term)) if n_same is None else n_same
        del rows[n_same + 1 :]
        while len(rows) <= len(term) and min(rows[-1]) <= most_edits:
            rows.append(_next_row(rows, term[: len(rows)], word))
        read = term[: len(rows) - 1]
        if min(rows[-1]) <= most_edits:
            if rows[-1][-1] <= most_edits:
                yield term, rows[-1][-1]
            least = term + "\0"
        else:
            after = _after(rows, read, word, most_edits)
            if after is None:
                return
            least = after


def _next_row(rows: Sequence[_Row], read: str, word: str) -> list[int]:
    """Return the distances of ``read`` to each beginning of ``word``; ``rows`` has those of shorter ones."""
    above, letter = rows[-1], read[-1]
    row = [above[0] + 1]
    for at, wanted in enumerate(word, 1):
        best = min(above[at] + 1, row[at - 1] + 1, above[at - 1] + (letter != wanted))
        if at > 1 and len(read) > 1 and letter == word[at - 2] and read[-2] == wanted:
            best = min(best, rows[-2][at - 2] + 1)
        row.append(best)
    return row


def _after(rows: Sequence[_Row], read: str, word: str, most_edits: int) -> str | None:
    """Return the first string after all that begin with ``read`` from which ``word`` may still be near."""
    for size in range(len(read), 0, -1):
        before, letter = rows[size - 1], read[size - 1]
        if min(before) < most_edits:
            return read[: size - 1] + chr(ord(letter) + 1)
        # No edit is left: what follows is a letter of the word, near where it would stand.
        window = word[max(0, size - most_edits - 2) : size + most_edits + 1]
        later = min((wanted for wanted in window if wanted > letter), default=None)
        if later is not None:
            return read[: size - 1] + later
    return None
