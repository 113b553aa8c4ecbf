"""Every sentence and name that stands for a code, and amounts as people write them.

In: codes with their params, enum members, plain numbers (bytes, seconds, nanoseconds since the epoch).
Out: text in the language that is installed at the time of the call. The English stands here, the
Chinese in ``resources/i18n``; both are looked up anew at every call, so nothing needs to be rebuilt
when the language changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QObject

from engine.errors import EngineError
from engine.events import Activity
from engine.records import FileStatus, Leg, Reason, Stage
from gui.kind_names import kind_name


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Mark ``text`` for lupdate, which knows this name; Qt's own is typed as giving an object."""
    return text


# A sentence may use the code's params; ``_bytes`` params come out as sizes, numbers with separators.
SENTENCES: Mapping[str, str] = {
    "engine": QT_TRANSLATE_NOOP("Texts", "Something went wrong. Try again."),
    "engine.gone": QT_TRANSLATE_NOOP("Texts", "The engine stopped unexpectedly. Your library is safe."),
    "internal": QT_TRANSLATE_NOOP("Texts", "Something unexpected happened in the engine. This is a bug."),
    "file": QT_TRANSLATE_NOOP("Texts", "This file could not be read."),
    "file.unreadable": QT_TRANSLATE_NOOP(
        "Texts", "The system would not open this file. Check that you may read it."
    ),
    "file.unsupported": QT_TRANSLATE_NOOP("Texts", "This is {format}. Satchel cannot read it yet."),
    "file.too_large": QT_TRANSLATE_NOOP(
        "Texts", "At {size_bytes} the file is over the limit of {limit_bytes}."
    ),
    "file.too_many_pixels": QT_TRANSLATE_NOOP(
        "Texts", "The picture is too large to be read: {n_pixels} pixels; the limit is {limit_pixels}."
    ),
    "file.encrypted": QT_TRANSLATE_NOOP("Texts", "The file asks for a password. Save a copy without one."),
    "file.damaged": QT_TRANSLATE_NOOP(
        "Texts", "The file is damaged. Open it in its own program and save it again."
    ),
    "file.empty": QT_TRANSLATE_NOOP("Texts", "The file is empty."),
    "file.encoding_unknown": QT_TRANSLATE_NOOP("Texts", "Its content is not text in any known encoding."),
    "reader.timed_out": QT_TRANSLATE_NOOP("Texts", "Reading stopped after {limit_s} s without progress."),
    "reader.crashed": QT_TRANSLATE_NOOP(
        "Texts", "The reader broke down on this file. Everything else is unharmed."
    ),
    "reader.out_of_memory": QT_TRANSLATE_NOOP(
        "Texts", "Reading it would take more than {limit_bytes} of memory."
    ),
    "store": QT_TRANSLATE_NOOP("Texts", "The library file cannot be used."),
    "store.too_new": QT_TRANSLATE_NOOP(
        "Texts", "A newer Satchel wrote this library. Update Satchel to open it."
    ),
    "store.locked": QT_TRANSLATE_NOOP("Texts", "Another Satchel is writing to this library. Close it first."),
    "store.corrupt": QT_TRANSLATE_NOOP(
        "Texts", "The library file {path} is damaged. Your own files are unharmed."
    ),
    "store.missing": QT_TRANSLATE_NOOP("Texts", "There is no library at {path}."),
    "store.disk_full": QT_TRANSLATE_NOOP("Texts", "The disk is full. Free some room, then resume."),
    "store.disk_low": QT_TRANSLATE_NOOP(
        "Texts", "The disk is almost full ({free_bytes} left). Free some room."
    ),
    "store.migration_failed": QT_TRANSLATE_NOOP(
        "Texts", "The library could not be brought up to date; it stays as it was."
    ),
    "model": QT_TRANSLATE_NOOP("Texts", "A model cannot be used."),
    "model.missing": QT_TRANSLATE_NOOP(
        "Texts", "The model “{name}” is missing. Search by words still works."
    ),
    "model.corrupt": QT_TRANSLATE_NOOP("Texts", "A file of the model “{name}” is damaged. Install it again."),
    "model.device_unavailable": QT_TRANSLATE_NOOP("Texts", "The device “{device}” cannot run models here."),
    "model.unsafe": QT_TRANSLATE_NOOP(
        "Texts",
        "“{file}” of the model “{name}” could run code when opened. Save the weights as safetensors or ONNX.",
    ),
    "model.runs_code": QT_TRANSLATE_NOOP(
        "Texts",
        "The model “{name}” needs code of its own ({file}), which is never run. Choose one of a standard kind.",
    ),
    "model.unsupported": QT_TRANSLATE_NOOP("Texts", "The model “{name}” cannot be used: {detail}."),
    "training": QT_TRANSLATE_NOOP("Texts", "Training cannot go on."),
    "training.corpus_invalid": QT_TRANSLATE_NOOP(
        "Texts", "{path}, line {line}: {detail}. Nothing was changed; correct the line and try again."
    ),
    "training.corpus_undecodable": QT_TRANSLATE_NOOP(
        "Texts", "{path}, line {line}: this is not UTF-8 text. Save the file as UTF-8 and try again."
    ),
    "training.corpus_empty": QT_TRANSLATE_NOOP(
        "Texts", "{path}: nothing labelled was found in it. Check that this is the right file."
    ),
    "training.corpus_tag_wrong": QT_TRANSLATE_NOOP(
        "Texts",
        "{path}, line {line}: the tag “{tag}” is wrong. A tag is O, B-LABEL, or I-LABEL after a B-LABEL.",
    ),
    "training.corpus_span_wrong": QT_TRANSLATE_NOOP(
        "Texts", "{path}, line {line}: the span {start} to {end} does not fit its text or overlaps another."
    ),
    "training.corpus_line_too_long": QT_TRANSLATE_NOOP(
        "Texts",
        "{path}, line {line}: longer than {limit_chars} characters. Put one sentence or paragraph on a line.",
    ),
    "training.too_few_examples": QT_TRANSLATE_NOOP(
        "Texts",
        "{n_found} labelled sentences are too few; at least {n_needed} are needed. Correct some more.",
    ),
    "training.extra_missing": QT_TRANSLATE_NOOP(
        "Texts", "Training needs more than is installed ({package})."
    ),
    "training.plan_invalid": QT_TRANSLATE_NOOP(
        "Texts", "“{name}” takes a number from {minimum} to {maximum}, not {value}."
    ),
    "training.trainer_died": QT_TRANSLATE_NOOP(
        "Texts", "Training ended unexpectedly, for lack of memory perhaps. Nothing was changed."
    ),
    "training.under_way": QT_TRANSLATE_NOOP("Texts", "Training is under way already."),
    "request": QT_TRANSLATE_NOOP("Texts", "That is no longer there."),
    "request.folder_missing": QT_TRANSLATE_NOOP("Texts", "{path} is not a folder that can be read."),
    "request.file_not_in_library": QT_TRANSLATE_NOOP("Texts", "No text of {path} is in the library."),
    "request.entity_unknown": QT_TRANSLATE_NOOP("Texts", "Nothing in the library goes by “{name}”."),
    "request.span_outside": QT_TRANSLATE_NOOP("Texts", "That is no part of the text."),
    "request.file_unwritable": QT_TRANSLATE_NOOP(
        "Texts", "{path} cannot be written ({detail}). Choose another place."
    ),
    "request.correction_unknown": QT_TRANSLATE_NOOP("Texts", "There is nothing to undo."),
    "request.setting_unknown": QT_TRANSLATE_NOOP("Texts", "There is no setting “{name}”."),
    "request.setting_invalid": QT_TRANSLATE_NOOP("Texts", "“{name}” can be {allowed}, not “{value}”."),
    "request.version_unknown": QT_TRANSLATE_NOOP("Texts", "There is no model “{name}”."),
    "request.no_earlier_version": QT_TRANSLATE_NOOP(
        "Texts", "No other model was in use before “{name}”: there is nothing to go back to."
    ),
    "cancelled": QT_TRANSLATE_NOOP("Texts", "Stopped."),
    "partial": QT_TRANSLATE_NOOP("Texts", "Only part of this file was read."),
    "partial.text_limit": QT_TRANSLATE_NOOP("Texts", "Only the first {limit_chars} characters were read."),
    "partial.page_limit": QT_TRANSLATE_NOOP(
        "Texts", "Only the first {limit_pages} of {n_pages} pages were read."
    ),
    "partial.timed_out": QT_TRANSLATE_NOOP(
        "Texts", "Reading took too long; what comes after page {page} is missing."
    ),
    "partial.parts_damaged": QT_TRANSLATE_NOOP(
        "Texts", "Damaged slides or sheets were left out ({n_parts})."
    ),
    "partial.repeats": QT_TRANSLATE_NOOP(
        "Texts", "Cells that repeat very often were written out a limited number of times."
    ),
    "partial.no_text": QT_TRANSLATE_NOOP(
        "Texts", "No text was found in it. Perhaps it is a scan or a picture."
    ),
    "partial.ocr_waiting": QT_TRANSLATE_NOOP(
        "Texts", "Pages that are pictures and wait to be read: {n_waiting} of {n_pages}."
    ),
    "partial.ocr_failed": QT_TRANSLATE_NOOP(
        "Texts", "Pages that are pictures and could not be read: {n_failed} of {n_pages}."
    ),
    "partial.ocr_off": QT_TRANSLATE_NOOP(
        "Texts", "Its pages are pictures ({n_pages}), and reading pictures is switched off in the settings."
    ),
    "partial.ocr_missing": QT_TRANSLATE_NOOP(
        "Texts", "Its pages are pictures ({n_pages}), which cannot be read on this computer."
    ),
    "partial.too_deep": QT_TRANSLATE_NOOP(
        "Texts", "It is nested very deeply; only the first {limit_levels} levels were read."
    ),
    "partial.damaged": QT_TRANSLATE_NOOP(
        "Texts", "The file is damaged or cut short; what could be read of it was kept."
    ),
    "partial.attachments": QT_TRANSLATE_NOOP(
        "Texts", "Attachments that could not be read: {n_attachments} ({names})."
    ),
    "partial.mail_limit": QT_TRANSLATE_NOOP(
        "Texts", "Some of this mail was left out: it nests too deep, or has too many or too long parts."
    ),
    "partial.words_only": QT_TRANSLATE_NOOP("Texts", "Of its tables the words were read, not the numbers."),
    "partial.chapters": QT_TRANSLATE_NOOP(
        "Texts", "Chapters that could not be read: {n_chapters} of {n_all}."
    ),
    "partial.archive_limit": QT_TRANSLATE_NOOP(
        "Texts", "Only the first {n_members} files of this archive were read; the limit is {limit}."
    ),
    "partial.archive_bytes": QT_TRANSLATE_NOOP(
        "Texts",
        "Only the first {n_members} files of this archive were read: it unpacks to more than is safe "
        "({limit_bytes}).",
    ),
    "partial.archive_text": QT_TRANSLATE_NOOP(
        "Texts",
        "Only the first {n_members} files of this archive were read: together they have more than "
        "{limit_chars} characters.",
    ),
    "partial.archive_stopped": QT_TRANSLATE_NOOP(
        "Texts", "Reading stopped at {name}; that file and those after it are missing."
    ),
    "pace.disk": QT_TRANSLATE_NOOP(
        "Texts",
        "The disk is almost full ({free_bytes} left). Free some room; reading then goes on by itself.",
    ),
    "pace.memory": QT_TRANSLATE_NOOP(
        "Texts", "Memory is nearly full. Reading goes on by itself when other programs need less."
    ),
    "pace.battery_low": QT_TRANSLATE_NOOP(
        "Texts", "The battery is below {limit_percent} %. Reading goes on when the computer is plugged in."
    ),
    "pace.battery_pause": QT_TRANSLATE_NOOP("Texts", "Reading goes on when the computer is plugged in."),
    "pace.battery_slow": QT_TRANSLATE_NOOP("Texts", "Slower while on battery"),
    "pace.hot": QT_TRANSLATE_NOOP("Texts", "Slower while the computer is hot"),
    "pace.busy": QT_TRANSLATE_NOOP("Texts", "Slower while other programs are busy"),
    "ignored": QT_TRANSLATE_NOOP("Texts", "Left out by a rule."),
    "ignored.rule": QT_TRANSLATE_NOOP("Texts", "Left out by the rule “{rule}”."),
    "ignored.no_speech_model": QT_TRANSLATE_NOOP(
        "Texts", "This is {format}, and there is no speech model. It is found by its name only."
    ),
}

