"""Which characters the bytes of an RTF file stand for: by the font they are in, else by the document.

Input:  runs of bytes with the number of their font. Output: text. East Asian
documents often put their text in a font that is declared Western; bytes that make
pairs in the document's code page are taken for such text.
"""

from __future__ import annotations

import codecs

_BY_CHARSET = {
    77: "mac_roman", 78: "cp932", 79: "big5hkscs", 80: "cp949", 81: "mac_arabic", 83: "mac_greek",
    84: "mac_cyrillic", 85: "mac_turkish", 86: "gb18030", 88: "mac_latin2", 128: "cp932", 129: "cp949",
    130: "johab", 134: "gb18030", 136: "big5hkscs", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437",
    255: "cp850",
}  # fmt: skip
_BY_PAGE = {936: "gb18030", 950: "big5hkscs", 10000: "mac_roman", 65001: "utf-8", 1361: "johab"}
_EAST_ASIAN = frozenset(("gb18030", "big5hkscs", "cp932", "cp949", "johab"))
_SYMBOL_CHARSET = 2
_MOST_FONTS = 10_000
BULLET = "\u2022"


class Fonts:
    """The fonts of a document and its code page."""

    def __init__(self) -> None:
        self.page = "cp1252"
        self._encodings: dict[int, str] = {}
        self._symbols: set[int] = set()

    def set_page(self, number: int) -> None:
        """Note the code page that ``ansicpg`` states."""
        self.page = _page(number) or self.page

    def declare(self, font: int, *, charset: int | None = None, page: int | None = None) -> None:
        """Note what the font table says of a font."""
        if len(self._encodings) + len(self._symbols) >= _MOST_FONTS:
            return
        if charset == _SYMBOL_CHARSET:
            self._symbols.add(font)
        encoding = _page(page) if page is not None else _BY_CHARSET.get(charset or 0)
        if encoding:
            self._encodings[font] = encoding

    def decode(self, data: bytes, font: int) -> str:
        """Return the text of bytes in a font."""
        if data.isascii():
            return data.decode("ascii")
        if font in self._symbols:
            return BULLET
        stated = self._encodings.get(font)
        is_east_asian = self.page in _EAST_ASIAN
        for encoding in (stated, self.page, "cp1252" if is_east_asian else None):
            if encoding:
                try:
                    return data.decode(encoding)
                except UnicodeDecodeError:
                    continue
        return data.decode(stated or self.page, "replace")


def _page(number: int) -> str | None:
    name = _BY_PAGE.get(number, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return None
    return name
