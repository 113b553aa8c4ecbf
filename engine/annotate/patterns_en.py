"""Patterns of typed relations in English; see ``pattern`` for what they look at."""

# ruff: noqa: E501 -- a row of the table is read whole

from __future__ import annotations

from typing import Any

from engine.annotate.pattern import PERSON, PLACE, WORK_LABELS, Pattern, pattern

_MONTH = "(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\\.?"
_DATE = rf"(?:(?:early|late|mid) )?(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:{_MONTH},? )?(?:\d{{1,2}}(?:st|nd|rd|th)?,? )?\d{{4}}"
_WHEN = rf"(?:,? (?:in|on|around|about|since) {_DATE},?)?"
_ASIDE = (
    r"(?: \([^()]{1,80}\))?"
    rf"(?:, (?!and\b|but\b|while\b|or\b|when\b|whose\b|where\b|who\b|said\b)[^;:.!?(){PERSON}]{{1,70}},"
    r"|, (?:the|an?|one of|son|daughter|wife|husband|widow|brother|sister)\b[^;:.!?()]{1,70},)?"
)
_ADVERB = (
    r"(?: (?:also|then|later|first|originally|finally|subsequently|initially|eventually|once|soon|jointly))?"
)
_CHAIN = (
    r"(?: (?:was|is|had|has|studied|graduated|worked|moved|joined|founded|taught|received|earned|attended|became|lived"
    r"|grew|left|served|returned|wrote|designed|invented|married|entered|won|spent|led|went)\b"
    rf"(?:(?!\b(?:who|that|which|where|when|while)\b)[^;:.!?{PERSON}]){{0,90}}?(?:,? and(?: (?:he|she))?|,|, then))"
)
_SUBJECT = rf"(?:{_ASIDE}|,? who|{_CHAIN}){_ADVERB}"
"""From a name to a verb whose subject it is: nothing, an apposition, or an earlier verb of the same subject."""

_ROLE = (
    r"(?i:(?:(?:vice|deputy|assistant|associate|executive|managing|chief|senior|honorary|former|acting|founding|research"
    r"|general|first|full|visiting|emeritus|technical|scientific|then|current|lucasian|electrical|software|[a-z]+ist)[- ])*"
    r"(?:president|chair(?:man|woman|person)?|director|chief executive(?: officer)?|chief [a-z]+ officer|CEO|CTO|CFO|COO"
    r"|head|dean|provost|rector|chancellor|professor|lecturer|reader|researcher|scientist|engineer|programmer|analyst"
    r"|manager|secretary(?:[- ]general)?|spokes(?:man|woman|person)|editor|economist|employee|partner|librarian|curator"
    r"|trustee|consultant|coach|designer|correspondent|reporter|columnist|mathematician|physicist))"
)
_ROLES = rf"(?:(?:co-?)?founder and )?{_ROLE}(?: and (?:(?:co-?)?founder|{_ROLE}))?(?: (?:of|for|in) (?:[A-Za-z-]+ ){{0,2}}?[A-Za-z-]+)?"
_SCHOOL = r".*(?:University|College|School|Institute|Academy|Polytechnic|Institution|Conservatory|MIT|Caltech|UCL).*"
_DEGREE = r"(?:Ph\.?\s?D\.?|doctorate|degree|master['’]s|bachelor['’]s|B\.?A\.?|B\.?Sc?\.?|M\.?A\.?|M\.?Sc?\.?|MBA|diploma)"
_NOT_SUBJECT = r"(?:\b(?:of|by|for|with|from|to|than|like|about|against)(?: [a-z]+){0,3}|['’]s) "
_NOT_WHOLE = r"['’]s?\b|['’] |[ -](?:shares?|stakes?|stock|assets|unit|units|divisions?|business|operations|products?)\b"
_LARGER = (
    "(?:the )?(?:United Kingdom|UK|U\\.K\\.|United States|USA|US|U\\.S\\.|England|Scotland|Wales|Northern Ireland|Ireland|France|Germany"
    "|Italy|Spain|Portugal|Netherlands|Belgium|Switzerland|Austria|Poland|Hungary|Russia|Ukraine|Greece|Turkey|Sweden|Norway"
    "|Denmark|Finland|Canada|Mexico|Brazil|Argentina|Chile|Peru|China|Japan|India|South Korea|Korea|Taiwan|Vietnam|Thailand"
    "|Malaysia|Indonesia|Philippines|Singapore|Australia|New Zealand|Egypt|Israel|Iran|Iraq|Kenya|Nigeria|South Africa|Europe"
    "|Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana"
    "|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska"
    "|Nevada|New Hampshire|New Jersey|New Mexico|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island"
    "|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|West Virginia|Wisconsin|Wyoming|Ontario|Quebec"
    "|British Columbia|Alberta|New South Wales|Queensland|Victoria|Buckinghamshire|Surrey|Kent|Essex|Sussex|Devon|Cornwall"
    "|Yorkshire|Lancashire|Cheshire|Cambridgeshire|Oxfordshire|Hampshire|Berkshire|Hertfordshire|Nottinghamshire|Bavaria"
    "|Guangdong|Sichuan|Zhejiang|Jiangsu|Fujian|Hunan|Hubei|Henan|Hebei|Shandong|Shanxi|Shaanxi|Jiangxi|Anhui|Yunnan|Gansu)"
)
_GOES_ON = r"$|[,.;:)]| (?:in|on|at|to|for|from|by|as|was|is|where|with|until|after|before|during|when|while|who|which)\b"
_NO_TITLE = r" (?:article|column|piece|editorial|essay|novel|language)\b"
_TITLE = r".+[ -].+|[A-Z][a-z]+[a-z]{3,}(?<!an)(?<!ish)(?<!ese)(?<!ench)"


