using Batata.Domain.Naming;
using Batata.Domain.Shared;

namespace Batata.Application.Naming;

/// <summary>What operators and lists ask of the registry. From memory; a list is a moment's view and costs what it walks over.</summary>
public interface INamingQueries
{
    /// <summary>Services of one group by name, without the group: what every client polls.</summary>
    /// <param name="pageNumber">From 1; below counts as 1.</param>
    /// <param name="pageSize">0 gives no names.</param>
    NamePage ListNames(string namespaceId, string group, int pageNumber, int pageSize);

    /// <summary>All services of a namespace, or of all (null), by namespace, group and name.</summary>
    IReadOnlyList<ServiceKey> Services(string? namespaceId);

    /// <summary>Services whose <c>group@@name</c> holds what a regular expression matches, sorted as <see cref="Services"/>.</summary>
    /// <param name="namespaceId">Null for all.</param>
    /// <param name="expression">Blank for all.</param>
    /// <returns><c>naming.filter</c> when it is no regular expression.</returns>
    Outcome<IReadOnlyList<ServiceKey>> SearchServices(string? namespaceId, string? expression);

    /// <summary>The catalogue.</summary>
    /// <param name="pageNumber">From 1; below counts as 1.</param>
    /// <returns><c>naming.filter</c> when the filter is no regular expression.</returns>
    Outcome<ServicePage> ListServices(ServiceFilter filter, int pageNumber, int pageSize);

    /// <summary>Who subscribes to services whose name and group contain these texts, each once.</summary>
    IReadOnlyList<ServiceSubscriber> SubscribersLike(string namespaceId, string groupPart, string namePart);

    /// <summary>Who subscribes to exactly this service.</summary>
    IReadOnlyList<ServiceSubscriber> Subscribers(in ServiceKey service);

    /// <summary>Who registered in this service; one row for each instance.</summary>
    IReadOnlyList<ServicePublisher> Publishers(in ServiceKey service);

    /// <summary>Of the clients of this node.</summary>
    IReadOnlyList<string> ClientIds();

    ClientView? FindClient(string clientId);

    /// <summary>Also of clients of other nodes, when they registered something.</summary>
    /// <returns>Null when there is no such client.</returns>
    IReadOnlyList<ServicePublisher>? PublishedBy(string clientId);

    /// <returns>Null when there is no such client.</returns>
    IReadOnlyList<ServiceSubscriber>? SubscribedBy(string clientId);

    NamingCounts Count();

    /// <summary>Which node has the HTTP client of this address.</summary>
    /// <returns><c>host:port</c> of another node; null for this one, which would have it if it came now.</returns>
    string? NodeOf(string ip, int port);
}

/// <param name="Count">Before paging.</param>
public sealed record NamePage(int Count, IReadOnlyList<string> Names);

/// <param name="Group">Part of the group, or a regular expression for it; blank for any. Likewise the name.</param>
/// <param name="HideEmpty">Leaves out services without instances.</param>
public sealed record ServiceFilter(string NamespaceId, string? Group, string? Name, bool HideEmpty);

/// <param name="Count">Before paging.</param>
public sealed record ServicePage(int Count, IReadOnlyList<ServiceSnapshot> Services);

public sealed record ServiceSubscriber(ServiceKey Service, string ClientId, Subscriber Subscriber);

public sealed record ServicePublisher(ServiceKey Service, string ClientId, Instance Instance);

/// <param name="LastUpdatedMs">When it did something last, milliseconds since 1970.</param>
/// <param name="Connection">Null for addresses.</param>
public sealed record ClientView(string ClientId, NamingClientKind Kind, long LastUpdatedMs, NamingConnection? Connection)
{
    public bool Ephemeral => Kind != NamingClientKind.PersistentAddress;
}

/// <summary>Numbers of the metrics calls.</summary>
public sealed record NamingCounts(int Services, int Instances, int Subscriptions, int Connections, int EphemeralAddresses, int PersistentAddresses)
{
    public int Clients => Connections + EphemeralAddresses + PersistentAddresses;

    /// <summary>What of it other nodes look after.</summary>
    public CountsOfOthers OfOthers { get; init; }
}

/// <param name="Clients">Those that registered something.</param>
public readonly record struct CountsOfOthers(int Clients, int Instances);
