"""Every fault that the engine knows by name.

EngineError(code, **params)     a fault of the environment; anything else is a bug
  InputError                    a file cannot be turned into text
    FileUnreadable  FileTooLarge  TooManyPixels  FileEncrypted  FileDamaged
    UnsupportedFormat ( NoSpeechModel  RecordingUnread )
    EncodingUnknown  ReaderTimedOut  ReaderCrashed  ReaderOutOfMemory
  StoreError                    the library file cannot be used
    StoreTooNew  StoreLocked  StoreCorrupt  StoreMissing  DiskFull  MigrationFailed
  ModelError
    ModelMissing  ModelCorrupt  DeviceUnavailable  ModelUnsafe  ModelRunsCode  ModelUnsupported
    SpeechModelMissing  SpeechModelUnsupported  SpeechExtraMissing
  TrainingError
    CorpusInvalid
      CorpusUndecodable  CorpusEmpty  CorpusTagWrong  CorpusSpanWrong  CorpusLineTooLong
    TooFewExamples  TrainingExtraMissing  TrainerDied  TrainingUnderWay
  RequestError                  the caller asked for something that is not there
    FolderMissing  FileNotInLibrary  EntityUnknown  SpanOutside  CorrectionUnknown  VersionUnknown
    NoEarlierVersion  FileUnwritable
  Cancelled
  InternalError                 a bug, caught at the edge of the engine

``code`` is stable text such as ``"store.too_new"``; ``params`` are data. The
sentences that people read are made from both in ``gui/texts.py`` and, in
English, in ``engine/cli/sentences.py``.
"""

from __future__ import annotations

from typing import Any, ClassVar

from engine.records import Reason


class EngineError(Exception):
    """Root of the tree.

    Attributes:
        code: Stable text that names the fault.
        params: Data for the sentence, JSON values only.
    """

    code: ClassVar[str] = "engine"

    def __init__(self, **params: Any) -> None:
        self.params = params
        super().__init__(self.code, params)

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({details})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.params)

    @property
    def reason(self) -> Reason:
        """The same fault as a record."""
        return Reason(code=self.code, params=self.params)


def _rebuild(kind: type[EngineError], params: dict[str, Any]) -> EngineError:
    return kind(**params)


class InputError(EngineError):
    """A file cannot be turned into text."""

    code = "file"


class FileUnreadable(InputError):
    """The operating system refused to open or read it (``detail``)."""

    code = "file.unreadable"


class UnsupportedFormat(InputError):
    """No reader knows this kind of file (``format``: a kind of ``engine.ingest.kinds``, or an extension)."""

    code = "file.unsupported"


class NoSpeechModel(UnsupportedFormat):
    """A recording, and no model turns speech into text."""

    code = "ignored.no_speech_model"


class RecordingUnread(UnsupportedFormat):
    """A recording of a kind that cannot be decoded, with or without a speech model (``format``)."""

    code = "ignored.recording_unread"


class FileTooLarge(InputError):
    """Larger than the limit (``size_bytes``, ``limit_bytes``), packed or unpacked."""

    code = "file.too_large"


class TooManyPixels(InputError):
    """A picture with more pixels than are safe to unpack (``n_pixels``, ``limit_pixels``)."""

    code = "file.too_many_pixels"


class FileEncrypted(InputError):
    """It asks for a password."""

    code = "file.encrypted"


class FileDamaged(InputError):
    """It breaks the rules of its format (``detail``)."""

    code = "file.damaged"


class EncodingUnknown(InputError):
    """Its bytes are text in no known encoding, or not text at all."""

    code = "file.encoding_unknown"


class ReaderTimedOut(InputError):
    """The reader made no progress within ``limit_s`` seconds and was ended."""

    code = "reader.timed_out"


class ReaderCrashed(InputError):
    """The reader process died (``exit_code``)."""

    code = "reader.crashed"


class ReaderOutOfMemory(InputError):
    """The reader needed more than ``limit_bytes`` of memory."""

    code = "reader.out_of_memory"


class StoreError(EngineError):
    """The library file cannot be used."""

    code = "store"


class StoreTooNew(StoreError):
    """Written by a newer Satchel (``found``, ``supported`` schema versions)."""

    code = "store.too_new"


class StoreLocked(StoreError):
    """Another Satchel is writing to this library (``path``)."""

    code = "store.locked"


