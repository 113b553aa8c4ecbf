"""The structure of a mail: headers, and where the body of each part stands.

Input:  the bytes of a message. Output: ``Entity`` records, which copy nothing of it
until their content is asked for. Split by hand, since the standard library's parser
calls itself on each level and keeps every line as an object; it parses the headers.
Sources: RFC 5322, RFC 2045 to 2049, RFC 3676.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime

from engine.ingest.readers.envelope import Envelope
from engine.ingest.readers.mail_words import decode_labelled, decode_words, from_base64

MOST_HEADER_BYTES = 256_000
_END_OF_HEADERS = re.compile(
    rb"^(?:\r?\n|\Z)|^(?![ \t]|[!-9;-~\x80-\xff]{1,200}[ \t]*:|>?From )", re.MULTILINE
)
_ID = re.compile(r"<([^<>\s]{1,990})>")
_QUOTED_NAME = re.compile(r'"([^"\\,;<>]{1,200})"(?=\s*<)')
_BARE_ADDRESS = re.compile(r"(^|, ?)<([^<>,\s]{1,320})>(?=,|$)")
_LONGEST_PARAMETERS = 20_000
_DEFECTS = (ValueError, TypeError, LookupError, AttributeError, OverflowError)
"""What the standard library raises on parameters and dates that it does not foresee."""


class _AsTheyStand(policy.Compat32):
    """Header values as they stand, bytes beyond ASCII as surrogates."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class Entity:
    """A message or a part of one: ``data[start:end]``, its body from ``body`` on.

    Attributes:
        kind: Content type in lower case, such as ``text/plain``.
        is_cut: Its headers are longer than is read.
    """

    data: bytes
    headers: Message
    kind: str
    body: int
    end: int
    is_cut: bool = False

    @property
    def n_bytes(self) -> int:
        """Size of the content as it stands in the message."""
        return self.end - self.body

    @property
    def name(self) -> str:
        """The file name that it states, or nothing."""
        for parameter, header in (("filename", "content-disposition"), ("name", "content-type")):
            value = self.parameter(parameter, header)
            if value.strip():
                return " ".join(value.replace("\\", "/").rpartition("/")[2].split())
        return ""

    @property
    def is_attached(self) -> bool:
        """Whether it says that it is an attachment."""
        return self.text("content-disposition").lower().startswith("attachment")

    def text(self, name: str) -> str:
        """Return the decoded value of the first header of this name, or nothing."""
        return next((decode_words(value) for value in self.raw(name)), "")

    def raw(self, name: str) -> Iterator[bytes]:
        """Yield the value of each header of this name."""
        for found, value in self.headers.raw_items():
            if found.strip().lower() == name:
                yield str(value).encode("ascii", "surrogateescape")

    def parameter(self, name: str, header: str = "content-type") -> str:
        """Return a parameter of a header, or nothing."""
        try:
            value = self.headers.get_param(name, header=header)
        except _DEFECTS:
            return ""
        if isinstance(value, tuple):  # RFC 2231
            charset, _, encoded = value
            return decode_labelled(encoded.encode("latin-1", "replace"), charset)
        return decode_words(value.encode("utf-8", "surrogateescape")) if value else ""

    def content(self, *, most: int) -> bytes:
        """Return the content, decoded from transfer; at most about ``most`` bytes."""
        raw = self.data[self.body : min(self.end, self.body + 4 * most)]
        transfer = self.text("content-transfer-encoding").lower()
        if transfer.startswith("base64"):
            raw = from_base64(raw)
        elif transfer.startswith("quoted"):
            raw = binascii.a2b_qp(raw)
        return raw[:most]

    def parts(self) -> Iterator[Entity]:
        """Yield the parts of a multipart entity; none if its boundary is nowhere."""
        boundary = self.parameter("boundary").rstrip()
        if not boundary or len(boundary) > 200:
            return
        line = re.compile(
            rb"^--" + re.escape(boundary.encode("utf-8", "surrogateescape")) + rb"(--)?[ \t]*(?:\r?\n|\r?\Z)",
            re.MULTILINE,
        )
        kind = "message/rfc822" if self.kind == "multipart/digest" else "text/plain"
        start = -1
        for match in line.finditer(self.data, self.body, self.end):
            if start >= 0:
                yield parse(self.data, start, self._before(match.start(), start), default_kind=kind)
            start = match.end()
            if match[1]:
                return
        if 0 <= start < self.end:
            yield parse(self.data, start, self.end, default_kind=kind)

    def _before(self, end: int, start: int) -> int:
        """Return ``end`` less the line end that belongs to a boundary."""
        for ending in (b"\r\n", b"\n"):
            if self.data.endswith(ending, start, end):
                return end - len(ending)
        return end


def parse(data: bytes, start: int = 0, end: int | None = None, *, default_kind: str = "text/plain") -> Entity:
    """Return the entity that stands in ``data[start:end]``; anything is one."""
    end = len(data) if end is None else end
    match = _END_OF_HEADERS.search(data, start, end)
    headers_end = match.start() if match else end
    block = data[start : min(headers_end, start + MOST_HEADER_BYTES)].replace(b"\0", b"")
    headers = BytesHeaderParser(policy=_AsTheyStand()).parsebytes(block)
    kind = default_kind
    if stated := headers.get("content-type"):
        # Only what can be parsed quickly: parameters are split in time that grows with their square.
        if len(str(stated)) > _LONGEST_PARAMETERS:
            headers.replace_header("content-type", str(stated)[:_LONGEST_PARAMETERS])
        kind = str(stated).partition(";")[0].strip().lower() or default_kind
    if len(str(headers.get("content-disposition", ""))) > _LONGEST_PARAMETERS:
        headers.replace_header("content-disposition", "attachment")
    return Entity(
        data=data, headers=headers, kind=kind, body=match.end() if match else end, end=end,
        is_cut=headers_end - start > MOST_HEADER_BYTES,
    )  # fmt: skip


def envelope(entity: Entity) -> Envelope:
    """Return what stands on a message."""
    shown_date = entity.text("date")
    try:
        date = parsedate_to_datetime(shown_date).isoformat()
    except _DEFECTS:
        date = ""
    answered = _ID.findall(entity.text("in-reply-to")) or _ID.findall(entity.text("references"))[::-1]
    message_id = entity.text("message-id")
    return Envelope(
        subject=entity.text("subject"),
        author=addresses(entity, "from") or addresses(entity, "sender"),
        to=addresses(entity, "to"),
        cc=addresses(entity, "cc"),
        bcc=addresses(entity, "bcc"),
        date=date,
        shown_date=shown_date,
        message_id=(_ID.findall(message_id) or [message_id])[0],
        in_reply_to=answered[0] if answered else "",
    )


def addresses(entity: Entity, name: str) -> str:
    """Return the addresses of all headers of this name, without quotes that only machines need."""
    values = (_QUOTED_NAME.sub(r"\1", decode_words(raw)) for raw in entity.raw(name))
    return ", ".join(_BARE_ADDRESS.sub(r"\1\2", value) for value in values if value)
