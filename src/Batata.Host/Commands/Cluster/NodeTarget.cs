using Batata.Host.Settings;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Cluster.Members;
using Batata.Infrastructure.Cluster.Administration;

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
        return AdminConnection.ToNode(node, SecretOf(cluster) ?? throw new CommandFailedException(
            "another machine's node asks for the secret of its cluster: say batata.cluster.secret-file, or run the command where the node runs", ExitCodes.Usage));
    }

    private static AdminConnection OnThisMachine(LoadedSettings settings)
    {
        var cluster = settings.Options.Cluster;
        var socket = Path.Combine(Path.GetFullPath(cluster.DataPath), AdminPort.SocketName);
        if (File.Exists(socket)) return AdminConnection.ToSocket(socket);
        if (cluster.IsCluster && SecretOf(cluster) is { } secret) return AdminConnection.ToNode(cluster.Self, secret);
        throw new CommandFailedException(
            settings.Problems.Count > 0 ? string.Join('\n', settings.Problems) : $"no node runs on {Path.GetDirectoryName(socket)}; say --data, --conf or --node", ExitCodes.Unreachable);
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