class StoreCorrupt(StoreError):
    """SQLite cannot read the file (``path``, ``detail``)."""

    code = "store.corrupt"


class StoreMissing(StoreError):
    """There is no library at ``path``."""

    code = "store.missing"


class DiskFull(StoreError):
    """No room is left on the library's disk (``path``)."""

    code = "store.disk_full"


class DiskLow(StoreError):
    """So little room is left (``free_bytes``, of at least ``limit_bytes``) that indexing ended."""

    code = "store.disk_low"


class MigrationFailed(StoreError):
    """A schema step could not be applied (``version``, ``detail``)."""

    code = "store.migration_failed"


class ModelError(EngineError):
    """A model cannot be used."""

    code = "model"


class ModelMissing(ModelError):
    """The folder of model ``name`` is not there."""

    code = "model.missing"


class ModelCorrupt(ModelError):
    """A file of model ``name`` is not what its checksum says (``file``)."""

    code = "model.corrupt"


class DeviceUnavailable(ModelError):
    """The chosen ``device`` cannot run models."""

    code = "model.device_unavailable"


class ModelUnsafe(ModelError):
    """A file of model ``name`` could run code when it is opened (``file``): a pickle, or not what it says."""

    code = "model.unsafe"


class ModelRunsCode(ModelError):
    """Model ``name`` needs program code of its own (``file``), which is never run."""

    code = "model.runs_code"


class ModelUnsupported(ModelError):
    """Model ``name`` is of a kind that cannot be used (``detail``)."""

    code = "model.unsupported"


class SpeechModelMissing(ModelMissing):
    """The folder chosen as speech model is not there, or lacks ``file`` (``path``)."""

    code = "model.speech_missing"


class SpeechModelUnsupported(ModelUnsupported):
    """It is no Whisper model, needs program code, or is too large or in parts (``path``, ``detail``)."""

    code = "model.speech_unsupported"


class SpeechExtraMissing(ModelError):
    """What runs speech models is not installed (``package``)."""

    code = "model.speech_extra_missing"


class TrainingError(EngineError):
    """Training cannot go on."""

    code = "training"


class CorpusInvalid(TrainingError):
    """A corpus breaks its format (``path``, ``line``, ``detail``)."""

    code = "training.corpus_invalid"


class CorpusUndecodable(CorpusInvalid):
    """It is not UTF-8 text (``path``, ``line``)."""

    code = "training.corpus_undecodable"


class CorpusEmpty(CorpusInvalid):
    """It has no sentence, or none with a label (``path``)."""

    code = "training.corpus_empty"


class CorpusTagWrong(CorpusInvalid):
    """A tag is no BIO tag or continues nothing (``path``, ``line``, ``tag``)."""

    code = "training.corpus_tag_wrong"


class CorpusSpanWrong(CorpusInvalid):
    """A span is empty, outside its text of ``length`` or overlaps another (``path line start end``)."""

    code = "training.corpus_span_wrong"


class CorpusLineTooLong(CorpusInvalid):
    """A line has more than ``limit_chars`` (``path``, ``line``)."""

    code = "training.corpus_line_too_long"


class TooFewExamples(TrainingError):
    """There is not enough to learn from and to judge by (``n_found``, ``n_needed``)."""

    code = "training.too_few_examples"


class TrainingExtraMissing(TrainingError):
    """What training needs is not installed (``package``)."""

    code = "training.extra_missing"


class PlanInvalid(TrainingError):
    """No choice is called ``name``, or ``value`` is not from ``minimum`` to ``maximum``."""

    code = "training.plan_invalid"


class TrainerDied(TrainingError):
    """The training process ended unexpectedly (``exit_code``); nothing has changed."""

    code = "training.trainer_died"


class TrainingUnderWay(TrainingError):
    """A training run of this library has not ended yet."""

    code = "training.under_way"


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


class VersionUnknown(RequestError):
    """There is no model ``name``; ``known`` lists those that there are."""

    code = "request.version_unknown"


class NoEarlierVersion(RequestError):
    """No other model was in use before ``name``."""

    code = "request.no_earlier_version"


class Cancelled(EngineError):
    """The user stopped the work."""

    code = "cancelled"


class InternalError(EngineError):
    """A bug of ours, caught at the edge of the engine (``traceback``)."""

    code = "internal"
