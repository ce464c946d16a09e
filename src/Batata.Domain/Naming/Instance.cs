using System.Globalization;

namespace Batata.Domain.Naming;

/// <summary>One provider of a service, as registered or as served. Immutable; about 64 bytes beside its strings, for there are very many.</summary>
public sealed record Instance
{
    public const string DefaultCluster = "DEFAULT";

    /// <summary>IPv4, IPv6 or host name: no form is demanded.</summary>
    public required string Ip { get; init; }

    public required int Port { get; init; }

    public string ClusterName { get; init; } = DefaultCluster;

    public double Weight { get; init; } = 1;

    public bool Healthy { get; init; } = true;

    public bool Enabled { get; init; } = true;

    public bool Ephemeral { get; init; } = true;

    public Metadata Metadata { get; init; } = Metadata.Empty;

    /// <summary>Whether it has an id and whether that can be computed.</summary>
    public InstanceIdKind IdKind { get; init; }

    /// <summary>Set when <see cref="IdKind"/> is <see cref="InstanceIdKind.Given"/>.</summary>
    public string? GivenId { get; init; }

    public InstanceAddress Address => new(Ip, Port, ClusterName);

    /// <summary>Told to clients; protocol source: <c>Instance.getInstanceHeartBeatInterval</c> and its neighbours.</summary>
    public long HeartBeatIntervalMs => Metadata.Preserved.HeartBeatIntervalMs ?? PreservedKeys.DefaultHeartBeatIntervalMs;

    public long HeartBeatTimeoutMs => Metadata.Preserved.HeartBeatTimeoutMs ?? PreservedKeys.DefaultHeartBeatTimeoutMs;

    public long IpDeleteTimeoutMs => Metadata.Preserved.IpDeleteTimeoutMs ?? PreservedKeys.DefaultIpDeleteTimeoutMs;

    /// <summary>The instance id, built on demand. Null for registrations over the HTTP APIs v2 and v3.</summary>
    public string? IdIn(in ServiceKey service) => IdKind switch
    {
        InstanceIdKind.Simple => string.Create(CultureInfo.InvariantCulture, $"{Ip}#{Port}#{ClusterName}#{service.Group}{ServiceKey.Separator}{service.Name}"),
        InstanceIdKind.Given => GivenId,
        _ => null,
    };
}

public enum InstanceIdKind : byte
{
    None = 0,

    /// <summary><c>ip#port#cluster#group@@service</c>: not stored.</summary>
    Simple = 1,

    /// <summary>Chosen by the client, or a snowflake.</summary>
    Given = 2,
}

/// <summary>What an operator's override is about.</summary>
public readonly record struct InstanceAddress(string Ip, int Port, string ClusterName)
{
    /// <summary>The metadata id of Nacos, <c>ip:port:cluster</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Ip}:{Port}:{ClusterName}");
}
