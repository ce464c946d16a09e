-- The level of features that all nodes of the cluster have reached. It never goes back.
CREATE TABLE feature_level (value INTEGER NOT NULL);
INSERT INTO feature_level (value) VALUES (0);
