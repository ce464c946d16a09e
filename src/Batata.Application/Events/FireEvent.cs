using Batata.Application.Abstractions;
using Batata.Application.Watches;
using Batata.Domain.Events;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Events;

/// <summary>
/// Tells an event to all nodes, or to those that its filters let through. It goes through the log: every node has it, in one order, also after a restart.
/// Consul's gossip promises less.
/// </summary>
/// <param name="Filters">Of nodes, services and tags; empty for none.</param>
public sealed record FireEvent(string Name, byte[] Payload, EventFilters Filters) : IRequest<Outcome<UserEvent>>;

public sealed record EventFilters(string Node, string Service, string Tag);

internal sealed class FireEventHandler(IReplicatedLog log, EventAudience audience) : IRequestHandler<FireEvent, Outcome<UserEvent>>
{
    /// <summary>What Serf lets through for one event, with its name and all that is around it.</summary>
    private const int MaxBytes = 512;

    public async Task<Outcome<UserEvent>> Handle(FireEvent request, CancellationToken cancellationToken)
    {
        var filters = request.Filters;
        var (nodes, refused) = await audience.FindAsync(filters, cancellationToken);
        if (refused is not null) return refused;
        var size = EventSize.Of(request);
        if (size.Plain > MaxBytes) return EventFailures.TooLarge(MaxBytes);
        if (size.Encoded > MaxBytes) return EventFailures.TooLargeEncoded(MaxBytes);
        return await log.ProposeAsync(new FireEventEntry(Guid.NewGuid().ToString(), request.Name, request.Payload, filters, nodes), cancellationToken);
    }
}

/// <param name="Nodes">Whose agents keep it, as its filters said when it was fired; null: all, also those that come later.</param>
public sealed record FireEventEntry(string Id, string Name, byte[] Payload, EventFilters Filters, IReadOnlyList<string>? Nodes) : ReplicatedEntry<UserEvent>;

internal sealed class FireEventApplier(IEventRepository events) : IApplier<FireEventEntry, UserEvent>
{
    /// <summary>More than one agent keeps, since some are for others.</summary>
    private const int Kept = 1_024;

    public ValueTask<Outcome<UserEvent>> ApplyAsync(FireEventEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var filters = entry.Filters;
        var fired = new UserEvent(entry.Id, entry.Name, entry.Payload, filters.Node, filters.Service, filters.Tag, 0);
        fired = fired with { LTime = events.Add(fired, entry.Nodes, Kept) };
        var changed = new StateChanges();
        changed.Add(new WatchTopic(WatchKind.Events));
        changed.Tell(changes);
        return new(fired);
    }
}
