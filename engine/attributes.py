"""Frozen records of attributes: dates, amounts, addresses and numbers that a text states, normalised.

Kinds and the form of their values:

date        ISO 8601, also partial: ``2021-03-05``, ``2021-03``, ``2021``, ``XXXX-03-05``, with its time
time        ``09:30``, ``09:30:05``
money       ISO 4217 code and amount: ``CNY 35000000``; a bare ``$`` is USD, ``¥`` is CNY
quantity    amount and canonical unit: ``5000 m``, ``2.5 kg``, ``20 °C``
percent     ``30%``
email, url  lower case where case does not count
phone       E.164: ``+8613800138000``, with ``;ext=12``
others      the number in its canonical spelling: isbn (13 digits), doi, arxiv, iban, uscc, id_card, passport,
            case, contract, article, stock, ip, version
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.records import Evidence, ResolvedMention

KINDS = (
    "date", "time", "money", "quantity", "percent", "email", "phone", "url", "isbn", "doi", "arxiv", "iban",
    "uscc", "id_card", "passport", "case", "contract", "article", "stock", "ip", "version",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One value stated in a document.

    Attributes:
        kind: One of ``KINDS``.
        value: In the form that its kind has.
        start: ``text[start:end]`` says so.
        mention: The mention that it stands with, None where that is in doubt.
        role: What it is to that mention (``"born"``, ``"revenue"``), empty for "stands near".
        sentence_start: Its sentence is ``text[sentence_start:sentence_end]``.
        score: How sure value and mention are, 0 to 1.
    """

    kind: str
    value: str
    start: int
    end: int
    mention: ResolvedMention | None
    role: str
    sentence_start: int
    sentence_end: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeRow:
    """One value of a document, with its place and the entity that it stands with."""

    kind: str
    value: str
    role: str
    score: float
    entity_id: int | None
    entity: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeCount:
    """One value of the library and how many documents state it."""

    kind: str
    value: str
    n_documents: int
