"""Names and values of attributes, in the language that is installed at the time of the call.

In: roles, kinds and values as ``engine.attributes`` writes them. Out: what people read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from gui.translatable import QT_TRANSLATE_NOOP

ROLES: Mapping[str, str] = {
    "born": QT_TRANSLATE_NOOP("Texts", "Born"),
    "died": QT_TRANSLATE_NOOP("Texts", "Died"),
    "founded": QT_TRANSLATE_NOOP("Texts", "Founded"),
    "dissolved": QT_TRANSLATE_NOOP("Texts", "Dissolved"),
    "released": QT_TRANSLATE_NOOP("Texts", "Released"),
    "held": QT_TRANSLATE_NOOP("Texts", "Held"),
    "revenue": QT_TRANSLATE_NOOP("Texts", "Revenue"),
    "profit": QT_TRANSLATE_NOOP("Texts", "Profit"),
    "loss": QT_TRANSLATE_NOOP("Texts", "Loss"),
    "valuation": QT_TRANSLATE_NOOP("Texts", "Valuation"),
    "assets": QT_TRANSLATE_NOOP("Texts", "Assets"),
    "budget": QT_TRANSLATE_NOOP("Texts", "Budget"),
    "registered capital": QT_TRANSLATE_NOOP("Texts", "Registered capital"),
    "funding": QT_TRANSLATE_NOOP("Texts", "Funding"),
    "price": QT_TRANSLATE_NOOP("Texts", "Price"),
    "mobile": QT_TRANSLATE_NOOP("Texts", "Mobile"),
    "fax": QT_TRANSLATE_NOOP("Texts", "Fax"),
}
KINDS: Mapping[str, str] = {
    "phone": QT_TRANSLATE_NOOP("Texts", "Phone"),
    "email": QT_TRANSLATE_NOOP("Texts", "E-mail"),
    "url": QT_TRANSLATE_NOOP("Texts", "Website"),
    "date": QT_TRANSLATE_NOOP("Texts", "Date"),
    "time": QT_TRANSLATE_NOOP("Texts", "Time"),
    "money": QT_TRANSLATE_NOOP("Texts", "Amount"),
    "quantity": QT_TRANSLATE_NOOP("Texts", "Quantity"),
    "percent": QT_TRANSLATE_NOOP("Texts", "Percentage"),
    "isbn": QT_TRANSLATE_NOOP("Texts", "Book number (ISBN)"),
    "doi": QT_TRANSLATE_NOOP("Texts", "Article (DOI)"),
    "arxiv": QT_TRANSLATE_NOOP("Texts", "Preprint (arXiv)"),
    "iban": QT_TRANSLATE_NOOP("Texts", "Bank account"),
    "uscc": QT_TRANSLATE_NOOP("Texts", "Social credit code"),
    "id_card": QT_TRANSLATE_NOOP("Texts", "Identity card"),
    "passport": QT_TRANSLATE_NOOP("Texts", "Passport"),
    "case": QT_TRANSLATE_NOOP("Texts", "Court case"),
    "contract": QT_TRANSLATE_NOOP("Texts", "Contract number"),
    "article": QT_TRANSLATE_NOOP("Texts", "Article of law"),
    "stock": QT_TRANSLATE_NOOP("Texts", "Stock code"),
    "ip": QT_TRANSLATE_NOOP("Texts", "Network address"),
    "version": QT_TRANSLATE_NOOP("Texts", "Version"),
}
_CURRENCIES: Mapping[str, str] = {
    "CNY": QT_TRANSLATE_NOOP("Texts", "CNY {amount}"),
    "USD": QT_TRANSLATE_NOOP("Texts", "USD {amount}"),
    "EUR": QT_TRANSLATE_NOOP("Texts", "EUR {amount}"),
    "GBP": QT_TRANSLATE_NOOP("Texts", "GBP {amount}"),
    "JPY": QT_TRANSLATE_NOOP("Texts", "JPY {amount}"),
    "HKD": QT_TRANSLATE_NOOP("Texts", "HKD {amount}"),
    "TWD": QT_TRANSLATE_NOOP("Texts", "TWD {amount}"),
    "KRW": QT_TRANSLATE_NOOP("Texts", "KRW {amount}"),
    "CHF": QT_TRANSLATE_NOOP("Texts", "CHF {amount}"),
    "SGD": QT_TRANSLATE_NOOP("Texts", "SGD {amount}"),
    "CAD": QT_TRANSLATE_NOOP("Texts", "CAD {amount}"),
    "AUD": QT_TRANSLATE_NOOP("Texts", "AUD {amount}"),
}
_CHINESE_STEPS = ((1e8, "亿"), (1e4, "万"))
_ENGLISH_STEPS = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))
_DATE = re.compile(r"(\d{4}|XXXX)(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d:\d\d).*)?")


def fact_name(kind: str, role: str) -> str:
    """What a value is to its entity: its role, or where none is known its kind."""
    text = ROLES.get(role) or KINDS.get(role or kind)
    return _translate(text) if text else (role or kind)


def fact_value(kind: str, value: str) -> str:
    """A value as people write it."""
    if kind == "date":
        return day(value)
    if kind == "money":
        code, _, amount = value.partition(" ")
        text = _CURRENCIES.get(code)
        shown = _amount(amount)
        return _translate(text).format(amount=shown) if text else f"{code} {shown}"
    if kind == "quantity":
        amount, _, unit = value.partition(" ")
        return f"{_exact(amount)} {unit}"
    if kind == "percent" and value.endswith("%"):
        return f"{_exact(value[:-1])}%"
    return value.replace(";ext=", _translate(QT_TRANSLATE_NOOP("Texts", " ext. ")))


def day(value: str) -> str:
    """An ISO 8601 date as far as it is known: ``"5 Mar 1971"``, ``"Mar 1971"``, ``"1971"``, ``"5 Mar"``."""
    match = _DATE.fullmatch(value)
    if match is None:
        return value
    year, month, of_month, time = match.groups()
    shown = QDate(2000 if year == "XXXX" else int(year), int(month or 1), int(of_month or 1))
    if not shown.isValid():
        return value
    if year == "XXXX":
        form = _translate(QT_TRANSLATE_NOOP("Texts", "d MMM"))
    elif of_month:
        form = _translate(QT_TRANSLATE_NOOP("Texts", "d MMM yyyy"))
    else:
        form = _translate(
            QT_TRANSLATE_NOOP("Texts", "MMM yyyy") if month else QT_TRANSLATE_NOOP("Texts", "yyyy")
        )
    return QLocale().toString(shown, form) + (f" {time}" if time else "")


def _amount(amount: str) -> str:
    """A large amount in millions or 万 where nothing is lost by it."""
    try:
        value = float(amount)
    except ValueError:
        return amount
    is_chinese = QLocale().language() == QLocale.Language.Chinese
    for unit, word in _CHINESE_STEPS if is_chinese else _ENGLISH_STEPS:
        scaled = round(value / unit, 3)
        if abs(value) >= unit and abs(scaled * unit - value) < 1:
            return _exact(f"{scaled:f}") + word
    return _exact(amount)


def _exact(amount: str) -> str:
    """A decimal number with the language's separators and no digit more or less."""
    whole, _, rest = amount.partition(".")
    rest = rest.rstrip("0")
    try:
        return QLocale().toString(float(amount), "f", len(rest)) if len(whole) < 16 else amount
    except ValueError:
        return amount


def _translate(text: str) -> str:
    return QCoreApplication.translate("Texts", text)
