"""Tell apart code pages of the Latin script that share most of their letters.

Input:  bytes and the codec that statistics chose. Output: the codec to use. What
decides is the letters that one language needs and its neighbours do not have.
"""

from __future__ import annotations

import re
from collections import Counter

_IN_WORD = re.compile(rb"(?<=[A-Za-z\xc0-\xff])[\x80-\xff]|[\x80-\xff](?=[A-Za-z\xc0-\xff])")
# In Western text a raised 1 and three quarters, which no letter follows.
_CARON = re.compile(rb"[\xb9\xbe][a-z\xe0-\xff]")
_MOST_BYTES = 1 << 16
_LATIN = frozenset(("cp1250", "cp1252", "cp1254", "cp1257", "iso8859_2", "mac_roman", "cp437"))


def settle(data: bytes, codec: str) -> str:
    """Return ``codec``, or the neighbour that gives the letters of a language."""
    if codec not in _LATIN:
        return codec
    head = data[:_MOST_BYTES]
    letters = Counter(match[0][0] for match in _IN_WORD.finditer(head))
    if _is_turkish(letters):
        return "cp1254"
    if _is_icelandic(letters):
        return "cp1252"
    if codec == "cp1250" or _is_hungarian(letters) or _CARON.search(head):
        return "iso8859_2" if _is_iso(head, letters) else "cp1250"
    return codec


def _count(letters: Counter[int], chosen: bytes) -> int:
    return sum(letters[byte] for byte in chosen)


def _is_turkish(letters: Counter[int]) -> bool:
    """With ı also ş or ç, and few of the letters that stand with þ and ý in Icelandic and with ý in Czech."""
    if not letters[0xFD] or not (letters[0xFE] or letters[0xE7]):
        return False
    return _count(letters, b"\xfd\xfe\xf0") > 2 * _count(letters, b"\xe1\xe6\xe8\xed\xf3\xfa")


def _is_icelandic(letters: Counter[int]) -> bool:
    """Both ð and þ, and no č, which stands with the same bytes in Croatian."""
    return bool(letters[0xF0] and _count(letters, b"\xde\xfe") and not letters[0xE8])


def _is_hungarian(letters: Counter[int]) -> bool:
    """The letters ő and ű, and none of those that stand with õ in Portuguese and Estonian or û in French."""
    long_vowels = _count(letters, b"\xf5\xfb")
    if not long_vowels or _count(letters, b"\xe0\xe2\xe3\xe4\xe7\xe8\xea"):
        return False
    return min(_count(letters, b"\xe1"), _count(letters, b"\xe9")) > 0


def _is_iso(head: bytes, letters: Counter[int]) -> bool:
    """Whether š and ž (in Windows' page © ® ą ľ) stand where ISO 8859-2 has them, in no Polish text."""
    if re.search(rb"[\x80-\x9f]", head) or not _count(letters, b"\xa9\xae\xb9\xbe"):
        return False
    n_polish = _count(letters, b"\xb3\xbf\xea")
    return n_polish <= _count(letters, b"\xe1\xe8\xec\xed\xf8\xf9\xfd") or _count(letters, b"\xb1\xb6") > 0
