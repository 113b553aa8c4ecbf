"""What lies in a letter beside its text, read in memory by the reader of its format.

One ``Enclosures`` goes with a file through all its letters and the letters in them:
it counts parts and levels, so that nothing nests without end, and remembers what
was left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.errors import EncodingUnknown, InputError
from engine.ingest.encoding import declared_encoding, decode
from engine.ingest.formats import sniff, supported_formats
from engine.ingest.readers import registry
from engine.ingest.readers.html import read_markup
from engine.ingest.readers.pieces import Limits
from engine.ingest.source import MemoryFile
from engine.records import Reason

MOST_PARTS = 2000
_MOST_LEVELS = 20
_MOST_NAMES = 20
_LONGEST_NAME = 200
_OUTLOOK_PACKAGE = b"\x78\x9f\x3e\x22"  # winmail.dat
_ARMOUR = re.compile(r"\s*-----BEGIN PGP MESSAGE-----")
# Nothing is missed when these are not read: they have no text, or only what programs need.
_WITHOUT_TEXT = frozenset({
    "png", "jpeg", "gif", "tiff", "psd", "ico", "bmp", "webp", "heic", "svg", "mp3", "ogg", "flac", "wav",
    "video", "font", "program", "key", "p7m", None,
})  # fmt: skip

_READ = supported_formats() - _WITHOUT_TEXT


class Enclosures:
    """Reads what is enclosed, and keeps count.

    Attributes:
        limits: How much is read.
        is_careful: A first try hung: slower ways, and no attachment that another reader must read.
        is_over: Something lay too deep, or there was too much of it.
        n_texts: Texts that were read, bodies and attachments.
    """

    def __init__(self, limits: Limits, *, is_careful: bool = False) -> None:
        self.limits = limits
        self.is_careful = is_careful
        self.is_over = False
        self.n_texts = 0
        self._names: list[str] = []
        self._n_unread = 0
        self._n_parts = 0
        self._level = 0

    def begin_letter(self) -> None:
        """Count parts anew: another letter of the same file begins."""
        self._n_parts = 0

    def may_open(self, *, level: int = 0) -> bool:
        """Count one part more; False, and remembered, when there are too many or it lies too deep."""
        self._n_parts += 1
        if self._n_parts <= MOST_PARTS and self._level + level < _MOST_LEVELS:
            return True
        self.is_over = True
        return False

    def note_unread(self, name: str) -> None:
        """Remember that this attachment has text that could not be read."""
        self._n_unread += 1
        if len(self._names) < _MOST_NAMES:
            self._names.append(name[:_LONGEST_NAME])

    def read(self, name: str, data: bytes, *, format: str | None = None) -> Iterator[str]:
        """Yield a line with the name and size of an attachment, and its text where it can be read."""
        yield announced(name, len(data))
        source = MemoryFile(name, data)
        format = format or sniff(source)
        if format in ("text", "markdown", "html"):
            yield from self._as_text(source, is_page=format == "html")
        elif format in _READ and not (self.is_careful and format not in ("eml", "mbox")):
            yield from self._by_reader(source, format)
        elif format not in _WITHOUT_TEXT or data.startswith(_OUTLOOK_PACKAGE):
            self.note_unread(name)

    def is_sealed(self, text: str) -> bool:
        """Whether a text is encrypted by PGP."""
        return _ARMOUR.match(text) is not None

    def reasons(self) -> Iterator[Reason]:
        """Yield why the file is not wholly read, if it is not."""
        if self._n_unread:
            names = ", ".join(self._names) + (", …" if self._n_unread > len(self._names) else "")
            yield Reason(code="partial.attachments", params={"n_attachments": self._n_unread, "names": names})
        if self.is_over:
            yield Reason(code="partial.mail_limit")

    def _by_reader(self, source: MemoryFile, format: str) -> Iterator[str]:
        if not self.may_open():
            return
        self._level += 1
        try:
            for piece in registry.enclosed(source, format, enclosures=self):
                if isinstance(piece, str) and piece.strip():
                    self.n_texts += 1
                    yield "\n\n" + piece.strip("\r\n")
        except InputError:
            self.note_unread(source.name)
        finally:
            self._level -= 1

    def _as_text(self, source: MemoryFile, *, is_page: bool = False) -> Iterator[str]:
        try:
            text, _ = decode(source.data, declared=declared_encoding(source.data))
        except EncodingUnknown:
            text = ""
        if is_page:
            text = read_markup(text, is_careful=self.is_careful)[1]
        if self.is_sealed(text) or (source.data and not text) or text.startswith("{\\rtf"):
            self.note_unread(source.name)
        elif text.strip():
            self.n_texts += 1
            yield "\n\n" + text.strip("\r\n")


def announced(name: str, n_bytes: int) -> str:
    """Return the line that stands above the text of an attachment."""
    return f"\n\nAttachment: {name} ({n_bytes:,} bytes)"
