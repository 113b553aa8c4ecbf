"""Characters that LaTeX has commands for, and letters with accents."""

from __future__ import annotations

import unicodedata

SYMBOLS = {
    "ss": "ß", "SS": "ẞ", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ",
    "DJ": "Đ",
    "S": "§", "P": "¶", "copyright": "©", "pounds": "£", "euro": "€", "EUR": "€", "dots": "…", "ldots": "…",
    "textellipsis": "…", "textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’",
    "textquotedblleft": "“", "textquotedblright": "”", "textbackslash": "\\", "textasciitilde": "~",
    "textasciicircum": "^", "textbar": "|", "textless": "<", "textgreater": ">", "textbullet": "•",
    "textdegree": "°", "texttrademark": "™", "textregistered": "®", "textunderscore": "_",
    "guillemotleft": "«",
    "guillemotright": "»", "LaTeX": "LaTeX", "TeX": "TeX", "LaTeXe": "LaTeX2e", "XeTeX": "XeTeX",
    "BibTeX": "BibTeX",
    "today": "", "textvisiblespace": " ", "slash": "/", "textmu": "µ", "texttimes": "×",
}  # fmt: skip
# Also the digits and signs that stand for an accent in ``\'e``.
ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a", "d": "\u0323",
    "b": "\u0331", "t": "\u0361",
}  # fmt: skip


def accented(letters: str, mark: str) -> str:
    """Return letters with an accent on the first."""
    if not letters:
        return ""
    return unicodedata.normalize("NFC", letters[0] + mark) + letters[1:]
