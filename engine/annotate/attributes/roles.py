"""Ways of saying whose value it is and in which role; data only, the reading is in ``tie``.

A rule looks at a mention and a value of one sentence, at the text between them and around them, in which
white space is folded, other mentions are one of ``MASKS`` and other values are ``VALUE``.
"""

# ruff: noqa: E501 -- a row of the table is read whole

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.annotate.pattern import ORGANISATION, PERSON, PLACE

VALUE = "\ue004"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One way of saying ``role``.

    Attributes:
        kinds: Kinds of value that it holds for.
        labels: Labels of mention that it holds for.
        between: Matches all of the text between the two.
        before: Found at the end of the text before the earlier of the two, or None.
        after: Matches at the start of the text after the later of the two, or None.
        is_value_first: Whether the value stands before the mention.
    """

    role: str
    kinds: frozenset[str]
    labels: frozenset[str]
    between: re.Pattern[str]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    is_value_first: bool

    def holds(self, before: str, between: str, after: str) -> bool:
        """Tell whether the value stands in this role to the mention."""
        return (
            self.between.fullmatch(between) is not None
            and (self.before is None or self.before.search(before) is not None)
            and (self.after is None or self.after.match(after) is not None)
        )


def _rule(
    role: str, labels: str, kinds: str, between: str, *, before: str | None = None, after: str | None = None,
    is_value_first: bool = False,
) -> Rule:  # fmt: skip
    return Rule(
        role=role,
        kinds=frozenset(kinds.split("|")),
        labels=frozenset(labels.split("|")),
        between=re.compile(between),
        before=re.compile(f"(?:{before})$") if before else None,
        after=re.compile(after) if after else None,
        is_value_first=is_value_first,
    )


_OF_PLACE = rf"(?: (?:in|at|near) {PLACE}(?:, {PLACE}){{0,2}},?)?"
_FOUNDED = r"(?:founded|established|incorporated|formed|created|set up|started)"
_SAID_ZH = r"(?=的|[^\u4e00-\u9fff]|$)"
"""Nothing follows that was founded or published instead."""
_THING = "PRODUCT|WORK|MISC"
_ABOUT = r"(?: (?:about|around|approximately|roughly|nearly|almost|over|more than|a record|some))?"
_GREW = r"(?:rose|grew|fell|increased|climbed|jumped|declined|dropped|surged|decreased)"
_WAS = (
    rf"(?:,? (?:in|for|of) {VALUE},?)?(?: (?:was|were|is|are|of|hit|reached|totall?ed|stood at|came to|exceeded"
    rf"|{_GREW}(?: by)?(?: {VALUE})?,? to)){_ABOUT} ?"
)
_NOUNS_EN = {
    "revenue": r"(?:revenues?|sales|turnover)",
    "profit": r"(?:(?:net |operating |gross )?profits?|net income|earnings)",
    "loss": r"(?:net |operating )?loss(?:es)?",
    "valuation": r"(?:valuation|market (?:value|cap(?:itali[sz]ation)?))",
    "assets": r"(?:total )?assets",
    "budget": r"budget",
    "registered capital": r"(?:registered|share|paid-up) capital",
}
_NOUNS_ZH = {
    "revenue": "(?:营业总?收入|营收|销售收入|销售额|总收入)",
    "profit": "(?:净利润|利润总额|营业利润|利润)",
    "loss": "(?:净?亏损)",
    "valuation": "(?:总?市值|估值)",
    "assets": "(?:总资产|资产总额|净资产)",
    "budget": "(?:预算)",
    "registered capital": "(?:注册资本金?|实缴资本|注册资金)",
}
_CLAUSES_ZH = rf"(?:[^。；！？{ORGANISATION}]{{0,60}}[，,(])?"

_LIVES = (
    _rule("born", "PER", "date", rf" ?\((?:born|b\.)(?: {PLACE},)?{_OF_PLACE}(?: on| in)? ?"),
    _rule("born", "PER", "date", rf",? (?:(?:was|who was|were) )?born{_OF_PLACE}(?: on| in)? ?"),
    _rule("born", "PER", "date", r" ?\(", after=rf" ?- ?{VALUE}\)"),
    _rule("died", "PER", "date", rf" ?\({VALUE} ?- ?", after=r"\)"),
    _rule("died", "PER", "date", rf"(?: \([^()]{{0,40}}\)|[^;{PERSON}]{{0,80}}(?:,| and))?,? (?:(?:who|he|she|later) )?(?:died|passed away){_OF_PLACE}(?: on| in)? ?"),
    _rule("born", "PER", "date", r"[，,(]?(?:[男女][，,])?(?:.族[，,])?", after=r"(?:出生|生(?![产活效态]))"),
    _rule("born", "PER", "date", r"[，,(]?(?:[男女][，,])?(?:出)?生于"),
    _rule("died", "PER", "date", rf"(?:[^。；{PERSON}]{{0,60}}[，,])?于?", after=rf"(?:在{PLACE})?.{{0,3}}?(?:逝世|去世|病逝|辞世)"),
    _rule("died", "PER", "date", rf"(?:[^。；{PERSON}]{{0,60}}[，,])?(?:逝世|去世|病逝|卒)于"),
)  # fmt: skip
_FOUNDINGS = (
    _rule("founded", "ORG", "date", rf",? (?:which )?(?:was )?(?:first )?{_FOUNDED}(?: by {PERSON}(?:,? (?:and )?{PERSON}){{0,3}})?{_OF_PLACE} (?:in|on) "),
    _rule("founded", "ORG", "date", rf" ?\((?:{_FOUNDED}|est\.?)(?: in)? ?"),
    _rule("founded", "ORG", "date", r" (?:in|on) ", before=rf"\b{_FOUNDED} (?:the )?"),
    _rule("founded", "ORG", "date", r",? (?:the )?", after=rf" (?:was|were) {_FOUNDED}", is_value_first=True),
    _rule("founded", "ORG", "date", rf",? {PERSON}(?:(?:,| and) {PERSON}){{0,2}} (?:co-?)?{_FOUNDED} (?:the )?", is_value_first=True),
    _rule("founded", "ORG", "date", r"[，,]?(?:公司)?(?:正式)?(?:成立|创立|创建|创办|始建|组建|设立|建)于"),
    _rule("founded", "ORG", "date", r"[，,]?(?:公司)?(?:已|正式|即)?于?", after=rf"(?:在.{{1,8}})?(?:正式)?(?:注册)?(?:成立|创立|创建|创办|组建){_SAID_ZH}"),
    _rule("dissolved", "ORG", "date", rf" was (?:dissolved|wound up|liquidated|disbanded){_OF_PLACE} (?:in|on) "),
    _rule("dissolved", "ORG", "date", r"[，,]?于", after=r"(?:解散|注销|撤销|破产)"),
    _rule("released", _THING, "date", rf",? (?:(?:was|were) )?(?:first )?(?:released|published|launched|issued)(?: by (?:{ORGANISATION}|{PERSON}))? (?:in|on) "),
    _rule("released", _THING, "date", r"》?[，,]?于?", after=rf"(?:正式)?(?:发布|发行|出版|上映|上市|推出){_SAID_ZH}"),
    _rule("held", "EVENT", "date", rf" (?:was|were|is|will be|took) (?:held|place){_OF_PLACE} (?:on|in) "),
    _rule("held", "EVENT", "date", r"[，,]?(?:将)?于", after=rf"(?:在(?:{PLACE}|.{{1,10}}?))?(?:举行|召开|开幕|举办)"),
)  # fmt: skip
_AMOUNTS = tuple(
    rule
    for role, noun in _NOUNS_EN.items()
    for rule in (
        _rule(role, "ORG", "money", rf"['’]s? (?:[a-z-]+ ){{0,2}}{noun}{_WAS}"),
        _rule(role, "ORG", "money", _WAS, before=rf"\b{noun} (?:of|at|for) (?:the )?"),
        _rule(role, "ORG", "money", rf",? (?:has )?(?:reported|posted|recorded|had|has|generated|earned|booked|made|with)(?: an?)?(?: [a-z-]+){{0,2}}? {noun} (?:of|totall?ing){_ABOUT} ?"),
    )
) + tuple(
    _rule(role, "ORG", "money", rf"{_CLAUSES_ZH}{VALUE}?的?(?:实现|公司|全年|年度)?{noun}(?:同比)?(?:增长|下降)?{VALUE}?(?:为|是|约|达到|达|超过?|至|共计|[:，,]){{0,3}}")
    for role, noun in _NOUNS_ZH.items()
) + (
    _rule("funding", "ORG", "money", rf",? (?:has |have )?(?:raised|secured|closed){_ABOUT} "),
    _rule("funding", "ORG", "money", r"[，,]?(?:宣布)?(?:已)?(?:完成|获得?)了?(?:近|超|约)?", after=r"的?.{0,6}融资"),
    _rule("price", _THING, "money", rf" (?:costs?|is priced at|was priced at|sells for|sold for|retails (?:for|at)|starts at){_ABOUT} "),
    _rule("price", _THING, "money", r" (?:is|was) ", before=r"\bprice of (?:the )?"),
    _rule("price", _THING, "money", r"[》”]?的?(?:零?售价|价格|定价|单价)(?:为|是|:)?"),
)  # fmt: skip
RULES = (*_LIVES, *_FOUNDINGS, *_AMOUNTS)

CONTACT_KINDS = frozenset({"email", "phone", "url", "id_card", "passport", "uscc", "stock", "iban"})
OWNERS = {
    "email": "PER|ORG", "phone": "PER|ORG", "url": "PER|ORG|PRODUCT", "id_card": "PER", "passport": "PER",
    "uscc": "ORG", "stock": "ORG", "iban": "PER|ORG",
}  # fmt: skip
_KEY = (
    r"[Tt]el(?:ephone)?|TEL|[Pp]hone|PHONE|[Mm]obile|[Cc]ell|[Ff]ax|FAX|[Ee]-?[Mm]ail|[Mm]ail(?:to)?|[Ww]eb(?:site)?|[Cc]ontact|WhatsApp"
    r"|[Nn]o\.|[Nn]umber|[Aa]ddress|[TtMmEeFfPpWw](?=[.:])|['’]s|is|联系电话|联系方式|电话号码|电话|手机号码?|手机|传真|电子邮箱|电子邮件|邮箱|邮件|网址|官网"
    r"|公民身份号码|身份证号码|身份证号?|护照号码?|统一社会信用代码|社会信用代码|(?:股票|证券)(?:代码|简称)|账号|IBAN|[男女]|的|为|是|号"
)
CONTACT_BETWEEN = re.compile(rf"(?:[\s,，;；:、()|/·•<>\[\]*.#-]|(?>{_KEY})|{VALUE}){{1,40}}")
"""Nothing but separators, words for the kind of address, and other addresses."""
CONTACT_BEFORE = re.compile(
    r"\b(?:[Rr]each|[Cc]ontact|[Cc]all|[Ee]-?mail|[Ww]rite to|[Pp]hone|联系|致电|联系人:?)[ :]*$"
)
CONTACT_ROLES = (
    (re.compile(r"(?:[Ff]ax|FAX|传真|\b[Ff][.:])(?:[是为]|[^A-Za-z\u4e00-\u9fff]){0,4}$"), "fax"),
    (
        re.compile(r"(?:[Mm]obile|[Cc]ell|手机(?:号码?)?|\b[Mm][.:])(?:[是为]|[^A-Za-z\u4e00-\u9fff]){0,4}$"),
        "mobile",
    ),
)
