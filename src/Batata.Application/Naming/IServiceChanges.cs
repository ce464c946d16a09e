using Batata.Domain.Naming;

namespace Batata.Application.Naming;

/// <summary>Tells which services changed, merged: a service that changes a thousand times while nobody reads is one item. So it is bounded and loses nothing.</summary>
public interface IServiceChanges
{
    /// <summary>Starts a reader of its own, for one consumer; changes from now on are in it.</summary>
    /// <param name="reader">Name for logs.</param>
    /// <param name="presenceOnly">Only services that came or went; registrations beside others then cost nothing.</param>
    IServiceChangeReader Open(string reader, bool presenceOnly);
}

public interface IServiceChangeReader : IDisposable
{
    /// <summary>Waits for a change and takes all there are, in no order. Look at the service itself for what it is now.</summary>
    ValueTask<IReadOnlyList<ServiceChange>> ReadAsync(CancellationToken cancellationToken);
}

/// <param name="PresenceChanged">The first registration came or the last one went since it was read last, perhaps both: compare with what you told.</param>
public readonly record struct ServiceChange(ServiceKey Service, bool PresenceChanged);
