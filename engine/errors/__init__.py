"""Every fault that the engine knows by name.

EngineError(code, **params)     a fault of the environment; anything else is a bug
  InputError                    a file cannot be turned into text
    FileUnreadable  FileTooLarge  TooManyPixels  FileEncrypted  FileDamaged
    UnsupportedFormat ( NoSpeechModel  RecordingUnread )
    EncodingUnknown  ReaderTimedOut  ReaderCrashed  ReaderOutOfMemory
  StoreError                    the library file cannot be used
    StoreTooNew  StoreLocked  StoreCorrupt  StoreMissing  DiskFull ( PlaceFull )  MigrationFailed
  ModelError
    ModelMissing  ModelCorrupt  DeviceUnavailable  ModelUnsafe  ModelRunsCode  ModelUnsupported
    SpeechModelMissing  SpeechModelUnsupported  SpeechExtraMissing
  TrainingError
    CorpusInvalid
      CorpusUndecodable  CorpusEmpty  CorpusTagWrong  CorpusSpanWrong  CorpusLineTooLong
    TooFewExamples  TrainingExtraMissing  TrainerDied  TrainingUnderWay
  RequestError                  the caller asked for something that is not there
    FolderMissing  FileNotInLibrary  EntityUnknown  SpanOutside  CorrectionUnknown  DecisionUnknown
    NothingToMerge  NothingToPart  NameEmpty  VersionUnknown
    SearchUnknown  SearchNameTaken  NoEarlierVersion  FileUnwritable
    PlaceWatched  FolderForeign  ImportUnknown
    GraphFileInvalid ( GraphFileUnsafe  GraphFileTooLarge  GraphColumnMissing  GraphEndMissing )
  Cancelled
  InternalError                 a bug, caught at the edge of the engine

``code`` is stable text such as ``"store.too_new"``; ``params`` are data. The
sentences that people read are made from both in ``gui/texts.py`` and, in
English, in ``engine/cli/sentences.py``.
"""

from __future__ import annotations

from engine.errors.asking import (
    CorrectionUnknown,
    DecisionUnknown,
    EntityUnknown,
    FileNotInLibrary,
    FileUnwritable,
    FolderMissing,
    NameEmpty,
    NoEarlierVersion,
    NothingToMerge,
    NothingToPart,
    RequestError,
    SearchNameTaken,
    SearchUnknown,
    SettingInvalid,
    SettingUnknown,
    SpanOutside,
    VersionUnknown,
)
from engine.errors.carrying import (
    FolderForeign,
    GraphColumnMissing,
    GraphEndMissing,
    GraphFileInvalid,
    GraphFileTooLarge,
    GraphFileUnsafe,
    ImportUnknown,
    PlaceFull,
    PlaceWatched,
)
from engine.errors.models import (
    DeviceUnavailable,
    ModelCorrupt,
    ModelError,
    ModelMissing,
    ModelRunsCode,
    ModelUnsafe,
    ModelUnsupported,
    SpeechExtraMissing,
    SpeechModelMissing,
    SpeechModelUnsupported,
)
from engine.errors.reading import (
    EncodingUnknown,
    FileDamaged,
    FileEncrypted,
    FileTooLarge,
    FileUnreadable,
    InputError,
    NoSpeechModel,
    ReaderCrashed,
    ReaderOutOfMemory,
    ReaderTimedOut,
    RecordingUnread,
    TooManyPixels,
    UnsupportedFormat,
)
from engine.errors.root import Cancelled, EngineError, InternalError
from engine.errors.storing import (
    DiskFull,
    DiskLow,
    MigrationFailed,
    StoreCorrupt,
    StoreError,
    StoreLocked,
    StoreMissing,
    StoreTooNew,
)
from engine.errors.training import (
    CorpusEmpty,
    CorpusInvalid,
    CorpusLineTooLong,
    CorpusSpanWrong,
    CorpusTagWrong,
    CorpusUndecodable,
    PlanInvalid,
    TooFewExamples,
    TrainerDied,
    TrainingError,
    TrainingExtraMissing,
    TrainingUnderWay,
)

__all__ = [
    "Cancelled",
    "CorpusEmpty",
    "CorpusInvalid",
    "CorpusLineTooLong",
    "CorpusSpanWrong",
    "CorpusTagWrong",
    "CorpusUndecodable",
    "CorrectionUnknown",
    "DecisionUnknown",
    "DeviceUnavailable",
    "DiskFull",
    "DiskLow",
    "EncodingUnknown",
    "EngineError",
    "EntityUnknown",
    "FileDamaged",
    "FileEncrypted",
    "FileNotInLibrary",
    "FileTooLarge",
    "FileUnreadable",
    "FileUnwritable",
    "FolderForeign",
    "FolderMissing",
    "GraphColumnMissing",
    "GraphEndMissing",
    "GraphFileInvalid",
    "GraphFileTooLarge",
    "GraphFileUnsafe",
    "ImportUnknown",
    "InputError",
    "InternalError",
    "MigrationFailed",
    "ModelCorrupt",
    "ModelError",
    "ModelMissing",
    "ModelRunsCode",
    "ModelUnsafe",
    "ModelUnsupported",
    "NameEmpty",
    "NoEarlierVersion",
    "NoSpeechModel",
    "NothingToMerge",
    "NothingToPart",
    "PlaceFull",
    "PlaceWatched",
    "PlanInvalid",
    "ReaderCrashed",
    "ReaderOutOfMemory",
    "ReaderTimedOut",
    "RecordingUnread",
    "RequestError",
    "SearchNameTaken",
    "SearchUnknown",
    "SettingInvalid",
    "SettingUnknown",
    "SpanOutside",
    "SpeechExtraMissing",
    "SpeechModelMissing",
    "SpeechModelUnsupported",
    "StoreCorrupt",
    "StoreError",
    "StoreLocked",
    "StoreMissing",
    "StoreTooNew",
    "TooFewExamples",
    "TooManyPixels",
    "TrainerDied",
    "TrainingError",
    "TrainingExtraMissing",
    "TrainingUnderWay",
    "UnsupportedFormat",
    "VersionUnknown",
]
