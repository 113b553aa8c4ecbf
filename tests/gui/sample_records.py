"""A small library in two languages, as records that a fake bridge answers with."""

from __future__ import annotations

from math import cos, sin, tau

from engine.neighbours import GraphEdge, GraphNode, Neighbourhood
from engine.records import (
    DocumentView,
    EntityRelation,
    EntityRow,
    EntityView,
    Evidence,
    FileRow,
    FileStatus,
    FolderRow,
    LibraryStatus,
    Page,
    Reason,
    Span,
    Stage,
    StageProgress,
    TextMention,
)
from engine.requests import GetNeighbourhood
from engine.searches import Hit, SearchResult

LOVELACE = """Notes on the Analytical Engine

Ada Lovelace worked with Charles Babbage on the Analytical Engine in London. In 1843 she published her
translation of Menabrea's memoir, and her own notes grew to three times its length.

The Analytical Engine weaves algebraical patterns just as the Jacquard loom weaves flowers and leaves. Note G
describes how the engine could compute Bernoulli numbers, which many take for the first published program.

Babbage never finished the machine. The Science Museum in London completed a Difference Engine to his drawings
in 1991, and it works.
"""
CONTRACT = """房屋租赁合同

出租方：张三。承租方：北京大学出版社。房屋位于北京市海淀区中关村大街二十七号。

第一条 租赁期限自二〇二四年一月一日起至二〇二五年十二月三十一日止，共计二十四个月。

第二条 月租金为人民币一万二千元整，承租方应于每月五日前支付。逾期支付的，每日按应付租金的千分之一支付违约金。

第三条 未经出租方书面同意，承租方不得转租或者改变房屋用途。
"""
MINUTES = """Board minutes, 14 March 2024

Present: Maria Silva (chair), Wei Zhang 张伟, Thomas Okafor. Apologies: none.

Acme Robotics will renew its contract with Northwind Logistics in Rotterdam for two years. Thomas Okafor
reported that the indemnity clause must be capped before the contract is signed.

张伟介绍了上海研究院的进展：知识图谱项目已经完成第一阶段的测试。
"""
_PATHS = {
    1: "/home/mei/Documents/History/Notes on the Analytical Engine.pdf",
    2: "/home/mei/Documents/合同/房屋租赁合同.docx",
    3: "/home/mei/Documents/Work/2024/Board minutes 2024-03-14.docx",
}
_TEXTS = {1: LOVELACE, 2: CONTRACT, 3: MINUTES}
_TITLES = {1: "Notes on the Analytical Engine", 2: "房屋租赁合同", 3: "Board minutes, 14 March 2024"}
ENTITIES = (
    EntityRow(entity_id=1, name="Ada Lovelace", label="PER", n_mentions=42, n_documents=9),
    EntityRow(entity_id=2, name="Charles Babbage", label="PER", n_mentions=38, n_documents=8),
    EntityRow(entity_id=3, name="北京大学出版社", label="ORG", n_mentions=27, n_documents=6),
    EntityRow(entity_id=4, name="London", label="LOC", n_mentions=23, n_documents=11),
    EntityRow(entity_id=5, name="张三", label="PER", n_mentions=19, n_documents=5),
    EntityRow(entity_id=6, name="Acme Robotics", label="ORG", n_mentions=17, n_documents=4),
    EntityRow(entity_id=7, name="Analytical Engine", label="PRODUCT", n_mentions=15, n_documents=3),
    EntityRow(entity_id=8, name="北京", label="LOC", n_mentions=14, n_documents=7),
    EntityRow(entity_id=9, name="Science Museum", label="ORG", n_mentions=6, n_documents=2),
    EntityRow(entity_id=10, name="张伟", label="PER", n_mentions=6, n_documents=3),
    EntityRow(entity_id=11, name="Thomas Okafor", label="PER", n_mentions=5, n_documents=1),
    EntityRow(entity_id=12, name="Northwind Logistics", label="ORG", n_mentions=4, n_documents=2),
    EntityRow(entity_id=13, name="Rotterdam", label="LOC", n_mentions=3, n_documents=2),
    EntityRow(entity_id=14, name="上海研究院", label="ORG", n_mentions=2, n_documents=1),
)
_RELATIONS = (
    (1, "works_for", 2), (1, "co_mention", 4), (1, "author_of", 7), (2, "located_in", 4),
    (5, "co_mention", 3), (3, "located_in", 8), (11, "works_for", 6),
    (12, "located_in", 13), (6, "co_mention", 12),
    (10, "member_of", 14), (9, "located_in", 4), (2, "founded", 7),
)  # fmt: skip


