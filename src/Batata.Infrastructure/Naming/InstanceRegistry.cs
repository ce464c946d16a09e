using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using Batata.Infrastructure.Naming.Sync;

namespace Batata.Infrastructure.Naming;

/// <summary>Ephemeral naming of the clients of this node: finds or makes the client, asks the rules, and hands on to the core.</summary>
internal sealed class InstanceRegistry(RegistryCore core, SwitchStore switches) : IConnectionNaming, IServiceDirectory
{
    public ServiceSnapshot? Find(in ServiceKey service) => core.Services.Find(service)?.Snapshot(core.Clock);

    // A snapshot that is built within this millisecond must be newer than this answer, so it is stamped with the one before.
    public ServiceSnapshot Serve(in ServiceKey service) => Find(service) ?? new ServiceSnapshot(service, 0, core.Clock.NowMs - 1, null, [], null);

    public void Connect(NamingConnection connection, object? attachment = null)
    {
        var client = RegistryClient.Of(connection, attachment, core.Owner.Incarnation, core.Clock.NowMs);
        if (core.Clients.Put(client) is { } replaced) core.Close(replaced);
    }

    public void Disconnect(string clientId)
    {
        // The node stops and closes all connections. Their clients live, and the last answers of this node say so.
        if (core.Journal.IsSealed) return;
        if (core.Clients.FindConnection(clientId) is { } client) core.Close(client);
    }

    public Outcome<Done> Register(string clientId, in ServiceKey service, Instance instance)
    {
        if (InstanceRules.Problem(instance) is { } problem) return problem;
        return core.Clients.FindConnection(clientId) is { } client ? core.Publish(client, service, instance) : Missing(clientId, service, batch: false);
    }

    public Outcome<Done> RegisterBatch(string clientId, in ServiceKey service, IReadOnlyList<Instance> instances) =>
        core.Clients.FindConnection(clientId) is { } client ? core.PublishBatch(client, service, instances) : Missing(clientId, service, batch: true);

    public Outcome<Done> Deregister(string clientId, in ServiceKey service)
    {
        if (core.Services.Find(service) is not { Kind: not null } entry) return new Done();
        if (core.Clients.FindConnection(clientId) is not { } client) return NamingFailures.ClientMissing(clientId);
        core.Unpublish(client, entry);
        return new Done();
    }

    public Outcome<Done> Subscribe(string clientId, in ServiceKey service, Subscriber subscriber) =>
        core.Clients.FindConnection(clientId) is { } client ? core.Subscribe(client, service, subscriber) : NamingFailures.ClientMissing(clientId);

    public Outcome<Done> Unsubscribe(string clientId, in ServiceKey service)
    {
        if (core.Clients.FindConnection(clientId) is not { } client) return NamingFailures.ClientMissing(clientId);
        if (core.Services.Find(service) is { } entry) core.Unsubscribe(client, entry);
        return new Done();
    }

    /// <summary>This address is registered there, at this node.</summary>
    public bool Has(in ServiceKey service, string ip, int port)
    {
        if (core.Clients.FindAddress(NamingClientKind.EphemeralAddress, ip, port) is not { } client || core.Services.Find(service) is not { } entry) return false;
        lock (client.Gate) return client.Publications.Find(entry) is not null;
    }

    /// <param name="term">See <see cref="Publication.Term"/>.</param>
    public Outcome<Done> Register(in ServiceKey service, Instance instance, int term = 1)
    {
        if (InstanceRules.Problem(instance) is { } problem) return problem;
        if (core.Services.Find(service) is { Kind: ServiceKind.Persistent }) return NamingFailures.KindConflict(service, ServiceKind.Persistent);
        while (true)
        {
            var published = core.Publish(Address(instance.Ip, instance.Port), service, instance, term);
            if (published.Failure is not { Code: NamingFailures.ClientMissingCode }) return published; // else it expired in between: once more with a new one
        }
    }

    public void Deregister(in ServiceKey service, string ip, int port)
    {
        if (core.Services.Find(service) is { } entry && core.Clients.FindAddress(NamingClientKind.EphemeralAddress, ip, port) is { } client)
            core.Unpublish(client, entry);
    }

    /// <summary>The client took back what a lost node told of: the others learn it from here.</summary>
    public void TakeBack(in ServiceKey service, in InstanceAddress address)
    {
        core.DropOrphan(service, address);
        var gone = RegistryClient.OfAddress(NamingClientKind.EphemeralAddress, address.Ip, address.Port, core.Owner.Incarnation, core.Clock.NowMs);
        var instance = new Instance { Ip = address.Ip, Port = address.Port, ClusterName = address.ClusterName };
        core.Journal.TakeBack(new OwnedRecord(gone, service, core.Owner.Next().Sequence, 1, RecordState.Deregistered, instance, []));
    }

    public Outcome<BeatAnswer> Beat(in ServiceKey service, in InstanceAddress address, Instance? ifUnknown)
    {
        var entry = core.Services.Find(service);
        var beaten = entry is null ? null : core.Beat(entry, address.Ip, address.Port);
        if (beaten is null && ifUnknown is not null)
        {
            var registered = Register(service, ifUnknown);
            if (!registered.Ok) return registered.Failure;
            (entry, beaten) = (core.Services.Find(service), ifUnknown);
        }
        var now = switches.Current;
        var intervalMs = entry?.Overrides.Find(address)?.Metadata.Preserved.HeartBeatIntervalMs
            ?? beaten?.Metadata.Preserved.HeartBeatIntervalMs
            ?? now.ClientBeatInterval;
        return new BeatAnswer(beaten is not null, intervalMs, now.LightBeatEnabled);
    }

    public Outcome<Done> Subscribe(in ServiceKey service, Subscriber subscriber)
    {
        while (true)
        {
            var subscribed = core.Subscribe(Address(subscriber.Ip, subscriber.Port), service, subscriber);
            if (subscribed.Failure is not { Code: NamingFailures.ClientMissingCode }) return subscribed;
        }
    }

    private RegistryClient Address(string ip, int port) => core.Clients.FindOrAdd(
        NamingClientKind.EphemeralAddress,
        ip,
        port,
        () => RegistryClient.OfAddress(NamingClientKind.EphemeralAddress, ip, port, core.Owner.Incarnation, core.Clock.NowMs));

    /// <summary>The reference looks at the kind before it looks for the client.</summary>
    private Failure Missing(string clientId, in ServiceKey service, bool batch) => core.Services.Find(service) is { Kind: ServiceKind.Persistent }
        ? NamingFailures.KindConflict(service, ServiceKind.Persistent, batch)
        : NamingFailures.ClientMissing(clientId);
}
