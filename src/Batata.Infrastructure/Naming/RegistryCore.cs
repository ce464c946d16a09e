using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Naming;

/// <summary>
/// The one place that changes the registry: publications and subscriptions of clients of every kind, ephemeral and replicated. Takes the gate
/// of the client, then that of the service, never the other way; signals after both changed. Waits for nothing.
/// </summary>
internal sealed class RegistryCore(
    ServiceTable services,
    ClientTable clients,
    LocalOwner owner,
    RegistryClock clock,
    ServiceChangeReaders changes,
    PushSchedule pushes,
    IOptions<NamingOptions> options)
{
    private readonly NamingOptions _options = options.Value;
    private readonly InstancePool _pool = new();
    private long _version;

    public ServiceTable Services => services;

    public ClientTable Clients => clients;

    public RegistryClock Clock => clock;

    public LocalOwner Owner => owner;

    /// <summary>Replaces what the client registered in the service with one instance.</summary>
    public Outcome<Done> Publish(RegistryClient client, in ServiceKey key, Instance instance)
    {
        var stored = _pool.Keep(instance, client.ServiceKind == ServiceKind.Ephemeral);
        return Publish(client, key, stored, []);
    }

    /// <summary>Replaces what the client registered in the service with a list.</summary>
    public Outcome<Done> PublishBatch(RegistryClient client, in ServiceKey key, IReadOnlyList<Instance> instances)
    {
        var stored = new Instance[instances.Count];
        for (var i = 0; i < stored.Length; i++) stored[i] = _pool.Keep(instances[i], client.ServiceKind == ServiceKind.Ephemeral);
        return Publish(client, key, null, stored);
    }

    public void Unpublish(RegistryClient client, ServiceEntry service)
    {
        lock (client.Gate)
        {
            if (client.Publications.Find(service) is not { } publication) return;
            client.Publications.Remove(service);
            client.TouchedMs = clock.NowMs;
            Withdraw(publication);
        }
    }

    /// <summary>Changes the health of a single registration; a batch has no health of its own.</summary>
    /// <returns>False when nothing changed.</returns>
    public bool SetHealth(RegistryClient client, ServiceEntry service, bool healthy)
    {
        lock (client.Gate)
        {
            if (client.Publications.Find(service) is not { Single: { } instance } publication || instance.Healthy == healthy) return false;
            lock (service.Gate)
            {
                publication.Set(instance with { Healthy = healthy }, owner.Next());
                service.RaiseVersion(NextVersion());
            }
        }
        Signal(service, presenceChanged: false);
        return true;
    }

    /// <summary>The address lives: renews what it registered in the service, and heals it.</summary>
    /// <returns>What it registered; null when that is nothing.</returns>
    public Instance? Beat(ServiceEntry service, string ip, int port)
    {
        if (clients.FindAddress(NamingClientKind.EphemeralAddress, ip, port) is not { } client) return null;
        Instance? instance;
        lock (client.Gate)
        {
            if (client.Publications.Find(service) is not { } publication) return null;
            publication.LastBeatMs = client.TouchedMs = clock.NowMs;
            instance = publication.Single;
        }
        if (instance is { Healthy: false }) SetHealth(client, service, healthy: true);
        return instance;
    }

    public Outcome<Done> Subscribe(RegistryClient client, in ServiceKey key, Subscriber subscriber)
    {
        Subscription added;
        lock (client.Gate)
        {
            if (client.Closed) return NamingFailures.ClientMissing(client.Id);
            client.TouchedMs = clock.NowMs;
            while (true)
            {
                var service = services.FindOrAdd(key);
                if (client.Subscriptions.Find(service) is { } known)
                {
                    known.Subscriber = subscriber;
                    return new Done();
                }
                if (client.Subscriptions.Count >= _options.MaxSubscriptionsPerClient) return NamingFailures.TooManySubscriptions(_options.MaxSubscriptionsPerClient);
                lock (service.Gate)
                {
                    if (service.Removed) continue;
                    added = new Subscription(client, service, subscriber);
                    service.Add(added);
                    client.Subscriptions.Add(added);
                    break;
                }
            }
        }
        pushes.PushTo(added);
        return new Done();
    }

    public void Unsubscribe(RegistryClient client, ServiceEntry service)
    {
        lock (client.Gate)
        {
            if (client.Subscriptions.Find(service) is not { } subscription) return;
            client.Subscriptions.Remove(service);
            client.TouchedMs = clock.NowMs;
            End(subscription);
        }
    }

    /// <summary>The client goes, with all that it has.</summary>
    public void Close(RegistryClient client)
    {
        clients.Remove(client);
        lock (client.Gate)
        {
            if (client.Closed) return;
            client.Closed = true;
            foreach (var publication in client.Publications.Items) Withdraw(publication);
            foreach (var subscription in client.Subscriptions.Items) End(subscription);
            client.Publications.Clear();
            client.Subscriptions.Clear();
        }
    }

    /// <summary>Judges each registration of a client while nobody else changes it, a beat in particular.</summary>
    public void Review<TState>(RegistryClient client, TState state, Func<Publication, TState, Verdict> judge)
    {
        lock (client.Gate)
        {
            for (var i = client.Publications.Count - 1; i >= 0; i--)
            {
                var publication = client.Publications.Items[i];
                switch (judge(publication, state))
                {
                    case Verdict.Unhealthy:
                        SetHealth(client, publication.Service, healthy: false);
                        break;
                    case Verdict.Gone:
                        client.Publications.Remove(publication.Service);
                        Withdraw(publication);
                        break;
                }
            }
        }
    }

    /// <returns>True when the condition held and the client was closed.</returns>
    public bool CloseIf<TState>(RegistryClient client, TState state, Func<RegistryClient, TState, bool> condition)
    {
        lock (client.Gate)
        {
            if (client.Closed || !condition(client, state)) return false;
            Close(client);
            return true;
        }
    }

    /// <summary>Changes what belongs to the service itself (metadata, overrides, kind), makes it known when it is new, and forgets it when nothing is left.</summary>
    /// <param name="change">Runs under the gate; false: nothing changed.</param>
    /// <param name="tell">False when subscribers would get what they have.</param>
    public void Change<TState>(in ServiceKey key, TState state, Func<ServiceTable, ServiceEntry, TState, bool> change, bool tell = true)
    {
        while (true)
        {
            var service = services.FindOrAdd(key);
            bool changed;
            lock (service.Gate)
            {
                if (service.Removed) continue;
                changed = change(services, service, state);
                if (changed) service.RaiseVersion(NextVersion());
                services.Collect(service);
            }
            if (changed && tell) Signal(service, presenceChanged: false);
            return;
        }
    }

    private Outcome<Done> Publish(RegistryClient client, in ServiceKey key, Instance? single, Instance[] batch)
    {
        lock (client.Gate)
        {
            if (client.Closed) return NamingFailures.ClientMissing(client.Id);
            var nowMs = clock.NowMs;
            while (true)
            {
                var service = services.FindOrAdd(key);
                var publication = client.Publications.Find(service);
                if (publication is null && client.Publications.Count >= _options.MaxRegistrationsPerClient && client.Kind != NamingClientKind.PersistentAddress)
                    return NamingFailures.TooManyRegistrations(_options.MaxRegistrationsPerClient);
                bool first;
                lock (service.Gate)
                {
                    if (service.Removed) continue;
                    // Replicated instances are facts by now, so they are not refused here: their proposer was asked (see PersistentNaming).
                    if (service.Kind is { } holds && holds != client.ServiceKind && client.Kind != NamingClientKind.PersistentAddress)
                        return NamingFailures.KindConflict(key, holds, batch: single is null);
                    services.SetKind(service, client.ServiceKind);
                    first = service.PublicationCount == 0;
                    if (publication is null)
                    {
                        publication = new Publication(client, service);
                        SetContent(publication, single, batch);
                        service.Add(publication);
                        client.Publications.Add(publication);
                    }
                    else
                    {
                        var before = publication.Instances.Length;
                        SetContent(publication, single, batch);
                        service.Resize(before, publication.Instances.Length);
                    }
                    publication.LastBeatMs = nowMs;
                    service.ChangedMs = nowMs;
                    service.RaiseVersion(NextVersion());
                }
                client.TouchedMs = nowMs;
                client.NextLookMs = 0;
                Signal(service, presenceChanged: first);
                return new Done();
            }
        }
    }

    private void SetContent(Publication publication, Instance? single, Instance[] batch)
    {
        if (single is null) publication.Set(batch, owner.Next());
        else publication.Set(single, owner.Next());
    }

    /// <summary>Under the gate of its client, which drops it from its own list.</summary>
    private void Withdraw(Publication publication)
    {
        var service = publication.Service;
        owner.Next();
        bool last;
        lock (service.Gate)
        {
            service.Remove(publication);
            service.ChangedMs = clock.NowMs;
            service.RaiseVersion(NextVersion());
            last = service.PublicationCount == 0;
        }
        Signal(service, presenceChanged: last);
    }

    private void End(Subscription subscription)
    {
        subscription.Active = false;
        lock (subscription.Service.Gate)
        {
            subscription.Service.Remove(subscription);
            services.Collect(subscription.Service);
        }
    }

    private void Signal(ServiceEntry service, bool presenceChanged)
    {
        changes.Mark(service, presenceChanged);
        pushes.PushToAll(service);
    }

    private long NextVersion() => Interlocked.Increment(ref _version);
}

/// <summary>What becomes of a registration that was looked at.</summary>
internal enum Verdict
{
    Keep,
    Unhealthy,
    Gone,
}
