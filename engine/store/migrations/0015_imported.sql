-- Graphs that came from files of other programs or libraries. They stand beside what was
-- found in documents and never mix with it: removing one leaves everything else as it was.
CREATE TABLE imported_graph (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    name         TEXT NOT NULL,                -- of the file
    content_hash TEXT NOT NULL UNIQUE,
    imported_ms  INTEGER NOT NULL
);

CREATE TABLE imported_entity (
    id              INTEGER PRIMARY KEY,
    graph_id        INTEGER NOT NULL REFERENCES imported_graph ON DELETE CASCADE,
    label           TEXT NOT NULL,
    key             TEXT NOT NULL,             -- as of entity: where both are the same they are one thing
    name            TEXT NOT NULL,
    aliases         TEXT NOT NULL,             -- JSON [name, ...]
    total_mentions  INTEGER NOT NULL,
    total_documents INTEGER NOT NULL,
    UNIQUE (label, key, graph_id)
);
CREATE INDEX imported_entity_graph ON imported_entity (graph_id);

CREATE TABLE imported_relation (
    id              INTEGER PRIMARY KEY,
    graph_id        INTEGER NOT NULL REFERENCES imported_graph ON DELETE CASCADE,
    subject_id      INTEGER NOT NULL REFERENCES imported_entity ON DELETE CASCADE,
    predicate       TEXT NOT NULL,
    object_id       INTEGER NOT NULL REFERENCES imported_entity ON DELETE CASCADE,
    weight          REAL NOT NULL,
    total_documents INTEGER NOT NULL,
    first_date      TEXT NOT NULL,
    last_date       TEXT NOT NULL,
    evidence        TEXT NOT NULL,             -- JSON [{"quote", "document", ...}, ...], see engine/carried.py
    UNIQUE (subject_id, predicate, object_id)
);
CREATE INDEX imported_relation_object ON imported_relation (object_id);
CREATE INDEX imported_relation_graph ON imported_relation (graph_id);
