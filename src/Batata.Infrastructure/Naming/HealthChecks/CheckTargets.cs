using Batata.Application.Abstractions;
using Batata.Application.Naming;
using Batata.Domain.Naming;

namespace Batata.Infrastructure.Naming.HealthChecks;

/// <summary>Keeps one target for each persistent instance, as the log says, and puts new ones into the queue. For one thread.</summary>
internal sealed class CheckTargets(
    IChangeFeed<NamingChanged> feed, ServiceTable services, ClientTable clients, CheckQueue queue, ISwitches switches, RegistryClock clock)
{
    private readonly Dictionary<ServiceKey, Dictionary<(string Ip, int Port), CheckTarget>> _targets = [];

    /// <summary>Those without a checker count.</summary>
    public int Count => _targets.Sum(static s => s.Value.Count);

    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        using var reader = feed.Subscribe("health checks");
        CompareAll();
        await foreach (var item in reader.ReadAllAsync(cancellationToken)) Apply(item);
    }

    internal void Apply(in FeedItem<NamingChanged> item)
    {
        switch (item.Change)
        {
            case null:
                CompareAll();
                break;
            case PersistentInstanceChanged { After: { } instance } c:
                Set(c.Service, instance);
                break;
            case PersistentInstanceChanged c:
                Remove(c.Service, c.Ip, c.Port);
                break;
            case ServiceMetadataChanged c:
                Review(c.Service);
                break;
        }
    }

    /// <summary>Changes were lost: what the registry holds counts. It is never behind the feed, and what follows in the feed leads to the same.</summary>
    internal void CompareAll()
    {
        var present = new HashSet<(ServiceKey, string, int)>();
        foreach (var client in clients.Addresses(NamingClientKind.PersistentAddress))
        {
            foreach (var (service, instance) in PublishedBy(client))
            {
                present.Add((service, instance.Ip, instance.Port));
                Set(service, instance);
            }
        }
        foreach (var (service, targets) in _targets.ToArray())
        {
            foreach (var (ip, port) in targets.Keys.ToArray())
            {
                if (!present.Contains((service, ip, port))) Remove(service, ip, port);
            }
        }
    }

    private static List<(ServiceKey Service, Instance Instance)> PublishedBy(RegistryClient client)
    {
        lock (client.Gate)
        {
            var published = new List<(ServiceKey, Instance)>(client.Publications.Count);
            foreach (var publication in client.Publications.Items)
            {
                if (publication.Single is { } instance) published.Add((publication.Service.Key, instance));
            }
            return published;
        }
    }

    /// <summary>How clusters of the service are checked may have changed.</summary>
    private void Review(in ServiceKey service)
    {
        if (!_targets.TryGetValue(service, out var targets)) return;
        foreach (var target in targets.Values.ToArray())
        {
            var settings = SettingsOf(service, target.Cluster);
            if (!target.IsFor(target.Cluster, settings)) Replace(targets, target, target.With(settings));
        }
    }

    private void Set(in ServiceKey service, Instance instance)
    {
        if (!_targets.TryGetValue(service, out var targets)) _targets[service] = targets = [];
        var settings = SettingsOf(service, instance.ClusterName);
        var known = targets.GetValueOrDefault((instance.Ip, instance.Port));
        if (known?.IsFor(instance.ClusterName, settings) is true) known.Healthy = instance.Healthy;
        else Replace(targets, known, CheckTarget.Of(service, instance, settings));
    }

    private void Remove(in ServiceKey service, string ip, int port)
    {
        if (!_targets.TryGetValue(service, out var targets) || !targets.Remove((ip, port), out var target)) return;
        target.Retire();
        if (targets.Count == 0) _targets.Remove(service);
    }

    private void Replace(Dictionary<(string Ip, int Port), CheckTarget> targets, CheckTarget? known, CheckTarget target)
    {
        known?.Retire();
        targets[(target.Ip, target.Port)] = target;
        if (target.Checker is NoChecker) return;
        target.IntervalMs = CheckIntervals.FirstDelayMs(switches.Current, Random.Shared);
        queue.Add(target, clock.NowMs + target.IntervalMs);
    }

    private ServiceCluster SettingsOf(in ServiceKey service, string cluster) => services.Find(service)?.Metadata?.Cluster(cluster) ?? ServiceCluster.Default;
}
