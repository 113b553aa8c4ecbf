-- Where a document refers to others, and by what others refer to it: made from its text and
-- attributes alone. Which document is meant is looked up when it is asked for.

CREATE TABLE link (
    document_id INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    kind        TEXT NOT NULL CHECK (kind IN ('page', 'mail', 'doi', 'url', 'title')),
    key         TEXT NOT NULL,                 -- what is looked up; see engine/language/references.py
    target      TEXT NOT NULL,                 -- as the document has it
    start       INTEGER NOT NULL,
    "end"       INTEGER NOT NULL,              -- start = end where the text does not show it
    PRIMARY KEY (document_id, kind, key, start)
) WITHOUT ROWID;
CREATE INDEX link_key ON link (kind, key);

CREATE TABLE identifier (
    document_id INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    kind        TEXT NOT NULL CHECK (kind IN ('mail', 'doi', 'url', 'title')),
    key         TEXT NOT NULL,
    PRIMARY KEY (document_id, kind, key)
) WITHOUT ROWID;
CREATE INDEX identifier_key ON identifier (kind, key);

-- Pairs are found by both ends.
DROP INDEX IF EXISTS relation_subject;
CREATE INDEX relation_pair ON relation (subject_id, object_id);
