using System.Collections.ObjectModel;

namespace Batata.Domain.Agents;

/// <summary>
/// How a check of an agent is run, as it was registered. Texts are empty and times zero when they were not given; what then holds, and the least
/// interval, is up to who runs it. Protocol source: Consul <c>structs.CheckType</c>.
/// </summary>
public sealed record CheckDefinition
{
    public static CheckDefinition None { get; } = new();

    public string Http { get; init; } = "";

    public string Method { get; init; } = "";

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Header { get; init; } =
        ReadOnlyDictionary<string, IReadOnlyList<string>>.Empty;

    public string Body { get; init; } = "";

    public bool DisableRedirects { get; init; }

    public string Tcp { get; init; } = "";

    public bool TcpUseTls { get; init; }

    public string Udp { get; init; } = "";

    public string Grpc { get; init; } = "";

    public bool GrpcUseTls { get; init; }

    public string H2Ping { get; init; } = "";

    public bool H2PingUseTls { get; init; } = true;

    /// <summary>Name for the certificate and SNI of the kinds that use TLS.</summary>
    public string TlsServerName { get; init; } = "";

    public bool TlsSkipVerify { get; init; }

    public IReadOnlyList<string> ScriptArgs { get; init; } = [];

    public string DockerContainerId { get; init; } = "";

    public string Shell { get; init; } = "";

    public string OsService { get; init; } = "";

    /// <summary>With both empty it is no alias. Without a node: the one of the agent.</summary>
    public string AliasNode { get; init; } = "";

    public string AliasService { get; init; } = "";

    public TimeSpan Interval { get; init; }

    public TimeSpan Timeout { get; init; }

    public TimeSpan Ttl { get; init; }

    public int SuccessBeforePassing { get; init; }

    public int FailuresBeforeWarning { get; init; }

    public int FailuresBeforeCritical { get; init; }

    /// <summary>The service goes when the check was critical for this long; zero: never. Below a minute it is a minute.</summary>
    public TimeSpan DeregisterCriticalAfter { get; init; }

    /// <summary>Bytes of output; 0 for <see cref="DefaultOutputBytes"/>. It only lowers it.</summary>
    public int OutputMaxSize { get; init; }

    /// <summary>Secret of the token that the check was registered with.</summary>
    public string Token { get; init; } = "";

    public const int DefaultOutputBytes = 4_096;

    public bool IsTtl => Ttl > TimeSpan.Zero;

    public bool IsAlias => AliasNode.Length > 0 || AliasService.Length > 0;

    public bool IsScript => ScriptArgs.Count > 0 && DockerContainerId.Length == 0;

    public bool IsDocker => DockerContainerId.Length > 0 && (ScriptArgs.Count > 0 || Shell.Length > 0) && Interval > TimeSpan.Zero;

    public int OutputBytes => OutputMaxSize is > 0 and < DefaultOutputBytes ? OutputMaxSize : DefaultOutputBytes;

    /// <summary>The member <c>Type</c> of the check. Protocol source: Consul <c>CheckType.Type</c>, in its order.</summary>
    public string Kind =>
        Grpc.Length > 0 && Interval > TimeSpan.Zero ? "grpc"
        : IsTtl ? "ttl"
        : IsAlias ? "alias"
        : Http.Length > 0 && Interval > TimeSpan.Zero ? "http"
        : Tcp.Length > 0 && Interval > TimeSpan.Zero ? "tcp"
        : Udp.Length > 0 && Interval > TimeSpan.Zero ? "udp"
        : IsDocker ? "docker"
        : IsScript ? "script"
        : H2Ping.Length > 0 && Interval > TimeSpan.Zero ? "h2ping"
        : OsService.Length > 0 && Interval > TimeSpan.Zero ? "os_service"
        : "";
}
