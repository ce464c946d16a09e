using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Batata.Application.Naming;
using Batata.Domain.Naming;

namespace Batata.Infrastructure.Naming;

/// <summary>
/// A service in memory: what clients registered in it, who subscribes, and what was set by hand. Writers hold the gate and raise the version;
/// the snapshot is built by whoever reads first after that, so a burst of registrations builds one and not one each.
/// </summary>
internal sealed class ServiceEntry(ServiceKey key)
{
    private SwapList<Publication> _publications;
    private SwapList<Subscription> _subscriptions;
    private volatile FrozenOverrides _overrides = FrozenOverrides.None;
    private volatile ServiceMetadata? _metadata;
    private Dictionary<InstanceAddress, Publication>? _orphans;
    private int _remoteCount;
    private ServiceSnapshot? _snapshot;
    private long _version;
    private int _changes;

    public ServiceKey Key { get; } = key;

    public Lock Gate { get; } = new();

    /// <summary>Null while it is no service: nobody registered or created it. Set under the gate.</summary>
    public ServiceKind? Kind { get; set; }

    /// <summary>Taken out of the table: whoever holds it looks it up again.</summary>
    public bool Removed { get; set; }

    /// <summary>When the kind was set, or the last registration came or went.</summary>
    public long ChangedMs { get; set; }

    public int PublicationCount => _publications.Count;

    public int InstanceCount { get; private set; }

    public int OrphanCount { get; private set; }

    /// <summary>Changes that somebody could be told of, since the week began. No gate.</summary>
    public int ChangeCount => Volatile.Read(ref _changes);

    public int SubscriptionCount => _subscriptions.Count;

    public ServiceMetadata? Metadata => _metadata;

    /// <summary>Read without the gate.</summary>
    public FrozenOverrides Overrides => _overrides;

    /// <summary>State of the push schedule, guarded by that; the flag may be read without.</summary>
    public PushState Push { get; } = new();

    /// <summary>Nothing is left to be remembered.</summary>
    public bool Forgettable => Kind is null && _publications.Count == 0 && _subscriptions.Count == 0 && _metadata is null && _overrides.Count == 0;

    public ReadOnlySpan<Publication> Publications => _publications.Items;

    public ReadOnlySpan<Subscription> Subscriptions => _subscriptions.Items;

    public void Add(Publication publication)
    {
        _publications.Add(publication);
        InstanceCount += publication.Instances.Length;
        if (publication.Client.IsRemote) _remoteCount++;
    }

    public void Remove(Publication publication)
    {
        _publications.Remove(publication);
        InstanceCount -= publication.Instances.Length;
        if (publication.Client.IsRemote) _remoteCount--;
        RemoveOrphan(publication);
    }

    /// <summary>Its owner is lost: whoever registers one of its addresses elsewhere takes the place (<see cref="FindOrphan"/>).</summary>
    public void AddOrphan(Publication publication)
    {
        if (publication.IsOrphan) return;
        publication.IsOrphan = true;
        OrphanCount++;
        _orphans ??= [];
        foreach (var instance in publication.Instances) _orphans[instance.Address] = publication;
    }

    public void RemoveOrphan(Publication publication)
    {
        if (!publication.IsOrphan) return;
        publication.IsOrphan = false;
        OrphanCount--;
        foreach (var instance in publication.Instances)
        {
            if (_orphans!.GetValueOrDefault(instance.Address) == publication) _orphans!.Remove(instance.Address);
        }
        if (OrphanCount == 0) _orphans = null;
    }

    public Publication? FindOrphan(in InstanceAddress address) => _orphans?.GetValueOrDefault(address);

    /// <summary>The instances of a publication change in number; the caller sets them right after.</summary>
    public void Resize(int before, int after) => InstanceCount += after - before;

    public void Add(Subscription subscription) => _subscriptions.Add(subscription);

    public void Remove(Subscription subscription) => _subscriptions.Remove(subscription);

    /// <summary>Takes the gate.</summary>
    public Subscription[] CopySubscriptions()
    {
        lock (Gate) return _subscriptions.Items.ToArray();
    }

    /// <summary>Takes the gate.</summary>
    public Publication[] CopyPublications()
    {
        lock (Gate) return _publications.Items.ToArray();
    }

