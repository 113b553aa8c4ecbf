-- What people teach, and what the tagger found before anyone corrected it. A
-- correction outlives the document that it was made in: it belongs to the bytes
-- (content_hash, format) and, when those change, to the file at its path.

CREATE TABLE tagging (
    document_id INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE,
    stamp       TEXT NOT NULL,                 -- tagger and version of the stage that made it
    mentions    TEXT NOT NULL                  -- JSON [[start, end, label, score, source], ...]
);

CREATE TABLE correction (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    "group"      INTEGER NOT NULL,             -- first correction of the act that made it
    path         TEXT NOT NULL,                -- file that it was made in, wherever that was moved
    content_hash TEXT NOT NULL,                -- document that it was made in
    format       TEXT NOT NULL,
    start        INTEGER NOT NULL,
    "end"        INTEGER NOT NULL,
    label        TEXT,                         -- NULL = nothing is named here
    quote        TEXT NOT NULL,
    before       TEXT NOT NULL,                -- what stood around it where it was found last
    after        TEXT NOT NULL,
    created_ms   INTEGER NOT NULL
);
CREATE INDEX correction_group ON correction ("group");
CREATE INDEX correction_path ON correction (path);
CREATE INDEX correction_content ON correction (content_hash, format);

-- Where a correction holds: in each version and copy of its file that is, or lately was, in the library.
CREATE TABLE placement (
    content_hash  TEXT NOT NULL,
    format        TEXT NOT NULL,
    correction_id INTEGER NOT NULL REFERENCES correction ON DELETE CASCADE,
    start         INTEGER NOT NULL,
    "end"         INTEGER NOT NULL,
    PRIMARY KEY (content_hash, format, correction_id)
) WITHOUT ROWID;
CREATE INDEX placement_correction ON placement (correction_id);
