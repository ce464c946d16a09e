using System.Net;

namespace Batata.Host.Settings;

/// <summary>What the process itself needs to know: where it listens, how it logs and stops. Derived values are filled in by <see cref="PortRules"/> and <see cref="AuthRules"/>.</summary>
internal sealed class ServerOptions
{
    /// <summary>gRPC port of the SDKs; 0 for main port + 1000. <c>batata.grpc.port</c>.</summary>
    public int GrpcPort { get; set; }

    /// <summary><c>nacos.console.port</c>.</summary>
    public int ConsolePort { get; set; } = 8081;

    /// <summary>Whether the console port is listened on. <c>nacos.deployment.type</c>.</summary>
    public bool HasConsole { get; set; } = true;

    /// <summary>Null for every address of the machine, or every loopback address when <see cref="LoopbackOnly"/>. <c>batata.listen-address</c>.</summary>
    public IPAddress? ListenAddress { get; set; }

    /// <summary>Null for the one of the other ports. <c>nacos.remote.grpc.listen.ip</c>.</summary>
    public IPAddress? GrpcListenAddress { get; set; }

    /// <summary>Nobody but this machine is served.</summary>
    public bool LoopbackOnly { get; set; }

    /// <summary><c>nacos.standalone</c>.</summary>
    public bool Standalone { get; set; } = true;

    /// <summary>As written; read only in a cluster without a file. <c>nacos.member.list</c>.</summary>
    public string? MemberList { get; set; }

    /// <summary>Host of the address server. <c>address.server.domain</c>.</summary>
    public string? AddressServerHost { get; set; }

    /// <summary><c>address.server.port</c>.</summary>
    public int AddressServerPort { get; set; } = 8080;

    /// <summary>Null for <c>/serverlist</c> below the context path. <c>address.server.url</c>.</summary>
    public string? AddressServerPath { get; set; }

    /// <summary>Tries at the start. <c>nacos.core.address-server.retry</c>.</summary>
    public int AddressServerTries { get; set; } = 5;

    /// <summary>This node as the list of members names it. <c>nacos.inetutils.ip-address</c>.</summary>
    public string? OwnAddress { get; set; }

    /// <summary>Bytes of the request line and of all headers together. <c>server.max-http-request-header-size</c>.</summary>
    public int MaxHeaderBytes { get; set; } = 512 * 1024;

    /// <summary>Milliseconds of silence before an HTTP/2 ping. <c>nacos.remote.server.grpc.sdk.keep-alive-time</c>.</summary>
    public int GrpcKeepAliveMs { get; set; } = 2 * 60 * 60 * 1000;

    /// <summary>Milliseconds that the answer to a ping may take. <c>nacos.remote.server.grpc.sdk.keep-alive-timeout</c>.</summary>
    public int GrpcKeepAliveTimeoutMs { get; set; } = 20_000;

    /// <summary>Seconds for the head of a request. <c>batata.request-head-timeout</c>.</summary>
    public int RequestHeadSeconds { get; set; } = 30;

    /// <summary>Seconds that an idle connection stays. <c>batata.keep-alive-timeout</c>.</summary>
    public int KeepAliveSeconds { get; set; } = 130;

    /// <summary>Bytes a second; 0 for none. <c>batata.min-data-rate</c>.</summary>
    public int MinDataRate { get; set; } = 240;

    /// <summary>Of each port; 0 for no limit. <c>batata.max-connections</c>.</summary>
    public int MaxConnections { get; set; }

    /// <summary>Of one address on all ports; 0 for no limit. <c>batata.max-connections-per-address</c>.</summary>
    public int MaxConnectionsPerAddress { get; set; }

    /// <summary>Seconds between looks at the files of certificates. <c>batata.tls.reload-interval</c>.</summary>
    public int TlsReloadSeconds { get; set; } = 10;

    /// <summary>Seconds that open requests get to end after a stop was asked for. <c>batata.stop-timeout</c>.</summary>
    public int StopTimeoutSeconds { get; set; } = 10;

    /// <summary>Level of everything that no other entry names. <c>logging.level.root</c>.</summary>
    public LogLevel RootLogLevel { get; set; } = LogLevel.Information;

    /// <summary>Levels by the beginning of a category. <c>logging.level.*</c>.</summary>
    public Dictionary<string, LogLevel> LogLevels { get; } = new(StringComparer.OrdinalIgnoreCase);
}
