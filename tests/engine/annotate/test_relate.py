"""What two entities have to do with each other is read off plain sentences, in English and in Chinese."""

# ruff: noqa: E501

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.annotate.relate import PREDICATES, relate
from engine.annotate.resolve import resolve
from engine.records import Mention, Relation

_MARK = re.compile(r"\[(PER|ORG|LOC|WORK|MISC|DATE) ([^\]]*)\]")


def read(marked: str) -> tuple[str, list[Mention]]:
    """Turn "[PER Ada] wrote" into the text and its mentions."""
    text, found, at = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        found.append(
            Mention(start=len(text), end=len(text) + len(match[2]), label=match[1], score=1.0, source="test")
        )
        text += match[2]
        at = match.end()
    return text + marked[at:], found


def related(marked: str) -> tuple[Relation, ...]:
    text, found = read(marked)
    return relate(text, resolve(text, found))


def typed(marked: str) -> set[str]:
    return {
        f"{r.subject.key} {r.predicate} {r.object.key}"
        for r in related(marked)
        if r.predicate != "co_mention"
    }


ENGLISH = [
    ("[PER Tim Cook], CEO of [ORG Apple], met [PER Bill Gates].", {"tim cook works_for apple"}),
    ("[ORG Apple] CEO [PER Tim Cook] spoke.", {"tim cook works_for apple"}),
    ("[PER Alan Turing] worked at [ORG Bletchley Park] from 1939.", {"alan turing works_for bletchley park"}),
    ("[PER Ann Lee] is a professor of physics at [ORG MIT].", {"ann lee works_for mit"}),
    ("[PER Bill Gates] and [PER Paul Allen] founded [ORG Microsoft].",
     {"bill gates founded microsoft", "paul allen founded microsoft"}),
    ("[ORG Microsoft] was founded in 1975 by [PER Bill Gates].", {"bill gates founded microsoft"}),
    ("[ORG Intel] co-founder [PER Robert Noyce] agreed.", {"robert noyce founded intel"}),
    ("[ORG Microsoft], headquartered in [LOC Redmond], [LOC Oregon], sells software.",
     {"microsoft located_in redmond", "redmond located_in oregon"}),
    ("[ORG Vassar College] is located in [LOC Poughkeepsie].", {"vassar college located_in poughkeepsie"}),
    ("[LOC Paris] is the capital of [LOC France].", {"paris located_in france"}),
    ("[PER Ada Lovelace] was born in [LOC London] in 1815 and studied at [ORG Girton].",
     {"ada lovelace born_in london", "ada lovelace studied_at girton"}),
    ("[PER Alan Turing] (23 June 1912 – 7 June 1954) was born on 23 June 1912 in [LOC Maida Vale].",
     {"alan turing born_in maida vale"}),
    ("[PER Grace Hopper] died in [LOC Arlington], [LOC Virginia], on 1 January 1992.",
     {"grace hopper died_in arlington", "arlington located_in virginia"}),
    ("[PER Grace Hopper] graduated from [ORG Vassar College] in 1928 and joined the [ORG US Navy].",
     {"grace hopper studied_at vassar college", "grace hopper member_of us navy"}),
    ("[PER Alan Turing] earned a PhD in mathematics from [ORG Princeton University].",
     {"alan turing studied_at princeton university"}),
    ("[PER Alan Turing] was elected a Fellow of the [ORG Royal Society].", {"alan turing member_of royal society"}),
    ("[PER Ada Lovelace], the only legitimate child of the poet [PER Lord Byron], was\nborn in [LOC London].",
     {"lord byron parent_of ada lovelace", "ada lovelace born_in london"}),
    ("[PER Byron]'s daughter [PER Ada Lovelace] wrote.", {"byron parent_of ada lovelace"}),
    ("[PER Pierre Curie] married [PER Marie Curie] in 1895.", {"marie curie married_to pierre curie"}),
    ("[PER Marie Curie] and [PER Pierre Curie] were married in 1895.", {"marie curie married_to pierre curie"}),
    ("[ORG Facebook] acquired [ORG Instagram] in 2012.", {"facebook acquired instagram"}),
    ("[ORG Instagram] was bought in 2012 by [ORG Facebook].", {"facebook acquired instagram"}),
    ("[ORG Facebook] acquired [ORG Instagram] and [ORG WhatsApp].",
     {"facebook acquired instagram", "facebook acquired whatsapp"}),
    ("[ORG YouTube] is a subsidiary of [ORG Google].", {"youtube part_of google"}),
    ("[PER Jane Austen] wrote the novel [WORK Pride and Prejudice].", {"jane austen author_of pride and prejudice"}),
    ("[WORK Pride and Prejudice] was written by [PER Jane Austen].", {"jane austen author_of pride and prejudice"}),
]  # fmt: skip

