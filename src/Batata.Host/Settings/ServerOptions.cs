using System.Net;

namespace Batata.Host.Settings;

/// <summary>What the process itself needs to know: where it listens, how it logs and stops.</summary>
internal sealed class ServerOptions
{
    /// <summary>gRPC port of the SDKs; null for main port + 1000. <c>batata.grpc.port</c>.</summary>
    public int? GrpcPort { get; set; }

    /// <summary>Raft port; null for main port − 1000. <c>batata.raft.port</c>.</summary>
    public int? RaftPort { get; set; }

    /// <summary>Null for every address of the machine. <c>batata.listen-address</c>.</summary>
    public IPAddress? ListenAddress { get; set; }

    /// <summary><c>nacos.core.auth.enabled</c>.</summary>
    public bool AuthEnabled { get; set; } = true;

    /// <summary>Seconds that open requests get to end after a stop was asked for. <c>batata.stop-timeout</c>.</summary>
    public int StopTimeoutSeconds { get; set; } = 10;
}