_STATUSES: Mapping[FileStatus, str] = {
    FileStatus.WAITING: QT_TRANSLATE_NOOP("Texts", "Waiting"),
    FileStatus.INDEXED: QT_TRANSLATE_NOOP("Texts", "Indexed"),
    FileStatus.PARTIAL: QT_TRANSLATE_NOOP("Texts", "Partial"),
    FileStatus.FAILED: QT_TRANSLATE_NOOP("Texts", "Failed"),
    FileStatus.IGNORED: QT_TRANSLATE_NOOP("Texts", "Ignored"),
}
_LEGS: Mapping[str, str] = {
    Leg.TEXT: QT_TRANSLATE_NOOP("Texts", "words"),
    Leg.VECTOR: QT_TRANSLATE_NOOP("Texts", "meaning"),
    Leg.ENTITY: QT_TRANSLATE_NOOP("Texts", "entities"),
    Leg.NAME: QT_TRANSLATE_NOOP("Texts", "name"),
}
_STAGES: Mapping[str, str] = {
    Stage.NAMES: QT_TRANSLATE_NOOP("Texts", "Names"),
    Stage.TEXT: QT_TRANSLATE_NOOP("Texts", "Text"),
    Stage.OCR: QT_TRANSLATE_NOOP("Texts", "Pages that are pictures"),
    Stage.VECTORS: QT_TRANSLATE_NOOP("Texts", "Meaning"),
    Stage.KNOWLEDGE: QT_TRANSLATE_NOOP("Texts", "Knowledge"),
}
_ACTIVITIES: Mapping[Activity, str] = {
    Activity.SCANNING: QT_TRANSLATE_NOOP("Texts", "Looking through folders"),
    Activity.READING: QT_TRANSLATE_NOOP("Texts", "Reading files"),
    Activity.OCR: QT_TRANSLATE_NOOP("Texts", "Reading pages that are pictures"),
    Activity.EMBEDDING: QT_TRANSLATE_NOOP("Texts", "Learning what passages mean"),
    Activity.TAGGING: QT_TRANSLATE_NOOP("Texts", "Finding people, places and things"),
    Activity.IDLE: QT_TRANSLATE_NOOP("Texts", "Up to date"),
    Activity.PAUSED: QT_TRANSLATE_NOOP("Texts", "Paused"),
}
_LABELS: Mapping[str, str] = {
    "PER": QT_TRANSLATE_NOOP("Texts", "Person"),
    "ORG": QT_TRANSLATE_NOOP("Texts", "Organisation"),
    "LOC": QT_TRANSLATE_NOOP("Texts", "Place"),
    "MISC": QT_TRANSLATE_NOOP("Texts", "Other"),
    "EVENT": QT_TRANSLATE_NOOP("Texts", "Event"),
    "PRODUCT": QT_TRANSLATE_NOOP("Texts", "Product"),
    "WORK": QT_TRANSLATE_NOOP("Texts", "Work"),
    "DATE": QT_TRANSLATE_NOOP("Texts", "Date"),
}
_LABEL_GROUPS: Mapping[str, str] = {
    "PER": QT_TRANSLATE_NOOP("Texts", "People"),
    "ORG": QT_TRANSLATE_NOOP("Texts", "Organisations"),
    "LOC": QT_TRANSLATE_NOOP("Texts", "Places"),
    "MISC": QT_TRANSLATE_NOOP("Texts", "Others"),
    "EVENT": QT_TRANSLATE_NOOP("Texts", "Events"),
    "PRODUCT": QT_TRANSLATE_NOOP("Texts", "Products"),
    "WORK": QT_TRANSLATE_NOOP("Texts", "Works"),
    "DATE": QT_TRANSLATE_NOOP("Texts", "Dates"),
}
LABELS = tuple(_LABELS)


