"""One document through the stages: pure functions over records, no storage.

read (elsewhere, in a sandbox) -> clean -> split -> sign -> [embed] -> tag -> correct -> resolve -> relate
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from engine.annotate.attributes.find import attributes
from engine.annotate.correct import apply_corrections
from engine.annotate.gazetteer import Gazetteer, merge_mentions
from engine.annotate.questions import add_judgements
from engine.annotate.relate import relate
from engine.annotate.resolve import resolve
from engine.attributes import Attribute
from engine.ingest.clean import clean
from engine.ingest.split import split_passages
from engine.judgements import Judgements, Question
from engine.language.identify import language_of
from engine.language.minhash import Signature, signature
from engine.records import Document, Mention, Passage, RawText, Relation, ResolvedMention
from engine.teaching import Correction

READ_STAMP = "6"
"""Version of readers, cleaning and splitting; another one means reading again."""

_TAGGING_VERSION = "1"
_KNOWLEDGE_VERSION = "2"
_JUDGEMENT_VERSION = "1"


class HasId(Protocol):
    """A tagger, or just its card."""

    @property
    def id(self) -> str:
        """The model's id."""


class MentionTagger(HasId, Protocol):
    """What the knowledge stage needs of a tagger."""

    def tag(self, text: str, *, cancelled: Callable[[], bool] = ...) -> tuple[Mention, ...]:
        """Find the mentions of a whole document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What one document says: who is mentioned where, how they relate, what values it states."""

    mentions: tuple[ResolvedMention, ...]
    relations: tuple[Relation, ...]
    attributes: tuple[Attribute, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shaped:
    """One document ready to be stored; ``signature`` is None where it has no words."""

    document: Document
    passages: tuple[Passage, ...]
    signature: Signature | None


def shape(raw: RawText, *, passage_size: int) -> Shaped:
    """Clean what a reader returned, split it and sign it; ``passage_size`` is in quarter tokens."""
    document = _with_language(clean(raw))
    return Shaped(
        document=document,
        passages=split_passages(document, size=passage_size),
        signature=signature(document.text),
    )


def _with_language(document: Document) -> Document:
    """Say which language a document is in where its file does not and the text is plain about it."""
    if document.attributes.get("language"):
        return document
    language = language_of(document.text)
    if language == "other":
        return document
    return replace(document, attributes={**document.attributes, "language": language})


def knowledge_stamp(tagger: HasId, gazetteer: Gazetteer, relater: HasId | None = None) -> str:
    """Name everything that knowledge depends on besides the text."""
    judged = f"/{judgement_stamp(relater)}" if relater is not None else ""
    return f"{tagger.id}/{gazetteer.id}/{_KNOWLEDGE_VERSION}{judged}"


def tagging_stamp(tagger: HasId) -> str:
    """Name everything that what a tagger finds depends on besides the text."""
    return f"{tagger.id}/{_TAGGING_VERSION}"


def judgement_stamp(relater: HasId) -> str:
    """Name everything that what a relater sees depends on besides the text and its mentions."""
    return f"{relater.id}/{_JUDGEMENT_VERSION}"


def understand(
    text: str, found: Sequence[Mention], *, gazetteer: Gazetteer, corrections: Sequence[Correction] = ()
) -> Knowledge:
    """Correct, resolve and relate what a tagger found in one document's text, and find its attributes.

    Args:
        text: The whole text.
        found: What ``MentionTagger.tag`` returned for it.
        gazetteer: Names known by heart.
        corrections: Those that hold in it, placed in this text.
    """
    named = apply_corrections(text, merge_mentions(found, gazetteer.find(text)), corrections)
    mentions = resolve(text, named)
    return Knowledge(
        mentions=mentions, relations=relate(text, mentions), attributes=attributes(text, mentions)
    )


def with_judgements(knowledge: Knowledge, asked: Sequence[Question], judged: Judgements) -> Knowledge:
    """Add what a relater sees in a document to what the patterns found in it."""
    relations = add_judgements(knowledge.relations, knowledge.mentions, asked, judged)
    return replace(knowledge, relations=relations)
