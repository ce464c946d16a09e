using Batata.Application.Abstractions;
using Batata.Domain.Configs;
using Batata.Domain.Shared;

namespace Batata.Application.Configs;

/// <summary>All configs are counted again. The value is how many counts were wrong.</summary>
public sealed record CorrectUsageEntry : ReplicatedEntry<int>;

internal sealed class CorrectUsageApplier(ICapacityRepository capacities) : IApplier<CorrectUsageEntry, int>
{
    public async ValueTask<Outcome<int>> ApplyAsync(CorrectUsageEntry entry, IChangeSink changes, CancellationToken cancellationToken) =>
        await capacities.CorrectUsageAsync(cancellationToken);
}
