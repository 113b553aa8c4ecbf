"""Frozen records that cross borders between stages, processes and screens.

Every offset is half-open and counts Unicode code points of a document's
cleaned text. Times are Unix epoch nanoseconds (``_ns``) or milliseconds
(``_ms``). Scores are unitless; larger is better.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal


class FileStatus(StrEnum):
    """The one visible status of a file in a watched folder."""

    WAITING = "waiting"
    INDEXED = "indexed"
    PARTIAL = "partial"
    FAILED = "failed"
    IGNORED = "ignored"


class Stage(StrEnum):
    """The stages of a folder's index, in the order they become useful."""

    NAMES = "names"
    TEXT = "text"
    OCR = "ocr"
    VECTORS = "vectors"
    KNOWLEDGE = "knowledge"


@dataclass(frozen=True, slots=True)
class Span:
    """``text[start:end]`` of a document's cleaned text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One file as the scanner saw it on disk; nothing of it was read.

    ``changed_ns`` moves with every change of bytes, name or rights, where the system keeps that; else 0.
    """

    path: str
    size_bytes: int
    modified_ns: int
    inode: str
    changed_ns: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The span that one page (slide, sheet, chapter) covers; numbers start at 1.

    ``is_ocr`` tells that a model gave its text, off a picture or a recording.
    """

    number: int
    start: int
    end: int
    is_ocr: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why something is as it is: a stable code and its data, never a sentence."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawText:
    """What a reader got out of one file, before cleaning.

    Attributes:
        pages: One string a page for paged formats, else one string.
        is_paged: Whether the strings are pages that a reader would number.
        is_typeset: Whether the pages are set: their width broke the lines, running lines stand on them.
        ocr_pages: Numbers, from 1, of the pages that are pictures, or half minutes of a recording: a model
            gives their text.
        title: The document's own title where it states one.
        attributes: Author, date, language and the like, as the file states them.
        partial: Why the text is not the whole of the file, or None.
    """

    pages: tuple[str, ...]
    is_paged: bool = False
    is_typeset: bool = False
    ocr_pages: tuple[int, ...] = ()
    title: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    partial: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    r"""Cleaned text, the only text that offsets refer to (NFC, ``\\n`` line ends)."""

    text: str
    pages: tuple[Page, ...] = ()
    title: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    partial: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Unit of embedding and full text; passages tile their document without a gap."""

    ordinal: int
    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One occurrence of a named thing.

    ``score`` is the source's confidence, 0 to 1; ``source`` names what found it
    (``"gazetteer"`` or a model's id).
    """

    start: int
    end: int
    label: str
    score: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedMention:
    """A mention with the entity it refers to, given by label and key.

    ``key`` is the normalised form under which mentions meet (see
    ``engine.annotate.resolve``); ``name`` is the surface form, whitespace folded.
    """

    mention: Mention
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class EntityRef:
    """An entity's identity that outlives its row id: label and normalised key."""

    label: str
    key: str


CO_MENTION = "co_mention"
"""The predicate of two entities that share sentences; the one without a direction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One document's evidence that ``subject predicate object`` holds.

    ``start:end`` is the evidence span (a sentence that holds both mentions);
    ``score`` is 0 to 1 for a typed relation and the number of shared sentences
    for ``co_mention``.
    """

    subject: EntityRef
    predicate: str
    object: EntityRef
    score: float
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMention:
    """A mention as the Document screen paints it."""

    start: int
    end: int
    label: str
    score: float
    entity_id: int
    entity_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """Everything the Document screen shows of one document.

    ``has_pictures`` tells that its pages can be shown as they look; ``keywords`` say what it is about.
    """

    document_id: int
    path: str
    paths: tuple[str, ...]
    title: str
    format: str
    text: str
    pages: tuple[Page, ...]
    attributes: Mapping[str, str]
    partial: Reason | None
    has_pictures: bool = False
    mentions: tuple[TextMention, ...]
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRow:
    """One line of an entity list; ``centrality`` is its PageRank, 1 on average, where that was asked for."""

    entity_id: int
    name: str
    label: str
    n_mentions: int
    n_documents: int
    centrality: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a claim stands: ``text`` is the document's text at ``start:end``.

    ``before`` and ``after`` are the rest of its sentence, where the span is less than one.
    """

    document_id: int
    path: str
    title: str
    page: int | None
    start: int
    end: int
    text: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRelation:
    """A relation seen from one of its entities.

    ``direction`` is ``"out"`` when the entity is the subject, ``"in"`` when it is
    the object and ``"both"`` for the undirected ``co_mention``. ``when`` is the date its evidence names.
    """

    predicate: str
    direction: Literal["out", "in", "both"]
    other_id: int
    other: str
    other_label: str
    score: float
    n_documents: int
    evidence: Evidence
    when: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityAttribute:
    """A value stated of an entity (see ``engine.attributes``), and in how many documents."""

    kind: str
    value: str
    role: str
    score: float
    n_documents: int
    evidence: Evidence
    when: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityView:
    """The dossier of one entity; mentions in document order, at most a page of them."""

    entity_id: int
    name: str
    label: str
    aliases: tuple[str, ...]
    n_mentions: int
    n_documents: int
    mentions: tuple[Evidence, ...]
    relations: tuple[EntityRelation, ...]
    attributes: tuple[EntityAttribute, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityBrief:
    """What a graph needs to know of an entity to show it as a node."""

    entity_id: int
    name: str
    label: str
    n_mentions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One line of the ledger; ``retry_at_ms`` is when it is tried again by itself, None = never."""

    file_id: int
    path: str
    status: FileStatus
    reason: Reason | None
    size_bytes: int
    modified_ns: int
    updated_ms: int
    tries: int
    document_id: int | None
    retry_at_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StageProgress:
    """How far one stage is.

    Units are files for names and text, pages for OCR, passages for vectors, documents for knowledge.
    """

    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderRow:
    """One watched folder; ``is_online`` is False while its drive is not there.

    ``place`` is its device and inode when it was last seen, or empty.
    """

    folder_id: int
    path: str
    is_online: bool
    n_files: int
    n_indexed: int
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryStatus:
    """What the library holds, how far its stages are, and what holds them up now (``restraint``)."""

    path: str
    size_bytes: int
    files: Mapping[str, int]
    documents: int
    passages: int
    mentions: int
    entities: int
    relations: int
    stages: Mapping[str, StageProgress]
    folders: tuple[FolderRow, ...]
    models: Mapping[str, str]
    restraint: Reason | None = None