def _said(predicate: str, labels: str, between: str, **options: Any) -> Pattern:
    """Return a pattern whose earlier mention is the grammatical subject."""
    return pattern(predicate, labels, between, not_before=_NOT_SUBJECT, **options)


# fmt: off
PATTERNS_EN: tuple[Pattern, ...] = (
    # born_in, died_in
    _said("born_in", "PER > LOC", rf"{_SUBJECT} (?:was|were) born(?: and raised)?{_WHEN} (?:in|at) (?:the )?(?:[a-z]+ of )?"),
    pattern("born_in", "PER > LOC", rf",? (?:\(|who was )?born{_WHEN} in (?:the )?(?:[a-z]+ of )?"),
    pattern("born_in", "PER > LOC", rf" \((?:born|b\.) (?:on )?{_DATE},? (?:in )?", score=0.85),
    pattern("born_in", "PER > LOC", rf"{_ASIDE}(?: is|,) a native of "),
    pattern("born_in", "LOC < PER", r", ", before=rf"(?:^|[.;:] )Born{_WHEN} in (?:the )?(?:[a-z]+ of )?"),
    _said("died_in", "PER > LOC", rf"{_SUBJECT} (?:died|passed away)(?: of [a-z ]{{2,25}}| suddenly| peacefully)?(?: at (?:his|her) home"
          rf"| at the age of \w+|, aged \w+,?)?{_WHEN} (?:in|at) (?:the )?(?:[a-z]+ of )?"),
    # studied_at
    _said("studied_at", "PER > ORG", rf"{_SUBJECT} (?:graduated|studied|had studied|was educated)(?: [a-z]+){{0,4}}{_WHEN} (?:from|at) (?:the )?"),
    _said("studied_at", "PER > ORG", rf"{_SUBJECT} (?:attended|entered|enrolled (?:at|in)) (?:the )?", second_name=_SCHOOL),
    _said("studied_at", "PER > ORG", rf"{_SUBJECT} (?:received|earned|obtained|took|completed|holds|gained|got|was awarded) "
          rf"(?:(?:his|her|a|an|the|their|both) )?(?:(?!honorary)[^,;]){{0,30}}?{_DEGREE}[^,;.]{{0,40}}? (?:from|at) (?:the )?"),
    pattern("studied_at", "PER > ORG", rf"{_ASIDE}(?:,| is| was) (?:a|an) (?:[a-z]+ )?(?:graduate|alumn(?:us|a)|student) (?:of|at) (?:the )?"),
    pattern("studied_at", "ORG < PER", r" (?:graduate|alumn(?:us|a)) "),
    # works_for
    pattern("works_for", "PER > ORG", rf"(?: \([^()]{{1,60}}\))?, (?:(?:the|a|an|then|now|who is|who was)(?: the| an?)? )?{_ROLES} (?:of|at|for|with) (?:the )?", not_after=_NOT_WHOLE),
    _said("works_for", "PER > ORG", rf"{_SUBJECT} (?:is|was|became|has been|had been|serves as|served as|worked as|remained|was appointed|was named)"
          rf"(?: (?:the|an?))? {_ROLES} (?:of|at|for|with) (?:the )?", not_after=_NOT_WHOLE),
    _said("works_for", "PER > ORG", rf"{_SUBJECT} (?:works|worked|has worked|had worked|was working|taught|teaches|has taught|lectured)"
          r"(?: [a-z]+){0,2} (?:for|at) (?:the )?", not_after=_NOT_WHOLE),
    _said("works_for", "PER > ORG", rf"{_SUBJECT} was (?:employed|hired|recruited)(?: as [^,;.]{{1,40}})? (?:by|at) (?:the )?"),
    pattern("works_for", "ORG < PER", rf"(?:['’]s)? {_ROLE}(?: and (?:(?:co-?)?founder|{_ROLE}))?,? (?:(?:Mr|Mrs|Ms|Dr|Prof)\.? |Sir )?",
            not_before=r"\b(?:and|or) "),
    # member_of
    _said("member_of", "PER > ORG", rf"{_SUBJECT} (?:is|was|became|was elected|was made|has been)(?: (?:an?|the|one of the))?"
          r"(?: (?!not\b)[a-z]+){0,2} (?i:members?|fellow|academician) of (?:the )?"),
    pattern("member_of", "PER > ORG", r", (?:an? )?(?:[a-z]+ )?(?i:member|fellow|academician) of (?:the )?"),
    _said("member_of", "PER > ORG", rf"{_SUBJECT} joined (?:the )?(?:[a-z]+ of (?:the )?)?", not_after=_NOT_WHOLE, score=0.8),
    # founded
    _said("founded", "PER|ORG > ORG", rf"{_SUBJECT} (?:(?:co-?)?founded|set up|established) (?:the |an? (?:company|charity|journal|school) (?:called|named) )?",
          not_after=_NOT_WHOLE),
    pattern("founded", "PER > ORG", rf"{_ASIDE}(?: is| was|,)(?: (?:the|an?))? (?:co-?)?founder(?: and [A-Za-z ]{{2,30}}?)? of (?:the )?", not_after=_NOT_WHOLE),
    pattern("founded", "ORG < PER|ORG", rf"{_ASIDE}(?:,| was| is)(?: (?:later|first|originally))? (?:co-?)?(?:founded|established|set up){_WHEN} by (?:the )?(?:[a-z]+ ){{0,3}}"),
    pattern("founded", "ORG < PER", rf"(?:['’]s)? (?:co-?)?founder(?: and {_ROLE})?,? "),
    pattern("founded", "PER > ORG", rf"{_WHEN}, ", before=r"(?:^|[.;:] )(?:Co-?f|F)ounded by "),
    # acquired, owns, part_of
    _said("acquired", "ORG|PER > ORG", rf"{_ASIDE}(?: (?:has|had|also|recently|later|completely))* (?:acquired|bought|purchased|took over) (?:the )?"
          r"(?:(?:[a-z-]+ ){0,3}(?:company|start-?up|maker|firm|developer|retailer|publisher) )?", not_after=_NOT_WHOLE),
    pattern("acquired", "ORG < ORG|PER", rf"{_ASIDE} (?:was|were|has been|had been)(?: later)? (?:acquired|bought|purchased|taken over){_WHEN} by (?:the )?", not_after=_NOT_WHOLE),
    pattern("acquired", "ORG > ORG", r"['’]s? (?:[a-z0-9$.-]+ ){0,3}(?:acquisition|takeover|purchase) of (?:the )?", not_after=_NOT_WHOLE, score=0.85),
    _said("owns", "ORG|PER > ORG", rf"{_ASIDE}(?:,? which)? (?:wholly )?owns (?:the )?", not_after=_NOT_WHOLE),
    pattern("owns", "ORG < ORG|PER", rf"{_ASIDE}(?:,| is| was)(?: (?:wholly|jointly|partly))? owned by (?:the )?", not_after=_NOT_WHOLE),
    pattern("owns", "ORG > ORG", rf"{_ASIDE}(?:,| is) the parent(?: company)? of (?:the )?"),
    pattern("part_of", "ORG > ORG", rf"{_ASIDE}(?:,| is| was| became)(?: now)?(?: (?:an?|the))?(?: [a-z-]+){{0,3}} (?:subsidiary|division|unit|department|branch|arm|part"
            r"|affiliate|college|faculty|laboratory) of (?:the )?", not_after=_NOT_WHOLE),
    pattern("part_of", "LOC > LOC", rf"{_ASIDE} (?:is|was)(?: now)?(?: a)? (?:part|district|borough|suburb|region|province) of (?:the )?", not_after=_NOT_WHOLE + "|n\\b"),
    # located_in
    pattern("located_in", "ORG > LOC", rf"{_ASIDE}(?:,|, which (?:is|was))? (?:headquartered|based|located|situated) (?:in|at) (?:the )?(?:[a-z]+ of )?"),
    pattern("located_in", "ORG|LOC > LOC", rf"{_ASIDE},?(?: which)? (?:is|was)(?: (?:now|currently))? (?:headquartered|based|located|situated) (?:in|at) (?:the )?(?:[a-z]+ of )?"),
    pattern("located_in", "ORG > LOC", rf"{_ASIDE} (?:has|had) its (?:headquarters|head office|main office|seat|main campus) in (?:the )?"),
    pattern("located_in", "LOC > LOC", rf"{_ASIDE}(?: is| was|,)(?: the| a)?(?: (?:[a-z]+est|current|former|small|old|main|port|coastal|historic))? (?:capital(?: city)? of|(?:city|town|village|suburb) in) (?:the )?"),
    pattern("located_in", "ORG > LOC", r" \((?:headquartered|based) in "),
    pattern("located_in", "LOC > LOC", r", ", second_name=_LARGER, first_name=rf"(?!{_LARGER}$).*", after=_GOES_ON, not_after=r"(?:, [^,]{1,30})*,? (?:and|or) ", score=0.85),
    pattern("located_in", "ORG > LOC", r", ", first_name=_SCHOOL + "|.*(?:Hospital|Museum|Observatory|Laboratory|Library)", after=_GOES_ON,
            not_after=rf"(?:, {PLACE})*,? (?:and|or) ", score=0.75),
    # married_to, parent_of
    _said("married_to", "PER > PER", rf"{_SUBJECT}(?: (?:was|is|got|secretly))? (?:married|wed)(?: to)?{_WHEN} (?:the )?(?:[a-z]+ ){{0,2}}"),
    pattern("married_to", "PER > PER", r" and ", after=rf",? (?:were|got|are)(?: \w+)? married|,? married{_WHEN}(?:[.,;]| in| at)"),
    pattern("married_to", "PER > PER", rf"{_ASIDE}(?:,| is| was)(?: (?:the|his|her))?(?: (?:first|second|third|late|former))? (?:wife|husband|widow|widower|spouse) of "),
    pattern("married_to", "PER > PER", r"['’]s? (?:(?:first|second|third|late|future) )?(?:wife|husband|widow),? ", after=r"[,.;)]|$| [a-z]"),
    pattern("parent_of", "PER < PER", rf"{_ASIDE}(?:,| is| was)(?: (?:the|an?|his|her))?(?: [a-z-]+){{0,3}} (?:son|daughter|child)(?: and [a-z ]{{3,20}})? of (?:the )?(?:[a-z]+ ){{0,3}}"),
    pattern("parent_of", "PER > PER", r"['’]s? (?:(?:eldest|oldest|youngest|only|elder|younger|first|second|infant|adopted) )?(?:son|daughter|child),? ", after=r"[,.;)]|$| [a-z]"),
    pattern("parent_of", "PER > PER", rf"{_ASIDE}(?:,| is| was)(?: the)? (?:father|mother) of "),
    pattern("parent_of", "PER < PER", r"['’]s? (?:father|mother),? ", after=r"[,.;)]|$| [a-z]"),
    # author_of
    _said("author_of", f"PER > {WORK_LABELS}", rf"{_SUBJECT} (?:wrote|authored|published|penned|co-?wrote) (?:the |an? )?(?:[a-z]+ ){{0,3}}[\"“‘']?", second_name=_TITLE, not_after=_NO_TITLE),
    pattern("author_of", f"PER > {WORK_LABELS}", r"(?:,| is| was)(?: the)? author of (?:the )?(?:[a-z]+ ){0,2}[\"“‘']?", second_name=_TITLE, not_after=_NO_TITLE),
    pattern("author_of", f"PER > {WORK_LABELS}", r"['’]s? (?:[a-z-]+ ){0,2}(?:novel|book|poem|play|essay|paper|memoir|treatise),? [\"“‘']?"),
    pattern("author_of", f"{WORK_LABELS} < PER", r"[\"”’']?,? (?:(?:was |is )?(?:a (?:novel|book|poem|play) )?written by) ", first_name=_TITLE),
    pattern("author_of", "WORK < PER", r"[\"”’']?,? by ", first_name=_TITLE, score=0.8),
)
# fmt: on
