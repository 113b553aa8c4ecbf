"""What people do with mentions: correct one, label a name everywhere, undo.

Each act is one transaction: the corrections and the knowledge of every document
that they change. The tagger runs at most once, and only for a document that it
has not seen; other such documents wait for the indexer.
"""

from __future__ import annotations

from collections.abc import Sequence

from apsw import Connection

from engine import understanding
from engine.errors import CorrectionUnknown, FileNotInLibrary, SpanOutside
from engine.models import ModelShelf
from engine.records import Mention, Span
from engine.store import corrections, documents, tagging
from engine.store.connection import Store
from engine.store.mentions import mentions_of
from engine.store.occurrences import documents_with, occurrences
from engine.teaching import Correction


def correct(
    store: Store, models: ModelShelf, document_id: int, start: int, end: int, label: str | None
) -> Correction:
    """Note that the truth at ``start:end`` is ``label`` (None: nothing is named there), and apply it.

    White space at the ends of the span is left out. Saying again what was said last changes nothing.

    Raises:
        FileNotInLibrary: There is no such document (any more).
        SpanOutside: The span is no part of its text, or blank.
    """
    _let_tag(store, models, document_id)
    with store.write() as db:
        text = _text(db, document_id)
        span = _named_part(text, start, end)
        near = [c for c in corrections.of_document(db, document_id) if _overlap(span, c)]
        if near and (near[-1].start, near[-1].end, near[-1].label) == (span.start, span.end, label):
            return near[-1]
        group = corrections.add(db, document_id, [span], label=label, text=text)
        understanding.rebuild(db, models, [document_id])
        return corrections.of_group(db, group)[0]


def label_occurrences(
    store: Store, models: ModelShelf, document_id: int, start: int, end: int, label: str | None
) -> tuple[Correction, ...]:
    """Say the same of every place in the library where the name at ``start:end`` stands as a word.

    Left as they are: places labelled so already, and places within a longer mention ("Paris" in "Paris
    Hilton"), unless it is the longer mention that is overruled at ``start:end`` itself.

    Raises:
        FileNotInLibrary: There is no such document (any more).
        SpanOutside: The span is no part of its text, or blank.
    """
    _let_tag(store, models, document_id)
    with store.write() as db:
        text = _text(db, document_id)
        span = _named_part(text, start, end)
        name = text[span.start : span.end]
        overruled = {text[m.start : m.end] for m in mentions_of(db, document_id) if _is_within(span, m)}
        group: int | None = None
        changed = []
        for other_id in dict.fromkeys([document_id, *documents_with(db, name)]):
            other = documents.text(db, other_id)
            found = occurrences(other, name)
            if other_id == document_id:  # what was pointed at comes first, be it a part of a word
                found = [span, *(one for one in found if not _overlap(one, span))]
            mentions = mentions_of(db, other_id) if found else ()
            spans = [one for one in found if _is_wanting(one, other, mentions, label, overruled)]
            if spans:
                group = corrections.add(db, other_id, spans, label=label, text=other, group=group)
                changed.append(other_id)
        understanding.rebuild(db, models, changed)
        return () if group is None else corrections.of_group(db, group)


def undo(store: Store, models: ModelShelf, correction_id: int | None) -> tuple[Correction, ...]:
    """Take back the whole act that a correction is part of (None: the latest act); return what it said.

    Raises:
        CorrectionUnknown: There is no such correction (any more).
    """
    with store.write() as db:
        group = corrections.group_of(db, correction_id)
        if group is None:
            raise CorrectionUnknown(correction_id=correction_id)
        undone = corrections.of_group(db, group)
        understanding.rebuild(db, models, corrections.remove_group(db, group))
        return undone


def _let_tag(store: Store, models: ModelShelf, document_id: int) -> None:
    """Have the tagger look at a document that none has seen yet, before any write begins."""
    db = store.reader()
    if tagging.get(db, document_id) is None:
        text = _text(db, document_id)
        understanding.understand(store, models, document_id, text, understanding.tag(text, models))


def _text(db: Connection, document_id: int) -> str:
    if not documents.exists(db, document_id):
        raise FileNotInLibrary(path=str(document_id))
    return documents.text(db, document_id)


def _named_part(text: str, start: int, end: int) -> Span:
    if not 0 <= start < end <= len(text) or not (quote := text[start:end]).strip():
        raise SpanOutside(start=start, end=end, length=len(text))
    return Span(end - len(quote.lstrip()), start + len(quote.rstrip()))


def _is_wanting(
    span: Span, text: str, mentions: Sequence[Mention], label: str | None, overruled: set[str]
) -> bool:
    near = [mention for mention in mentions if _overlap(span, mention)]
    if not near:
        return label is not None
    if any(
        _is_within(span, mention) and text[mention.start : mention.end] not in overruled for mention in near
    ):
        return False
    return not any((m.start, m.end, m.label) == (span.start, span.end, label) for m in near)


def _overlap(one: Span, other: Span | Mention | Correction) -> bool:
    return one.start < other.end and other.start < one.end


def _is_within(span: Span, mention: Mention) -> bool:
    is_longer = mention.end - mention.start > span.end - span.start
    return is_longer and mention.start <= span.start and span.end <= mention.end
