using Batata.Application.Abstractions;
using Batata.Domain.Locks;
using Batata.Domain.Shared;
using FluentValidation;
using MediatR;

namespace Batata.Application.Locks;

/// <summary>Gives a lock back, whoever has it, also one whose lease is over and that nobody took since. The value is false when it was free.</summary>
public sealed record ReleaseLock(string Key) : IRequest<Outcome<bool>>;

public sealed class ReleaseLockValidator : AbstractValidator<ReleaseLock>
{
    public ReleaseLockValidator() => RuleFor(x => x.Key).LockKeyIsLegal();
}

internal sealed class ReleaseLockHandler(IReplicatedLog log) : IRequestHandler<ReleaseLock, Outcome<bool>>
{
    public Task<Outcome<bool>> Handle(ReleaseLock request, CancellationToken cancellationToken) =>
        log.ProposeAsync(new ReleaseLockEntry(request.Key), cancellationToken);
}

public sealed record ReleaseLockEntry(string Key) : ReplicatedEntry<bool>;

internal sealed class ReleaseLockApplier(ILockRepository locks) : IApplier<ReleaseLockEntry, bool>
{
    public async ValueTask<Outcome<bool>> ApplyAsync(ReleaseLockEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        if (!await locks.RemoveAsync(entry.Key, cancellationToken)) return false;
        changes.Add(new LockChanged(entry.Key, null));
        return true;
    }
}