ENGLISH_NOT = [
    "He visited [LOC London], [LOC Paris] and [LOC Rome].",
    "[LOC London], [LOC Paris], and [LOC France] took part.",
    "[PER Alan Turing] was not born in [LOC Paris].",
    "The brother of [PER Steve Jobs] founded [ORG Acme].",
    "[ORG Google] acquired [ORG Fitbit]'s rival.",
    "[ORG Google] bought [ORG Tesla] shares.",
    "[PER Ann Lee] met the CEO of [ORG Apple].",
    "[PER Ann Lee] criticised [ORG Apple]; [PER Tim Cook] left [ORG Oracle].",
    "According to [PER Ann Lee], [PER Bo Li] wrote to [ORG Apple].",
    "[ORG Facebook] acquired a stake while [ORG Google] waited.",
    "[PER Ann Lee] said that [ORG Apple] was founded earlier.",
    "[PER Ann Lee] was a friend of [PER Bo Li].",
]

CHINESE = [
    ("[PER 钱学森]毕业于[ORG 上海交通大学]。", {"钱学森 studied_at 上海交通大学"}),
    ("[PER 钱学森]，1911年出生于[LOC 上海]，1934年毕业于[ORG 交通大学]，后赴[ORG 麻省理工学院]学习。",
     {"钱学森 born_in 上海", "钱学森 studied_at 交通大学", "钱学森 studied_at 麻省理工学院"}),
    ("[PER 錢學森]畢業於[ORG 上海交通大學]。", {"钱学森 studied_at 上海交通大学"}),
    ("[PER 李政道]和[PER 杨振宁]都毕业于[ORG 西南联合大学]。",
     {"李政道 studied_at 西南联合大学", "杨振宁 studied_at 西南联合大学"}),
    ("[PER 杨振宁]在[ORG 芝加哥大学]获得博士学位。", {"杨振宁 studied_at 芝加哥大学"}),
    ("[PER 詹天佑]（1861年—1919年）生于[LOC 广东][LOC 南海]。",
     {"詹天佑 born_in 广东", "詹天佑 born_in 南海", "南海 located_in 广东"}),
    ("[PER 詹天佑]1919年在[LOC 汉口]病逝。", {"詹天佑 died_in 汉口"}),
    ("[PER 图灵]逝世于[LOC 威姆斯洛]。", {"图灵 died_in 威姆斯洛"}),
    ("[PER 马云]创立了[ORG 阿里巴巴]。", {"马云 founded 阿里巴巴"}),
    ("[ORG 阿里巴巴]由[PER 马云]等人于1999年创立，总部位于[LOC 杭州]。",
     {"马云 founded 阿里巴巴", "阿里巴巴 located_in 杭州"}),
    ("[ORG 微软]的联合创始人[PER 盖茨]来了。", {"盖茨 founded 微软"}),
    ("[PER 盖茨]是[ORG 微软]的创始人。", {"盖茨 founded 微软"}),
    ("[ORG 苹果公司]首席执行官[PER 库克]表示满意。", {"库克 works_for 苹果公司"}),
    ("[PER 库克]是[ORG 苹果公司]的首席执行官。", {"库克 works_for 苹果公司"}),
    ("[PER 詹天佑]担任[ORG 京张铁路局]总工程师。", {"詹天佑 works_for 京张铁路局"}),
    ("[PER 冯·卡门]曾在[ORG 加州理工学院]任教。", {"冯卡门 works_for 加州理工学院"}),
    ("[PER 钱学森]当选为[ORG 中国科学院]院士。", {"钱学森 member_of 中国科学院"}),
    ("[PER 李四]加入了[ORG 华为]。", {"李四 member_of 华为"}),
    ("[PER 杨振宁]与[PER 杜致礼]于1950年结婚。", {"杜致礼 married_to 杨振宁"}),
    ("[PER 钱学森]的妻子是[PER 蒋英]。", {"蒋英 married_to 钱学森"}),
    ("[PER 钱永刚]是[PER 钱学森]的儿子。", {"钱学森 parent_of 钱永刚"}),
    ("[PER 钱学森]的父亲[PER 钱均夫]毕业于[ORG 求是书院]。",
     {"钱均夫 parent_of 钱学森", "钱均夫 studied_at 求是书院"}),
    ("[ORG 腾讯]收购了[ORG 搜狗]。", {"腾讯 acquired 搜狗"}),
    ("[ORG 搜狗]被[ORG 腾讯]收购。", {"腾讯 acquired 搜狗"}),
    ("[ORG 力学研究所]隶属于[ORG 中国科学院]。", {"力学研究所 part_of 中国科学院"}),
    ("[ORG 阿里巴巴]旗下的[ORG 菜鸟]上线。", {"菜鸟 part_of 阿里巴巴"}),
    ("[LOC 中国]首都[LOC 北京]很大。", {"北京 located_in 中国"}),
    ("[LOC 江苏省][LOC 苏州市]下雨。", {"苏州市 located_in 江苏省"}),
    ("[PER 曹雪芹]创作了小说《[WORK 红楼梦]》。", {"曹雪芹 author_of 红楼梦"}),
    ("《[WORK 红楼梦]》的作者是[PER 曹雪芹]。", {"曹雪芹 author_of 红楼梦"}),
]  # fmt: skip

