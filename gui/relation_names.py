"""The verbs of relations, read from either end, in the language that is installed at the time of the call."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from gui.translatable import QT_TRANSLATE_NOOP

# Each read from the subject ("out") and from the object ("in").
_PREDICATES: Mapping[str, tuple[str, str]] = {
    "co_mention": (QT_TRANSLATE_NOOP("Texts", "appears with"), QT_TRANSLATE_NOOP("Texts", "appears with")),
    "works_for": (QT_TRANSLATE_NOOP("Texts", "works for"), QT_TRANSLATE_NOOP("Texts", "employs")),
    "located_in": (QT_TRANSLATE_NOOP("Texts", "is in"), QT_TRANSLATE_NOOP("Texts", "is the location of")),
    "part_of": (QT_TRANSLATE_NOOP("Texts", "is part of"), QT_TRANSLATE_NOOP("Texts", "includes")),
    "born_in": (
        QT_TRANSLATE_NOOP("Texts", "was born in"),
        QT_TRANSLATE_NOOP("Texts", "is the birthplace of"),
    ),
    "died_in": (
        QT_TRANSLATE_NOOP("Texts", "died in"),
        QT_TRANSLATE_NOOP("Texts", "is the place of death of"),
    ),
    "founded": (QT_TRANSLATE_NOOP("Texts", "founded"), QT_TRANSLATE_NOOP("Texts", "was founded by")),
    "member_of": (
        QT_TRANSLATE_NOOP("Texts", "is a member of"),
        QT_TRANSLATE_NOOP("Texts", "has as a member"),
    ),
    "owns": (QT_TRANSLATE_NOOP("Texts", "owns"), QT_TRANSLATE_NOOP("Texts", "is owned by")),
    "acquired": (QT_TRANSLATE_NOOP("Texts", "acquired"), QT_TRANSLATE_NOOP("Texts", "was acquired by")),
    "married_to": (QT_TRANSLATE_NOOP("Texts", "is married to"), QT_TRANSLATE_NOOP("Texts", "is married to")),
    "parent_of": (QT_TRANSLATE_NOOP("Texts", "is a parent of"), QT_TRANSLATE_NOOP("Texts", "is a child of")),
    "child_of": (QT_TRANSLATE_NOOP("Texts", "is a child of"), QT_TRANSLATE_NOOP("Texts", "is a parent of")),
    "author_of": (QT_TRANSLATE_NOOP("Texts", "wrote"), QT_TRANSLATE_NOOP("Texts", "was written by")),
    "studied_at": (QT_TRANSLATE_NOOP("Texts", "studied at"), QT_TRANSLATE_NOOP("Texts", "had as a student")),
    "capital_of": (
        QT_TRANSLATE_NOOP("Texts", "is the capital of"),
        QT_TRANSLATE_NOOP("Texts", "has as its capital"),
    ),
    "citizen_of": (
        QT_TRANSLATE_NOOP("Texts", "is a citizen of"),
        QT_TRANSLATE_NOOP("Texts", "has as a citizen"),
    ),
    "competes_with": (
        QT_TRANSLATE_NOOP("Texts", "competes with"),
        QT_TRANSLATE_NOOP("Texts", "competes with"),
    ),
    "cooperates_with": (
        QT_TRANSLATE_NOOP("Texts", "works together with"),
        QT_TRANSLATE_NOOP("Texts", "works together with"),
    ),
    "directed": (QT_TRANSLATE_NOOP("Texts", "directed"), QT_TRANSLATE_NOOP("Texts", "was directed by")),
    "head_of": (QT_TRANSLATE_NOOP("Texts", "heads"), QT_TRANSLATE_NOOP("Texts", "is headed by")),
    "invested_in": (
        QT_TRANSLATE_NOOP("Texts", "invested in"),
        QT_TRANSLATE_NOOP("Texts", "had an investment from"),
    ),
    "participant_in": (
        QT_TRANSLATE_NOOP("Texts", "took part in"),
        QT_TRANSLATE_NOOP("Texts", "had as a participant"),
    ),
    "performed": (QT_TRANSLATE_NOOP("Texts", "performed"), QT_TRANSLATE_NOOP("Texts", "was performed by")),
    "produced": (QT_TRANSLATE_NOOP("Texts", "produced"), QT_TRANSLATE_NOOP("Texts", "was produced by")),
    "sibling_of": (
        QT_TRANSLATE_NOOP("Texts", "is a sibling of"),
        QT_TRANSLATE_NOOP("Texts", "is a sibling of"),
    ),
    "role": (QT_TRANSLATE_NOOP("Texts", "holds the post of"), QT_TRANSLATE_NOOP("Texts", "is the post of")),
}
PREDICATES = tuple(_PREDICATES)


def predicate_name(predicate: str, direction: str = "out") -> str:
    """The verb of a relation, read from its subject, or from its object when ``direction`` is ``"in"``."""
    if predicate not in _PREDICATES:
        return predicate.replace("_", " ")
    return QCoreApplication.translate("Texts", _PREDICATES[predicate][1 if direction == "in" else 0])
