using System.Text.Json.Serialization;
using Batata.Application.Cluster;
using Batata.Domain.Naming;

namespace Batata.Application.Naming;

/// <summary>What nodes ask each other about naming.</summary>
internal static class NamingTopics
{
    /// <summary>Group and name are parts of those of the services that are meant.</summary>
    public static PeerTopic<ServiceKey, IReadOnlyList<ServiceSubscriber>> SubscribersLike { get; } =
        new("naming.subscribers-like", NamingTopicsJson.Default.ServiceKey, NamingTopicsJson.Default.IReadOnlyListServiceSubscriber);

    public static PeerTopic<ServiceKey, IReadOnlyList<ServiceSubscriber>> Subscribers { get; } =
        new("naming.subscribers", NamingTopicsJson.Default.ServiceKey, NamingTopicsJson.Default.IReadOnlyListServiceSubscriber);

    /// <summary>The question says nothing.</summary>
    public static PeerTopic<string, IReadOnlyList<string>> ClientIds { get; } = new("naming.client-ids", NamingTopicsJson.Default.String, NamingTopicsJson.Default.IReadOnlyListString);

    public static PeerTopic<string, ClientAnswer> Client { get; } = new("naming.client", NamingTopicsJson.Default.String, NamingTopicsJson.Default.ClientAnswer);

    public static PeerTopic<string, SubscriptionsAnswer> SubscribedBy { get; } =
        new("naming.subscribed-by", NamingTopicsJson.Default.String, NamingTopicsJson.Default.SubscriptionsAnswer);
}

/// <param name="Client">Null: not of this node.</param>
internal sealed record ClientAnswer(ClientView? Client);

/// <param name="Subscriptions">Null: the client is not of this node.</param>
internal sealed record SubscriptionsAnswer(IReadOnlyList<ServiceSubscriber>? Subscriptions);

[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(ServiceKey))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<ServiceSubscriber>))]
[JsonSerializable(typeof(ClientAnswer))]
[JsonSerializable(typeof(SubscriptionsAnswer))]
internal sealed partial class NamingTopicsJson : JsonSerializerContext;
