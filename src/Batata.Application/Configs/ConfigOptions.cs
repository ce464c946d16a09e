namespace Batata.Application.Configs;

/// <summary>Settings of the config centre; the key of each is in its remark.</summary>
public sealed class ConfigOptions
{
    /// <summary>Largest content in UTF-16 units, 1 to 100 MiB. <c>maxContent</c>.</summary>
    public int MaxContentChars { get; set; } = 10 * 1024 * 1024;

    /// <summary>Gray versions of one config, 1 to 100. <c>nacos.config.gray.version.max.count</c>.</summary>
    public int MaxGrayVersions { get; set; } = 10;

    /// <summary>Days that rows of the history are kept, at least 1. <c>nacos.config.retention.days</c>.</summary>
    public int HistoryRetentionDays { get; set; } = 30;

    /// <summary>Milliseconds to wait for the ack of a change push. <c>nacos.config.push.timeout</c>.</summary>
    public int PushTimeoutMs { get; set; } = 3000;

    /// <summary>Tries of one change push before the connection is closed. <c>nacos.config.push.maxRetryTime</c>.</summary>
    public int PushMaxTries { get; set; } = 50;

    /// <summary>Keys in one message of a fuzzy watch sync. <c>nacos.config.push.batchSize</c>.</summary>
    public int FuzzyWatchBatchSize { get; set; } = 20;

    /// <summary>Fuzzy watch patterns of the whole server. <c>nacos.config.fuzzy.watch.max.pattern.count</c>.</summary>
    public int FuzzyWatchMaxPatterns { get; set; } = 20;

    /// <summary>Configs that one pattern may match. <c>nacos.config.fuzzy.watch.max.pattern.match.config.count</c>.</summary>
    public int FuzzyWatchMaxMatches { get; set; } = 500;

    /// <summary>Bytes of hot contents kept in memory. <c>batata.config.cache-size</c>.</summary>
    public long ContentCacheBytes { get; set; } = 24 * 1024 * 1024;
}
