using static Batata.Host.Settings.SettingTypes;

namespace Batata.Host.Settings.Catalogue;

/// <summary>The config centre.</summary>
internal static class ConfigSettings
{
    private const int MiB = 1024 * 1024;

    public static SettingGroup Group => new("Configs",
    [
        Number("maxContent", 1, 100 * MiB, o => o.Configs.MaxContentChars, (o, v) => o.Configs.MaxContentChars = v,
            "Longest content of a config in characters."),
        Number("nacos.config.gray.version.max.count", 1, 100, o => o.Configs.MaxGrayVersions, (o, v) => o.Configs.MaxGrayVersions = v,
            "Gray versions of one config."),
        Number("nacos.config.retention.days", 1, 36_500, o => o.Configs.HistoryRetentionDays, (o, v) => o.Configs.HistoryRetentionDays = v,
            "Days that the history of configs is kept."),
        Number("nacos.config.push.timeout", 100, 600_000, o => o.Configs.PushTimeoutMs, (o, v) => o.Configs.PushTimeoutMs = v,
            "Milliseconds to wait until a client confirms a change notice."),
        Number("nacos.config.push.maxRetryTime", 1, 1_000, o => o.Configs.PushMaxTries, (o, v) => o.Configs.PushMaxTries = v,
            "Tries of one change notice; after the last one the connection is closed."),
        Number("nacos.config.push.batchSize", 1, 10_000, o => o.Configs.FuzzyWatchBatchSize, (o, v) => o.Configs.FuzzyWatchBatchSize = v,
            "Keys in one message of a fuzzy watch."),
        Number("nacos.config.fuzzy.watch.max.pattern.count", 1, 1_000_000, o => o.Configs.FuzzyWatchMaxPatterns, (o, v) => o.Configs.FuzzyWatchMaxPatterns = v,
            "Patterns that all fuzzy watches together may have."),
        Number("nacos.config.fuzzy.watch.max.pattern.match.config.count", 1, 10_000_000, o => o.Configs.FuzzyWatchMaxMatches, (o, v) => o.Configs.FuzzyWatchMaxMatches = v,
            "Configs that one pattern may match."),
        Size("batata.config.cache-size", MiB, 1024L * 1024 * MiB, o => o.Configs.ContentCacheBytes, (o, v) => o.Configs.ContentCacheBytes = v,
            "Memory for contents that are read often."),
    ]);
}
