-- Vectors as float16, of whatever dimension the encoder has; rounded ones, by cell, stand in
-- passage_vector (vec0), which store.vectors makes.
CREATE TABLE embedding (
    passage_id INTEGER PRIMARY KEY,
    vector     BLOB NOT NULL
);

-- Where vectors crowd. A new vector goes to the nearest cell that is not closing; rows of no cell have cell 0.
CREATE TABLE cell (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    centroid   BLOB NOT NULL,                      -- float32
    is_closing INTEGER NOT NULL DEFAULT 0          -- its rows move to others, then it goes
);
