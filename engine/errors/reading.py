"""Faults of files that are to be turned into text."""

from __future__ import annotations

from engine.errors.root import EngineError


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
