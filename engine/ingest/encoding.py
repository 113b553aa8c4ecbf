"""Which text encoding bytes are in, and the text they stand for.

Input:  bytes of a text file, and what it declares about itself, if anything.
Output: text and the Python name of its encoding; bytes that are no text at all
are refused.

The ladder: byte order mark; escape sequences; strict UTF-8; UTF-16 and UTF-32
without a mark; UTF-8 with a little damage; what the file declares; the East
Asian encodings, by how common the characters are that they give (tables and
scores in ``engine.ingest.charsets``); single-byte encodings.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from engine.errors import EncodingUnknown
from engine.ingest.charsets import best_east_asian, best_single_byte, is_plausible

SAMPLE_BYTES = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARATION = re.compile(
    rb"""<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{2,40})"""
    rb"""|<meta[^>]{0,300}?\bcharset\s*=\s*["']?\s*([\w.:-]{2,40})"""
    rb"""|\A(?:[^\n]{0,200}\n)?[^\n]{0,80}?\b(?:file)?(?:en)?coding[:=][ \t]*([\w.-]{2,40})""",
    re.IGNORECASE,
)
_ESCAPES = (
    (re.compile(rb"\x1b\$[@B]|\x1b\([JI]"), "iso2022_jp_2"),
    (re.compile(rb"\x1b\$\)C"), "iso2022_kr"),
)
_HZ = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])+~\}")
_HIGH = re.compile(rb"[\x80-\xff]")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WIDER = {  # what pages that declare the left in truth use
    "gb2312": "gb18030", "gbk": "gb18030", "hz": "hz", "big5": "big5hkscs", "shift_jis": "cp932",
    "euc_kr": "cp949", "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874",
}  # fmt: skip
_ALIASES = {
    "x-sjis": "cp932", "windows-949": "cp949", "x-gbk": "gb18030", "x-euc-jp": "euc_jp", "unicode": "utf-16",
    "x-mac-cyrillic": "mac_cyrillic", "iso-8859-8-i": "iso8859_8", "x-mac-roman": "mac_roman",
}  # fmt: skip
_CONTROL_SHARE = 0.003
_DAMAGE_SHARE = 0.1
_DECLARED_DAMAGE_SHARE = 0.05
_SHORT_BYTES = 32


def decode(data: bytes, *, declared: str | None = None) -> tuple[str, str]:
    """Return the text of ``data`` and the encoding it is in; bytes that fit nowhere become U+FFFD.

    Args:
        data: The whole of a text, or its beginning cut anywhere.
        declared: The encoding that the text or its container states.

    Raises:
        EncodingUnknown: These bytes are no text.
    """
    encoding = detect(data, declared=declared)
    return data.decode(encoding, "replace"), encoding


def detect(data: bytes, *, declared: str | None = None) -> str:
    """Return the Python name of the encoding of ``data``; arguments and errors as for ``decode``."""
    return (
        _by_mark(data)
        or _by_escape(data)
        or _as_utf8(data)
        or _as_wide(data)
        or _as_damaged_utf8(data)
        or _as_declared(data, declared)
        or _by_characters(data)
    )


def sample(blocks: Iterator[bytes]) -> bytes:
    """Return a part of a long text that shows its encoding: its beginning and lines with high bytes."""
    parts: list[bytes] = []
    n_bytes = 0
    for block in blocks:
        if not parts:
            parts.append(block[:SAMPLE_BYTES])
            if _by_mark(block) or _CONTROL.search(parts[0]):
                break
            block = block[SAMPLE_BYTES:]  # noqa: PLW2901 - the rest of the same block
        match = _HIGH.search(block)
        if match is not None:
            begin = block.rfind(b"\n", 0, match.start()) + 1
            lines = block[begin : begin + SAMPLE_BYTES]
            parts.append(b"\n" + lines[: lines.rfind(b"\n") + 1 or None])
            n_bytes += len(parts[-1])
        if n_bytes >= SAMPLE_BYTES:
            break
    return b"".join(parts)


def declared_encoding(head: bytes) -> str | None:
    """Return what an XML declaration, an HTML meta tag or an editor's coding line in ``head`` says."""
    match = _DECLARATION.search(head[:4096])
    if match is None:
        return None
    name = next(group for group in match.groups() if group).decode("ascii")
    return known_encoding(name)


