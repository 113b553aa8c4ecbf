"""Patterns of typed relations in Chinese (simplified script); see ``pattern`` for what they look at."""

# ruff: noqa: E501 -- a row of the table is read whole

from __future__ import annotations

from engine.annotate.pattern import PERSON, PLACE, WORK_LABELS, Pattern, pattern

_DIGIT = r"[\d〇零一二三四五六七八九十]"
_DATE = rf"(?:(?:于|在|自)?(?:公元)?{_DIGIT}{{2,4}}年(?:{_DIGIT}{{1,3}}月)?(?:{_DIGIT}{{1,3}}[日号])?[，间时初底春夏秋冬]?)?"
_ADVERB = r"(?:曾经|曾|先后|后来|随后|后|又|也|还|便|就|已|都|均|现在|现|目前|原|早年|同年|次年|当年|最终|终于|正式|并)*"
_ASIDE = r"(?:（[^（）]{1,60}）|\([^()]{1,60}\))?"
_CHAIN = rf"(?:(?![的说与和、及之等跟同]|表示|指出|认为|告诉|介绍|称|透露|宣布)[^。！？；：“”\n{PERSON}]{{0,60}}?，(?:他|她|并|其后|此后)?)?"
_SUBJECT = rf"{_ASIDE}{_CHAIN}{_ADVERB}{_DATE}{_ADVERB}"
"""From a name to a verb whose subject it is: nothing, or earlier clauses about nobody else."""
_VERB = rf"{_ASIDE}，?{_ADVERB}{_DATE}{_ADVERB}"
"""The same, without earlier clauses."""

_ROLE = (
    "(?:(?:高级|资深|助理|代理|常务|执行|名誉|荣誉|首席|特聘|客座|讲座|终身|前|原|时任|现任|首任|著名|副|总)*"
    "(?:首席执行官|首席[\u4e00-\u9fff]{1,3}官|执行官|董事长|董事会主席|董事|总裁|总经理|经理|主席|会长|理事长|理事|秘书长|院长|校长|所长|主任"
    "|部长|局长|馆长|社长|台长|行长|系主任|教务长|教授|讲师|助教|研究员|工程师|科学家|数学家|物理学家|发言人|主编|总编辑|编辑|记者|分析师"
    "|合伙人|顾问|教练|队长|会办|总办|员工|职员|负责人|[Cc][ETFOI][Oo]))"
)
_UNIT = "(?:[\u4e00-\u9fffA-Za-z]{1,8}(?:系|部|学院|研究所|中心|实验室|委员会|事业部|分公司|研究室|小组))?"
_ROLES = rf"{_UNIT}{_ROLE}(?:(?:、|兼|和|兼任){_ROLE})*"
_FOUNDER = "(?:联合|共同|主要)?(?:创始人|创办人|创建者|创立者|创办者)(?:之一)?"
_FOUND = "(?:共同|联合|一手|参与|发起|出资)?(?:创办|创立|创建|创设|组建|成立|建立)"
_BUY = "(?:全资|成功|正式|整体|完成)?(?:收购|并购|兼并)"
_CHILD = (
    "(?:长子|次子|三子|儿子|大儿子|小儿子|独子|独生子|幼子|女儿|长女|次女|独女|独生女|独生女儿|小女儿|大女儿)"
)
_NOT_WHOLE = (
    r"的?(?:多数|少数|旗下|子公司|分公司|前身|品牌|百分之|竞争对手|所持|持有|股东|关系|联系)"
    r"|[^，。；、]{0,16}(?:业务|股权|股份|股票|权益|资产|部分|[%％])"
)
_INTENT = "(?:支持|反对|驳回|阻止|拒绝|建议|要求|希望|计划|传闻|传|若|如果|[、和与及])"
_LARGER = (
    "(?:.+(?:省|自治区)|中国|中华人民共和国|美国|英国|法国|德国|日本|俄罗斯|意大利|西班牙|加拿大|澳大利亚|印度|瑞士|瑞典|荷兰|韩国"
    "|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆"
    "|内蒙古|加州|加利福尼亚州?|马萨诸塞州?|麻省|伊利诺伊州?|新泽西州?)"
)
_NEAR = "[^，。；]{0,4}(?:附近|之间|旁|对面|以[东西南北])|(?:和|与|及|至)"
_OBJECT = "(?:向|被|对|让|使|给|把|将)"
_CITY = "(?!.*(?:省|自治区)$).{2,}"

