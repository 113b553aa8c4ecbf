"""Numbers that name one thing: ISBN, DOI, arXiv, IBAN, company, identity card, passport, stock.

Where a number has check digits they are verified; where it has none, a word before it must say what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from engine.annotate.attributes.found import Found

_ISBN = re.compile(
    r"[0-9](?<![0-9A-Za-z_.][0-9])(?:[ -]?[0-9]){8,11}[ -]?[0-9Xx](?:(?<=[0-9])[ -]?[0-9])?"
    r"(?![0-9A-Za-z])"
)
_ISBN_WORD = re.compile(r"ISBN(?:-1[03])?(?:[ ]?\((?:[a-z]{1,12})\))?:?[ ]?\Z")
_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s\"<>\u2e80-\U0003ffff，。；、]{1,200}")
_ARXIV = re.compile(
    r"arXiv:[ ]?(?P<id>[0-9]{4}\.[0-9]{4,5}|[a-z][a-z-]{1,15}(?:\.[A-Z]{2})?/[0-9]{7})"
    r"(?:v[0-9]{1,2})?(?![0-9])"
)
_IBAN = re.compile(
    r"[A-Z](?<![0-9A-Za-z_].)[A-Z][0-9]{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?(?![0-9A-Za-z])"
)
_IBAN_LENGTHS = {
    15: "NO", 16: "BE", 18: "DK FI FO GL NL", 19: "MK SI", 20: "AT BA EE KZ LT LU", 21: "CH HR LI LV",
    22: "BG DE GB GE IE ME RS", 23: "AE GI IL", 24: "AD CZ ES MD PK RO SA SE SK TN VG", 25: "PT", 26: "IS TR",
    27: "FR GR IT MC SM", 28: "AL AZ CY DO HU LB PL", 29: "BR PS QA", 30: "JO KW MU", 31: "MT",
}  # fmt: skip
"""Countries by length, from the IBAN registry of SWIFT."""
_EIGHTEEN = re.compile(r"[0-9A-HJ-NP-RTUWXY](?<![0-9A-Za-z_.].)[0-9A-HJ-NP-RTUWXYx]{17}(?![0-9A-Za-z])")
_USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_PROVINCES = frozenset(
    f"{region}{number}"
    for region, n_numbers in zip("12345678", (5, 3, 7, 6, 4, 5, 1, 3), strict=True)
    for number in range(region != "5", n_numbers + 1)
)
"""Codes of GB/T 2260; only the south-west counts from 0."""
_PASSPORT = re.compile(
    r"(?:(?:passport|Passport)(?:[ ](?:[Nn]umber|[Nn]o\.?))?|护照(?:号码?)?)[ ]?(?:[:#为是]|is)?[ ]?"
    r"(?P<id>[A-Z]{1,2}[0-9]{6,8}|[0-9]{9})(?![0-9A-Za-z])"
)
_STOCK = re.compile(r"[0-9](?<![0-9A-Za-z_.].)[0-9]{3,5}\.(?:SH|SZ|BJ|HK|SS)(?![A-Za-z0-9.])")
_STOCK_WORD = re.compile(r"(?:股票|证券)(?:代码|代号):?[ ]?(?P<id>[0-9]{6})(?![0-9.])")
_TICKER = re.compile(
    r"(?:NASDAQ|Nasdaq|NYSE|LSE|HKEX|SEHK|TSX|ASX):[ ]?(?P<id>[A-Z]{1,5}|[0-9]{1,5})(?![A-Za-z0-9])"
)
_EXCHANGES = {"6": "SH", "9": "SH", "0": "SZ", "3": "SZ", "2": "SZ", "4": "BJ", "8": "BJ"}


def identifiers(text: str) -> Iterator[Found]:
    """Find numbers that name a book, a paper, an account, a company, a person or a share."""
    yield from _isbns(text)
    for match in _DOI.finditer(text):
        before = text[match.start() - 1 : match.start()]
        if not (before.isdigit() or before == "."):
            doi = match[0].rstrip(".,;:!?'*_")
            while doi[-1:] in ")]" and doi.count(doi[-1]) > doi.count("(" if doi[-1] == ")" else "["):
                doi = doi[:-1].rstrip(".,;:")
            yield Found("doi", doi.lower(), match.start(), match.start() + len(doi))
    for match in _ARXIV.finditer(text):
        yield Found("arxiv", match["id"], match.start(), match.end())
    for match in _IBAN.finditer(text):
        account = match[0].replace(" ", "")
        if account[:2] in _IBAN_LENGTHS.get(len(account), "").split() and _is_iban(account):
            yield Found("iban", account, match.start(), match.end())
    for match in _EIGHTEEN.finditer(text):
        number = match[0].upper()
        if is_id_card(number):
            yield Found("id_card", number, match.start(), match.end())
        elif is_uscc(number):
            yield Found("uscc", number, match.start(), match.end())
    for match in _PASSPORT.finditer(text):
        yield Found("passport", match["id"], match.start("id"), match.end("id"), 0.9)
    yield from _stocks(text)


def is_uscc(code: str) -> bool:
    """Whether 18 signs are a unified social credit code: both of its check digits hold.

    Source: GB 32100-2015 (modulus 31) and, for signs 9 to 17, GB 11714-1997 (modulus 11).
    """
    if code[0] not in "159YANG" or not code[2:8].isdigit() or not all(sign in _USCC_SIGNS for sign in code):
        return False
    total = sum(_USCC_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17]))
    weighted = zip(code[8:16], (3, 7, 9, 10, 5, 8, 4, 2), strict=True)
    inner = 11 - sum(int(sign, 36) * weight for sign, weight in weighted) % 11
    return _USCC_SIGNS[-total % 31] == code[17] and {10: "X", 11: "0"}.get(inner, str(inner)) == code[16]


def is_id_card(number: str) -> bool:
    """Whether 18 signs are a Chinese identity card number: province, birthday and check digit hold.

    Source: GB 11643-1999, ISO 7064 MOD 11-2.
    """
    if not number[:17].isdigit() or number[:2] not in _PROVINCES:
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(number[:17]))
    return 1850 < born.year < 2100 and "10X98765432"[total % 11] == number[17]


def _isbns(text: str) -> Iterator[Found]:
    """Yield ISBNs as 13 digits; without the word only hyphenated ones that begin with 978 or 979."""
    for match in _ISBN.finditer(text):
        start, stated = match.start(), match[0]
        digits = stated.replace("-", "").replace(" ", "").upper()
        if len(digits) not in {10, 13}:
            continue
        has_word = _ISBN_WORD.search(text, max(0, start - 24), start)
        is_plain_to_see = len(digits) == 13 and digits[:3] in {"978", "979"} and stated.count("-") == 4
        if (has_word or is_plain_to_see) and _is_isbn(digits):
            yield Found("isbn", digits if len(digits) == 13 else _isbn_13(digits), start, match.end())


def _is_isbn(digits: str) -> bool:
    if len(digits) == 10:
        values = [10 if digit == "X" else int(digit) for digit in digits]
        return "X" not in digits[:9] and sum((10 - i) * value for i, value in enumerate(values)) % 11 == 0
    return digits.isdigit() and _check_13(digits[:12]) == digits[12]


def _isbn_13(digits: str) -> str:
    return f"978{digits[:9]}{_check_13('978' + digits[:9])}"


def _check_13(digits: str) -> str:
    return str(-sum(int(digit) * (3 if i % 2 else 1) for i, digit in enumerate(digits)) % 10)


def _is_iban(account: str) -> bool:
    """Whether the check digits hold (ISO 7064 MOD 97-10)."""
    return int("".join(str(int(sign, 36)) for sign in account[4:] + account[:4])) % 97 == 1


def _stocks(text: str) -> Iterator[Found]:
    for match in _STOCK.finditer(text):
        code, exchange = match[0].split(".")
        if len(code) == (5 if exchange == "HK" else 6) or (exchange == "HK" and len(code) == 4):
            yield Found("stock", f"{code}.{exchange.replace('SS', 'SH')}", match.start(), match.end())
    for match in _STOCK_WORD.finditer(text):
        if (place := _EXCHANGES.get(match["id"][0])) is not None:
            yield Found("stock", f"{match['id']}.{place}", match.start("id"), match.end("id"))
    for match in _TICKER.finditer(text):
        yield Found("stock", match[0].replace(" ", "").upper(), match.start(), match.end())