CHINESE_NOT = [
    "[ORG 腾讯]拟收购[ORG 搜狗]。",
    "[ORG 腾讯]收购了[ORG 搜狗]的部分股份。",
    "[ORG 腾讯]收购[ORG 搜狗]40%的股权。",
    "[PER 钱学森]是[PER 冯·卡门]的学生。",
    "[PER 钱学森]没有毕业于[ORG 清华大学]。",
    "[PER 张三]认为，李某毕业于[ORG 清华大学]。",
    "[PER 张三]的弟弟，毕业于[ORG 清华大学]。",
    "[LOC 北京]、[LOC 上海]和[LOC 中国]",
    "[PER 张三]访问了[ORG 清华大学]。",
    "[PER 张三]与[PER 李四]共同主持会议。",
    "[LOC 北京][LOC 上海]高铁",
    "[ORG 阿里巴巴]和[ORG 腾讯]建立了合作关系。",
]


@pytest.mark.parametrize(("marked", "expected"), [*ENGLISH, *CHINESE])
def test_a_plain_sentence_states_its_relation(marked: str, expected: set[str]) -> None:
    assert typed(marked) == expected


@pytest.mark.parametrize("marked", [*ENGLISH_NOT, *CHINESE_NOT])
def test_a_sentence_states_no_more_than_it_says(marked: str) -> None:
    assert typed(marked) == set()


def test_sentences_shared_are_counted_and_the_first_is_the_evidence() -> None:
    marked = "[PER Bo] is here. \n\n [PER Bo] met [PER Ann]. [PER Ann] left [PER Bo], and [PER Bo] left."
    text, _ = read(marked)
    (relation,) = related(marked)

    assert (relation.subject.key, relation.object.key, relation.score) == ("ann", "bo", 2)
    assert text[relation.start : relation.end] == "Bo met Ann."


def test_a_date_is_part_of_what_is_said_and_no_entity() -> None:
    assert typed("[PER 钱学森]于[DATE 1934年]毕业于[ORG 上海交通大学]。") == {
        "钱学森 studied_at 上海交通大学"
    }
    assert len(related("[PER Bo] met [PER Ann] in [DATE 1934].")) == 1


def test_nothing_joins_two_sentences() -> None:
    assert related("[PER 钱学森]来了。他毕业于[ORG 交通大学]。") == ()


def test_a_crowd_is_paired_with_its_neighbours_only() -> None:
    crowd = ", ".join(f"[PER Person{i}]" for i in range(40))

    assert 39 <= len(related(f"Present: {crowd}.")) <= 3 * 40


_PIECES = st.lists(
    st.one_of(
        st.sampled_from(["[PER Ada] ", "[PER 钱学森]", "[ORG MIT]", "[LOC Rome]"]),
        st.sampled_from(
            [" founded ", " was born in ", ", ", ". ", "'s wife ", " and ", "毕业于", "和", "。", "的"]
        ),
    ),
    max_size=24,
)


@given(_PIECES)
def test_relations_are_unique_sorted_and_their_evidence_holds_both(pieces: list[str]) -> None:
    text, found = read("".join(pieces))
    mentions = resolve(text, found)
    relations = relate(text, mentions)

    assert relate(text, mentions[::-1]) == relations
    triples = [(r.subject, r.predicate, r.object) for r in relations]
    assert len(set(triples)) == len(triples)
    for relation in relations:
        assert relation.predicate in PREDICATES
        assert relation.subject != relation.object
        inside = {
            (m.mention.label, m.key)
            for m in mentions
            if relation.start <= m.mention.start and m.mention.end <= relation.end
        }
        assert {(ref.label, ref.key) for ref in (relation.subject, relation.object)} <= inside
