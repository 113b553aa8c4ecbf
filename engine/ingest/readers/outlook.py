"""MSG: a mail, contact or task that Outlook saved, with what is attached to it.

Each property of it is a stream of a compound file, named by its tag and type.
Source: MS-OXMSG, MS-OXPROPS.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from engine.errors import FileDamaged, FileEncrypted
from engine.ingest.encoding import declared_encoding
from engine.ingest.readers.compound_storage import CompoundStorage
from engine.ingest.readers.enclosures import Enclosures, announced
from engine.ingest.readers.envelope import Envelope
from engine.ingest.readers.html import read_markup
from engine.ingest.readers.mail_words import decode_labelled
from engine.ingest.readers.mime import envelope, parse
from engine.ingest.readers.outlook_rtf import body_of, unpacked
from engine.ingest.readers.pieces import Limits, Piece
from engine.ingest.readers.signed_mail import signed_content
from engine.ingest.source import Source

_STREAM = "__substg1.0_{:04X}{:04X}"
_PROPERTIES = "__properties_version1.0"
_WIDE, _NARROW, _BINARY, _OBJECT = 0x001F, 0x001E, 0x0102, 0x000D
_SUBJECT, _BODY, _RTF, _HTML, _HEADERS, _CLASS = 0x0037, 0x1000, 0x1009, 0x1013, 0x007D, 0x001A
_MESSAGE_ID, _IN_REPLY_TO = 0x1035, 0x1042
_SHOWN_TO, _SHOWN_CC, _SHOWN_BCC = 0x0E04, 0x0E03, 0x0E02
_SENDERS = ((0x0042, 0x5D02, 0x0065), (0x0C1A, 0x5D01, 0x0C1F))
_NAME, _SMTP_ADDRESS, _ADDRESS, _RECIPIENT_KIND = 0x3001, 0x39FE, 0x3003, 0x0C15
_FILE_NAME, _SHORT_NAME, _DATA, _CONTENT_ID, _MIME_KIND = 0x3707, 0x3704, 0x3701, 0x3712, 0x370E
_SENT, _DELIVERED = 0x0039, 0x0E06
_CODE_PAGES = (0x3FFD, 0x3FDE)
_CONTACT_LINES = (
    ("Company", 0x3A16), ("Department", 0x3A18), ("Title", 0x3A17), ("Phone", 0x3A08), ("Home", 0x3A09),
    ("Mobile", 0x3A1C), ("Address", 0x3A15),
)  # fmt: skip
_PGP_NAME = ".pgp-encrypted"
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_HEAD_BYTES = {"root": 32, "embedded": 24, "part": 8}


class _Properties:
    """The properties of one storage: a message, a recipient or an attachment."""

    def __init__(
        self, file: CompoundStorage, storage: int, *, head: str, encoding: str | None = None
    ) -> None:
        self.file = file
        self.children = file.children(storage)
        self.fixed: dict[int, bytes] = {}
        if (at := self.children.get(_PROPERTIES)) is not None:
            data = file.read(at)
            for start in range(_HEAD_BYTES[head], len(data) - 15, 16):
                (tag,) = struct.unpack_from("<H", data, start + 2)
                self.fixed.setdefault(tag, data[start + 8 : start + 16])
        self.encoding = encoding or next(
            (f"cp{number}" for tag in _CODE_PAGES if (number := self.number(tag)) and number != 20127), None
        )

    def number(self, tag: int) -> int:
        """Return a number of 32 bits, 0 where it has none."""
        return int.from_bytes(self.fixed.get(tag, b"")[:4], "little")

    def data(self, tag: int, kind: int) -> bytes:
        """Return the bytes of a property, none where it has none."""
        at = self.children.get(_STREAM.format(tag, kind))
        return b"" if at is None or self.file.is_storage(at) else self.file.read(at)

    def text(self, tag: int) -> str:
        """Return a string property, or nothing."""
        if wide := self.data(tag, _WIDE):
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = self.data(tag, _NARROW).rstrip(b"\0")
        return decode_labelled(narrow, self.encoding) if narrow else ""

    def line(self, tag: int) -> str:
        """Return a string property without line ends."""
        return " ".join(self.text(tag).split())

    @property
    def name(self) -> str:
        """The file name of an attachment."""
        return self.line(_FILE_NAME) or self.line(_SHORT_NAME) or self.line(_NAME) or "?"

    def storages(self, prefix: str) -> list[int]:
        """Return the storages whose names begin so."""
        found = [at for name, at in self.children.items() if name.startswith(prefix)]
        return [at for at in found if self.file.is_storage(at)]


def read_msg(
    path: Source, *, limits: Limits, is_careful: bool = False, enclosures: Enclosures | None = None
) -> Iterator[Piece]:
    """Yield head and text of an Outlook item; arguments as for ``read_eml``.

    Raises:
        FileDamaged: It is no sound compound file, or no item of Outlook.
        FileEncrypted: Nothing of it can be read without a key.
        OSError: It cannot be read.
    """
    with path.open("rb") as stream:
        size_bytes = stream.seek(0, 2)
        stream.seek(0)
        file = CompoundStorage(stream.read(min(size_bytes, limits.max_file_bytes)))
    item = _Properties(file, 0, head="root")
    if _PROPERTIES not in item.children:
        raise FileDamaged(detail="no Outlook item")
    kept = enclosures or Enclosures(limits, is_careful=is_careful)
    yield _envelope(item).head
    yield from _item_text(item, kept, level=0)
    if enclosures is None:
        yield from kept.reasons()


def _item_text(item: _Properties, enclosures: Enclosures, *, level: int) -> Iterator[str]:
    yield _envelope(item).lines
    contact = "\n".join(f"{label}: {value}" for label, tag in _CONTACT_LINES if (value := item.line(tag)))
    if contact:
        yield "\n" + contact
    body = _body(item, enclosures)
    n_texts = enclosures.n_texts
    is_encrypted = enclosures.is_sealed(body)
    if body.strip() and not is_encrypted:
        enclosures.n_texts += 1
        yield "\n\n" + body
    is_secured = "smime" in item.text(_CLASS).lower()
    for at in item.storages("__attach_version1.0_#"):
        if not enclosures.may_open(level=level):
            break
        attached = _Properties(item.file, at, head="part", encoding=item.encoding)
        kind = attached.text(_MIME_KIND).lower()
        if attached.name.endswith(_PGP_NAME):
            is_encrypted = True
            continue
        if is_secured and not kind.startswith("multipart/signed"):
            signed = signed_content(attached.data(_DATA, _BINARY))
            is_encrypted = is_encrypted or signed is None
            if signed is not None:
                yield from enclosures.read(attached.name, signed, format="eml")
            continue
        yield from _attachment_text(attached, enclosures, level=level + 1)
    if is_encrypted:
        if n_texts == enclosures.n_texts:
            raise FileEncrypted
        enclosures.note_unread(item.line(_SUBJECT) or "?")


def _attachment_text(attached: _Properties, enclosures: Enclosures, *, level: int) -> Iterator[str]:
    name = attached.name
    kind = attached.text(_MIME_KIND).lower()
    embedded = attached.children.get(_STREAM.format(_DATA, _OBJECT))
    if embedded is not None and attached.file.is_storage(embedded):
        item = _Properties(attached.file, embedded, head="embedded")
        if _PROPERTIES not in item.children:  # an object of another program
            yield announced(name, 0)
            enclosures.note_unread(name)
            return
        yield announced(name, sum(map(attached.file.n_bytes, item.children.values())))
        if enclosures.may_open(level=level):
            yield "\n\n"
            try:
                yield from _item_text(item, enclosures, level=level)
            except FileEncrypted:
                enclosures.note_unread(name)
        return
    if attached.line(_CONTENT_ID) and kind.startswith("image/"):
        return  # a picture of the page
    data = attached.data(_DATA, _BINARY)
    is_mail = kind.startswith(("multipart/", "message/"))
    yield from enclosures.read(name, data, format="eml" if is_mail else None)


def _envelope(item: _Properties) -> Envelope:
    sent = item.fixed.get(_SENT) or item.fixed.get(_DELIVERED) or bytes(8)
    date = _date(int.from_bytes(sent, "little"))
    # Mail from outside Outlook also has the headers it came with.
    stated = envelope(parse(item.text(_HEADERS).lstrip().encode("utf-8", "replace")))
    to, cc, bcc = _recipients(item)
    return Envelope(
        subject=item.line(_SUBJECT) or stated.subject or item.line(_NAME),
        author=_sender(item) or stated.author,
        to=to or item.line(_SHOWN_TO),
        cc=cc or item.line(_SHOWN_CC),
        bcc=bcc or item.line(_SHOWN_BCC),
        date=stated.date or date,
        shown_date=stated.shown_date or date,
        message_id=item.line(_MESSAGE_ID).strip("<>") or stated.message_id,
        in_reply_to=item.line(_IN_REPLY_TO).strip("<>") or stated.in_reply_to,
    )


def _sender(item: _Properties) -> str:
    for name, smtp_address, address in _SENDERS:
        if found := _named(item.line(name), item.line(smtp_address) or item.line(address)):
            return found
    return ""


def _recipients(item: _Properties) -> tuple[str, str, str]:
    found: dict[int, list[str]] = {1: [], 2: [], 3: []}
    for at in item.storages("__recip_version1.0_#"):
        recipient = _Properties(item.file, at, head="part", encoding=item.encoding)
        address = recipient.line(_SMTP_ADDRESS) or recipient.line(_ADDRESS)
        found.get(recipient.number(_RECIPIENT_KIND), found[1]).append(_named(recipient.line(_NAME), address))
    to, cc, bcc = (", ".join(filter(None, names)) for names in found.values())
    return to, cc, bcc


def _named(name: str, address: str) -> str:
    """Return name and address as mail shows them; addresses of Exchange say nothing to a reader."""
    address = address if "@" in address else ""
    name = name.strip("'\" ")
    if not name or name == address:
        return address
    return f"{name} <{address}>" if address and address not in name else name


def _date(ticks: int) -> str:
    """Return a FILETIME, tenths of microseconds since 1601, in ISO 8601."""
    try:
        return (_EPOCH + timedelta(microseconds=ticks // 10)).isoformat(timespec="seconds") if ticks else ""
    except OverflowError:
        return ""


def _body(item: _Properties, enclosures: Enclosures) -> str:
    if plain := item.text(_BODY).replace("\r\n", "\n").strip():
        return plain
    markup = item.text(_HTML)
    if not markup and (data := item.data(_HTML, _BINARY)):
        markup = decode_labelled(data, declared_encoding(data) or item.encoding)
    if not markup and (packed := item.data(_RTF, _BINARY)):
        markup, is_html = body_of(unpacked(packed))
        if not is_html:
            return markup.strip()
    return read_markup(markup, is_careful=enclosures.is_careful)[1] if markup else ""
