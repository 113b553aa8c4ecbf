"""Frozen records of a graph that leaves a library as a file, or comes into one.

Ids are made of what an entity is called, never of row ids: the same entity has the same id in every
library and on every day.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

FILE_FORMS = ("gexf", "graphml", "json", "json-ld", "turtle", "n-triples", "cypher")
FOLDER_FORMS = ("csv", "neo4j", "obsidian")
FORMS = (*FILE_FORMS, *FOLDER_FORMS)
"""In which the graph can be exported: to a file, or to a folder."""

# What XML 1.0 cannot hold, escaped or not (section 2.2, Char).
_UNCARRIED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedEntity:
    """One entity. Attributes of it join in here, and as one more column in ``export/columns.py``.

    ``aliases`` are its other names, most mentioned first.
    """

    label: str
    key: str
    name: str
    aliases: tuple[str, ...] = ()
    n_mentions: int = 0
    n_documents: int = 0

    @property
    def id(self) -> str:
        """``urn:satchel:entity:`` and a hash of label and key."""
        return urn("entity", self.label, self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedEvidence:
    """Where a relation is said: ``quote`` is the text of a document at ``start:end``.

    ``document`` is the hash of its file's bytes, ``date`` what it says of its own day (ISO 8601); all
    but the quote may be missing in a graph of another program.
    """

    quote: str
    document: str = ""
    path: str = ""
    title: str = ""
    page: int | None = None
    start: int = 0
    end: int = 0
    score: float = 0.0
    date: str = ""

    @property
    def id(self) -> str:
        """The same for the same place and words."""
        return urn("evidence", self.document, str(self.start), str(self.end), self.quote)

    def as_object(self) -> dict[str, str | int | float | None]:
        """Return what JSON holds of it; ten times as quick as ``asdict``."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedRelation:
    """What joins two entities; ``evidence`` is the best of it, best first.

    ``weight`` adds up the best score of each of ``n_documents``; a ``co_mention`` has no direction and
    stands under the end that comes first by label and key. Dates are the first and last stated by any.
    """

    subject: CarriedEntity
    predicate: str
    object: CarriedEntity
    weight: float = 1.0
    n_documents: int = 0
    first_date: str = ""
    last_date: str = ""
    evidence: tuple[CarriedEvidence, ...] = ()

    @property
    def id(self) -> str:
        """``urn:satchel:relation:`` and a hash of both ends and the predicate."""
        return urn("relation", self.subject.id, self.predicate, self.object.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which part of a graph is meant: entities of some labels, or these and what joins them; () = all.

    ``n_evidence`` is how much evidence a relation carries at most.
    """

    labels: tuple[str, ...] = ()
    entity_ids: tuple[int, ...] = ()
    n_evidence: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred:
    """What an export wrote or an import took in; ``kept`` are files of a vault that people had changed."""

    path: str
    n_entities: int
    n_relations: int
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedGraph:
    """One imported graph; ``imported_ms`` is Unix time."""

    graph_id: int
    name: str
    imported_ms: int
    n_entities: int
    n_relations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedRelation:
    """A relation that the imported graph ``source`` states."""

    source: str
    relation: CarriedRelation


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferProgress:
    """How far an export or import is, in entities and relations; ``total`` is 0 while it is not known."""

    done: int
    total: int


Tick = Callable[[CarriedEntity | CarriedRelation], None]
"""Called with each record that was written or read; raises ``Cancelled`` to stop the work."""


@lru_cache(maxsize=1 << 16)
def urn(kind: str, *parts: str) -> str:
    """Return the stable name of a thing known by ``parts``."""
    digest = blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()
    return f"urn:satchel:{kind}:{digest}"


def carried_text(text: str) -> str:
    """Return ``text`` with what no XML file can hold replaced by U+FFFD; idempotent."""
    return _UNCARRIED.sub("\ufffd", text)
