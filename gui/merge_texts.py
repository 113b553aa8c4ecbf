"""Why two entities may be one, in words; the codes are those of ``MergeProposal.reason``."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from gui.translatable import QT_TRANSLATE_NOOP

REASONS: Mapping[str, str] = {
    "alias": QT_TRANSLATE_NOOP("Texts", "A document gives one as another name of the other"),
    "translation": QT_TRANSLATE_NOOP("Texts", "One may be the translation of the other"),
    "synonym": QT_TRANSLATE_NOOP("Texts", "A dictionary gives both for one thing"),
    "surname": QT_TRANSLATE_NOOP("Texts", "One is the surname of the other"),
    "pinyin": QT_TRANSLATE_NOOP("Texts", "One is how the other is read (pinyin)"),
    "middle_name": QT_TRANSLATE_NOOP("Texts", "They differ in a middle name only"),
    "initials": QT_TRANSLATE_NOOP("Texts", "The initials fit"),
    "initial": QT_TRANSLATE_NOOP("Texts", "The initial and the surname fit"),
    "nickname": QT_TRANSLATE_NOOP("Texts", "One is a short form of the other's first name"),
    "order": QT_TRANSLATE_NOOP("Texts", "The same words in another order"),
    "acronym": QT_TRANSLATE_NOOP("Texts", "One may be the acronym of the other"),
    "place_kind": QT_TRANSLATE_NOOP("Texts", "They differ in the kind of place only"),
    "spelling": QT_TRANSLATE_NOOP("Texts", "They are spelt almost alike"),
    "label": QT_TRANSLATE_NOOP("Texts", "The same name, taken for two kinds of thing"),
}
_UNKNOWN = QT_TRANSLATE_NOOP("Texts", "Their names are alike")


def merge_reason(code: str) -> str:
    """What ``code`` means."""
    return QCoreApplication.translate("Texts", REASONS.get(code, _UNKNOWN))
