using static Batata.Host.Settings.SettingTypes;

namespace Batata.Host.Settings.Catalogue;

/// <summary>The service registry.</summary>
internal static class NamingSettings
{
    private const int DayMs = 24 * 60 * 60 * 1000;

    public static SettingGroup Group => new("Naming",
    [
        Switch("nacos.naming.expireInstance", o => o.Naming.ExpireInstance, (o, v) => o.Naming.ExpireInstance = v,
            "Remove instances that stopped beating. Unhealthy they become in any case."),
        Number("nacos.naming.client.expired.time", 1_000, DayMs, o => o.Naming.ClientExpiredMs, (o, v) => o.Naming.ClientExpiredMs = v,
            "Milliseconds after which an HTTP client that neither registered, beat nor subscribed is forgotten."),
        Number("nacos.naming.clean.empty-service.interval", 100, DayMs, o => o.Naming.EmptyServiceIntervalMs, (o, v) => o.Naming.EmptyServiceIntervalMs = v,
            "Milliseconds between two looks for services without instances."),
        Number("nacos.naming.clean.empty-service.expired-time", 100, DayMs, o => o.Naming.EmptyServiceExpiredMs, (o, v) => o.Naming.EmptyServiceExpiredMs = v,
            "Milliseconds that a service without instances is kept."),
        Number("nacos.naming.clean.expired-metadata.interval", 100, DayMs, o => o.Naming.ExpiredMetadataIntervalMs, (o, v) => o.Naming.ExpiredMetadataIntervalMs = v,
            "Milliseconds between two looks for metadata whose service or instance is gone."),
        Number("nacos.naming.clean.expired-metadata.expired-time", 100, DayMs, o => o.Naming.ExpiredMetadataMs, (o, v) => o.Naming.ExpiredMetadataMs = v,
            "Milliseconds that such metadata is kept."),
        Number("nacos.naming.push.pushTaskDelay", 0, 600_000, o => o.Naming.PushDelayMs, (o, v) => o.Naming.PushDelayMs = v,
            "Milliseconds within which changes of a service become one push."),
        Number("nacos.naming.push.pushTaskTimeout", 100, 600_000, o => o.Naming.PushTimeoutMs, (o, v) => o.Naming.PushTimeoutMs = v,
            "Milliseconds to wait until a subscriber confirms a push."),
        Number("nacos.naming.push.pushTaskRetryDelay", 0, 600_000, o => o.Naming.PushRetryDelayMs, (o, v) => o.Naming.PushRetryDelayMs = v,
            "Milliseconds before a failed push is tried again."),
        Number("nacos.naming.service.metadata.length", 1, 1_000_000, o => o.Naming.MaxMetadataLength, (o, v) => o.Naming.MaxMetadataLength = v,
            "Characters that the metadata of an instance may have, keys and values together."),
        Number("nacos.naming.fuzzy.watch.max.pattern.count", 1, 1_000_000, o => o.Naming.FuzzyWatchMaxPatterns, (o, v) => o.Naming.FuzzyWatchMaxPatterns = v,
            "Patterns that all fuzzy watches of services together may have."),
        Number("nacos.naming.fuzzy.watch.max.pattern.match.service.count", 1, 10_000_000, o => o.Naming.FuzzyWatchMaxMatches, (o, v) => o.Naming.FuzzyWatchMaxMatches = v,
            "Services that one pattern may match."),
        Number("batata.naming.max-registrations-per-client", 1, 10_000_000, o => o.Naming.MaxRegistrationsPerClient, (o, v) => o.Naming.MaxRegistrationsPerClient = v,
            "Services that one client may register in."),
        Number("batata.naming.max-subscriptions-per-client", 1, 10_000_000, o => o.Naming.MaxSubscriptionsPerClient, (o, v) => o.Naming.MaxSubscriptionsPerClient = v,
            "Services that one client may subscribe to."),
        Number("batata.naming.lost-owner-grace", 0, DayMs, o => o.Naming.LostOwnerGraceMs, (o, v) => o.Naming.LostOwnerGraceMs = v,
            "Milliseconds that the ephemeral instances of a lost node of the cluster are kept, so that their clients can go to another one."),
        Number("batata.naming.health-check.concurrency", 1, 100_000, o => o.Naming.HealthCheckConcurrency, (o, v) => o.Naming.HealthCheckConcurrency = v,
            "Health checks of persistent instances that may be under way at a time; those of instances that do not answer have as many of their own."),
    ]);
}
