"""Faults of what was asked for."""

from __future__ import annotations

from engine.errors.root import EngineError


class RequestError(EngineError):
    """The caller asked for something that is not there."""

    code = "request"


class SettingUnknown(RequestError):
    """There is no setting ``name``."""

    code = "request.setting_unknown"


class SettingInvalid(RequestError):
    """The setting ``name`` cannot be ``value`` but only what ``allowed`` says."""

    code = "request.setting_invalid"


class FolderMissing(RequestError):
    """``path`` is not a folder that can be read."""

    code = "request.folder_missing"


class FileNotInLibrary(RequestError):
    """``path`` has no text in this library."""

    code = "request.file_not_in_library"


class EntityUnknown(RequestError):
    """No entity goes by ``name``; ``near`` lists the closest names."""

    code = "request.entity_unknown"


class SpanOutside(RequestError):
    """``start`` and ``end`` do not name a part of the text, which has ``length`` characters."""

    code = "request.span_outside"


class FileUnwritable(RequestError):
    """``path`` cannot be written (``detail``)."""

    code = "request.file_unwritable"


class CorrectionUnknown(RequestError):
    """There is no correction to undo (``correction_id``, None = none at all)."""

    code = "request.correction_unknown"


class DecisionUnknown(RequestError):
    """There is no decision to undo (``decision_id``, None = none at all)."""

    code = "request.decision_unknown"


class NothingToMerge(RequestError):
    """One entity cannot be merged."""

    code = "request.nothing_to_merge"


class NothingToPart(RequestError):
    """An entity's forms are all to stay, or all to leave."""

    code = "request.nothing_to_part"


class NameEmpty(RequestError):
    """A name or label is blank."""

    code = "request.name_empty"


class VersionUnknown(RequestError):
    """There is no model ``name``; ``known`` lists those that there are."""

    code = "request.version_unknown"


class NoEarlierVersion(RequestError):
    """No other model was in use before ``name``."""

    code = "request.no_earlier_version"


class SearchUnknown(RequestError):
    """There is no saved search ``name``."""

    code = "request.search_unknown"


class SearchNameTaken(RequestError):
    """Another saved search is called ``name``."""

    code = "request.search_name_taken"
