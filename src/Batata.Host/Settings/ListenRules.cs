using System.Net;
using Batata.Host.Settings.Sources;

namespace Batata.Host.Settings;

/// <summary>What follows from several settings at once: ports counted from the main port, and who may be served while there is no authorization.</summary>
internal static class ListenRules
{
    private const string AuthKey = "nacos.core.auth.enabled";
    private const string MainPortKey = "nacos.server.main.port";
    private const string GrpcPortKey = "batata.grpc.port";
    private const string NoCluster = "a cluster is not possible in this version yet";
    private static readonly string[] PeerKeys = ["cluster.member.lookup.type", "nacos.member.list"];

    /// <param name="said">Who said a setting; null when nobody did.</param>
    public static void Apply(LoadedSettings settings, bool dev, Func<string, SettingValue?> said)
    {
        DerivePorts(settings);
        RefusePeers(settings, said);
        RefuseOpenDoor(settings, dev, said);
    }

    private static void DerivePorts(LoadedSettings settings)
    {
        var options = settings.Options;
        var main = options.Nacos.MainPort;
        if (options.Server.GrpcPort == 0)
        {
            options.Server.GrpcPort = main + 1000;
            if (options.Server.GrpcPort > IPEndPoint.MaxPort)
                settings.Problems.Add($"{MainPortKey} = \"{main}\": the gRPC port that follows from it would be {main + 1000}; set {GrpcPortKey}");
        }
        if (options.Server.GrpcPort == main) settings.Problems.Add($"{MainPortKey} and {GrpcPortKey} are both {main}");
        // Only the name of this node in its log so far: a node without peers does not listen there.
        if (main > 1000) options.Cluster.RaftPort = main - 1000;
    }

    private static void RefusePeers(LoadedSettings settings, Func<string, SettingValue?> said)
    {
        const string standalone = "nacos.standalone";
        if (said(standalone) is { } asked)
        {
            if (!settings.Options.Server.Standalone) settings.Problems.Add($"{standalone} = \"{asked.Text}\": {NoCluster} ({asked.Origin})");
            return;
        }
        // Nodes that were meant to be one cluster must not start as several servers with a truth of their own each.
        foreach (var key in PeerKeys)
        {
            if (said(key) is { Text: not (null or "" or "standalone") } peers)
                settings.Problems.Add($"{peers.Key} = \"{peers.Text}\": {NoCluster}; say {standalone}=true to run this node alone ({peers.Origin})");
        }
    }

    private static void RefuseOpenDoor(LoadedSettings settings, bool dev, Func<string, SettingValue?> said)
    {
        var options = settings.Options;
        if (dev) options.Auth.Enabled = false;
        var server = options.Server;
        server.LoopbackOnly = dev || options.Auth.Enabled;
        if (!server.LoopbackOnly)
        {
            settings.Warnings.Add($"Authorization is off ({AuthKey}=false, {said(AuthKey)?.Origin}): whoever reaches the ports may read and write everything.");
            return;
        }
        if (!dev)
        {
            settings.Warnings.Add($"Only this machine is served: there is no authorization in this version yet, and {AuthKey} is true "
                + $"({said(AuthKey)?.Origin ?? "the default"}). Say {AuthKey}=false to serve other machines without a login.");
            RefuseUnlessLoopback(settings, server.ListenAddress, said("batata.listen-address"));
            RefuseUnlessLoopback(settings, server.GrpcListenAddress, said("nacos.remote.grpc.listen.ip"));
        }
        if (server.ListenAddress is { } address && !IPAddress.IsLoopback(address)) server.ListenAddress = null;
        if (server.GrpcListenAddress is { } grpc && !IPAddress.IsLoopback(grpc)) server.GrpcListenAddress = null;
    }

    private static void RefuseUnlessLoopback(LoadedSettings settings, IPAddress? address, SettingValue? said)
    {
        if (said is { Text.Length: > 0 } && (address is null || !IPAddress.IsLoopback(address)))
            settings.Problems.Add($"{said.Key} = \"{said.Text}\": must be a loopback address while there is no authorization, unless {AuthKey}=false is said ({said.Origin})");
    }
}
