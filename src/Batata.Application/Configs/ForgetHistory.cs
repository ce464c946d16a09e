using Batata.Application.Abstractions;
using Batata.Domain.Configs;
using Batata.Domain.Shared;

namespace Batata.Application.Configs;

/// <summary>Rows of the history that are older than it is kept are forgotten, the oldest first. The value is how many there were.</summary>
/// <param name="Max">Rows of one entry: applying it must not hold up the log.</param>
public sealed record ForgetHistoryEntry(DateTimeOffset Before, int Max) : ReplicatedEntry<int>;

internal sealed class ForgetHistoryApplier(IConfigRepository configs) : IApplier<ForgetHistoryEntry, int>
{
    public async ValueTask<Outcome<int>> ApplyAsync(ForgetHistoryEntry entry, IChangeSink changes, CancellationToken cancellationToken) =>
        await configs.ForgetHistoryAsync(entry.Before, entry.Max, cancellationToken);
}
