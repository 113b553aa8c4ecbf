"""Faults of models."""

from __future__ import annotations

from engine.errors.root import EngineError


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
