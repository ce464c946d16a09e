using Batata.Application.Abstractions;
using Batata.Domain.Configs;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Configs;

/// <summary>Changes the limits of a namespace or a group. Protocol source: Nacos 3.1 <c>CapacityControllerV3</c>, <c>CapacityService</c>.</summary>
public sealed record SetCapacity(CapacityScope Scope, CapacityLimits Limits) : IRequest<Outcome<Done>>;

internal sealed class SetCapacityHandler(IReplicatedLog log, TimeProvider time) : IRequestHandler<SetCapacity, Outcome<Done>>
{
    public async Task<Outcome<Done>> Handle(SetCapacity request, CancellationToken cancellationToken)
    {
        var limits = request.Limits;
        if (limits.Quota < 0 || limits.MaxSize < 0 || limits.MaxAggrCount < 0 || limits.MaxAggrSize < 0)
            return new Failure(FailureKind.Invalid, ConfigFailures.InvalidCode, "A limit is not negative.");
        return await log.ProposeAsync(new SetCapacityEntry(request.Scope, limits, ConfigTime.Now(time)), cancellationToken);
    }
}

public sealed record SetCapacityEntry(CapacityScope Scope, CapacityLimits Limits, DateTimeOffset At) : ReplicatedEntry<Done>;

internal sealed class SetCapacityApplier(ICapacityRepository capacities) : IApplier<SetCapacityEntry, Done>
{
    public async ValueTask<Outcome<Done>> ApplyAsync(SetCapacityEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        await capacities.SetAsync(entry.Scope, entry.Limits, entry.At, cancellationToken);
        return new Done();
    }
}

/// <summary>Limits with the defaults filled in, and how many configs there are.</summary>
/// <param name="Id">Row id; 0 when nobody set anything.</param>
public sealed record CapacityDetail(long Id, CapacityScope Scope, int Quota, int Usage, int MaxSize, int MaxAggrCount, int MaxAggrSize);

public interface ICapacityQueries
{
    Task<CapacityDetail> FindAsync(CapacityScope scope, CancellationToken cancellationToken);

    /// <summary>How many counts of configs are not what they should be. O(n).</summary>
    Task<int> WrongCountsAsync(CancellationToken cancellationToken);
}
