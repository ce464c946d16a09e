using System.Text;
using Batata.Domain.Configs;

namespace Batata.Application.Configs;

/// <summary>Limits of configs. Shown always, enforced when <see cref="Managed"/> and <see cref="LimitCheck"/>.</summary>
public sealed class CapacityOptions
{
    /// <summary>Without it nothing is enforced. <c>isManageCapacity</c>.</summary>
    public bool Managed { get; set; } = true;

    /// <summary>Refuse what is over a limit. <c>isCapacityLimitCheck</c>.</summary>
    public bool LimitCheck { get; set; }

    /// <summary>Configs of the cluster. <c>defaultClusterQuota</c>.</summary>
    public int ClusterQuota { get; set; } = 100_000;

    /// <summary>Configs of a group of the default namespace; shown, and enforced only where somebody set it. <c>defaultGroupQuota</c>.</summary>
    public int GroupQuota { get; set; } = 200;

    /// <summary>Configs of a namespace. <c>defaultTenantQuota</c>.</summary>
    public int NamespaceQuota { get; set; } = 200;

    /// <summary>UTF-8 bytes of one config. <c>defaultMaxSize</c>.</summary>
    public int MaxSize { get; set; } = 102_400;

    /// <summary>Shown only: nothing aggregates any more. <c>defaultMaxAggrCount</c>.</summary>
    public int MaxAggrCount { get; set; } = 10_000;

    /// <summary>Likewise. <c>defaultMaxAggrSize</c>.</summary>
    public int MaxAggrSize { get; set; } = 1024;

    /// <summary>Percent of the default. <c>initialExpansionPercent</c>.</summary>
    public int ExpansionPercent { get; set; } = 100;

    /// <summary>Seconds between two counts of all configs. <c>correctUsageDelay</c>.</summary>
    public int CorrectUsageSeconds { get; set; } = 600;

    /// <summary>What an entry carries; null when nothing is enforced.</summary>
    internal ConfigQuotas? QuotasFor(string content) =>
        Managed && LimitCheck ? new ConfigQuotas(ClusterQuota, NamespaceQuota, MaxSize, ExpansionPercent, Encoding.UTF8.GetByteCount(content)) : null;
}
