"""What facets, their values and the fields of a query are called, in the language in force at the call."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLocale

from gui.translatable import QT_TRANSLATE_NOOP

_TYPES: Mapping[str, str] = {
    "pdf": QT_TRANSLATE_NOOP("Facets", "PDF"),
    "word": QT_TRANSLATE_NOOP("Facets", "Documents"),
    "spreadsheet": QT_TRANSLATE_NOOP("Facets", "Spreadsheets"),
    "presentation": QT_TRANSLATE_NOOP("Facets", "Presentations"),
    "mail": QT_TRANSLATE_NOOP("Facets", "Mail"),
    "ebook": QT_TRANSLATE_NOOP("Facets", "E-books"),
    "web": QT_TRANSLATE_NOOP("Facets", "Web pages"),
    "note": QT_TRANSLATE_NOOP("Facets", "Notes"),
    "text": QT_TRANSLATE_NOOP("Facets", "Plain text"),
    "latex": QT_TRANSLATE_NOOP("Facets", "LaTeX"),
    "notebook": QT_TRANSLATE_NOOP("Facets", "Notebooks"),
    "code": QT_TRANSLATE_NOOP("Facets", "Code"),
    "picture": QT_TRANSLATE_NOOP("Facets", "Pictures"),
    "audio": QT_TRANSLATE_NOOP("Facets", "Recordings"),
    "video": QT_TRANSLATE_NOOP("Facets", "Videos"),
    "archive": QT_TRANSLATE_NOOP("Facets", "Archives"),
    "subtitles": QT_TRANSLATE_NOOP("Facets", "Subtitles"),
    "data": QT_TRANSLATE_NOOP("Facets", "Data"),
    "drawing": QT_TRANSLATE_NOOP("Facets", "Drawings"),
    "program": QT_TRANSLATE_NOOP("Facets", "Programs"),
    "font": QT_TRANSLATE_NOOP("Facets", "Fonts"),
    "certificate": QT_TRANSLATE_NOOP("Facets", "Certificates"),
}
_LANGUAGES: Mapping[str, str] = {
    "en": QT_TRANSLATE_NOOP("Facets", "English"),
    "zh": QT_TRANSLATE_NOOP("Facets", "Chinese"),
}
_GROUPS: Mapping[str, str] = {
    "type": QT_TRANSLATE_NOOP("Facets", "Type"),
    "year": QT_TRANSLATE_NOOP("Facets", "Year"),
    "folder": QT_TRANSLATE_NOOP("Facets", "Folder"),
    "language": QT_TRANSLATE_NOOP("Facets", "Language"),
}
_FIELDS: Mapping[str, str] = {
    "person": QT_TRANSLATE_NOOP("Facets", "mentions this person"),
    "org": QT_TRANSLATE_NOOP("Facets", "mentions this organisation"),
    "place": QT_TRANSLATE_NOOP("Facets", "mentions this place"),
    "entity": QT_TRANSLATE_NOOP("Facets", "mentions this, whatever it is"),
    "label": QT_TRANSLATE_NOOP("Facets", "mentions anything of this kind"),
    "type": QT_TRANSLATE_NOOP("Facets", "what kind of file"),
    "in": QT_TRANSLATE_NOOP("Facets", "in this folder"),
    "before": QT_TRANSLATE_NOOP("Facets", "older than this day"),
    "after": QT_TRANSLATE_NOOP("Facets", "this day or later"),
    "on": QT_TRANSLATE_NOOP("Facets", "on this day, or in this month or year"),
    "lang": QT_TRANSLATE_NOOP("Facets", "written in this language"),
    "name": QT_TRANSLATE_NOOP("Facets", "words in the file’s name"),
    "title": QT_TRANSLATE_NOOP("Facets", "words in the title"),
    "author": QT_TRANSLATE_NOOP("Facets", "written by"),
    "size": QT_TRANSLATE_NOOP("Facets", "larger or smaller than"),
    "tag": QT_TRANSLATE_NOOP("Facets", "carries this tag"),
}
FIELDS = tuple(_FIELDS)
TYPES = tuple(_TYPES)


def group_name(facet: str) -> str:
    """The heading of a facet that is not about entities."""
    return _translate(_GROUPS.get(facet, facet))


def value_name(facet: str, value: str) -> str:
    """What a value of a facet is called; one that is not known stands for itself."""
    if facet == "type":
        return _translate(_TYPES[value]) if value in _TYPES else f".{value}"
    if facet == "language":
        known = QLocale.codeToLanguage(value)
        is_known = known not in (QLocale.Language.C, QLocale.Language.AnyLanguage)
        own = QLocale.languageToString(known) if is_known else value
        return _translate(_LANGUAGES[value]) if value in _LANGUAGES else own
    return value


def field_meaning(field: str) -> str:
    """What a field of the query language asks for; empty for one that is not known."""
    return _translate(_FIELDS[field]) if field in _FIELDS else ""


def _translate(text: str) -> str:
    return QCoreApplication.translate("Facets", text)
