"""The rich text body of an Outlook mail: unpacked, and what was HTML made HTML again.

Sources: MS-OXRTFCP (compression), MS-OXRTFEX (HTML and plain text put into RTF), RTF 1.9.1.
"""

from __future__ import annotations

import re
import struct

from engine.ingest.encoding import known_encoding

_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_WINDOW = 4096
_PACKED, _PLAIN = 0x75465A4C, 0x414C454D
_MOST_BYTES = 100_000_000
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,9})?\ ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)", re.DOTALL
)
_SKIPPED = frozenset((
    b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"listtable", b"listoverridetable",
    b"header", b"footer", b"themedata", b"datastore", b"xmlnstbl", b"latentstyles",
))  # fmt: skip
_SIGNS = {
    b"par": "\n", b"line": "\n", b"tab": "\t", b"cell": "\t", b"row": "\n", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"endash": "–", b"emdash": "—", b"sect": "\n",
}  # fmt: skip
_CHARSETS = {
    128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_DEEPEST = 10_000


def unpacked(data: bytes) -> bytes:
    """Return the RTF that Outlook keeps compressed; what is cut short as far as it goes."""
    if len(data) < 16:
        return b""
    _, n_raw, kind, _ = struct.unpack_from("<4I", data)
    if kind != _PACKED:
        return data[16 : 16 + n_raw] if kind == _PLAIN else b""
    out = bytearray(_DICTIONARY)
    at, end = 16, len(data)
    limit = len(_DICTIONARY) + min(n_raw, _MOST_BYTES)
    while at < end and len(out) < limit:
        flags = data[at]
        at += 1
        for bit in range(8):
            if not flags >> bit & 1:
                out += data[at : at + 1]
                at += 1
                continue
            if at + 2 > end:
                return bytes(out[len(_DICTIONARY) : limit])
            (word,) = struct.unpack_from(">H", data, at)
            at += 2
            # The window is a ring; the distance back from where writing goes on.
            back = (len(out) - (word >> 4)) % _WINDOW
            if not back:
                return bytes(out[len(_DICTIONARY) : limit])
            for _ in range((word & 15) + 2):
                out.append(out[-back] if back <= len(out) else 32)
    return bytes(out[len(_DICTIONARY) : limit])


def body_of(rtf: bytes) -> tuple[str, bool]:
    """Return the text of RTF and whether it is HTML."""
    reader = _Reader(is_html=b"\\fromhtml1" in rtf[:1000])
    for token in _TOKEN.finditer(rtf):
        reader.take(token)
    return reader.result(), reader.is_html


class _Reader:
    """Follows groups and collects characters."""

    def __init__(self, *, is_html: bool) -> None:
        self.is_html = is_html
        self._parts: list[str] = []
        self._bytes = bytearray()
        self._encoding = self._font_encoding = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._n_fallback, self._n_owed = 1, 0
        self._is_hidden = self._is_silent = self._is_font_table = self._is_tag = self._is_star = False
        self._groups: list[tuple[bool, bool, bool, bool, int, str]] = []

    def result(self) -> str:
        self._flush()
        return "".join(self._parts)

    def take(self, token: re.Match[bytes]) -> None:
        word, number, code, sign, brace, text = token.groups()
        if brace:
            self._brace(brace)
        elif word:
            self._word(word, int(number) if number else None)
        elif code:
            self._put_bytes(bytes.fromhex(code.decode()))
        elif text:
            self._put_bytes(text)
        elif sign == b"*":
            self._is_star = True
        elif sign in b"{}\\":
            self._put_bytes(sign)
        elif sign == b"~":
            self._put("\u00a0")
        elif sign in b"\r\n":
            self._put("\n")

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._n_owed = 0
        if brace == b"{":
            if len(self._groups) < _DEEPEST:
                self._groups.append((
                    self._is_hidden, self._is_silent, self._is_font_table, self._is_tag, self._n_fallback,
                    self._font_encoding,
                ))  # fmt: skip
        elif self._groups:
            (
                self._is_hidden, self._is_silent, self._is_font_table, self._is_tag, self._n_fallback,
                self._font_encoding,
            ) = self._groups.pop()  # fmt: skip
        self._is_star = False

    def _word(self, word: bytes, number: int | None) -> None:
        is_star, self._is_star = self._is_star, False
        if word == b"u" and number is not None:
            self._put(chr(number % 0x10000))
            self._n_owed = self._n_fallback
        elif word == b"uc":
            self._n_fallback = min(max(number or 0, 0), 8)
        elif word == b"ansicpg" and number:
            self._encoding = self._font_encoding = known_encoding(f"cp{number}") or self._encoding
        elif word == b"htmltag":
            self._is_tag = True
        elif word == b"htmlrtf":
            self._flush()
            self._is_silent = number != 0
        elif word == b"f":
            self._flush()
            self._font = number or 0
            self._font_encoding = self._fonts.get(self._font, self._encoding)
        elif word == b"fcharset" and self._is_font_table:
            self._fonts[self._font] = _CHARSETS.get(number or 0, self._encoding)
        elif word in _SKIPPED or is_star:
            self._is_font_table = word == b"fonttbl"
            self._is_hidden = True
        elif word in _SIGNS and not (
            self.is_html and not self._is_tag and word not in (b"tab", b"par", b"line")
        ):
            self._put(_SIGNS[word])

    def _put(self, text: str) -> None:
        self._flush()
        if not self._is_hidden and not self._is_silent:
            self._parts.append(text)

    def _put_bytes(self, data: bytes) -> None:
        gone = min(self._n_owed, len(data))
        self._n_owed -= gone
        if not self._is_hidden and not self._is_silent:
            self._bytes += data[gone:]

    def _flush(self) -> None:
        if self._bytes:
            encoding = self._encoding if self._is_tag else self._font_encoding
            self._parts.append(self._bytes.decode(encoding, "replace"))
            self._bytes.clear()
