"""What a pattern for a typed relation is; the patterns are data in ``patterns_en`` and ``patterns_zh``.

A pattern looks at two mentions of one sentence, the earlier and the later, and at the text before,
between and after them, in which white space is folded (none next to CJK) and every other mention is
one of ``MASKS``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

MASKS: Mapping[str, str] = {"PER": "\ue000", "ORG": "\ue001", "LOC": "\ue002"}
OTHER_MASK = "\ue003"
PERSON, ORGANISATION, PLACE = MASKS.values()
ANY_MASK = "[\ue000-\ue003]"
WORK_LABELS = "WORK|MISC|PRODUCT"
SYMMETRIC = frozenset({"married_to"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One way of saying ``predicate``.

    Attributes:
        first: Labels that the earlier mention may have; ``second`` likewise for the later one.
        is_reversed: Whether the later mention is the subject.
        between: Matches all of the text between the two.
        before: Found at the end of the text before the earlier mention, or None.
        not_before: Not found there, or None.
        after: Matches at the start of the text after the later mention, or None.
        not_after: Does not match there, or None.
        first_name: Matches all of the earlier mention, or None; ``second_name`` likewise.
        score: How sure it is, 0 to 1.
    """

    predicate: str
    first: frozenset[str]
    second: frozenset[str]
    is_reversed: bool
    between: re.Pattern[str]
    before: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    not_after: re.Pattern[str] | None
    first_name: re.Pattern[str] | None
    second_name: re.Pattern[str] | None
    score: float

    def holds(self, before: str, names: tuple[str, str], between: str, after: str) -> bool:
        """Tell whether the two mentions stand in this relation."""
        return (
            self.between.fullmatch(between) is not None
            and (self.after is None or self.after.match(after) is not None)
            and (self.not_after is None or self.not_after.match(after) is None)
            and (self.before is None or self.before.search(before) is not None)
            and (self.not_before is None or self.not_before.search(before) is None)
            and (self.first_name is None or self.first_name.fullmatch(names[0]) is not None)
            and (self.second_name is None or self.second_name.fullmatch(names[1]) is not None)
        )


def pattern(
    predicate: str,
    labels: str,
    between: str,
    *,
    before: str | None = None,
    not_before: str | None = None,
    after: str | None = None,
    not_after: str | None = None,
    first_name: str | None = None,
    second_name: str | None = None,
    score: float = 0.9,
) -> Pattern:
    """Compile one pattern; ``labels`` is like ``"PER > ORG"`` (subject first) or ``"ORG < PER"``."""
    first, direction, second = labels.split()
    return Pattern(
        predicate=predicate,
        first=frozenset(first.split("|")),
        second=frozenset(second.split("|")),
        is_reversed=direction == "<",
        between=re.compile(between),
        before=re.compile(f"(?:{before})$") if before else None,
        not_before=re.compile(f"(?:{not_before})$") if not_before else None,
        after=re.compile(after) if after else None,
        not_after=re.compile(not_after) if not_after else None,
        first_name=re.compile(first_name) if first_name else None,
        second_name=re.compile(second_name) if second_name else None,
        score=score,
    )
