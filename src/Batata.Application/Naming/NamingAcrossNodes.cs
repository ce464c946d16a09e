using Batata.Application.Cluster;
using Batata.Domain.Naming;

namespace Batata.Application.Naming;

/// <summary>
/// The lists of <see cref="INamingQueries"/> that only the node of a client can give, over all nodes. What was registered every node knows; who
/// subscribes, and who is connected, only its own. Protocol source: Nacos <c>NamingSubscriberServiceAggregationImpl</c>; lists of clients Nacos gives of one node.
/// </summary>
public sealed class NamingAcrossNodes(INamingQueries here, IPeerQueries peers)
{
    /// <summary>Subscribers that look alike are shown once, as in Nacos.</summary>
    /// <param name="aggregate">False: of this node alone.</param>
    public async Task<IReadOnlyList<ServiceSubscriber>> SubscribersLikeAsync(
        string namespaceId, string groupPart, string namePart, bool aggregate, CancellationToken cancellationToken)
    {
        var all = here.SubscribersLike(namespaceId, groupPart, namePart);
        if (!aggregate) return all;
        var others = await peers.AskAllAsync(NamingTopics.SubscribersLike, new ServiceKey(namespaceId, groupPart, namePart), cancellationToken);
        if (others.All.Count == 0) return all;
        return
        [
            .. all.Concat(others.All.SelectMany(static some => some))
                .DistinctBy(static s => (s.Service, s.Subscriber))
                .OrderBy(static s => s.Service.Name, StringComparer.Ordinal)
                .ThenBy(static s => s.Service.Group, StringComparer.Ordinal)
                .ThenBy(static s => s.Subscriber.Address, StringComparer.Ordinal)
                .ThenBy(static s => s.ClientId, StringComparer.Ordinal),
        ];
    }

    /// <summary>Who subscribes to exactly this service.</summary>
    public async Task<IReadOnlyList<ServiceSubscriber>> SubscribersAsync(ServiceKey service, CancellationToken cancellationToken)
    {
        var others = await peers.AskAllAsync(NamingTopics.Subscribers, service, cancellationToken);
        return [.. here.Subscribers(service), .. others.All.SelectMany(static some => some)];
    }

    /// <summary>Of all nodes, each once, sorted.</summary>
    public async Task<IReadOnlyList<string>> ClientIdsAsync(CancellationToken cancellationToken)
    {
        var others = await peers.AskAllAsync(NamingTopics.ClientIds, "", cancellationToken);
        return others.All.Count == 0
            ? here.ClientIds()
            : [.. here.ClientIds().Concat(others.All.SelectMany(static ids => ids)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <returns>Null when no node that answers knows it.</returns>
    public async Task<ClientView?> FindClientAsync(string clientId, CancellationToken cancellationToken) =>
        here.FindClient(clientId) ?? (await peers.AskAllAsync(NamingTopics.Client, clientId, cancellationToken)).All.FirstOrDefault(static answer => answer.Client is not null)?.Client;

    /// <returns>Null when no node that answers knows the client.</returns>
    public async Task<IReadOnlyList<ServicePublisher>?> PublishedByAsync(string clientId, CancellationToken cancellationToken) =>
        here.PublishedBy(clientId) ?? (await FindClientAsync(clientId, cancellationToken) is null ? null : []);

    /// <returns>Null when no node that answers knows the client.</returns>
    public async Task<IReadOnlyList<ServiceSubscriber>?> SubscribedByAsync(string clientId, CancellationToken cancellationToken) =>
        here.SubscribedBy(clientId) ?? (await peers.AskAllAsync(NamingTopics.SubscribedBy, clientId, cancellationToken)).All.FirstOrDefault(static answer => answer.Subscriptions is not null)?.Subscriptions;

    /// <summary>What this node answers the others.</summary>
    internal static IEnumerable<Func<INamingQueries, IPeerAnswerer>> Answerers =>
    [
        static here => new PeerAnswerer<ServiceKey, IReadOnlyList<ServiceSubscriber>>(NamingTopics.SubscribersLike, key => here.SubscribersLike(key.NamespaceId, key.Group, key.Name)),
        static here => new PeerAnswerer<ServiceKey, IReadOnlyList<ServiceSubscriber>>(NamingTopics.Subscribers, key => here.Subscribers(key)),
        static here => new PeerAnswerer<string, IReadOnlyList<string>>(NamingTopics.ClientIds, _ => here.ClientIds()),
        static here => new PeerAnswerer<string, ClientAnswer>(NamingTopics.Client, id => new ClientAnswer(here.FindClient(id))),
        static here => new PeerAnswerer<string, SubscriptionsAnswer>(NamingTopics.SubscribedBy, id => new SubscriptionsAnswer(here.SubscribedBy(id))),
    ];
}
