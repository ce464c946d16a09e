using Batata.Application.Abstractions;
using Batata.Domain.Locks;
using Batata.Domain.Shared;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Options;

namespace Batata.Application.Locks;

/// <summary>Takes a lock. The value is false when somebody has it, the caller included. Protocol source: Nacos 3.1 <c>LockOperationServiceImpl</c>.</summary>
/// <param name="LeaseMs">How long it is held at most; null or negative for the default, 0 for a lock that is over at once.</param>
public sealed record AcquireLock(string Key, long? LeaseMs) : IRequest<Outcome<bool>>;

public sealed class AcquireLockValidator : AbstractValidator<AcquireLock>
{
    public AcquireLockValidator() => RuleFor(x => x.Key).LockKeyIsLegal();
}

internal sealed class AcquireLockHandler(IReplicatedLog log, LockClock clock, IOptions<LockOptions> options) : IRequestHandler<AcquireLock, Outcome<bool>>
{
    public Task<Outcome<bool>> Handle(AcquireLock request, CancellationToken cancellationToken)
    {
        var leaseMs = request.LeaseMs is { } asked and >= 0 ? Math.Min(asked, options.Value.MaxLeaseMs) : options.Value.DefaultLeaseMs;
        return log.ProposeAsync(new AcquireLockEntry(request.Key, clock.NowMs, leaseMs), cancellationToken);
    }
}

/// <param name="AtMs">
/// By the clock of the proposer (<see cref="LockClock"/>): whether an older lease is over is judged by it. With several nodes the leader has to be
/// the one who gives it, or two clocks that differ would make two holders.
/// </param>
public sealed record AcquireLockEntry(string Key, long AtMs, long LeaseMs) : ReplicatedEntry<bool>;

internal sealed class AcquireLockApplier(ILockRepository locks) : IApplier<AcquireLockEntry, bool>
{
    public async ValueTask<Outcome<bool>> ApplyAsync(AcquireLockEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var held = await locks.FindAsync(entry.Key, cancellationToken);
        if (HeldLock.Acquire(held, entry.Key, entry.AtMs, entry.LeaseMs) is not { } acquired) return false;
        await locks.SaveAsync(acquired, cancellationToken);
        return true;
    }
}
