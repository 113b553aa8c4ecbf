-- A file that lies in an archive is a row of its own, with the archive's id: its path is the
-- archive's, then its name in there. It is never waiting: the archive is read as one.
ALTER TABLE file ADD COLUMN archive_id INTEGER REFERENCES file;
CREATE INDEX file_archive ON file (archive_id);
-- Archives by their bytes: of all that was read only they have no document.
CREATE INDEX file_archive_content ON file (content_hash) WHERE content_hash IS NOT NULL AND document_id IS NULL;
-- Archives that an earlier version left out.
UPDATE file SET status = 'waiting', code = NULL, params = NULL
WHERE status = 'ignored' AND code = 'file.unsupported'
  AND json_extract(params, '$.format') IN ('zip', '7z', 'tar', 'gzip', 'bzip2', 'xz');
