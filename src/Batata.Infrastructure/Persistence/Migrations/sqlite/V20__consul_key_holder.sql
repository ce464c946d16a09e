-- Whoever acquires a key may write the id of his session in any case; it is kept as it was written, and found in any.
CREATE INDEX consul_key_holder ON consul_key (session COLLATE NOCASE) WHERE session IS NOT NULL;
