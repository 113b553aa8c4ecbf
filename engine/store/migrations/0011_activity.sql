-- What the user did here, for recommendations. Rows name things by what outlives their row
-- ids: a document by its bytes and path, an entity by label and key. Private: rows go only by
-- engine/store/overwrite.py, which leaves nothing of them in the file.
CREATE TABLE activity (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    kind         TEXT NOT NULL CHECK (kind IN ('opened', 'corrected', 'looked_at', 'searched')),
    at_ms        INTEGER NOT NULL,             -- Unix time
    name         TEXT NOT NULL,                -- title, entity's name or query, as it was then
    content_hash TEXT,                         -- of a document
    format       TEXT,
    path         TEXT,
    label        TEXT,                         -- of an entity
    key          TEXT
);

-- What the user follows: an entity, or (label and key NULL) a search.
CREATE TABLE followed (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    name     TEXT NOT NULL,                    -- the entity's name then, or the query
    label    TEXT,
    key      TEXT,
    since_ms INTEGER NOT NULL,
    seen_ms  INTEGER NOT NULL                  -- news are documents that were added later
);

-- When bytes came into the library first, Unix milliseconds; 0 = before this was noted.
ALTER TABLE document ADD COLUMN added_ms INTEGER NOT NULL DEFAULT 0;
CREATE INDEX document_added ON document (added_ms);
CREATE INDEX file_modified ON file (modified_ns) WHERE document_id IS NOT NULL;
