-- How many formal versions there are: of the cluster ('', ''), of each namespace (its id, '') and of each group of the default one. Kept by the tables
-- themselves, so that nobody who writes a config can forget it. The usage columns of Nacos' tables stay 0 here.

CREATE TABLE config_usage (
    tenant_id TEXT NOT NULL,
    group_id TEXT NOT NULL,
    configs INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, group_id)
) WITHOUT ROWID;

CREATE VIEW config_usage_counted AS
SELECT '' AS tenant_id, '' AS group_id, count(*) AS configs FROM config_info HAVING count(*) > 0
UNION ALL SELECT tenant_id, '', count(*) FROM config_info GROUP BY tenant_id
UNION ALL SELECT tenant_id, group_id, count(*) FROM config_info WHERE tenant_id = 'public' GROUP BY group_id;

INSERT INTO config_usage SELECT tenant_id, group_id, configs FROM config_usage_counted;

CREATE TRIGGER config_usage_more AFTER INSERT ON config_info BEGIN
    INSERT INTO config_usage VALUES ('', '', 1) ON CONFLICT DO UPDATE SET configs = configs + 1;
    INSERT INTO config_usage VALUES (NEW.tenant_id, '', 1) ON CONFLICT DO UPDATE SET configs = configs + 1;
    INSERT INTO config_usage SELECT NEW.tenant_id, NEW.group_id, 1 WHERE NEW.tenant_id = 'public' ON CONFLICT DO UPDATE SET configs = configs + 1;
END;

CREATE TRIGGER config_usage_less AFTER DELETE ON config_info BEGIN
    UPDATE config_usage SET configs = configs - 1
    WHERE (tenant_id = '' AND group_id = '') OR (tenant_id = OLD.tenant_id AND group_id IN ('', OLD.group_id));
    DELETE FROM config_usage WHERE configs <= 0 AND tenant_id IN ('', OLD.tenant_id);
END;
