"""Everything a library knows, row ids aside, so that two libraries can be compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from engine.store.connection import Store

QUERIES = {
    "files": """SELECT file.path, file.size_bytes, status, code, params,
                       file.content_hash, document.content_hash
                FROM file LEFT JOIN document ON document.id = document_id""",
    "documents": """SELECT content_hash, format, title, text, n_chars, pages, attributes, partial
                    FROM document""",
    "profiles": """SELECT content_hash, format, language, date, profile.title, author, tags
                   FROM profile JOIN document ON document.id = document_id""",
    "passages": """SELECT content_hash, ordinal, start, "end", page, vector_stamp
                   FROM passage JOIN document ON document.id = document_id""",
    "mentions": """SELECT content_hash, label, key, mention.name, start, "end", round(score, 4), source
                   FROM mention JOIN document ON document.id = document_id
                   JOIN form ON form.id = form_id""",
    "taggings": """SELECT content_hash, stamp, mentions FROM tagging
                   JOIN document ON document.id = document_id""",
    "corrections": """SELECT path, content_hash, format, start, "end", label, quote, before, after
                      FROM correction""",
    "placements": """SELECT placement.content_hash, placement.format, placement.start, placement."end", quote
                     FROM placement JOIN correction ON correction.id = correction_id""",
    "mention places": """SELECT document.content_hash, passage.ordinal, mention.start
                   FROM mention JOIN passage ON passage.id = passage_id
                   JOIN document ON document.id = passage.document_id""",
    "entities": "SELECT label, key, name, total_mentions, total_documents FROM entity",
    "forms": """SELECT form.label, form.key, n_mentions, entity.label, entity.key
                FROM form LEFT JOIN entity ON entity.id = entity_id""",
    "aliases": """SELECT label, form.key, alias.name, alias.key, alias.n_mentions
                  FROM alias JOIN form ON form.id = form_id AND form.entity_id IS alias.entity_id""",
    "relations": """SELECT content_hash, subject.label, subject.key, predicate, object.label, object.key,
                           round(score, 4), start, "end"
                    FROM relation JOIN document ON document.id = document_id
                    JOIN form AS subject ON subject.id = subject_form
                     AND subject.entity_id IS subject_id
                    JOIN form AS object ON object.id = object_form AND object.entity_id IS object_id""",
    "hooks": "SELECT label, form.key, hook.key, role FROM hook JOIN form ON form.id = form_id",
    "form links": """SELECT hook, min(a.label, b.label), min(a.key, b.key), max(a.key, b.key), reason, score
                FROM form_link JOIN form AS a ON a.id = form_a JOIN form AS b ON b.id = form_b""",
    "decisions": "SELECT kind, label, key, other_label, other_key, value FROM decision",
    "attributes": """SELECT content_hash, kind, value, role, attribute.start, attribute."end", sentence_start,
                            sentence_end, round(attribute.score, 3), label, entity.key
                     FROM attribute JOIN document ON document.id = attribute.document_id
                     LEFT JOIN mention
                         ON mention.document_id = attribute.document_id AND mention.start = mention_start
                     LEFT JOIN entity ON entity.id = entity_id""",
    "links": """SELECT content_hash, kind, key, target, start, "end" FROM link
                JOIN document ON document.id = document_id""",
    "identifiers": """SELECT content_hash, kind, key FROM identifier
                      JOIN document ON document.id = document_id""",
    "indexed passages": """SELECT document.content_hash, ordinal FROM passage
                           JOIN document ON document.id = document_id
                           WHERE passage.id IN (SELECT rowid FROM passage_index)""",
    "signatures": """SELECT content_hash, format, signature FROM likeness
                     JOIN document ON document.id = document_id""",
    "alike": """SELECT document.content_hash, min(other.content_hash), count(*) FROM likeness
                JOIN document ON document.id = likeness.document_id
                JOIN likeness AS twin ON twin.group_id = likeness.group_id
                JOIN document AS other ON other.id = twin.document_id GROUP BY document.id""",
    "n index rows": "SELECT count(*) FROM passage_index",
    "n vector rows": "SELECT count(*) FROM embedding",
    "n rounded vectors": "SELECT count(*) FROM passage_vector",
    "n name rows": "SELECT count(*) FROM name_index",
}
VECTORS = """SELECT document.content_hash, ordinal, vector FROM embedding
             JOIN passage ON passage.id = embedding.passage_id
             JOIN document ON document.id = document_id ORDER BY 1, 2"""


def library_dump(path: Path) -> dict[str, Any]:
    """Return every table as a sorted list, and the vectors rounded to what batching may change."""
    store = Store.open(path, is_read_only=True)
    try:
        db = store.reader()
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        dump: dict[str, Any] = {
            name: sorted(db.execute(sql).fetchall(), key=repr) for name, sql in QUERIES.items()
        }
        dump["vectors"] = [
            (digest, ordinal, tuple(np.round(np.frombuffer(blob, np.float16).astype(float), 1) + 0.0))
            for digest, ordinal, blob in db.execute(VECTORS)
        ]
        return dump
    finally:
        store.close()
