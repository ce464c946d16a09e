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

internal sealed class AcquireLockHandler(IReplicatedLog log, ILockLeases leases, IOptions<LockOptions> options) : IRequestHandler<AcquireLock, Outcome<bool>>
{
    public async Task<Outcome<bool>> Handle(AcquireLock request, CancellationToken cancellationToken)
    {
        var limits = options.Value;
        if (leases.Count >= limits.MaxHeld && !leases.IsHeld(request.Key)) return LockFailures.TooMany(limits.MaxHeld);
        var leaseMs = request.LeaseMs is { } asked and >= 0 ? Math.Min(asked, limits.MaxLeaseMs) : limits.DefaultLeaseMs;
        var token = Random.Shared.NextInt64();
        return await log.ProposeAsync(new AcquireLockEntry(request.Key, token, leaseMs, leases.FindOver(request.Key)), cancellationToken);
    }
}

/// <param name="Token">New for every proposal.</param>
/// <param name="OverToken">The hold that may be taken over, if it is still there when this is applied: see <see cref="HeldLock.IsOver"/>.</param>
public sealed record AcquireLockEntry(string Key, long Token, long LeaseMs, long? OverToken) : ReplicatedEntry<bool>;

internal sealed class AcquireLockApplier(ILockRepository locks) : IApplier<AcquireLockEntry, bool>
{
    public async ValueTask<Outcome<bool>> ApplyAsync(AcquireLockEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        if (await locks.FindAsync(entry.Key, cancellationToken) is { } held && !held.IsOver(entry.OverToken)) return false;
        var acquired = new HeldLock(entry.Key, entry.Token, entry.LeaseMs);
        await locks.SaveAsync(acquired, cancellationToken);
        changes.Add(new LockChanged(entry.Key, acquired));
        return true;
    }
}
