namespace Batata.Application.Naming;

/// <summary>Settings of naming; the key of each is in its remark. Times in milliseconds.</summary>
public sealed class NamingOptions
{
    /// <summary>Whether instances that do not beat are removed at all; unhealthy they become in any case. <c>nacos.naming.expireInstance</c>.</summary>
    public bool ExpireInstance { get; set; } = true;

    /// <summary>An address that neither registered, beat nor subscribed this long is forgotten with all it holds. <c>nacos.naming.client.expired.time</c>.</summary>
    public int ClientExpiredMs { get; set; } = 180_000;

    /// <summary><c>nacos.naming.clean.empty-service.interval</c>.</summary>
    public int EmptyServiceIntervalMs { get; set; } = 60_000;

    /// <summary>A service without instances is removed after this. <c>nacos.naming.clean.empty-service.expired-time</c>.</summary>
    public int EmptyServiceExpiredMs { get; set; } = 60_000;

    /// <summary><c>nacos.naming.clean.expired-metadata.interval</c>.</summary>
    public int ExpiredMetadataIntervalMs { get; set; } = 5_000;

    /// <summary>Overrides and service metadata outlive their instance or service by this. <c>nacos.naming.clean.expired-metadata.expired-time</c>.</summary>
    public int ExpiredMetadataMs { get; set; } = 60_000;

    /// <summary>Changes of a service within this time become one push. <c>nacos.naming.push.pushTaskDelay</c>.</summary>
    public int PushDelayMs { get; set; } = 500;

    /// <summary>How long a push waits for its answer. <c>nacos.naming.push.pushTaskTimeout</c>.</summary>
    public int PushTimeoutMs { get; set; } = 5_000;

    /// <summary>After a failed push, and always with fresh data. <c>nacos.naming.push.pushTaskRetryDelay</c>.</summary>
    public int PushRetryDelayMs { get; set; } = 1_000;

    /// <summary>Characters of keys and values together. <c>nacos.naming.service.metadata.length</c>.</summary>
    public int MaxMetadataLength { get; set; } = 1_024;

    /// <summary>Fuzzy watch patterns of the whole server. <c>nacos.naming.fuzzy.watch.max.pattern.count</c>.</summary>
    public int FuzzyWatchMaxPatterns { get; set; } = 20;

    /// <summary>Services that one pattern may match. <c>nacos.naming.fuzzy.watch.max.pattern.match.service.count</c>.</summary>
    public int FuzzyWatchMaxMatches { get; set; } = 500;

    /// <summary>Services that one client may register in. <c>batata.naming.max-registrations-per-client</c>.</summary>
    public int MaxRegistrationsPerClient { get; set; } = 50_000;

    /// <summary>Services that one client may subscribe to. <c>batata.naming.max-subscriptions-per-client</c>.</summary>
    public int MaxSubscriptionsPerClient { get; set; } = 50_000;

    /// <summary>
    /// What a lost node of the cluster owned is kept so long for its clients to find another node. <c>batata.naming.lost-owner-grace</c>.
    /// </summary>
    public int LostOwnerGraceMs { get; set; } = 15_000;

    /// <summary>
    /// Checks of persistent instances that may be under way at a time; those of instances that do not answer have as many of their own.
    /// <c>batata.naming.health-check.concurrency</c>.
    /// </summary>
    public int HealthCheckConcurrency { get; set; } = 2_000;
}
