"""What a reader of archives yields beside pieces, and how that crosses to the other process.

A ``Member`` begins each file of an archive. Its ``Content`` follows once it is unpacked,
then the pieces of its text. A ``Verdict`` says why something was not (wholly) read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from engine.ingest.readers.pieces import Piece
from engine.records import Reason

_HASH = re.compile(r"[0-9a-f]{32}")
_LARGEST = (1 << 63) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file of an archive begins; size and time as the archive states them, 0 where it does not."""

    name: str
    size_bytes: int
    modified_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The member is unpacked; one that ``is_known`` is a document already, and no text follows."""

    size_bytes: int
    content_hash: str
    format: str
    is_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Why the member ``name``, or for an empty name the archive itself, is not (wholly) read."""

    name: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Tick:
    """Unpacking goes on."""


ArchivePiece = Piece | Member | Content | Verdict | Tick


def to_archive_message(piece: Member | Content | Verdict | Tick) -> dict[str, Any]:
    """Return the message that carries a piece."""
    if isinstance(piece, Verdict):
        return {
            "verdict": {"name": piece.name, "code": piece.reason.code, "params": dict(piece.reason.params)}
        }
    return {type(piece).__name__.lower(): {} if isinstance(piece, Tick) else asdict(piece)}


def from_archive_message(message: Mapping[str, Any]) -> Member | Content | Verdict | Tick | None:
    """Return the piece that a message carries, None for one that is no archive's.

    Raises:
        KeyError, TypeError: It is none; the reader process is not to be trusted any more.
    """
    if "member" in message:
        part = message["member"]
        return Member(
            name=_text(part["name"]),
            size_bytes=_amount(part["size_bytes"]),
            modified_ns=_amount(part["modified_ns"]),
        )
    if "content" in message:
        part = message["content"]
        digest = _text(part["content_hash"])
        if not _HASH.fullmatch(digest):
            raise TypeError("hash")
        return Content(
            size_bytes=_amount(part["size_bytes"]),
            content_hash=digest,
            format=_text(part["format"]),
            is_known=part["is_known"] is True,
        )
    if "verdict" in message:
        part = message["verdict"]
        if not isinstance(part["params"], dict):
            raise TypeError("params")
        return Verdict(
            name=_text(part["name"]), reason=Reason(code=_text(part["code"]), params=part["params"])
        )
    return Tick() if "tick" in message else None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("str")
    return value


def _amount(value: Any) -> int:
    if not isinstance(value, int) or not 0 <= value <= _LARGEST:
        raise TypeError("int")
    return value
