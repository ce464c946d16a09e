namespace Batata.Application.Naming;

/// <summary>Who publishes or subscribes. Protocol source: Nacos <c>Client</c> and its subtypes.</summary>
public enum NamingClientKind
{
    /// <summary>A gRPC connection; its id is the client id.</summary>
    Connection = 1,

    /// <summary>An address that registers, beats or subscribes over HTTP: <c>ip:port#true</c>.</summary>
    EphemeralAddress = 2,

    /// <summary>The address of a persistent instance: <c>ip:port#false</c>. Holds one registration in each service.</summary>
    PersistentAddress = 3,
}

/// <summary>A gRPC connection of the naming module, as its set-up described it.</summary>
/// <param name="ConnectType"><c>GRPC</c>.</param>
public sealed record NamingConnection(string ClientId, string Ip, int Port, string ConnectType, string? AppName, string? Version);

/// <summary>Who subscribes, as operators are shown it.</summary>
/// <param name="Address"><c>ip:port</c>; a bare ip for connections.</param>
/// <param name="Agent">User-Agent or client version.</param>
/// <param name="Clusters">As asked for, to be repeated in every answer; blank for all, null when the client sent none.</param>
public sealed record Subscriber(string Address, string Agent, string App, string Ip, int Port, string? Clusters);
