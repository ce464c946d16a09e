using Batata.Application.Abstractions;
using Batata.Domain.Configs;
using Batata.Domain.Shared;

namespace Batata.Application.Configs;

/// <summary>Contents are stored under another key. Nobody is told: what is served stays the same. The value is how many rows were written.</summary>
public sealed record ResealConfigsEntry(IReadOnlyList<ResealedContent> Contents) : ReplicatedEntry<int>;

/// <summary>A key is not needed any more. The value is false when it is.</summary>
public sealed record ForgetSealKeyEntry(string KeyId) : ReplicatedEntry<bool>;

internal sealed class ResealConfigsApplier(IConfigSealRepository seals) : IApplier<ResealConfigsEntry, int>, IApplier<ForgetSealKeyEntry, bool>
{
    public async ValueTask<Outcome<int>> ApplyAsync(ResealConfigsEntry entry, IChangeSink changes, CancellationToken cancellationToken) =>
        await seals.ReplaceAsync(entry.Contents, cancellationToken);

    public async ValueTask<Outcome<bool>> ApplyAsync(ForgetSealKeyEntry entry, IChangeSink changes, CancellationToken cancellationToken) =>
        await seals.ForgetKeyAsync(entry.KeyId, cancellationToken);
}
