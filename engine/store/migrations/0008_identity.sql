-- An entity is all the forms of names that mean one thing. What documents say hangs off forms, which
-- depend on one document alone; entities are drawn together from forms and from what people decided.
-- Knowledge is made again from what the tagger found, which is kept.

DROP TABLE relation;
DROP TABLE alias;
DROP TABLE mention;
DROP TABLE entity;
UPDATE document SET knowledge_stamp = NULL;

CREATE TABLE entity (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    label           TEXT NOT NULL,             -- those of its form with most mentions,
    key             TEXT NOT NULL,             -- unless people said otherwise
    name            TEXT NOT NULL,             -- the surface form with most mentions, or as above
    total_mentions  INTEGER NOT NULL,
    total_documents INTEGER NOT NULL
);
CREATE INDEX entity_label_key ON entity (label, key);
CREATE INDEX entity_key ON entity (key);
CREATE INDEX entity_rank ON entity (total_mentions DESC, name);

CREATE TABLE form (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    label      TEXT NOT NULL,
    key        TEXT NOT NULL,
    n_mentions INTEGER NOT NULL,
    entity_id  INTEGER REFERENCES entity,      -- NULL: people say that it names nothing
    UNIQUE (label, key)
);
CREATE INDEX form_entity ON form (entity_id);
CREATE INDEX form_key ON form (key);

CREATE TABLE mention (
    id          INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    passage_id  INTEGER NOT NULL,
    form_id     INTEGER NOT NULL REFERENCES form,
    entity_id   INTEGER REFERENCES entity,     -- that of its form
    name        TEXT NOT NULL,                 -- as it stands, whitespace folded
    start       INTEGER NOT NULL,
    "end"       INTEGER NOT NULL,
    score       REAL NOT NULL,
    source      TEXT NOT NULL
);
CREATE INDEX mention_document ON mention (document_id, start);
CREATE INDEX mention_entity ON mention (entity_id, document_id);
CREATE INDEX mention_form ON mention (form_id);
CREATE INDEX mention_passage ON mention (passage_id);

-- Spellings with how many mentions carry each; ``key`` is one without case, script and spacing.
CREATE TABLE alias (
    form_id    INTEGER NOT NULL REFERENCES form ON DELETE CASCADE,
    name       TEXT NOT NULL,
    entity_id  INTEGER REFERENCES entity,
    key        TEXT NOT NULL,
    n_mentions INTEGER NOT NULL,
    PRIMARY KEY (form_id, name)
) WITHOUT ROWID;
CREATE INDEX alias_key ON alias (key);
CREATE INDEX alias_entity ON alias (entity_id);

CREATE TABLE relation (
    id           INTEGER PRIMARY KEY,
    document_id  INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    subject_form INTEGER NOT NULL REFERENCES form,
    predicate    TEXT NOT NULL,
    object_form  INTEGER NOT NULL REFERENCES form,
    subject_id   INTEGER REFERENCES entity,
    object_id    INTEGER REFERENCES entity,
    score        REAL NOT NULL,
    start        INTEGER NOT NULL,
    "end"        INTEGER NOT NULL,
    UNIQUE (document_id, subject_form, predicate, object_form)
);
CREATE INDEX relation_subject ON relation (subject_id);
CREATE INDEX relation_object ON relation (object_id);
CREATE INDEX relation_subject_form ON relation (subject_form);
CREATE INDEX relation_object_form ON relation (object_form);

-- What forms meet on that may name one thing (engine/annotate/hooks.py), and what was judged of them there.
CREATE TABLE hook (
    key     TEXT NOT NULL,
    form_id INTEGER NOT NULL REFERENCES form ON DELETE CASCADE,
    role    TEXT NOT NULL,
    PRIMARY KEY (key, form_id, role)
) WITHOUT ROWID;
CREATE INDEX hook_form ON hook (form_id);

CREATE TABLE form_link (
    hook    TEXT NOT NULL,
    form_a  INTEGER NOT NULL REFERENCES form ON DELETE CASCADE,
    form_b  INTEGER NOT NULL REFERENCES form ON DELETE CASCADE,
    reason  TEXT NOT NULL,
    score   REAL NOT NULL,
    PRIMARY KEY (hook, form_a, form_b)
) WITHOUT ROWID;
CREATE INDEX form_link_a ON form_link (form_a);
CREATE INDEX form_link_b ON form_link (form_b);
CREATE INDEX form_link_score ON form_link (score);

-- What people say of entities, by label and key, so that it outlives every form it speaks of.
CREATE TABLE decision (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    "group"     INTEGER NOT NULL,              -- first decision of the act that made it
    kind        TEXT NOT NULL CHECK (kind IN ('same', 'different', 'name', 'label', 'nothing')),
    label       TEXT NOT NULL,
    key         TEXT NOT NULL,
    other_label TEXT,
    other_key   TEXT,
    value       TEXT,
    created_ms  INTEGER NOT NULL
);
CREATE INDEX decision_one ON decision (label, key);
CREATE INDEX decision_other ON decision (other_label, other_key);
CREATE INDEX decision_group ON decision ("group");
