"""RTF: paragraphs and tables in reading order, then notes, comments, headers and footers.

Read by hand from the bytes, one token at a time (specification 1.9.1): a library
that takes a string has lost which code page each font is in, and characters of two
bytes go by font. Groups are a stack of small records; what is deeper than any real document
nests is left out and said to be.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.errors import FileDamaged
from engine.ingest.readers.pieces import Head, Limits, Piece
from engine.ingest.readers.rtf_encoding import BULLET, Fonts
from engine.ingest.readers.rtf_words import BESIDE, CHARACTERS, DATES, INFO, SHOWN, SIGNS, SKIPPED
from engine.ingest.source import Source, mapped
from engine.records import Reason

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])"
    rb"|[\r\n\x00]+|([^\\{}\r\n\x00]{1,65536})|.",
    re.DOTALL,
)
_START = re.compile(rb"\s{0,100}\{\s{0,10}\\rtf")
_DEEPEST = 2000
_PIECE_CHARS = 1 << 18
_LONGEST_RUN = 1 << 24
_MOST_INFO_CHARS = 2000

_NO_DATE = re.compile(r"(?:0+|1601)-0")  # what programs write that know none
_PRIVATE = range(0xF000, 0xF100)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class _Group:
    """What ends with a group: where its text goes, its font, how many signs stand in for a Unicode one."""

    target: str = ""  # "" the text, "-" nowhere, "+" beside the text, or an entry of the information
    outer_target: str = ""
    font: int = -1
    wide_font: int = -1
    is_wide: bool = False
    n_signs: int = 1
    is_hidden: bool = False
    is_list_mark: bool = False


def read_rtf(path: Source, *, limits: Limits) -> Iterator[Piece]:
    """Yield head and text of an RTF file; the head once more at the end.

    Raises:
        FileDamaged: It is no RTF.
        OSError: It cannot be read.
    """
    with mapped(path) as data:
        start = _START.match(data)
        if start is None:
            raise FileDamaged(detail="no RTF header")
        reader = RtfText()
        yield from reader.read(data, 0)
        if any(reader.info.values()):
            info = {name: value.strip() for name, value in reader.info.items()}
            info = {name: value for name, value in info.items() if value and not _NO_DATE.match(value)}
            yield Head(title=info.pop("title", None), attributes=info)
        if reader.is_too_deep:
            yield Reason(code="partial.too_deep", params={"limit_levels": _DEEPEST})
        elif reader.is_cut_short:
            yield Reason(code="partial.damaged")


class RtfText:
    """Turns the tokens of one file into text.

    Attributes:
        info: Title, author and the like, as they were stated so far.
        is_too_deep: Whether groups were left out because they stand too deep.
        is_cut_short: Whether the file ended within a group.
    """

    def __init__(self) -> None:
        self.info: dict[str, str] = {}
        self.is_too_deep = self.is_cut_short = False
        self._fonts = Fonts()
        self._default_font = -1
        self._group = _Group()
        self._stack: list[_Group] = []
        self._n_deeper = 0
        self._bytes = bytearray()
        self._n_to_skip = 0
        self._is_optional = self._is_group_new = False
        self._declared_font = -1
        self._in_table = self._in_list = False
        self._parts: list[str] = []
        self._n_chars = 0
        self._beside: list[str] = []

    def read(self, data: mmap.mmap | bytes, at: int) -> Iterator[Piece]:
        """Yield head and pieces of text."""
        yield Head()
        while match := _TOKEN.match(data, at):
            at = match.end() + self._token(match)
            if match[5] == b"}" and not self._stack:
                break
            if len(self._bytes) > _LONGEST_RUN:
                self._flush()
            if self._n_chars > _PIECE_CHARS:
                yield self._take()
        self._flush()
        self.is_cut_short = bool(self._stack)
        yield self._take()
        beside = "".join(self._beside)
        for text in dict.fromkeys(part.strip() for part in beside.split("\0")):
            if text:
                yield "\n\n" + text

    def _token(self, match: re.Match[bytes]) -> int:
        """Take one token in; return how many bytes behind it are to be skipped."""
        word, number, code, sign, brace, plain = match.groups()
        if word == b"bin":
            return max(0, int(number or 0))
        if word is not None:
            self._word(word.decode("ascii"), None if number is None else int(number))
        elif brace:
            self._brace(brace)
        elif code is not None:
            self._signs(bytes((int(code, 16),)))
        elif sign is not None:
            self._sign(sign)
        elif plain is not None:
            self._signs(plain)
        return 0

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._n_to_skip = 0
        self._is_optional = False
        self._is_group_new = brace == b"{"
        if brace == b"{":
            if len(self._stack) >= _DEEPEST:
                self._n_deeper += 1
                self.is_too_deep = True
            else:
                self._stack.append(self._group)
            return
        if self._n_deeper:
            self._n_deeper -= 1
        elif self._stack:
            left, self._group = self._group, self._stack.pop()
            if left.target == "+" != self._group.target:
                self._beside.append("\0")
            if left.target == "fonts" != self._group.target:
                self._declared_font = -1

    def _word(self, name: str, number: int | None) -> None:
        if self._n_deeper:
            return
        if name == "u":
            self._unicode(number or 0)
            return
        self._flush()
        self._n_to_skip = 0
        group = self._group
        is_optional, self._is_optional, self._is_group_new = self._is_optional, False, False
        if self._destination(name) or (is_optional and name not in SHOWN):
            if group is self._group:
                self._group = replace(group, target="-")
        elif group.target == "fonts":
            self._font_table(name, number)
        elif group.target in DATES.values():
            self._date(group.target, name, number or 0)
        elif group.target == "-":
            return
        elif name in CHARACTERS:
            self._put(CHARACTERS[name])
        else:
            self._format(name, number)

    def _destination(self, name: str) -> bool:
        """Turn the group to where ``name`` says its text goes; False if it is no such word."""
        group = self._group
        target = group.target
        if name in SKIPPED:
            target = "-"
        elif name == "fonttbl":
            target = "fonts"
        elif name in ("upr", "do"):  # the same text twice, without and with Unicode; a drawing
            self._group = replace(group, target="-", outer_target=target)
            return True
        elif name in ("ud", "dptxbxtext"):
            target = group.outer_target
        elif name == "info":
            target = "info"
        elif group.target == "info" and (name in INFO or name in DATES):
            target = INFO.get(name) or DATES[name]
        elif name in BESIDE and target in ("", "+"):
            target = "+"
        elif name in ("pntext", "listtext"):
            self._in_list = True
            self._group = replace(group, is_list_mark=True)
            return True
        else:
            return False
        self._group = replace(group, target=target)
        return True

    def _font_table(self, name: str, number: int | None) -> None:
        if name == "f":
            self._declared_font = number or 0
        elif name == "fcharset":
            self._fonts.declare(self._declared_font, charset=number or 0)
        elif name == "cpg" and number:
            self._fonts.declare(self._declared_font, page=number)

    def _format(self, name: str, number: int | None) -> None:
        if name in ("par", "cell", "nestcell", "row", "nestrow"):
            self._end_block(name)
        elif name == "pard":
            self._in_table = self._in_list = False
        elif name == "intbl":
            self._in_table = True
        elif name in ("ls", "ilvl", "pnlvlblt"):
            self._in_list = True
        elif name == "deff":
            self._default_font = number or 0
        elif name in ("ansicpg", "mac"):
            self._fonts.set_page(10000 if name == "mac" else number or 0)
        else:
            self._group = _formatted(self._group, name, number, self._default_font)

    def _end_block(self, name: str) -> None:
        if name in ("cell", "nestcell"):
            self._put("\t")
        elif name in ("row", "nestrow"):
            while self._group.target == "" and self._parts and self._parts[-1] == "\t":
                self._parts.pop()
            self._put("\n")
        elif self._in_table:
            self._put(" ")
        else:
            self._put("\n" if self._in_list else "\n\n")

    def _date(self, target: str, name: str, number: int) -> None:
        before = {"yr": "", "mo": "-", "dy": "-", "hr": "T", "min": ":"}.get(name)
        if before is not None and 0 <= number < 10_000:
            self.info[target] = self.info.get(target, "") + f"{before}{number:02d}"

    def _unicode(self, number: int) -> None:
        self._flush()
        code = number % 0x10000 if number < 0x10000 else number
        self._put(BULLET if code in _PRIVATE else chr(code) if code < 0x110000 else "\ufffd")
        self._n_to_skip = self._group.n_signs

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._is_optional = self._is_group_new
        elif sign in (b"\r", b"\n"):
            self._word("par", None)
        elif sign in SIGNS:
            self._flush()
            self._put(SIGNS[sign])
        else:
            self._signs(sign)

    def _signs(self, signs: bytes) -> None:
        if self._n_to_skip:
            n_skipped = min(self._n_to_skip, len(signs))
            self._n_to_skip -= n_skipped
            signs = signs[n_skipped:]
        if not self._n_deeper and self._group.target != "-":
            self._bytes += signs

    def _flush(self) -> None:
        if self._bytes:
            group = self._group
            font = group.wide_font if group.is_wide and group.wide_font >= 0 else group.font
            if font < 0 and group.target in ("", "+"):
                font = self._default_font
            self._put(self._fonts.decode(bytes(self._bytes), font))
            self._bytes.clear()

    def _put(self, text: str) -> None:
        group = self._group
        if self._n_deeper or group.is_hidden:
            return
        if group.is_list_mark and text.strip() and not text.strip("\u00b7\u00a7\u00d8\u00fc"):
            text = BULLET
        if group.target == "":
            self._parts.append(text)
            self._n_chars += len(text)
        elif group.target == "+":
            self._beside.append(text)
        elif group.target in self.info or group.target in INFO.values():
            self.info[group.target] = (self.info.get(group.target, "") + text)[:_MOST_INFO_CHARS]

    def _take(self) -> str:
        text = "".join(self._parts)
        self._parts.clear()
        self._n_chars = 0
        if _SURROGATE.search(text):
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return text


def _formatted(group: _Group, name: str, number: int | None, default_font: int) -> _Group:
    """Return the state of a group after a word that changes its characters."""
    if name == "plain":
        return replace(group, font=default_font, wide_font=-1, is_wide=False, is_hidden=False)
    if name == "f":
        return replace(group, font=number or 0)
    if name == "af" and group.is_wide:
        return replace(group, wide_font=number or 0)
    if name in ("dbch", "loch", "hich"):
        return replace(group, is_wide=name == "dbch")
    if name in ("v", "deleted"):
        return replace(group, is_hidden=number != 0)
    return replace(group, n_signs=min(max(number or 0, 0), 16)) if name == "uc" else group
