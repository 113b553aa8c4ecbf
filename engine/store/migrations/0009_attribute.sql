-- Values that documents state. A value hangs off the mention that it stands with (by where that begins,
-- NULL = none), and so belongs to whatever entity that mention belongs to, however entities are merged.

CREATE TABLE attribute (
    id             INTEGER PRIMARY KEY,
    document_id    INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    mention_start  INTEGER,
    kind           TEXT NOT NULL,
    value          TEXT NOT NULL,
    role           TEXT NOT NULL,
    start          INTEGER NOT NULL,
    "end"          INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end   INTEGER NOT NULL,
    score          REAL NOT NULL
);
CREATE INDEX attribute_document ON attribute (document_id, start);
CREATE INDEX attribute_mention ON attribute (document_id, mention_start) WHERE mention_start IS NOT NULL;
CREATE INDEX attribute_value ON attribute (kind, value, document_id);
