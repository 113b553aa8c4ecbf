"""Mail as it is sent (RFC 5322 and MIME), and web pages saved in the same form (MHTML).

The text of a letter is what a person reads: the lines on it, the body (the plain
form where there is one), then each attachment's name and, where it can be had, text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from engine.errors import EncodingUnknown, FileDamaged, FileEncrypted
from engine.ingest.encoding import declared_encoding, detect
from engine.ingest.readers.enclosures import MOST_PARTS, Enclosures, announced
from engine.ingest.readers.html import read_markup
from engine.ingest.readers.mail_words import decode_labelled
from engine.ingest.readers.mime import Entity, envelope, parse
from engine.ingest.readers.pieces import Head, Limits, Piece
from engine.ingest.readers.signed_mail import signed_content
from engine.ingest.source import Source

_EMLX_LENGTH = re.compile(rb"\s{0,10}(\d{1,12})[ \t]*\r?\n")
_HTML = frozenset(("text/html", "application/xhtml+xml"))
_SMIME = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime"))
_SIGNATURES = frozenset((
    "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
))  # fmt: skip
_NO_TEXT = (b"%PDF-", b"{\\rtf", b"PK\x03\x04")
_SHOWN_BYTES = 1 << 16
_STUB_CHARS = 400
_STUB_SHARE = 0.2


@dataclass(slots=True)
class _Content:
    bodies: list[Entity] = field(default_factory=list)
    others: list[Entity] = field(default_factory=list)
    is_encrypted: bool = False

    def add(self, other: _Content) -> None:
        self.bodies += other.bodies
        self.others += other.others
        self.is_encrypted = self.is_encrypted or other.is_encrypted


def read_eml(
    path: Source, *, limits: Limits, is_careful: bool = False, enclosures: Enclosures | None = None
) -> Iterator[Piece]:
    """Yield head and text of a letter.

    Args:
        path: The file.
        limits: How much to read.
        is_careful: Leave alone what may have hung: attachments that need readers of their own.
        enclosures: Given where the letter lies in another file, which then says what was left out.

    Raises:
        FileEncrypted: Nothing of it can be read without a key.
        OSError: It cannot be read.
    """
    kept = enclosures or Enclosures(limits, is_careful=is_careful)
    letter = parse(_message(path, limits))
    yield envelope(letter).head
    yield from letter_text(letter, kept)
    if enclosures is None:
        yield from kept.reasons()


def read_mhtml(path: Source, *, limits: Limits, is_careful: bool = False) -> Iterator[Piece]:
    """Yield head and text of the page that a web archive shows.

    Raises:
        FileDamaged: There is no page in it.
        OSError: It cannot be read.
    """
    enclosures = Enclosures(limits, is_careful=is_careful)
    archive = parse(_message(path, limits))
    leaves = list(_leaves(archive, enclosures))
    page = next((leaf for leaf in leaves if leaf.kind in _HTML), None)
    page = page or next((leaf for leaf in leaves if leaf.kind.startswith("text/")), None)
    if page is None:
        raise FileDamaged(detail="no page in it")
    stated = envelope(archive)
    head, text = _page(page, enclosures)
    attributes = {"date": stated.date, **head.attributes}
    attributes["url"] = archive.text("snapshot-content-location") or page.text("content-location")
    attributes = {name: value for name, value in attributes.items() if value}
    yield Head(title=head.title or stated.subject or None, attributes=attributes)
    yield text
    yield from enclosures.reasons()


def letter_text(letter: Entity, enclosures: Enclosures) -> Iterator[str]:
    """Yield the text of a letter in pieces; errors as for ``read_eml``, at the end."""
    enclosures.is_over = enclosures.is_over or letter.is_cut
    yield envelope(letter).lines
    content = _sorted(letter, enclosures, level=0)
    n_texts = enclosures.n_texts
    for body in content.bodies:
        text = _body_text(body, enclosures).strip("\r\n")
        if enclosures.is_sealed(text):
            content.is_encrypted = True
        elif text.strip():
            enclosures.n_texts += 1
            yield "\n\n" + text
    for other in content.others:
        yield from _attachment_text(other, enclosures)
    if content.is_encrypted:
        if n_texts == enclosures.n_texts:
            raise FileEncrypted
        enclosures.note_unread(envelope(letter).subject or "?")


def _message(path: Source, limits: Limits) -> bytes:
    """Return the message itself, without what mail programs store around it."""
    with path.open("rb") as stream:
        size_bytes = stream.seek(0, 2)
        stream.seek(0)
        data = stream.read(min(size_bytes, limits.max_file_bytes))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode()
    elif data[1:2] == b"\0" and data[3:4] == b"\0":
        data = data.decode("utf-16-le", "replace").encode()
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\n" not in data[:100_000] and b"\r" in data[:100_000]:
        data = data.replace(b"\r", b"\n")
    if length := _EMLX_LENGTH.match(data):  # Apple Mail: so many bytes, then a property list
        return data[length.end() :][: int(length[1])]
    return data.lstrip(b"\r\n")


def _sorted(entity: Entity, enclosures: Enclosures, *, level: int) -> _Content:
    """Tell what is read as the letter's text from what is attached to it."""
    content = _Content()
    if not enclosures.may_open(level=level):
        return content
    if entity.kind == "multipart/encrypted":
        content.is_encrypted = True
    elif entity.kind in _SMIME or entity.name.lower() == "smime.p7m":
        signed = signed_content(entity.content(most=entity.n_bytes))
        if signed is None:
            content.is_encrypted = True
        else:
            content.add(_sorted(parse(signed), enclosures, level=level + 1))
    elif entity.kind.startswith("multipart/") and (parts := list(islice(entity.parts(), MOST_PARTS + 1))):
        found = [_sorted(part, enclosures, level=level + 1) for part in _shown(entity, parts)]
        if entity.kind == "multipart/alternative":
            bodies = _preferred([each.bodies for each in found if each.bodies], enclosures)
            for each in found:
                each.bodies = []
            content.bodies = bodies
        for each in found:
            content.add(each)
    elif _is_text(entity) and (level == 0 or not (entity.is_attached or entity.name)):
        content.bodies.append(entity)
    elif entity.kind not in _SIGNATURES:
        content.others.append(entity)
    return content


