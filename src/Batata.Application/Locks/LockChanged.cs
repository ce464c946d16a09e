using Batata.Domain.Locks;

namespace Batata.Application.Locks;

/// <param name="After">Null: it is free.</param>
public sealed record LockChanged(string Key, HeldLock? After);
