-- When a failed file is tried again by itself, Unix milliseconds; NULL = never.
ALTER TABLE file ADD COLUMN retry_at_ms INTEGER;
CREATE INDEX file_retry ON file (retry_at_ms) WHERE retry_at_ms IS NOT NULL;
