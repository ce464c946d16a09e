-- Ids of configs and of history rows come from ranges of their own, as they do on Nacos' embedded storage: one that is taken for the other
-- (previous, detail, batch delete all take a bare number) finds nothing instead of a stranger's row.
DELETE FROM sqlite_sequence WHERE name IN ('config_info', 'his_config_info');
INSERT INTO sqlite_sequence (name, seq) VALUES ('config_info', 1200000000), ('his_config_info', 1600000000);
