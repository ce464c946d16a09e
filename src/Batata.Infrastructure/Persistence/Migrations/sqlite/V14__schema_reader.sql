-- How many of these scripts a release must know to use the file. Those that only add leave it as it is; the others set it to their own number.
CREATE TABLE schema_reader (value INTEGER NOT NULL);
INSERT INTO schema_reader (value) SELECT user_version + 1 FROM pragma_user_version;
