-- What a query can ask of documents and files besides their words.

-- One narrow row a document, as the rows of document hold whole texts. Title, author and tags
-- are folded (see engine/store/terms.py); what a document does not state is NULL.
CREATE TABLE profile (
    document_id INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE,
    language    TEXT,                          -- such as 'en' or 'zh'
    date        TEXT,                          -- the one it states of itself, ISO 8601 as far as it goes
    day         TEXT GENERATED ALWAYS AS (substr(date || '-01-01', 1, 10)),
    title       TEXT,
    author      TEXT,
    tags        TEXT                           -- ';first;second;'
);

-- What the name ends with (all of a name without a dot), and the folder it is in.
CREATE INDEX file_ending ON file (lower(substr(path, length(rtrim(path, replace(path, '.', ''))) + 1)));
CREATE INDEX file_place ON file (rtrim(path, replace(replace(path, '/', ''), '\', '')));

CREATE TABLE saved_search (
    name             TEXT PRIMARY KEY,
    query            TEXT NOT NULL,
    created_ms       INTEGER NOT NULL,
    seen_document_id INTEGER NOT NULL          -- documents with a greater id came after it was last looked at
) WITHOUT ROWID;
