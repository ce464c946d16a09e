using Batata.Host.Settings;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Cluster.Members;
using Batata.Infrastructure.Cluster.Administration;
using Batata.Infrastructure.Cluster.Peers;

namespace Batata.Host.Commands.Cluster;

/// <summary>Which node is meant, and how it is reached: see docs/adr/0013-operators-of-a-node.md.</summary>
internal static class NodeTarget
{
    /// <param name="said"><c>--node</c>.</param>
    public static AdminConnection Connect(LoadedSettings settings, string? said)
    {
        var cluster = settings.Options.Cluster;
        if (said is null) return OnThisMachine(settings);
        if (MemberAddress.Parse(said, settings.Options.Nacos.MainPort) is not { } node)
            throw new CommandFailedException($"--node {said}: write host or host:port, with the main port of the node", ExitCodes.Usage);
        return AdminConnection.ToNode(node, IdentityOf(cluster) ?? throw new CommandFailedException(
            "another machine's node asks for the secret of its cluster, or for a certificate: say batata.cluster.secret-file, or batata.cluster.tls.certificate, .private-key and "
            + ".trust-certificate, or run the command where the node runs", ExitCodes.Usage));
    }

    private static AdminConnection OnThisMachine(LoadedSettings settings)
    {
        var cluster = settings.Options.Cluster;
        var socket = Path.Combine(Path.GetFullPath(cluster.DataPath), AdminPort.SocketName);
        if (File.Exists(socket)) return AdminConnection.ToSocket(socket);
        if (cluster.IsCluster && IdentityOf(cluster) is { } identity) return AdminConnection.ToNode(cluster.Self, identity);
        throw new CommandFailedException(
            settings.Problems.Count > 0 ? string.Join('\n', settings.Problems) : $"no node runs on {Path.GetDirectoryName(socket)}; say --data, --conf or --node", ExitCodes.Unreachable);
    }

    /// <returns>What a node of the cluster shows, certificates before the secret as there; null when the settings have neither.</returns>
    private static ClusterOptions? IdentityOf(ClusterOptions cluster)
    {
        if (cluster.TlsCertificate is null && cluster.TlsPrivateKey is null && cluster.TlsTrust is null)
            return SecretOf(cluster) is { Length: > 0 } secret ? new ClusterOptions { Secret = secret } : null;
        if (!cluster.HasCertificates) throw new CommandFailedException("batata.cluster.tls.* needs certificate, private-key and trust-certificate together", ExitCodes.Usage);
        if (PeerIdentity.ProblemOf(cluster) is { } problem) throw new CommandFailedException($"batata.cluster.tls.*: {problem}", ExitCodes.Usage);
        return cluster;
    }

    private static string? SecretOf(ClusterOptions cluster)
    {
        // A program that is no member has not read the file yet.
        if (cluster.SecretFile is not { } file) return cluster.Secret;
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{file} cannot be read: {e.Message}", ExitCodes.Usage);
        }
    }
}