    public void SetMetadata(ServiceMetadata? metadata) => _metadata = metadata;

    public void SetOverride(in InstanceAddress address, InstanceOverride? value) => _overrides = _overrides.With(address, value);

    /// <summary>Called last by every writer, under the gate.</summary>
    public void RaiseVersion(long version) => Interlocked.Exchange(ref _version, version); // a full fence: see PushSchedule

    public void CountChange() => Interlocked.Increment(ref _changes);

    public void ForgetChanges() => Volatile.Write(ref _changes, 0);

    public ServiceSnapshot Snapshot(RegistryClock clock)
    {
        var snapshot = Volatile.Read(ref _snapshot);
        return snapshot is not null && snapshot.Version == Volatile.Read(ref _version) ? snapshot : BuildSnapshot(clock);
    }

    private ServiceSnapshot BuildSnapshot(RegistryClock clock)
    {
        lock (Gate)
        {
            if (_snapshot is not null && _snapshot.Version == _version) return _snapshot;
            var built = new ServiceSnapshot(Key, _version, Math.Max(clock.NowMs, (_snapshot?.LastRefTimeMs ?? 0) + 1), Kind, Merge(), _metadata);
            Volatile.Write(ref _snapshot, built);
            return built;
        }
    }

    /// <summary>All instances, overridden, equal ones once: an address that comes back on a new connection must not be there twice.</summary>
    private ImmutableArray<Instance> Merge()
    {
        var merged = new Instance[InstanceCount];
        var count = _remoteCount == 0 ? MergeOwn(merged) : MergeAll(merged);
        if (count < merged.Length) Array.Resize(ref merged, count);
        return ImmutableCollectionsMarshal.AsImmutableArray(merged);
    }

    private int MergeOwn(Instance[] merged)
    {
        var count = 0;
        var seen = InstanceCount > 1 ? new HashSet<Instance>(InstanceCount, SameInstance.Comparer) : null;
        foreach (var publication in _publications.Items)
        {
            foreach (var instance in publication.Instances)
            {
                var served = Served(instance);
                if (seen is null || seen.Add(served)) merged[count++] = served;
            }
        }
        return count;
    }

    /// <summary>
    /// As <see cref="MergeOwn"/>, where several nodes may tell of one provider: of an address that beats the healthy one counts while its owners
    /// have not agreed yet, and what a lost node left counts only where nobody else has the address.
    /// </summary>
    private int MergeAll(Instance[] merged)
    {
        var count = 0;
        var seen = new HashSet<Instance>(InstanceCount, SameInstance.Comparer);
        var beating = new Dictionary<InstanceAddress, int>();
        var live = OrphanCount == 0 ? null : new HashSet<InstanceAddress>(InstanceCount);
        foreach (var publication in _publications.Items)
        {
            if (publication.IsOrphan) continue;
            foreach (var instance in publication.Instances)
            {
                var served = Served(instance);
                live?.Add(instance.Address);
                var beats = publication.Client.Kind == NamingClientKind.EphemeralAddress;
                if (beats && beating.TryGetValue(instance.Address, out var at))
                {
                    if (served.Healthy && !merged[at].Healthy && seen.Add(served)) merged[at] = served;
                    continue;
                }
                if (!seen.Add(served)) continue;
                if (beats) beating.Add(instance.Address, count);
                merged[count++] = served;
            }
        }
        if (live is null) return count;
        foreach (var publication in _publications.Items)
        {
            if (!publication.IsOrphan) continue;
            foreach (var instance in publication.Instances)
            {
                var served = Served(instance);
                if (!live.Contains(instance.Address) && seen.Add(served)) merged[count++] = served;
            }
        }
        return count;
    }

    private Instance Served(Instance instance) =>
        _overrides.Count > 0 && _overrides.Find(instance.Address) is { } set ? set.ApplyTo(instance) : instance;

    private sealed class SameInstance : IEqualityComparer<Instance>
    {
        public static SameInstance Comparer { get; } = new();

        public bool Equals(Instance? x, Instance? y) => x!.Port == y!.Port && x.Equals(y);

        public int GetHashCode(Instance instance) => HashCode.Combine(instance.Port, instance.Ip.GetHashCode(StringComparison.Ordinal));
    }
}