# fmt: off
PATTERNS_ZH: tuple[Pattern, ...] = (
    # born_in, died_in
    pattern("born_in", "PER > LOC", rf"{_SUBJECT}(?:出生|诞生|降生|生)(?:于|在){_DATE}今?{PLACE}{{0,2}}"),
    pattern("born_in", "PER > LOC", rf"{_SUBJECT}在{PLACE}{{0,2}}", after="(?:一个|的|一户)?[^，。；]{0,12}?出生"),
    pattern("died_in", "PER > LOC", rf"{_SUBJECT}(?:因病)?(?:逝世|病逝|去世|卒|辞世|病故)(?:于|在){PLACE}{{0,2}}"),
    pattern("died_in", "PER > LOC", rf"{_SUBJECT}在{PLACE}{{0,2}}", after="(?:家中|医院|寓所)?(?:因病)?(?:逝世|病逝|去世|辞世|病故)"),
    # studied_at
    pattern("studied_at", "PER > ORG", rf"{_SUBJECT}(?:本科|硕士|博士|研究生)?(?:毕业|就读|肄业|求学)(?:于|在){PLACE}{{0,2}}"),
    pattern("studied_at", "PER > ORG", rf"{_SUBJECT}(?:考入|考取|考上|入读|入学|转入|升入){PLACE}{{0,2}}"),
    pattern("studied_at", "PER > ORG", rf"{_SUBJECT}(?:在|从|到|赴|进入|进|入){PLACE}{{0,2}}",
            after=r"(?:[^，。；任教\ue000-\ue003]{0,8}?)(?:学习|就读|读书|攻读|留学|求学|毕业|深造|读研|念书|(?:获|获得|取得|拿到)[^，。；]{0,12}(?:学位|博士|硕士|学士))"),
    pattern("studied_at", "ORG < PER", "(?:毕业生|校友)"),
    # works_for
    pattern("works_for", "PER > ORG", rf"{_SUBJECT}(?:任职|供职|就职|执教|任教|受聘|服务|效力)于?{PLACE}{{0,2}}", not_after="期间|时期"),
    pattern("works_for", "PER > ORG", rf"{_SUBJECT}(?:担任|出任|任|就任|兼任|历任|受聘为|被聘为|被任命为|升任|接任){PLACE}{{0,2}}", after=rf"的?{_ROLES}"),
    pattern("works_for", "PER > ORG", rf"{_ASIDE}(?:，|现|曾)*(?:是|为){PLACE}{{0,2}}", after=rf"的?(?:一名|一位)?{_ROLES}(?![\u4e00-\u9fff]*(?:的|们))"),
    pattern("works_for", "PER > ORG", rf"{_SUBJECT}(?:在|到|回到){PLACE}{{0,2}}", after=r"(?:[^，。；学\ue000-\ue003]{0,8}?)(?:工作|任教|任职|执教|供职|担任|出任|教书|教授)"),
    pattern("works_for", "ORG < PER", rf"的?{_ROLES}", not_before="[、和与及]"),
    pattern("works_for", "ORG < PER", rf"的?{_ROLES}(?:是|为|叫)"),
    # member_of
    pattern("member_of", "PER > ORG", rf"{_SUBJECT}(?:加入|加盟)了?{PLACE}{{0,2}}", not_after="的|之", score=0.8),
    pattern("member_of", "PER > ORG", rf"{_SUBJECT}(?:当选为?|入选为?|是|为|成为|被选为|被推选为){PLACE}{{0,2}}",
            after="的?(?:外籍|通讯|正式|创始|首批|候补|资深|终身|中央)*(?:院士|会员|成员|委员|学部委员|党员)"),
    pattern("member_of", "ORG < PER", "(?:外籍)?(?:院士|会员|成员|学部委员)"),
    # founded
    pattern("founded", "PER|ORG > ORG", rf"{_SUBJECT}{_FOUND}(?:了|的|起)?{PLACE}{{0,2}}", not_after=_NOT_WHOLE, not_before=_OBJECT),
    pattern("founded", "ORG < PER|ORG", rf"{_ASIDE}，?(?:是|系)?{_DATE}由", after=rf"(?:等人|等|与[^，。；]{{1,10}})?{_DATE}(?:在[^，。；]{{1,8}})?{_FOUND}"),
    pattern("founded", "PER > ORG", r"(?:，|是|为|作为)", after=f"的?{_FOUNDER}"),
    pattern("founded", "ORG < PER", rf"的?{_FOUNDER}(?:(?:、|兼|和)?{_ROLE})?(?:是|为)?"),
    # acquired, owns, part_of
    pattern("acquired", "ORG|PER > ORG", rf"{_VERB}(?:以[^，。；]{{1,20}})?{_BUY}(?:了|的)?{PLACE}{{0,2}}", not_after=_NOT_WHOLE, not_before=_INTENT),
    pattern("acquired", "ORG < ORG|PER", rf"{_VERB}被", after=rf"(?:以[^，。；]{{1,20}})?{_BUY}"),
    pattern("acquired", "ORG > ORG", rf"{_VERB}(?:完成了?)对", after="的?(?:全资)?(?:收购|并购)"),
    pattern("owns", "ORG|PER > ORG", rf"{_VERB}(?:全资拥有|全资控股|控股|拥有)", not_after="[^，。；！？（(]"),
    pattern("part_of", "ORG|LOC > ORG|LOC", rf"{_VERB}(?:直接)?(?:隶属|从属|附属|归属)于?", not_after="的?[^，。；]{0,6}(?:控股|参股)"),
    pattern("part_of", "ORG > ORG", rf"{_ASIDE}，?(?:是|为|成为|系)", after="的?(?:全资|控股|下属|直属)*(?:子公司|分公司|附属机构|下属机构|下属单位|直属机构|一部分|组成部分|分支机构)"),
    pattern("part_of", "ORG < ORG", "的?(?:旗下|下属|下设|所属|下辖)(?:的|有)?"),
    pattern("part_of", "ORG < ORG", "的?(?:全资|控股)?子公司"),
    pattern("part_of", "LOC > LOC", rf"{_VERB}是", after="的一部分"),
    # located_in
    pattern("located_in", "ORG|LOC > LOC", rf"{_VERB}(?:总部|校址|校本部|主校区)?(?:位于|坐落于|坐落在|座落于|地处|设在|设于|落户于?){PLACE}{{0,2}}", not_after=_NEAR),
    pattern("located_in", "ORG > LOC", rf"{_ASIDE}，?的?总部(?:位于|设在|设于|在){PLACE}{{0,2}}"),
    pattern("located_in", "ORG > LOC", rf"{_ASIDE}(?![的与和、及])[^。；]{{0,50}}，总部(?:位于|设在|设于){PLACE}{{0,2}}", score=0.8),
    pattern("located_in", "LOC < LOC", "的?(?:首都|省会|首府|州府)(?:是|为)?"),
    pattern("located_in", "LOC > LOC", f"是{PLACE}{{0,1}}", after="的?(?:首都|省会|首府|州府|一个?[^，。；]{0,4}(?:城市|小镇|县城|村庄))"),
    pattern("located_in", "LOC < LOC", "", first_name=_LARGER, second_name=_CITY, score=0.85),
    # married_to, parent_of
    pattern("married_to", "PER > PER", rf"{_VERB}(?:与|和|同|跟)", after=rf"{_DATE}(?:在[^，。；]{{1,10}})?{_DATE}(?:结婚|成婚|完婚|结为夫妇|结为夫妻|结为伉俪|喜结连理)"),
    pattern("married_to", "PER > PER", "的?(?:第[一二三]任|前|亡)?(?:妻子|丈夫|夫人|太太|爱人)(?:是|叫|为)?"),
    pattern("married_to", "PER > PER", rf"{_VERB}(?:嫁给|迎娶|娶)了?", not_after="的"),
    pattern("married_to", "PER > PER", "(?:，|是)", after="的(?:妻子|丈夫|夫人|太太|遗孀)"),
    pattern("parent_of", "PER > PER", f"的{_CHILD}(?:是|叫|为)?"),
    pattern("parent_of", "PER > PER", "之[子女]"),
    pattern("parent_of", "PER < PER", "的(?:父亲|母亲|爸爸|妈妈|生父|生母)(?:是|叫|为)?"),
    pattern("parent_of", "PER < PER", "(?:，|是)(?:[^，。；的否不非未\ue000-\ue003]{0,6})", after=f"(?:的(?:唯一)?{_CHILD}|之[子女])"),
    pattern("parent_of", "PER > PER", "(?:，|是)", after="的(?:父亲|母亲|生父|生母)"),
    # author_of
    pattern("author_of", f"PER > {WORK_LABELS}", rf"{_SUBJECT}(?:撰写|创作|写作|出版|发表|编写|著|写|完成)(?:了|的|有|出)?(?:[\u4e00-\u9fff]{{0,8}}?)[《“]?"),
    pattern("author_of", f"PER > {WORK_LABELS}", "的(?:[\u4e00-\u9fff]{0,6}?)《"),
    pattern("author_of", f"{WORK_LABELS} < PER", "[》”]?的?作者(?:是|为)?"),
    pattern("author_of", f"{WORK_LABELS} < PER", "[》”]?(?:是|由)", after="(?:所)?(?:著|写|创作|撰写|编写)"),
)
# fmt: on
