-- Request ids of the records that were applied last, 16 bytes each in the order of their entry: a write that is handed on twice is applied once.
-- One row for an entry of the log.
CREATE TABLE request_window (
    entry_index INTEGER PRIMARY KEY,
    ids BLOB NOT NULL
);

-- What was applied up to this entry may have been forgotten.
CREATE TABLE request_window_floor (forgotten INTEGER NOT NULL);
INSERT INTO request_window_floor (forgotten) SELECT value FROM applied_index;