def sentence(code: str, params: Mapping[str, Any] | None = None) -> str:
    """What to tell about ``code``; an unknown one is told as its nearest known parent."""
    known = code
    while known and known not in SENTENCES:
        known = known.rpartition(".")[0]
    text = _translate(SENTENCES[known or "engine"])
    return text.format_map(_Params(params or {}))


def error_sentence(error: EngineError) -> str:
    """What happened and what to do about it."""
    return sentence(error.code, error.params)


def reason_sentence(reason: Reason | None) -> str:
    """Why a file is not (wholly) indexed; empty for None."""
    return sentence(reason.code, reason.params) if reason else ""


def status_name(status: FileStatus) -> str:
    """One word for a file's status."""
    return _translate(_STATUSES[status])


def leg_name(leg: str) -> str:
    """One word for why a hit was found."""
    return _translate(_LEGS.get(leg, leg))


def stage_name(stage: str) -> str:
    """One word for a stage of the index."""
    return _translate(_STAGES.get(stage, stage))


def activity_name(activity: Activity) -> str:
    """What the indexer is doing, as a short phrase."""
    return _translate(_ACTIVITIES[activity])


def label_name(label: str) -> str:
    """What one entity with this label is; an unknown label stands for itself."""
    return _translate(_LABELS[label]) if label in _LABELS else label


