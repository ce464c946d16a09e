using Batata.Application.Abstractions;
using Batata.Domain.Shared;

namespace Batata.Architecture.Tests.Counterexamples;

internal sealed record UnsteadyEntry : ReplicatedEntry<DateTimeOffset>;

/// <summary>Answers with the time of the node that applies.</summary>
internal sealed class UnsteadyApplier(TimeProvider time) : IApplier<UnsteadyEntry, DateTimeOffset>
{
    public ValueTask<Outcome<DateTimeOffset>> ApplyAsync(UnsteadyEntry entry, IChangeSink changes, CancellationToken cancellationToken) =>
        new(Outcome<DateTimeOffset>.Of(time.GetUtcNow()));
}
