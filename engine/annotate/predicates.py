"""The relations that a relater tells apart, and which kinds of mention each may join."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from engine.annotate.marking import ORGANISATION, PERSON, PLACE, THING

_GROUP = (PERSON, ORGANISATION)


@dataclass(frozen=True, slots=True)
class Predicate:
    """Kinds of subject and object; ``is_symmetric`` where their order says nothing."""

    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    is_symmetric: bool = False


PREDICATES: Mapping[str, Predicate] = {
    "acquired": Predicate((ORGANISATION,), (ORGANISATION,)),
    "author_of": Predicate((PERSON,), (THING,)),
    "born_in": Predicate((PERSON,), (PLACE,)),
    "capital_of": Predicate((PLACE,), (PLACE,)),
    "citizen_of": Predicate((PERSON,), (PLACE,)),
    "competes_with": Predicate((ORGANISATION,), (ORGANISATION,), is_symmetric=True),
    "cooperates_with": Predicate((ORGANISATION,), (ORGANISATION,), is_symmetric=True),
    "died_in": Predicate((PERSON,), (PLACE,)),
    "directed": Predicate((PERSON,), (THING,)),
    "founded": Predicate(_GROUP, (ORGANISATION,)),
    "head_of": Predicate((PERSON,), (ORGANISATION, PLACE)),
    "invested_in": Predicate(_GROUP, (ORGANISATION,)),
    "located_in": Predicate((PLACE, ORGANISATION, THING), (PLACE,)),
    "married_to": Predicate((PERSON,), (PERSON,), is_symmetric=True),
    "member_of": Predicate((PERSON, ORGANISATION, PLACE), (ORGANISATION,)),
    "owns": Predicate(_GROUP, (ORGANISATION, PLACE, THING)),
    "parent_of": Predicate((PERSON,), (PERSON,)),
    "part_of": Predicate((ORGANISATION, PLACE, THING), (ORGANISATION, PLACE, THING)),
    "participant_in": Predicate((PERSON, ORGANISATION, PLACE), (THING,)),
    "performed": Predicate(_GROUP, (THING,)),
    "produced": Predicate(_GROUP, (THING,)),
    "sibling_of": Predicate((PERSON,), (PERSON,), is_symmetric=True),
    "studied_at": Predicate((PERSON,), (ORGANISATION,)),
    "works_for": Predicate((PERSON,), (ORGANISATION,)),
}


@cache
def allowed(subject: str, object_: str) -> tuple[str, ...]:
    """Return the predicates that may join two kinds, in order."""
    return tuple(
        name for name, rule in PREDICATES.items() if subject in rule.subjects and object_ in rule.objects
    )