def label_group(label: str) -> str:
    """The plural of ``label_name``, for lists and filters."""
    return _translate(_LABEL_GROUPS[label]) if label in _LABEL_GROUPS else label


def number(value: float) -> str:
    """A count with the language's separators; below 10 one decimal is kept where there is one."""
    locale = QLocale()
    if value == int(value) or value >= 10:
        return locale.toString(round(value))
    return locale.toString(float(value), "f", 1)


def size(n_bytes: int) -> str:
    """A file size: ``"3.1 MB"``."""
    return QLocale().formattedDataSize(n_bytes, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


def duration(seconds: float) -> str:
    """A span of time rounded as people say it: ``"3 min"``, ``"2 h 5 min"``."""
    whole = max(1, round(seconds))
    if whole < 60:
        return _translate(QT_TRANSLATE_NOOP("Texts", "{s} s")).format(s=whole)
    minutes = round(whole / 60)
    if minutes < 60:
        return _translate(QT_TRANSLATE_NOOP("Texts", "{m} min")).format(m=minutes)
    text = (
        QT_TRANSLATE_NOOP("Texts", "{h} h {m} min") if minutes % 60 else QT_TRANSLATE_NOOP("Texts", "{h} h")
    )
    return _translate(text).format(h=number(minutes // 60), m=minutes % 60)


def date(epoch_ns: int) -> str:
    """A day, local time, in the form that nobody misreads."""
    moment = QDateTime.fromMSecsSinceEpoch(epoch_ns // 1_000_000)
    return QLocale().toString(moment.date(), _translate(QT_TRANSLATE_NOOP("Texts", "d MMM yyyy")))


def page(page_number: int | None) -> str:
    """``"page 3"``; empty for None."""
    if page_number is None:
        return ""
    return _translate(QT_TRANSLATE_NOOP("Texts", "page {n}")).format(n=number(page_number))


class _Amounts(QObject):
    """Counts of things; a class because lupdate sees plurals only in ``self.tr``."""

    def documents(self, n: int) -> str:
        return self.tr("%Ln document(s)", "", n)

    def files(self, n: int) -> str:
        return self.tr("%Ln file(s)", "", n)

    def passages(self, n: int) -> str:
        return self.tr("%Ln passage(s)", "", n)

    def entities(self, n: int) -> str:
        return self.tr("%Ln entit(ies)", "", n)

    def relations(self, n: int) -> str:
        return self.tr("%Ln relation(s)", "", n)

    def mentions(self, n: int) -> str:
        return self.tr("%Ln mention(s)", "", n)

    def hits(self, n: int) -> str:
        return self.tr("%Ln hit(s)", "", n)

    def copies(self, n: int) -> str:
        return self.tr("%Ln cop(ies)", "", n)

    def more_alike(self, n: int) -> str:
        return self.tr("and %Ln more like it", "", n)


AMOUNTS = _Amounts()


class _Params(dict[str, str]):
    """Params of a code made ready to be read; one that is missing leaves a dash, never an error."""

    def __init__(self, params: Mapping[str, Any]) -> None:
        super().__init__({name: self._readable(name, value) for name, value in params.items()})

    def __missing__(self, name: str) -> str:
        return "–"

    @staticmethod
    def _readable(name: str, value: Any) -> str:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return size(int(value)) if name.endswith("_bytes") else number(value)
        return kind_name(str(value)) if name == "format" else str(value)


def _translate(text: str) -> str:
    return QCoreApplication.translate("Texts", text)
