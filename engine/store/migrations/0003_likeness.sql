-- Documents that say nearly the same. Every document with words has a signature;
-- property 'likeness' says for which threshold the groups hold, and is gone while
-- they are out of date.

CREATE TABLE likeness (
    document_id INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE,
    signature   BLOB NOT NULL,                 -- MinHash, see engine/language/minhash.py
    group_id    INTEGER                        -- same for all that are alike; NULL = like no other
);
CREATE INDEX likeness_group ON likeness (group_id) WHERE group_id IS NOT NULL;
