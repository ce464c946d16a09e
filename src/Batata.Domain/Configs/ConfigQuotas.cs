using Batata.Domain.Shared;

namespace Batata.Domain.Configs;

/// <summary>The limits that a publish is judged by: those of the node that proposes it, so that all nodes judge alike. Rows of the state go before them.</summary>
/// <param name="Cluster">Configs of the cluster.</param>
/// <param name="Namespace">Configs of one namespace.</param>
/// <param name="MaxSize">UTF-8 bytes of one config.</param>
/// <param name="ExpansionPercent">Of the default: what a scope may grow by that is full already when it is judged for the first time.</param>
/// <param name="Size">UTF-8 bytes of this content as it was sent.</param>
public sealed record ConfigQuotas(int Cluster, int Namespace, int MaxSize, int ExpansionPercent, int Size);

/// <summary>
/// Lets a config in or not. Protocol source: Nacos 3.1 <c>CapacityManagementAspect</c>, <c>CapacityService</c>; gray versions are not judged there either.
/// </summary>
public sealed class QuotaJudge(ICapacityRepository capacities)
{
    /// <returns>Null when the publish may go on, or is not to be judged.</returns>
    public async ValueTask<Failure?> JudgeAsync(ConfigKey key, ConfigQuotas? quotas, bool isNew, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (quotas is null) return null;
        if (isNew && await IsFullAsync(CapacityScope.Cluster, quotas.Cluster, quotas, at, cancellationToken)) return ConfigFailures.ClusterFull(key);
        var space = new CapacityScope(false, key.NamespaceId);
        var limits = await OpenAsync(space, quotas.Namespace, quotas, at, cancellationToken);
        if (quotas.Size > Or(limits.MaxSize, quotas.MaxSize)) return ConfigFailures.TooLarge(key);
        if (!isNew) return null;
        if (limits.Usage >= Or(limits.Quota, quotas.Namespace)) return ConfigFailures.NamespaceFull(key);
        return await IsGroupFullAsync(key, cancellationToken) ? ConfigFailures.GroupFull(key) : null;
    }

    private async ValueTask<bool> IsFullAsync(CapacityScope scope, int byDefault, ConfigQuotas quotas, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var state = await OpenAsync(scope, byDefault, quotas, at, cancellationToken);
        return state.Usage >= Or(state.Quota, byDefault);
    }

    /// <summary>Nacos 3.x counts groups of no namespace at all, and there is always one: here those count that somebody gave a quota.</summary>
    private async ValueTask<bool> IsGroupFullAsync(ConfigKey key, CancellationToken cancellationToken)
    {
        if (!key.InPublic) return false;
        var state = await capacities.FindAsync(new CapacityScope(true, key.Group), cancellationToken);
        return state.Quota > 0 && state.Usage >= state.Quota;
    }

    /// <summary>Whoever is over the default when limits begin to count gets room above what is there (<c>initialExpansionPercent</c>).</summary>
    private async ValueTask<CapacityState> OpenAsync(
        CapacityScope scope, int byDefault, ConfigQuotas quotas, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var state = await capacities.FindAsync(scope, cancellationToken);
        if (state.HasRow) return state;
        var quota = state.Usage < byDefault ? 0 : (int)Math.Min(int.MaxValue, state.Usage + ((long)byDefault * quotas.ExpansionPercent / 100));
        await capacities.SetAsync(scope, new CapacityLimits(quota, null, null, null), at, cancellationToken);
        return state with { HasRow = true, Quota = quota };
    }

    private static int Or(int value, int otherwise) => value == 0 ? otherwise : value;
}
