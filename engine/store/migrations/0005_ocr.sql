-- Pages that are pictures of text, by the bytes of their file: what was read off a
-- page is kept when the document is read again, and shared by its copies.
CREATE TABLE ocr_page (
    id           INTEGER PRIMARY KEY,          -- order in which they are read
    content_hash TEXT NOT NULL,
    page         INTEGER NOT NULL,             -- from 1
    stamp        TEXT,                         -- what read it; NULL = waiting
    lines        BLOB,                         -- zlib of JSON [[text, [[start, end, left, top, right, bottom], ...]], ...],
                                               -- boxes in 1/10000 of the page; NULL = waiting, or could not be read
    UNIQUE (content_hash, page)
);
CREATE INDEX ocr_page_waiting ON ocr_page (id) WHERE stamp IS NULL;