def known_encoding(name: str) -> str | None:
    """Return the Python encoding that bytes declared as ``name`` truly are in; None for unknown names."""
    name = name.lower()
    try:
        encoding = codecs.lookup(_ALIASES.get(name, name)).name
        "a".encode(encoding)
    except (LookupError, UnicodeError, ValueError):
        return None
    return _WIDER.get(encoding, encoding)


def _by_mark(data: bytes) -> str | None:
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)


def _by_escape(data: bytes) -> str | None:
    if b"\x1b$" in data:
        for pattern, encoding in _ESCAPES:
            if pattern.search(data) and not _HIGH.search(data):
                return encoding
    if b"~{" in data and not _HIGH.search(data):
        runs = _HZ.findall(data)
        # Program text has "~{" too; Chinese between the marks is common characters.
        if runs and is_plausible(b"".join(runs).decode("hz", "replace")):
            return "hz"
    return None


def _as_utf8(data: bytes) -> str | None:
    if b"\x00" in data:
        return None
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        text = decoder.decode(data)
    except UnicodeDecodeError:
        return None
    if decoder.getstate()[0] and text.isascii():  # a lone high byte at the end is no cut character
        return None
    _refuse_binary(data)
    return "utf-8"


def _as_wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: columns of NUL bytes, or characters that make sense in pairs."""
    head = data[:SAMPLE_BYTES]
    n_nul = head.count(0)
    if len(head) < 4:
        return None
    if n_nul * 10 > len(head) * 4:
        for encoding in ("utf-32-le", "utf-32-be"):
            if is_plausible(_decoded(head[: len(head) // 4 * 4], encoding)):
                return encoding
    if len(data) % 2 and len(data) <= SAMPLE_BYTES:
        return None
    # Without a single NUL there is no space and no line end: too little to tell from a byte encoding.
    if n_nul == 0 and (head.count(b"\n") > 1 or _HIGH.search(head) is None):
        return None
    pairs = head[: len(head) // 2 * 2]
    found = [e for e in ("utf-16-le", "utf-16-be") if is_plausible(_decoded(pairs, e))]
    if n_nul == 0 and best_east_asian(head, least=0.3):
        return None
    if len(found) > 1:
        found.sort(key=lambda encoding: len(set(_decoded(pairs, encoding))))
    return found[0] if found else None


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data)
    except UnicodeDecodeError:
        return ""


def _refuse_binary(data: bytes) -> None:
    head = data[: 4 * SAMPLE_BYTES]
    n_control = sum(1 for _ in _CONTROL.finditer(head))
    if n_control > max(_CONTROL_SHARE * len(head), 1) or b"\x00\x00\x00\x00" in head:
        raise EncodingUnknown


def _as_damaged_utf8(data: bytes) -> str | None:
    _refuse_binary(data)
    text = data.decode("utf-8", "replace")
    n_bad = text.count("\ufffd")
    n_good = sum(1 for char in text if char > "\x7f") - n_bad
    return "utf-8" if n_bad <= n_good * _DAMAGE_SHARE else None


def _as_declared(data: bytes, declared: str | None) -> str | None:
    encoding = known_encoding(declared) if declared else None
    if encoding is None or encoding.startswith("utf"):
        return None
    n_high = len(_HIGH.findall(data))
    n_bad = data.decode(encoding, "replace").count("\ufffd")
    return encoding if n_bad <= n_high * _DECLARED_DAMAGE_SHARE else None


def _by_characters(data: bytes) -> str:
    shown = _lines_with_high_bytes(data)
    clearly = best_east_asian(shown, least=0.45 if len(shown) < _SHORT_BYTES else 0.6)
    if clearly:
        return clearly
    single = best_single_byte(shown)
    if single:
        return single
    return best_east_asian(shown, least=0.25) or "cp1252"


def _lines_with_high_bytes(data: bytes) -> bytes:
    """Whole lines (cutting inside a two-byte character would make a strict decoder fail)."""
    if len(data) <= SAMPLE_BYTES:
        return data
    kept: list[bytes] = []
    n_bytes = 0
    for line in data.split(b"\n"):
        if _HIGH.search(line):
            kept.append(line)
            n_bytes += len(line)
        if n_bytes > SAMPLE_BYTES:
            break
    return b"\n".join(kept)
