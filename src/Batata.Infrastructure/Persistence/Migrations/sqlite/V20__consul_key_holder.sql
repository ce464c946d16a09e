-- Whoever acquires a key may write the id of his session in any case; it is kept as it was written.
DROP INDEX consul_key_session;
CREATE INDEX consul_key_session ON consul_key (session COLLATE NOCASE) WHERE session IS NOT NULL;
