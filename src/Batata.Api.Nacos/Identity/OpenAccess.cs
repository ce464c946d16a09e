using Batata.Api.Nacos.Http;

namespace Batata.Api.Nacos.Identity;

/// <summary>
/// All that is open to everybody while authorization is on, and why: a route or a gRPC request that needs no login takes its permission from here, and from nowhere else.
/// What each opens stands in the golden list of routes. Protocol source: Nacos 3.1, methods without <c>@Secured</c>.
/// </summary>
internal static class OpenAccess
{
    public static NacosPermission Login { get; } = NacosPermission.OpenSince("who logs in is nobody yet");

    public static NacosPermission FirstAdministrator { get; } = NacosPermission.OpenSince("works while there is no administrator, and once");

    public static NacosPermission Health { get; } = NacosPermission.OpenSince("orchestrators and load balancers have no login");

    public static NacosPermission State { get; } = NacosPermission.OpenSince("the login page reads it, and SDKs do");

    /// <summary>Counts and settings without names of anything stored.</summary>
    public static NacosPermission ServerFigures { get; } = NacosPermission.OpenSince("monitoring of Nacos reads it without a login; it names nothing that is stored");

    public static NacosPermission Metrics { get; } = NacosPermission.OpenSince("scrapers made for Nacos have no login; of what is stored it names namespaces alone");

    /// <summary>Names of namespaces, limits, and who has an instance: what a client of 1.x or 2.x needs before it has a login.</summary>
    public static NacosPermission OldClients { get; } = NacosPermission.OpenSince("clients and the console of Nacos 1.x and 2.x ask before they log in");

    /// <summary>The list of all services is not: it takes a name and a password in the way of HTTP.</summary>
    public static NacosPermission PrometheusOfOne { get; } = NacosPermission.OpenSince("Prometheus configurations made for Nacos have no login for it");

    public static NacosPermission Connection { get; } = NacosPermission.OpenSince("the connection proves nothing; each request on it does");

    public static NacosPermission Locks { get; } = NacosPermission.OpenSince("SDKs of Nacos send no token with locks");

    public static IReadOnlyList<NacosPermission> All { get; } =
        [Login, FirstAdministrator, Health, State, ServerFigures, Metrics, OldClients, PrometheusOfOne, Connection, Locks];
}
