"""Every sentence and name that stands for a code, and amounts as people write them.

In: codes with their params, enum members, plain numbers (bytes, seconds, nanoseconds since the epoch).
Out: text in the language that is installed at the time of the call. The English stands here, the
Chinese in ``resources/i18n``; both are looked up anew at every call, so nothing needs to be rebuilt
when the language changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QObject

from engine.errors import EngineError
from engine.events import Activity
from engine.neighbours import GraphNode
from engine.records import FileStatus, Reason, Stage
from gui.kind_names import kind_name
from gui.sentences import SENTENCES
from gui.translatable import QT_TRANSLATE_NOOP

_STATUSES: Mapping[FileStatus, str] = {
    FileStatus.WAITING: QT_TRANSLATE_NOOP("Texts", "Waiting"),
    FileStatus.INDEXED: QT_TRANSLATE_NOOP("Texts", "Indexed"),
    FileStatus.PARTIAL: QT_TRANSLATE_NOOP("Texts", "Partial"),
    FileStatus.FAILED: QT_TRANSLATE_NOOP("Texts", "Failed"),
    FileStatus.IGNORED: QT_TRANSLATE_NOOP("Texts", "Ignored"),
}
_STAGES: Mapping[str, str] = {
    Stage.NAMES: QT_TRANSLATE_NOOP("Texts", "Names"),
    Stage.TEXT: QT_TRANSLATE_NOOP("Texts", "Text"),
    Stage.OCR: QT_TRANSLATE_NOOP("Texts", "Pictures and recordings"),
    Stage.VECTORS: QT_TRANSLATE_NOOP("Texts", "Meaning"),
    Stage.KNOWLEDGE: QT_TRANSLATE_NOOP("Texts", "Knowledge"),
}
_ACTIVITIES: Mapping[Activity, str] = {
    Activity.SCANNING: QT_TRANSLATE_NOOP("Texts", "Looking through folders"),
    Activity.READING: QT_TRANSLATE_NOOP("Texts", "Reading files"),
    Activity.OCR: QT_TRANSLATE_NOOP("Texts", "Reading pages that are pictures"),
    Activity.LISTENING: QT_TRANSLATE_NOOP("Texts", "Writing recordings down"),
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


def why_found(reasons: Iterable[Reason]) -> list[str]:
    """Why a hit was found, one phrase each."""
    return [sentence(reason.code, reason.params) for reason in reasons]


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
    return QLocale().formattedDataSize(n_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def pace(units_a_second: float) -> str:
    """Say how much is done in what time, in numbers that people can picture."""
    if units_a_second < 1:
        a_minute = _translate(QT_TRANSLATE_NOOP("Texts", "{rate} a minute"))
        return a_minute.format(rate=number(60 * units_a_second))
    return _translate(QT_TRANSLATE_NOOP("Texts", "{rate} a second")).format(rate=number(units_a_second))


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


def moment(epoch_ms: int) -> str:
    """A day with its time, local."""
    time = QDateTime.fromMSecsSinceEpoch(epoch_ms).time()
    return f"{date(epoch_ms * 1_000_000)} {QLocale().toString(time, QLocale.FormatType.ShortFormat)}"


def next_try(at_ms: int) -> str:
    """When a file is tried again by itself: ``"tries again in 4 min"``."""
    left_s = (at_ms - QDateTime.currentMSecsSinceEpoch()) / 1000
    if left_s <= 0:
        return _translate(QT_TRANSLATE_NOOP("Texts", "tries again now"))
    return _translate(QT_TRANSLATE_NOOP("Texts", "tries again in {time}")).format(time=duration(left_s))


def page(page_number: int | None) -> str:
    """``"page 3"``; empty for None."""
    if page_number is None:
        return ""
    return _translate(QT_TRANSLATE_NOOP("Texts", "page {n}")).format(n=number(page_number))


def listed(names: Iterable[str]) -> str:
    """Several names as one text, in the language's own way."""
    return _translate(QT_TRANSLATE_NOOP("Texts", ", ")).join(names)


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

    def tries(self, n: int) -> str:
        return self.tr("%Ln tr(ies)", "", n)

    def new(self, n: int) -> str:
        return self.tr("%Ln new", "", n)

    def more_places(self, n: int) -> str:
        return self.tr("%Ln more place(s) in this document", "", n)

    def more_alike(self, n: int) -> str:
        return self.tr("and %Ln more like it", "", n)


AMOUNTS = _Amounts()


def node_words(node: GraphNode) -> str:
    """A node of a graph in one line: name, label, mentions."""
    return f"{node.name} · {label_name(node.label)} · {AMOUNTS.mentions(node.n_mentions)}"


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
        if isinstance(value, list | tuple):
            return listed(map(str, value))
        if name == "label":
            return label_group(str(value))
        return kind_name(str(value)) if name == "format" else str(value)


def _translate(text: str) -> str:
    return QCoreApplication.translate("Texts", text)