def document_view(document_id: int) -> DocumentView:
    """The document with its mentions found by plain look-up."""
    text = _TEXTS[document_id]
    mentions = []
    for row in ENTITIES:
        start = text.find(row.name)
        while start >= 0:
            mentions.append(
                TextMention(
                    start=start, end=start + len(row.name), label=row.label, score=0.97,
                    entity_id=row.entity_id, entity_name=row.name,
                )
            )  # fmt: skip
            start = text.find(row.name, start + 1)
    return DocumentView(
        document_id=document_id,
        path=_PATHS[document_id],
        paths=(_PATHS[document_id],),
        title=_TITLES[document_id],
        format=_PATHS[document_id].rpartition(".")[2],
        text=text,
        pages=(Page(number=1, start=0, end=len(text)),) if document_id == 1 else (),
        attributes={"author": "A. A. L."} if document_id == 1 else {},
        partial=None,
        mentions=tuple(sorted(mentions, key=lambda mention: mention.start)),
    )


def reasons(words: tuple[str, ...]) -> tuple[Reason, ...]:
    """Why a hit that words and meaning brought was found."""
    return (
        Reason(code="why.words", params={"words": list(words)}),
        Reason(code="why.entity", params={"entity_id": 1, "name": "Ada Lovelace"}),
        Reason(code="why.meaning"),
    )


def hit_in(document_id: int, words: tuple[str, ...], why: dict[str, int | None], score: float) -> Hit:
    """The paragraph of a document that holds the first of ``words``, every word highlighted."""
    text = _TEXTS[document_id]
    lowered = text.lower()
    first = max(lowered.find(words[0].lower()), 0)
    start = text.rfind("\n\n", 0, first) + 2 if "\n\n" in text[:first] else 0
    end = text.find("\n\n", first)
    end = len(text) if end < 0 else end
    spans = []
    for word in words:
        place = lowered.find(word.lower(), start)
        while 0 <= place < end:
            spans.append(Span(place, place + len(word)))
            place = lowered.find(word.lower(), place + 1)
    return Hit(
        document_id=document_id,
        path=_PATHS[document_id],
        title=_TITLES[document_id],
        page=1 if document_id == 1 else None,
        passage=text[start:end],
        start=start,
        end=end,
        score=score,
        why=why,
        reasons=reasons(words) if why["vector"] else (),
        highlights=tuple(sorted(spans, key=lambda span: span.start)),
        snippet=text[start:end],
        snippet_start=start,
        n_alike=1 if document_id == 3 else 0,
        alike=("/home/mei/Desktop/Notes/engine (1).md",) if document_id == 3 else (),
    )


def search_result(query: str) -> SearchResult:
    """Hits whose document holds a word of ``query``; "engine" and "合同" find the most."""
    words = tuple(word for word in query.split() if word)
    hits = [
        hit_in(document_id, found, {"text": 1, "vector": 2, "entity": None, "name": None}, 0.03 / document_id)
        for document_id, text in _TEXTS.items()
        if (found := tuple(word for word in words if word.lower() in text.lower()))
    ]
    if "合同" in query or "contract" in query.lower():
        name_only = "/home/mei/Desktop/合同模板/Contract template.docx"
        hits.append(
            Hit(
                document_id=None, path=name_only, title="Contract template.docx", page=None, passage="",
                start=0, end=0, score=0.001, why={"text": None, "vector": None, "entity": None, "name": 1},
                reasons=(Reason(code="why.name"),),
            )
        )  # fmt: skip
    return SearchResult(query=query, took_ms=12.5, hits=tuple(hits))


def _evidence(document_id: int, words: str) -> Evidence:
    text = _TEXTS[document_id]
    start = max(text.find(words), 0)
    end = text.find("\n", start)
    return Evidence(
        document_id=document_id, path=_PATHS[document_id], title=_TITLES[document_id], page=None,
        start=start, end=end, text=text[start:end],
    )  # fmt: skip


def relations_of(entity_id: int) -> tuple[EntityRelation, ...]:
    """All relations of an entity, seen from it."""
    rows = {row.entity_id: row for row in ENTITIES}
    seen = []
    for subject, predicate, other in _RELATIONS:
        if entity_id not in (subject, other):
            continue
        far = rows[other if entity_id == subject else subject]
        direction = "both" if predicate == "co_mention" else ("out" if entity_id == subject else "in")
        document_id = next((i for i, text in _TEXTS.items() if far.name in text), 1)
        seen.append(
            EntityRelation(
                predicate=predicate, direction=direction, other_id=far.entity_id, other=far.name,
                other_label=far.label, score=0.9, n_documents=2, evidence=_evidence(document_id, far.name),
            )
        )  # fmt: skip
    return tuple(seen)


