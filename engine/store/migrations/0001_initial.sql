-- One library. Derived rows hang off a document, which is addressed by the
-- hash of its bytes: a renamed, moved or copied file keeps its document.
-- AUTOINCREMENT where an id is held outside a transaction (by a window, by a model
-- at work): an id that was deleted must never come to mean something else.

CREATE TABLE property (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE folder (
    id        INTEGER PRIMARY KEY,
    path      TEXT NOT NULL UNIQUE,
    is_online INTEGER NOT NULL DEFAULT 1,
    place     TEXT NOT NULL DEFAULT ''           -- device and inode when last seen: tells emptied from unmounted
);

CREATE TABLE document (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    content_hash   TEXT NOT NULL,
    format         TEXT NOT NULL,
    title          TEXT,
    text           BLOB NOT NULL,              -- zlib of UTF-8 in frames, see engine/store/framed.py
    n_chars        INTEGER NOT NULL,
    pages          TEXT NOT NULL,              -- JSON [[number, start, end], ...]
    attributes     TEXT NOT NULL,              -- JSON object
    partial        TEXT,                       -- JSON {"code", "params"} or NULL
    read_stamp     TEXT NOT NULL,              -- version of readers, cleaning and splitting
    knowledge_stamp TEXT,                      -- what tagged, resolved and related it; NULL = waiting
    UNIQUE (content_hash, format)
);
CREATE INDEX document_knowledge ON document (knowledge_stamp);

-- The ledger: every file under a watched folder, with its one status.
CREATE TABLE file (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    folder_id    INTEGER NOT NULL REFERENCES folder ON DELETE CASCADE,
    path         TEXT NOT NULL UNIQUE,
    size_bytes   INTEGER NOT NULL,
    modified_ns  INTEGER NOT NULL,
    inode        TEXT NOT NULL,
    content_hash TEXT,
    status       TEXT NOT NULL CHECK (status IN ('waiting', 'indexed', 'partial', 'failed', 'ignored')),
    code         TEXT,                         -- reason, NULL when indexed or waiting
    params       TEXT,                         -- JSON of the reason's params
    tries        INTEGER NOT NULL DEFAULT 0,
    updated_ms   INTEGER NOT NULL,
    document_id  INTEGER REFERENCES document
);
CREATE INDEX file_folder ON file (folder_id, status);
CREATE INDEX file_status ON file (status);
CREATE INDEX file_document ON file (document_id);

CREATE VIRTUAL TABLE name_index USING fts5 (
    name, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TABLE passage (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id  INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    ordinal      INTEGER NOT NULL,
    start        INTEGER NOT NULL,
    "end"        INTEGER NOT NULL,
    page         INTEGER,
    vector_stamp TEXT,                         -- model of its row in passage_vector; NULL = waiting
    UNIQUE (document_id, ordinal)
);
CREATE INDEX passage_waiting ON passage (id) WHERE vector_stamp IS NULL;

CREATE VIRTUAL TABLE passage_index USING fts5 (
    text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);

-- passage_vector (vec0) is made by store.vectors: its dimension is the encoder's.

CREATE TABLE entity (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    label           TEXT NOT NULL,
    key             TEXT NOT NULL,
    name            TEXT NOT NULL,             -- the surface form with most mentions
    total_mentions  INTEGER NOT NULL,
    total_documents INTEGER NOT NULL,
    UNIQUE (label, key)
);
CREATE INDEX entity_key ON entity (key);
CREATE INDEX entity_rank ON entity (total_mentions DESC, name);

CREATE TABLE mention (
    id          INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    passage_id  INTEGER NOT NULL,
    entity_id   INTEGER NOT NULL REFERENCES entity,
    name        TEXT NOT NULL,                 -- surface form, whitespace folded
    start       INTEGER NOT NULL,
    "end"       INTEGER NOT NULL,
    score       REAL NOT NULL,
    source      TEXT NOT NULL
);
CREATE INDEX mention_document ON mention (document_id, start);
CREATE INDEX mention_entity ON mention (entity_id, document_id);
CREATE INDEX mention_passage ON mention (passage_id);

-- Surface forms with how many mentions carry each; ``key`` is the form without case, script and spacing.
CREATE TABLE alias (
    entity_id  INTEGER NOT NULL REFERENCES entity ON DELETE CASCADE,
    name       TEXT NOT NULL,
    key        TEXT NOT NULL,
    n_mentions INTEGER NOT NULL,
    PRIMARY KEY (entity_id, name)
) WITHOUT ROWID;
CREATE INDEX alias_key ON alias (key);

CREATE TABLE relation (
    id          INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    subject_id  INTEGER NOT NULL REFERENCES entity,
    predicate   TEXT NOT NULL,
    object_id   INTEGER NOT NULL REFERENCES entity,
    score       REAL NOT NULL,
    start       INTEGER NOT NULL,
    "end"       INTEGER NOT NULL,
    UNIQUE (document_id, subject_id, predicate, object_id)
);
CREATE INDEX relation_subject ON relation (subject_id);
CREATE INDEX relation_object ON relation (object_id);
