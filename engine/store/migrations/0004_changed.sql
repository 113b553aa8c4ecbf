-- When a file's bytes, name or rights last changed: an edit can keep size and
-- modification time, but not this. 0 = not known yet and
-- -1 = could not be read, perhaps only now: such a file is looked at once more.
ALTER TABLE file ADD COLUMN changed_ns INTEGER NOT NULL DEFAULT 0;
