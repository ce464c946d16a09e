using Batata.Application.Abstractions;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Infrastructure.Persistence;
using Batata.Infrastructure.Persistence.Naming;

namespace Batata.Infrastructure.Naming;

/// <summary>
/// Brings what naming replicates into the registry, on the applying thread and before the proposer gets its answer. A persistent instance is
/// the publication of a client <c>ip:port#false</c>, so it is served, pushed and counted like any other.
/// </summary>
internal sealed class ReplicatedNaming(RegistryCore core, SwitchStore switches, StateDatabaseHolder state) : IChangeObserver<NamingChanged>
{
    public void Observe(NamingChanged change)
    {
        switch (change)
        {
            case PersistentInstanceChanged { After: { } instance } c:
                Publish(c.Service, instance);
                break;
            case PersistentInstanceChanged c:
                Unpublish(c.Service, c.Ip, c.Port);
                break;
            case ServiceMetadataChanged c:
                SetMetadata(c.Service, c.After, c.ServiceRemoved);
                break;
            case InstanceOverrideChanged c:
                SetOverride(c.Service, c.Address, c.After);
                break;
            case SwitchesChanged c:
                switches.Set(c.After);
                break;
            default:
                throw new InvalidOperationException($"{change.GetType().Name} is not known to the registry.");
        }
    }

    public void Reset()
    {
        var stored = NamingState.Read(state.Database.Writer);
        Forget(stored);
        switches.Set(stored.Switches);
        foreach (var (service, metadata) in stored.Services) SetMetadata(service, metadata, serviceRemoved: false);
        foreach (var (service, address, value) in stored.Overrides) SetOverride(service, address, value);
        foreach (var (service, instance) in stored.Instances) Publish(service, instance);
    }

    /// <summary>Drops what is here and not stored; the rest is overwritten in place, so that nobody sees it missing.</summary>
    private void Forget(NamingState stored)
    {
        var instances = stored.Instances.Select(static i => (i.Service, i.Instance.Ip, i.Instance.Port)).ToHashSet();
        foreach (var client in core.Clients.Addresses(NamingClientKind.PersistentAddress))
        {
            foreach (var publication in client.Publications.Items.ToArray())
            {
                if (!instances.Contains((publication.Service.Key, client.Ip, client.Port))) Unpublish(publication.Service.Key, client.Ip, client.Port);
            }
        }
        var overrides = stored.Overrides.Select(static o => (o.Service, o.Address)).ToHashSet();
        foreach (var service in core.Services.All)
        {
            if (service.Metadata is not null && !stored.Services.ContainsKey(service.Key)) SetMetadata(service.Key, null, serviceRemoved: false);
            foreach (var address in service.Overrides.Addresses)
            {
                if (!overrides.Contains((service.Key, address))) SetOverride(service.Key, address, null);
            }
        }
    }

    private void Publish(in ServiceKey service, Instance instance)
    {
        var (ip, port) = (instance.Ip, instance.Port);
        var client = core.Clients.FindOrAdd(
            NamingClientKind.PersistentAddress,
            ip,
            port,
            () => RegistryClient.OfAddress(NamingClientKind.PersistentAddress, ip, port, core.Owner.Incarnation, core.Clock.NowMs));
        core.Publish(client, service, instance); // not refused: see there
    }

    private void Unpublish(in ServiceKey service, string ip, int port)
    {
        if (core.Clients.FindAddress(NamingClientKind.PersistentAddress, ip, port) is not { } client) return;
        if (core.Services.Find(service) is { } entry) core.Unpublish(client, entry);
        core.CloseIf(client, 0, static (c, _) => c.Publications.Count == 0);
    }

    private void SetMetadata(in ServiceKey service, ServiceMetadata? metadata, bool serviceRemoved) => core.Change(
        service,
        (metadata, serviceRemoved, nowMs: core.Clock.NowMs),
        static (services, entry, state) =>
        {
            entry.SetMetadata(state.metadata);
            if (state.metadata is { } set && entry.Kind is null)
            {
                services.SetKind(entry, set.Kind);
                entry.ChangedMs = state.nowMs;
            }
            // An ephemeral instance may have come while the removal was on its way: then the service goes on, without what was set for it.
            if (state.serviceRemoved && entry.InstanceCount == 0) services.SetKind(entry, null);
            return true;
        });

    private void SetOverride(in ServiceKey service, in InstanceAddress address, InstanceOverride? value) => core.Change(
        service,
        (address, value),
        static (_, entry, state) =>
        {
            entry.SetOverride(state.address, state.value);
            return true;
        });
}
