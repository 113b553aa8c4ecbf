"""Words that go with a name and are not part of it, as data for ``annotate.keys`` and ``annotate.resolve``.

Everything is in the normal form that keys are made of: simplified script, lower case, no dots.
Titles that tell two people of one name apart (king, 夫人, junior) are left out on purpose.
"""

from __future__ import annotations


def _words(lines: str) -> frozenset[str]:
    return frozenset(lines.split())


PERSON_PREFIXES = _words(
    """
    mr mister mrs ms miss mx dr doctor prof professor sir dame madam rev reverend hon president
    chancellor senator sen congressman congresswoman governor gov general gen colonel col captain capt
    lieutenant lt sergeant sgt admiral adm ambassador mayor comrade
    """
)

PERSON_PREFIX_PAIRS = frozenset({("prime", "minister"), ("vice", "president"), ("lieutenant", "general")})

PERSON_SUFFIXES = frozenset({"phd", "ph d", "ph.d", "md", "m.d", "esq", "frs", "obe", "cbe", "mbe"})

PERSON_SUFFIXES_ZH = tuple(
    sorted(
        _words(
            """
    先生 女士 小姐 教授 副教授 博士 院士 总统 副总统 总理 副总理 主席 副主席 总书记 书记 老师 医生 大夫
    律师 法官 部长 副部长 省长 市长 副市长 县长 校长 副校长 院长 副院长 所长 局长 处长 科长 董事长
    总经理 总裁 副总裁 经理 主任 工程师 总工程师 议员 参议员 众议员 大使 将军 上将 中将 少将 元帅 同志
    阁下 首相 首席执行官
    """
        ),
        key=lambda title: (-len(title), title),
    )
)

PERSON_PREFIXES_ZH = ("总统", "总理", "首相", "教授", "院士", "参议员", "众议员", "国务卿")

NOBLE_TITLES = _words(
    """
    king queen prince princess duke duchess count countess earl baron baroness lord lady pope saint st
    father mother brother sister uncle aunt emperor empress
    """
)
"""They belong to the name, but what follows may be part of a fuller one (Lady Lovelace)."""

FEMALE_TITLES = frozenset({"mrs", "ms", "miss", "madam", "dame", "女士", "小姐"})

MALE_TITLES = frozenset({"mr", "mister", "sir", "先生"})

MARRIED_TITLES = frozenset({"mrs"})

MARRIED_TITLES_ZH = ("太太", "夫人")
"""They often go with the husband's name, so that the person is in doubt."""

COMPOUND_SURNAMES = _words(
    """
    欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 宇文 长孙 轩辕 端木 独孤 南宫 夏侯 西门 百里
    呼延 完颜 爱新觉罗
    """
)

COMMON_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖"
    "贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿"
)

COMPANY_SUFFIXES = _words(
    """
    inc incorporated ltd limited llc llp lp plc corp corporation co company gmbh ag sa nv bv kg srl pty
    pte kk s.a n.v b.v s.r.l
    """
)

COMPANY_SUFFIXES_ZH = ("股份有限公司", "有限责任公司", "有限公司")

QUERY_STOP_WORDS = _words(
    """
    a about all am an and any are as at be been but by can did do does for from had has have he her him
    his how i if in into is it its may me more most my no nor not of off on or our out own she so some
    such than that the their them then there these they this those to too us was we were what when where
    which who whom whose why will with would you your
    """
)
"""English function words: written in lower case they are not names."""


def _nicknames(lines: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for full, *short in filter(None, map(str.split, lines.splitlines())):
        for nickname in short:
            found.setdefault(nickname, set()).add(full)
    return {nickname: frozenset(names) for nickname, names in found.items()}


NICKNAMES = _nicknames(
    """
    abigail abby
    albert al bert
    alexander alex sasha
    alexandra alex sasha
    andrew andy drew
    anthony tony
    benjamin ben
    catherine cathy kate katie
    charles charlie chuck
    christine chris christy
    christopher chris
    daniel dan danny
    david dave
    deborah debbie deb
    donald don donnie
    edward ed eddie ted ned
    elizabeth liz beth betty eliza lizzie
    eugene gene
    francis frank
    franklin frank
    frederick fred freddie
    george geordie
    gerald gerry jerry
    gregory greg
    henry harry hank
    jacob jake
    james jim jimmy jamie
    jennifer jen jenny
    jeffrey jeff
    john jack johnny
    jonathan jon
    joseph joe joey
    joshua josh
    judith judy
    katherine kate kathy katie
    kenneth ken kenny
    lawrence larry
    leonard leo len
    margaret maggie meg peggy
    matthew matt
    michael mike mick
    nicholas nick
    patricia pat patty
    patrick pat paddy
    peter pete
    philip phil
    raymond ray
    rebecca becky
    richard rich rick dick
    robert rob bob bobby robbie
    ronald ron ronnie
    samuel sam
    stephen steve
    steven steve
    susan sue susie
    theodore ted theo teddy
    thomas tom tommy
    timothy tim
    vincent vince
    walter walt
    william will bill billy willy
    zachary zach
    """
)
"""The full given names that an English nickname may stand for."""
