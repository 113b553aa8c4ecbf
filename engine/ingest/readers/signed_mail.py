"""Mail that lies inside its own signature (S/MIME, opaque signing): what was signed, taken out.

Nothing is verified. Source: RFC 5652 (CMS), and as much of BER as it needs: the
content comes whole, or in chunks, with lengths stated or not.
"""

from __future__ import annotations

_OID = b"\x06\x09*\x86H\x86\xf7\r\x01\x07"
_DATA, _SIGNED = _OID + b"\x01", _OID + b"\x02"
_OID_REACH = 4096
_STRING, _STRINGS, _CONTENT = 0x04, 0x24, 0xA0
_UNSTATED = 0x80


def signed_content(data: bytes) -> bytes | None:
    """Return what was signed; None where it is encrypted, or signed elsewhere."""
    if data.find(_SIGNED, 0, 64) < 0 or (found := data.find(_DATA, 0, _OID_REACH)) < 0:
        return None
    at = found + len(_DATA)
    if data[at : at + 1] != bytes((_CONTENT,)):
        return None
    _, at = _length(data, at)
    if data[at : at + 1] == bytes((_STRING,)):
        n_bytes, at = _length(data, at)
        return data[at : at + n_bytes]
    if data[at : at + 1] != bytes((_STRINGS,)):
        return None
    n_bytes, at = _length(data, at)
    end = at + n_bytes if n_bytes >= 0 else len(data)
    chunks: list[bytes] = []
    while at < end and data[at] == _STRING:
        n_bytes, at = _length(data, at)
        chunks.append(data[at : at + max(n_bytes, 0)])
        at += max(n_bytes, 0)
    return b"".join(chunks)


def _length(data: bytes, at: int) -> tuple[int, int]:
    """Return the length of the value with its tag at ``at``, -1 if unstated, and where it begins."""
    first = data[at + 1] if at + 1 < len(data) else 0
    if first == _UNSTATED:
        return -1, at + 2
    if first < _UNSTATED:
        return first, at + 2
    n_more = first & 0x7F
    start = at + 2 + n_more
    return int.from_bytes(data[at + 2 : start][:8]), start
