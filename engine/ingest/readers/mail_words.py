"""Words of mail headers and the charset labels of mail: what senders meant, not only what they said.

Input:  raw bytes of a header's value, or of a text with the charset that is stated
for it. Output: text. Sources: RFC 2047, RFC 2231; broken senders by the thousand.
"""

from __future__ import annotations

import binascii
import codecs
import re

from engine.errors import EncodingUnknown
from engine.ingest.encoding import detect, known_encoding

_FOLD = re.compile(rb"[\r\n]+[ \t]*")
_ENCODED_WORD = re.compile(rb"=\?([\w.:+-]{1,60})(?:\*[\w-]{0,40})?\?([bBqQ])\?([^?\r\n]{0,100000})\?=")
_BASE64_NOISE = re.compile(rb"[^A-Za-z0-9+/]")
_EASTERN = frozenset((
    "gb18030", "big5", "big5hkscs", "cp932", "shift_jis", "euc_jp", "euc_kr", "cp949", "johab", "hz",
    "iso2022_jp", "iso2022_jp_2", "iso2022_jp_3", "iso2022_jp_ext", "iso2022_kr", "utf-8", "utf-7",
    "euc_jis_2004", "shift_jis_2004", "big5-hkscs", "cp950",
))  # fmt: skip
"""Encodings in which bytes of another one are rarely right by accident."""
_WESTERN = "cp1252"


def decode_words(raw: bytes) -> str:
    """Return the text of a header's value, its encoded words decoded and its folds undone.

    The bytes of neighbouring words are put together before they are decoded: many
    senders cut inside a character.
    """
    raw = _FOLD.sub(b" ", raw).strip()
    parts: list[str] = []
    charset, pending = b"", b""
    at = 0
    for word in _ENCODED_WORD.finditer(raw):
        between = raw[at : word.start()]
        is_neighbour = bool(charset) and not between.strip()
        if not is_neighbour or word[1].lower() != charset:
            parts.append(_decoded(pending, charset))
            parts.append("" if is_neighbour else _decoded(between, b""))
            pending = b""
        charset = word[1].lower()
        pending += _from_base64(word[3]) if word[2] in b"bB" else _from_quoted(word[3])
        at = word.end()
    parts += (_decoded(pending, charset), _decoded(raw[at:], b""))
    return " ".join("".join(parts).split())


def decode_labelled(data: bytes, label: str | None) -> str:
    """Return the text of ``data``, which is said to be in the charset ``label``; never fails."""
    encoding = known_encoding(label) if label else None
    if encoding in _EASTERN and (encoding.startswith("iso2022") or b"\x1b$" not in data):
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            pass
    try:
        found = detect(data, declared=None if encoding == _WESTERN else encoding)
    except EncodingUnknown:
        found = encoding or "utf-8"
    # Latin-1 is what programs say that do not know: believed unless the bytes clearly are Asian text.
    if encoding == _WESTERN and codecs.lookup(found).name not in _EASTERN and not found.startswith("utf"):
        found = _WESTERN
    return data.decode(found, "replace").removeprefix("\ufeff")


def from_base64(data: bytes) -> bytes:
    """Return what Base64 stands for; what does not belong is left out, a cut end is cut a little more."""
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        return _from_base64(data)


def _from_base64(data: bytes) -> bytes:
    clean = _BASE64_NOISE.sub(b"", data)
    clean = clean[: len(clean) - (len(clean) % 4 == 1)]
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def _from_quoted(data: bytes) -> bytes:
    return binascii.a2b_qp(data, header=True)


def _decoded(data: bytes, charset: bytes) -> str:
    return decode_labelled(data, charset.decode("ascii", "replace") or None) if data else ""
