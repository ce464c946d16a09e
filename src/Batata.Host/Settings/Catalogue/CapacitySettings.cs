using static Batata.Host.Settings.SettingTypes;

namespace Batata.Host.Settings.Catalogue;

/// <summary>Quotas of configs. In a cluster the values of the node that takes the publish count: give all nodes the same.</summary>
internal static class CapacitySettings
{
    private const int Most = int.MaxValue;

    public static SettingGroup Group => new("Quotas of configs",
    [
        Switch("isManageCapacity", o => o.Capacity.Managed, (o, v) => o.Capacity.Managed = v, "Check now and then that configs are counted right; without it no quota is enforced."),
        Switch("isCapacityLimitCheck", o => o.Capacity.LimitCheck, (o, v) => o.Capacity.LimitCheck = v, "Refuse configs that are over a quota."),
        Number("defaultClusterQuota", 1, Most, o => o.Capacity.ClusterQuota, (o, v) => o.Capacity.ClusterQuota = v, "Configs of all namespaces together."),
        Number("defaultGroupQuota", 1, Most, o => o.Capacity.GroupQuota, (o, v) => o.Capacity.GroupQuota = v,
            "Configs of a group of the default namespace, as shown; refused are those of groups whose quota somebody set."),
        Number("defaultTenantQuota", 1, Most, o => o.Capacity.NamespaceQuota, (o, v) => o.Capacity.NamespaceQuota = v, "Configs of a namespace."),
        Number("defaultMaxSize", 1, Most, o => o.Capacity.MaxSize, (o, v) => o.Capacity.MaxSize = v, "Largest content of a config in bytes, where quotas are enforced."),
        Number("defaultMaxAggrCount", 1, Most, o => o.Capacity.MaxAggrCount, (o, v) => o.Capacity.MaxAggrCount = v, "Shown only: nothing aggregates configs any more."),
        Number("defaultMaxAggrSize", 1, Most, o => o.Capacity.MaxAggrSize, (o, v) => o.Capacity.MaxAggrSize = v, "Shown only: nothing aggregates configs any more."),
        Number("initialExpansionPercent", 0, 10_000, o => o.Capacity.ExpansionPercent, (o, v) => o.Capacity.ExpansionPercent = v,
            "Room that a namespace gets which is full already when quotas begin to count, in percent of the default quota."),
        Number("correctUsageDelay", 1, 1_000_000, o => o.Capacity.CorrectUsageSeconds, (o, v) => o.Capacity.CorrectUsageSeconds = v, "Seconds between two counts of all configs."),
    ]);
}
