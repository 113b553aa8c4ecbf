-- What a relater sees between the mentions of each document, as it saw it: kept like tagging, so that a
-- correction and its undoing cost no run of the model. JSON: for each question its relations.
CREATE TABLE judgement (
    document_id INTEGER PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
    stamp       TEXT NOT NULL,  -- which relater
    judged      TEXT NOT NULL
) STRICT;