def entity_view(entity_id: int) -> EntityView:
    """The dossier of one of ``ENTITIES``."""
    row = next(row for row in ENTITIES if row.entity_id == entity_id)
    mentions = []
    for document_id, text in _TEXTS.items():
        start = text.find(row.name)
        while start >= 0:
            end = start + len(row.name)
            mentions.append(
                Evidence(
                    document_id=document_id, path=_PATHS[document_id], title=_TITLES[document_id],
                    page=1 if document_id == 1 else None, start=start, end=end, text=text[start:end],
                )
            )  # fmt: skip
            start = text.find(row.name, start + 1)
    return EntityView(
        entity_id=row.entity_id,
        name=row.name,
        label=row.label,
        aliases=(row.name, row.name.split()[-1]) if " " in row.name else (row.name,),
        n_mentions=row.n_mentions,
        n_documents=row.n_documents,
        mentions=tuple(mentions),
        relations=relations_of(entity_id),
    )


def neighbourhood(request: GetNeighbourhood) -> Neighbourhood:
    """Every entity on a ring, the asked ones first."""
    nodes = tuple(
        GraphNode(
            entity_id=row.entity_id, name=row.name, label=row.label, rank=row.n_mentions / 250,
            n_mentions=row.n_mentions, x=2 * cos(tau * i / 14) * (i > 0), y=2 * sin(tau * i / 14) * (i > 0),
        )
        for i, row in enumerate(ENTITIES)
    )  # fmt: skip
    edges = tuple(
        GraphEdge(source_id=subject, target_id=other, predicates=(predicate,), weight=1.0)
        for subject, predicate, other in _RELATIONS
    )
    return Neighbourhood(seed_ids=request.entity_ids, nodes=nodes[: request.budget], edges=edges)


def ledger(n_files: int = 1200) -> tuple[FileRow, ...]:
    """A long ledger, by path; every tenth file failed, every seventh is partial or ignored."""
    reasons = (
        (FileStatus.FAILED, Reason(code="file.encrypted")),
        (FileStatus.FAILED, Reason(code="file.damaged", params={"detail": "xref"})),
        (FileStatus.IGNORED, Reason(code="ignored.rule", params={"rule": "node_modules/"})),
        (FileStatus.FAILED, Reason(code="file.too_large", params={"size_bytes": 7e8, "limit_bytes": 5e8})),
    )
    names = ("Quarterly report.pdf", "会议纪要.docx", "budget.xlsx", "读书笔记.md", "photo-index.html")
    rows = []
    for i in range(n_files):
        status, reason = (FileStatus.INDEXED, None) if i % 10 else reasons[(i // 10) % len(reasons)]
        status = FileStatus.WAITING if i % 23 == 5 else status
        rows.append(
            FileRow(
                file_id=i + 1, path=f"/home/mei/Documents/{i // 40:03d}/{i % 40:02d} {names[i % 5]}",
                status=status, reason=reason, size_bytes=1234 * (i + 1), tries=1,
                modified_ns=(1_700_000_000 + 86_400 * i // 8) * 1_000_000_000, updated_ms=1_700_000_000_000,
                document_id=i % 3 + 1 if status is FileStatus.INDEXED else None,
            )
        )  # fmt: skip
    return tuple(rows)


def library_status(*, has_folders: bool = True) -> LibraryStatus:
    """A library in the middle of its work, or an empty one."""
    if not has_folders:
        return LibraryStatus(
            path="/home/mei/.local/share/Satchel/library.satchel", size_bytes=90_112, files={}, documents=0,
            passages=0, mentions=0, entities=0, relations=0,
            stages={stage: StageProgress(done=0, total=0) for stage in Stage},
            folders=(), models={},
        )  # fmt: skip
    return LibraryStatus(
        path="/home/mei/.local/share/Satchel/library.satchel",
        size_bytes=483_000_000,
        files={"waiting": 214, "indexed": 8_412, "partial": 12, "failed": 37, "ignored": 1_405},
        documents=8_190,
        passages=61_284,
        mentions=154_902,
        entities=12_406,
        relations=48_771,
        stages={
            "names": StageProgress(done=10_080, total=10_080),
            "text": StageProgress(done=8_461, total=8_675),
            "vectors": StageProgress(done=42_110, total=61_284),
            "knowledge": StageProgress(done=3_120, total=8_190),
        },
        folders=(
            FolderRow(
                folder_id=1, path="/home/mei/Documents", is_online=True, n_files=9_120, n_indexed=7_954
            ),
            FolderRow(folder_id=2, path="/home/mei/Desktop/合同", is_online=True, n_files=960, n_indexed=470),
            FolderRow(folder_id=3, path="/media/mei/Archive", is_online=False, n_files=0, n_indexed=0),
        ),
        models={"encoder": "minilm", "tagger": "ner"},
    )
