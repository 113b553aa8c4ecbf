"""What the engine tells without being asked: a closed list of frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from engine.carried import TransferProgress
from engine.records import Reason, StageProgress
from engine.teaching import RunReport, TrainingProgress

__all__ = [
    "Activity",
    "ChangeKind",
    "EngineFailed",
    "EngineReady",
    "Event",
    "IndexProgress",
    "LibraryChanged",
    "Restraint",
    "TrainingFinished",
    "TrainingProgress",
    "TransferProgress",
]


class ChangeKind(StrEnum):
    """What kind of thing changed, so that a panel re-reads only what it shows."""

    FOLDERS = "folders"
    FILES = "files"
    TEXT = "text"
    VECTORS = "vectors"
    KNOWLEDGE = "knowledge"
    MODELS = "models"


class Activity(StrEnum):
    """What the indexer is doing."""

    SCANNING = "scanning"
    READING = "reading"
    OCR = "ocr"
    LISTENING = "listening"
    EMBEDDING = "embedding"
    TAGGING = "tagging"
    IDLE = "idle"
    PAUSED = "paused"


class Restraint(StrEnum):
    """Why the indexer does less than it could, what weighs most first; each is the code of a sentence."""

    DISK = "pace.disk"
    MEMORY = "pace.memory"
    BATTERY_LOW = "pace.battery_low"
    BATTERY_PAUSE = "pace.battery_pause"
    BATTERY_SLOW = "pace.battery_slow"
    HOT = "pace.hot"
    BUSY = "pace.busy"


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineReady:
    """The library is open and answers queries."""

    library_path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexProgress:
    """How the index stands, at most 10 a second.

    ``rate`` is units of the current activity a second, ``left_s`` the seconds
    until every stage is done; None while there is too little to go by.
    ``restraint`` is what holds the work up or slows it down, its code a ``Restraint``;
    None at full speed, while nothing is to be done, and when it was people who paused.
    """

    activity: Activity
    stages: Mapping[str, StageProgress]
    rate: float
    left_s: float | None
    current_path: str = ""
    restraint: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryChanged:
    """These kinds of things changed since the last such event."""

    kinds: frozenset[ChangeKind]


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineFailed:
    """The engine cannot go on; ``code`` and ``params`` as in ``engine.errors``."""

    code: str
    params: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingFinished:
    """A training run ended: with a report, or with a fault (``code`` and ``params``) that changed nothing."""

    report: RunReport | None = None
    code: str = ""
    params: Mapping[str, object] = field(default_factory=dict)


Event = (
    EngineReady
    | IndexProgress
    | LibraryChanged
    | EngineFailed
    | TrainingProgress
    | TrainingFinished
    | TransferProgress
)