def _shown(entity: Entity, parts: list[Entity]) -> list[Entity]:
    """Return those parts of a multipart entity that a reader is shown."""
    if entity.kind == "multipart/signed":
        return parts[:1]
    if entity.kind == "multipart/related":
        # Pictures of the page are part of its look, not of its text.
        return [part for part in parts if not part.kind.startswith("image/") or part.is_attached]
    return parts


def _is_text(entity: Entity) -> bool:
    if entity.kind == "text/rtf":
        return False
    return entity.kind in _HTML or entity.kind.startswith(("text/", "multipart/")) or (
        entity.kind.startswith("message/") and entity.kind not in ("message/rfc822", "message/global")
    )  # fmt: skip


def _preferred(options: list[list[Entity]], enclosures: Enclosures) -> list[Entity]:
    """Return the plain one of alternative bodies, unless it only says that there is another."""
    plain = next((option for option in options if option[0].kind == "text/plain"), [])
    page = next((option for option in options if option[0].kind in _HTML), [])
    if not plain or not page:
        return plain or page or next(iter(options), [])
    text = "".join(_body_text(body, enclosures) for body in plain).strip()
    if len(text) < _STUB_CHARS:
        full = "".join(_body_text(body, enclosures) for body in page).strip()
        if len(text) < _STUB_SHARE * len(full):
            return page
    return plain


def _leaves(top: Entity, enclosures: Enclosures) -> Iterator[Entity]:
    waiting = [(top, 0)]
    while waiting:
        entity, level = waiting.pop()
        if not enclosures.may_open(level=level):
            continue
        is_many = entity.kind.startswith("multipart/")
        parts = list(islice(entity.parts(), MOST_PARTS + 1)) if is_many else []
        waiting += [(part, level + 1) for part in reversed(parts)]
        if not parts:
            yield entity


def _body_text(entity: Entity, enclosures: Enclosures) -> str:
    if entity.kind in _HTML:
        return _page(entity, enclosures)[1]
    text = _decoded(entity, enclosures).replace("\r\n", "\n")
    if entity.parameter("format").lower() == "flowed":
        text = _unflowed(text, is_space_kept=entity.parameter("delsp").lower() != "yes")
    return text


def _page(entity: Entity, enclosures: Enclosures) -> tuple[Head, str]:
    return read_markup(_decoded(entity, enclosures), is_careful=enclosures.is_careful)


def _decoded(entity: Entity, enclosures: Enclosures) -> str:
    data = entity.content(most=4 * enclosures.limits.max_text_chars)
    label = entity.parameter("charset")
    if entity.kind in _HTML and label.lower() in ("", "us-ascii", "iso-8859-1", "windows-1252"):
        label = declared_encoding(data) or label
    return decode_labelled(data, label or None)


def _unflowed(text: str, *, is_space_kept: bool) -> str:
    """Put lines together that were broken only for the way (RFC 3676)."""
    parts: list[str] = []
    was_soft, depth = False, 0
    for raw in text.split("\n"):
        line = raw.lstrip(">")
        quoted, depth = depth, len(raw) - len(line)
        line = line.removeprefix(" ")
        if not (was_soft and quoted == depth):
            parts.append("\n" * bool(parts) + ">" * depth + " " * bool(depth))
        was_soft = line.endswith(" ") and line != "-- "
        parts.append(line if is_space_kept or not was_soft else line[:-1])
    return "".join(parts)


def _attachment_text(entity: Entity, enclosures: Enclosures) -> Iterator[str]:
    name = entity.name
    if entity.kind in ("message/rfc822", "message/global"):
        data = entity.content(most=entity.n_bytes)
        name = name or parse(data).text("subject") or "?"
        yield from enclosures.read(name, data, format="eml")
        return
    data = entity.content(most=entity.n_bytes)
    if _is_text(entity) and not _is_mislabelled(data):
        text = _body_text(entity, enclosures)
        yield announced(name or entity.kind, len(data))
        if text.strip():
            enclosures.n_texts += 1
            yield "\n\n" + text.strip("\r\n")
        return
    yield from enclosures.read(name or entity.kind, data)


def _is_mislabelled(data: bytes) -> bool:
    """Whether what is said to be text is a file of another kind."""
    try:
        detect(data[:_SHOWN_BYTES])
    except EncodingUnknown:
        return True
    return data.startswith(_NO_TEXT)
