"""Numbers that cite: cases of Chinese courts, contracts, articles of laws, versions of programs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.annotate.attributes.found import Found
from engine.annotate.attributes.numbers import HAN_DIGITS, han

_ORDINAL = rf"(?:[0-9]{{1,4}}|[{HAN_DIGITS}十百千]{{1,8}})"
_CASE = re.compile(
    r"\([12][0-9]{3}\)[ ]?[\u4e00-\u9fff][\u4e00-\u9fff0-9]{0,12}?"
    r"(?:民|刑|行|执|知|破|赔|仲|调|商|财保|清|强|特|督)[\u4e00-\u9fff]{0,6}"
    r"(?:第[ ]?)?[0-9]{1,8}(?:-[0-9]{1,3})?[ ]?号"
)
_CONTRACT = re.compile(
    r"(?:(?:合同|协议|协议书|订单)(?:编号|号码|号)"
    r"|(?:Contract|Agreement|Purchase Order)[ ](?:No\.?|[Nn]umber|#))"
    r"[ ]?:?[ ]?(?P<id>[A-Za-z0-9][A-Za-z0-9/_()-]{2,40})"
)
_ARTICLE = re.compile(
    rf"第[ ]?(?P<n>{_ORDINAL})[ ]?条(?!例|街|船|路)(?:之(?P<sub>[一二三四五六七八九十]))?"
    rf"(?:[ ]?第[ ]?(?P<par>{_ORDINAL})[ ]?款)?(?:[ ]?第[ ]?(?P<item>{_ORDINAL})[ ]?项)?"
)
_LAW = re.compile(r"《[^《》\n]{2,40}》(?:\([^()\n]{1,20}\))?\Z")
_ARTICLE_EN = re.compile(
    r"Article[ \u00a0](?P<n>[0-9]{1,3})(?P<par>(?:\([0-9a-z]{1,2}\)){0,3})(?![0-9A-Za-z]|[.:,-][0-9])"
)
_HEADING = re.compile(r"[^\S\n]*\Z")
_VERSION = re.compile(
    r"v[0-9]{1,4}(?:\.[0-9]{1,6}){1,3}(?:-?(?:alpha|beta|rc)\.?[0-9]{0,3})?(?![0-9A-Za-z_]|\.[0-9])"
)
_VERSION_WORD = re.compile(
    r"(?:version|Version|版本号?)[ ]?(?:[:为是])?[ ]?"
    r"v?(?P<v>[0-9]{1,4}(?:\.[0-9]{1,6}){1,3})(?![0-9A-Za-z_]|\.[0-9])"
)


def citations(text: str) -> Iterator[Found]:
    """Find numbers of cases and contracts, articles that are cited, versions."""
    for match in _CASE.finditer(text):
        value = match[0].replace(" ", "").replace("第", "")
        yield Found("case", value, match.start(), match.end())
    for match in _CONTRACT.finditer(text):
        number = match["id"].rstrip("-_/(")
        if re.search("[0-9]", number) and len(number) > 3 and number.count("(") == number.count(")"):
            yield Found("contract", number.upper(), match.start("id"), match.start("id") + len(number), 0.9)
    yield from _articles(text)
    for match in _VERSION.finditer(text):
        if not text[match.start() - 1 : match.start()].isalnum():
            yield Found("version", match[0][1:], match.start(), match.end(), 0.9)
    for match in _VERSION_WORD.finditer(text):
        yield Found("version", match["v"], match.start("v"), match.end("v"), 0.85)


def _articles(text: str) -> Iterator[Found]:
    """Yield articles with the law named right before them; at a line's begin they are headings."""
    for match in _ARTICLE.finditer(text):
        number = _ordinal(match["n"])
        parts = [_ordinal(match[name]) if match[name] else 0 for name in ("par", "item")]
        law = _LAW.search(text, max(0, match.start() - 64), match.start())
        start = law.start() if law else match.start()
        line = text.rfind("\n", max(0, start - 80), start) + 1
        is_heading = not law and (line or start < 80) and _HEADING.match(text, line, start)
        if is_heading or None in (number, *parts):
            continue
        value = (law[0] if law else "") + str(number) + (f"-{_ordinal(match['sub'])}" if match["sub"] else "")
        value += (f"({parts[0]})" if parts[0] else "") + (f"[{parts[1]}]" if parts[1] else "")
        yield Found("article", value, start, match.end(), 0.9)
    for match in _ARTICLE_EN.finditer(text):
        line = text.rfind("\n", max(0, match.start() - 80), match.start()) + 1
        if not ((line or match.start() < 80) and _HEADING.match(text, line, match.start())):
            yield Found("article", match["n"] + match["par"], match.start(), match.end(), 0.85)


def _ordinal(number: str) -> int | None:
    if number.isascii():
        return int(number)
    value = han(number)
    return None if value is None else int(value)
