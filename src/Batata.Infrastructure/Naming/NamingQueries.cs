using System.Collections.Immutable;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using Batata.Infrastructure.Naming.Sync;

namespace Batata.Infrastructure.Naming;

/// <summary>Lists and views of the registry.</summary>
internal sealed class NamingQueries(RegistryCore core, PeerRecords peers) : INamingQueries
{
    public NamePage ListNames(string namespaceId, string group, int pageNumber, int pageSize)
    {
        var ofGroup = OfGroup(core.Services.In(namespaceId), group);
        return new NamePage(ofGroup.Length, [.. Page(ofGroup, pageNumber, pageSize).Select(static s => s.Key.Name)]);
    }

    public IReadOnlyList<ServiceKey> Services(string? namespaceId) => namespaceId is null
        ? [.. core.Services.Namespaces.Order(StringComparer.Ordinal).SelectMany(n => core.Services.In(n)).Select(static s => s.Key)]
        : [.. core.Services.In(namespaceId).Select(static s => s.Key)];

    public Outcome<IReadOnlyList<ServiceKey>> SearchServices(string? namespaceId, string? expression) =>
        ServiceNamePattern.Of(expression) is { } pattern
            ? Outcome<IReadOnlyList<ServiceKey>>.Of([.. Services(namespaceId).Where(s => pattern.Matches(s))])
            : NamingFailures.Filter(expression!);

    public Outcome<ServicePage> ListServices(ServiceFilter filter, int pageNumber, int pageSize)
    {
        if (ServiceNamePattern.Of(filter.Group, filter.Name) is not { } pattern) return NamingFailures.Filter($"{filter.Group}{ServiceKey.Separator}{filter.Name}");
        ImmutableArray<ServiceEntry> found =
            [.. core.Services.In(filter.NamespaceId).Where(s => (!filter.HideEmpty || s.InstanceCount > 0) && pattern.Matches(s.Key))];
        return new ServicePage(found.Length, [.. Page(found, pageNumber, pageSize).Select(s => s.Snapshot(core.Clock))]);
    }

    public IReadOnlyList<ServiceSubscriber> SubscribersLike(string namespaceId, string groupPart, string namePart) =>
    [
        .. core.Services.All
            .Where(s => s.Key.NamespaceId == namespaceId
                && s.Key.Name.Contains(namePart, StringComparison.Ordinal)
                && s.Key.Group.Contains(groupPart, StringComparison.Ordinal))
            .SelectMany(static s => View(s.CopySubscriptions()))
            .OrderBy(static s => s.Service.Name, StringComparer.Ordinal)
            .ThenBy(static s => s.Service.Group, StringComparer.Ordinal)
            .ThenBy(static s => s.Subscriber.Address, StringComparer.Ordinal)
            .ThenBy(static s => s.ClientId, StringComparer.Ordinal),
    ];

    public IReadOnlyList<ServiceSubscriber> Subscribers(in ServiceKey service) =>
        core.Services.Find(service) is { } entry ? [.. View(entry.CopySubscriptions())] : [];

    public IReadOnlyList<ServicePublisher> Publishers(in ServiceKey service) => core.Services.Find(service) is { } entry ? View(entry.CopyPublications()) : [];

    public IReadOnlyList<string> ClientIds() => [.. core.Clients.All.Select(static c => c.Id).Order(StringComparer.Ordinal)];

    public ClientView? FindClient(string clientId) =>
        core.Clients.Find(clientId) is { } client ? new ClientView(client.Id, client.Kind, client.TouchedMs, client.Connection) : null;

    public IReadOnlyList<ServicePublisher>? PublishedBy(string clientId)
    {
        if ((core.Clients.Find(clientId) ?? peers.Find(clientId)) is not { } client) return null;
        Publication[] publications;
        lock (client.Gate) publications = client.Publications.Items.ToArray();
        return View(publications);
    }

    public IReadOnlyList<ServiceSubscriber>? SubscribedBy(string clientId)
    {
        if (core.Clients.Find(clientId) is not { } client) return null;
        Subscription[] subscriptions;
        lock (client.Gate) subscriptions = client.Subscriptions.Items.ToArray();
        return [.. View(subscriptions)];
    }

    public NamingCounts Count()
    {
        var (instances, subscriptions) = (0, 0);
        foreach (var service in core.Services.All)
        {
            instances += service.InstanceCount;
            subscriptions += service.SubscriptionCount;
        }
        var (connections, addresses, instancesOfOthers) = CountOthers();
        var persistent = core.Clients.Addresses(NamingClientKind.PersistentAddress).Count();
        var own = (Connections: core.Clients.Connections.Count(), Addresses: core.Clients.Addresses(NamingClientKind.EphemeralAddress).Count());
        return new NamingCounts(
            core.Services.ServiceCount, instances, subscriptions, own.Connections + connections, own.Addresses + addresses, persistent)
        {
            OfOthers = new CountsOfOthers(connections + addresses, instancesOfOthers),
        };
    }

    public string? NodeOf(string ip, int port) => peers.Copies.FirstOrDefault(copy => copy.IsLive && copy.FindAddress(ip, port) is not null)?.Member.ToString();

    private (int Connections, int Addresses, int Instances) CountOthers()
    {
        var (connections, addresses, instances) = (0, 0, 0);
        foreach (var client in peers.Copies.SelectMany(static copy => copy.Clients))
        {
            if (client.Kind == NamingClientKind.Connection) connections++;
            else addresses++;
            lock (client.Gate)
            {
                foreach (var publication in client.Publications.Items) instances += publication.Instances.Length;
            }
        }
        return (connections, addresses, instances);
    }

    private static IEnumerable<ServiceSubscriber> View(Subscription[] subscriptions) =>
        subscriptions.Select(static s => new ServiceSubscriber(s.Service.Key, s.ClientId, s.Subscriber));

    private static List<ServicePublisher> View(Publication[] publications)
    {
        var rows = new List<ServicePublisher>(publications.Length);
        foreach (var publication in publications)
        {
            foreach (var instance in publication.Copy()) rows.Add(new ServicePublisher(publication.Service.Key, publication.Client.Id, instance));
        }
        return rows;
    }

    /// <summary>Services are sorted by group first, so a group is one stretch.</summary>
    private static ImmutableArray<ServiceEntry> OfGroup(ImmutableArray<ServiceEntry> services, string group)
    {
        var (start, end) = (FirstFrom(services, group, after: false), FirstFrom(services, group, after: true));
        return services.Slice(start, end - start);
    }

    private static int FirstFrom(ImmutableArray<ServiceEntry> services, string group, bool after)
    {
        var (low, high) = (0, services.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(services[middle].Key.Group, group);
            if (order < 0 || (after && order == 0)) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static IEnumerable<T> Page<T>(ImmutableArray<T> all, int pageNumber, int pageSize)
    {
        var skip = ((long)Math.Max(pageNumber, 1) - 1) * Math.Max(pageSize, 0);
        return skip >= all.Length ? [] : all.Skip((int)skip).Take(pageSize);
    }
}
