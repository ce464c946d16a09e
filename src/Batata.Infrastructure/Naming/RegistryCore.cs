using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using Batata.Infrastructure.Naming.Sync;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Naming;

/// <summary>
/// The one place that changes the registry: publications and subscriptions of clients of every kind, of this node, of the others and replicated.
/// Takes the gate of the client, then that of the service, never the other way; signals after both changed. Waits for nothing.
/// </summary>
internal sealed partial class RegistryCore(
    ServiceTable services,
    ClientTable clients,
    LocalOwner owner,
    RegistryClock clock,
    RegistryJournal journal,
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
    /// <param name="term">See <see cref="Publication.Term"/>; it never falls.</param>
    public Outcome<Done> Publish(RegistryClient client, in ServiceKey key, Instance instance, int term = 1)
    {
        var stored = _pool.Keep(instance, client.ServiceKind == ServiceKind.Ephemeral);
        return Publish(client, key, new Content(stored, [], term, null));
    }

    /// <summary>Replaces what the client registered in the service with a list.</summary>
    public Outcome<Done> PublishBatch(RegistryClient client, in ServiceKey key, IReadOnlyList<Instance> instances)
    {
        var stored = new Instance[instances.Count];
        for (var i = 0; i < stored.Length; i++) stored[i] = _pool.Keep(instances[i], client.ServiceKind == ServiceKind.Ephemeral);
        return Publish(client, key, new Content(null, stored, 1, null));
    }

    /// <param name="state">Whether the client took it back or it just is no more.</param>
    /// <returns>False when there was nothing.</returns>
    public bool Unpublish(RegistryClient client, ServiceEntry service, RecordState state = RecordState.Deregistered)
    {
        lock (client.Gate)
        {
            if (client.Publications.Find(service) is not { } publication) return false;
            client.Publications.Remove(service);
            client.TouchedMs = clock.NowMs;
            Withdraw(publication, state);
            return true;
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
                var before = publication.Stamp.Sequence;
                publication.Set(instance with { Healthy = healthy }, owner.Next());
                if (client.IsOwned) journal.Set(publication, before);
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
            foreach (var publication in client.Publications.Items) Withdraw(publication, RecordState.Gone);
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
                        Withdraw(publication, RecordState.Gone);
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

    private Outcome<Done> Publish(RegistryClient client, in ServiceKey key, in Content content)
    {
        List<(Publication Orphan, InstanceAddress Address)>? replaced = null;
        var published = Publish(client, key, content, ref replaced);
        if (replaced is not null) DropOrphans(replaced);
        return published;
    }

    private Outcome<Done> Publish(RegistryClient client, in ServiceKey key, in Content content, ref List<(Publication Orphan, InstanceAddress Address)>? replaced)
    {
        lock (client.Gate)
        {
            if (client.Closed) return NamingFailures.ClientMissing(client.Id);
            var nowMs = clock.NowMs;
            while (true)
            {
                var service = services.FindOrAdd(key);
                var publication = client.Publications.Find(service);
                if (publication is null && client.IsOwned && client.Publications.Count >= _options.MaxRegistrationsPerClient)
                    return NamingFailures.TooManyRegistrations(_options.MaxRegistrationsPerClient);
                bool first;
                lock (service.Gate)
                {
                    if (service.Removed) continue;
                    // What the log or another node says is a fact by now, so it is not refused here: who proposed or owns it was asked (see PersistentNaming).
                    if (service.Kind is { } holds && holds != client.ServiceKind && client.IsOwned)
                        return NamingFailures.KindConflict(key, holds, batch: content.Single is null);
                    if (!client.IsRemote || service.Kind is null) services.SetKind(service, client.ServiceKind);
                    first = service.PublicationCount == 0;
                    if (publication is null)
                    {
                        publication = new Publication(client, service);
                        SetContent(publication, content);
                        service.Add(publication);
                        client.Publications.Add(publication);
                    }
                    else
                    {
                        var before = publication.Instances.Length;
                        SetContent(publication, content);
                        service.Resize(before, publication.Instances.Length);
                    }
                    if (service.OrphanCount > 0 && !client.Orphaned) replaced = OrphansAt(service, publication);
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

    private void SetContent(Publication publication, in Content content)
    {
        var before = publication.Stamp.Sequence;
        var stamp = content.Stamp ?? owner.Next();
        publication.Term = Math.Max(publication.Term, content.Term);
        if (content.Single is null) publication.Set(content.Batch, stamp);
        else publication.Set(content.Single, stamp);
        if (publication.Client.IsOwned) journal.Set(publication, before);
    }

    /// <summary>Under the gate of its client, which drops it from its own list.</summary>
    private void Withdraw(Publication publication, RecordState state)
    {
        var service = publication.Service;
        bool last;
        lock (service.Gate)
        {
            service.Remove(publication);
            service.ChangedMs = clock.NowMs;
            service.RaiseVersion(NextVersion());
            last = service.PublicationCount == 0;
        }
        if (publication.Client.IsOwned) journal.Remove(publication, state);
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
        service.CountChange();
        changes.Mark(service, presenceChanged);
        pushes.PushToAll(service);
    }

    private long NextVersion() => Interlocked.Increment(ref _version);

    /// <param name="Single">Null for a batch.</param>
    /// <param name="Stamp">Null: the next of this node.</param>
    private readonly record struct Content(Instance? Single, Instance[] Batch, int Term, RecordStamp? Stamp);
}

/// <summary>What becomes of a registration that was looked at.</summary>
internal enum Verdict
{
    Keep,
    Unhealthy,
    Gone,
}
