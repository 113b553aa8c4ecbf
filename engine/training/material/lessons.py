"""What corrections teach: the sentences they stand in, with everything that is named there.

Output: labelled texts, offsets counted from the start of each. A sentence in which
a person found nothing named is a lesson too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from apsw import Connection

from engine.annotate.correct import apply_corrections
from engine.language.sentences import sentences
from engine.records import Mention, Span
from engine.store import corrections, documents
from engine.store.mentions import mentions_of
from engine.teaching import Correction, LabelledSpan, LabelledText


def corrected_texts(db: Connection) -> list[LabelledText]:
    """Return each sentence that holds a correction, once.

    Its spans are those that were corrected and the other mentions of the sentence.
    Of equal sentences the one that was corrected last counts. They come in the order
    in which they were last corrected; corrections without a document teach nothing.
    """
    latest: dict[str, tuple[int, LabelledText]] = {}
    for document_id in corrections.corrected_documents(db):
        text = documents.text(db, document_id)
        held = corrections.of_document(db, document_id)
        mentions = apply_corrections(text, mentions_of(db, document_id), held)
        for span, last in _corrected_sentences(text, held):
            lesson = _lesson(text, span, mentions, path=held[0].path)
            if lesson.text not in latest or latest[lesson.text][0] < last:
                latest[lesson.text] = (last, lesson)
    return [lesson for _, lesson in sorted(latest.values(), key=lambda pair: (pair[0], pair[1].text))]


def _corrected_sentences(text: str, held: Sequence[Correction]) -> Iterator[tuple[Span, int]]:
    """Yield each corrected sentence with its latest correction; a span across several makes them one."""
    spans = sentences(text)
    at = 0
    while at < len(spans):
        start, end = spans[at].start, spans[at].end
        at += 1
        while inside := [c for c in held if c.start < end and start < c.end]:
            reach = max(c.end for c in inside)
            if at == len(spans) or reach <= end:
                yield Span(start, end), max(c.correction_id for c in inside)
                break
            end = spans[at].end
            at += 1


def _lesson(text: str, span: Span, mentions: Sequence[Mention], *, path: str) -> LabelledText:
    sentence = text[span.start : span.end]
    start = span.start + len(sentence) - len(sentence.lstrip())
    end = span.start + len(sentence.rstrip())
    return LabelledText(
        text=text[start:end],
        spans=tuple(
            LabelledSpan(m.start - start, m.end - start, m.label)
            for m in mentions
            if start <= m.start and m.end <= end
        ),
        place=f"{PurePath(path).name}:{start}",
    )
