using System.Net;

namespace Batata.Host.Settings;

/// <summary>The ports that follow from the main port.</summary>
internal static class PortRules
{
    private const string MainPort = "nacos.server.main.port";
    private const string GrpcPort = "batata.grpc.port";
    private const string ConsolePort = "nacos.console.port";
    private const string ConsulPort = "batata.consul.port";
    private const string DnsPort = "batata.consul.dns.port";

    public static void Apply(LoadedSettings settings)
    {
        var options = settings.Options;
        var main = options.Nacos.MainPort;
        if (options.Server.GrpcPort == 0)
        {
            options.Server.GrpcPort = main + 1000;
            if (options.Server.GrpcPort > IPEndPoint.MaxPort)
                settings.Problems.Add($"{MainPort} = \"{main}\": the gRPC port that follows from it would be {main + 1000}; set {GrpcPort}");
        }
        if (options.Server.GrpcPort == main) settings.Problems.Add($"{MainPort} and {GrpcPort} are both {main}");
        if (options.Server.HasConsole)
        {
            if (options.Server.ConsolePort == main) settings.Problems.Add($"{MainPort} and {ConsolePort} are both {main}");
            if (options.Server.ConsolePort == options.Server.GrpcPort) settings.Problems.Add($"{ConsolePort} and {GrpcPort} are both {options.Server.GrpcPort}");
        }
        if (options.Consul.Port == main) settings.Problems.Add($"{MainPort} and {ConsulPort} are both {main}");
        if (options.Consul.Port == options.Server.GrpcPort) settings.Problems.Add($"{ConsulPort} and {GrpcPort} are both {options.Server.GrpcPort}");
        if (options.Server.HasConsole && options.Consul.Port == options.Server.ConsolePort) settings.Problems.Add($"{ConsulPort} and {ConsolePort} are both {options.Server.ConsolePort}");
        if (options.ConsulDns.Port > 0) CheckDns(settings);
        // Only the name of this node in its log so far: a node without peers does not listen there.
        if (main > 1000) options.Cluster.RaftPort = main - 1000;
    }

    /// <summary>It takes TCP connections as the others do.</summary>
    private static void CheckDns(LoadedSettings settings)
    {
        var (options, port) = (settings.Options, settings.Options.ConsulDns.Port);
        (string Key, int Port)[] others =
            [(MainPort, options.Nacos.MainPort), (GrpcPort, options.Server.GrpcPort), (ConsolePort, options.Server.HasConsole ? options.Server.ConsolePort : 0), (ConsulPort, options.Consul.Port)];
        foreach (var other in others)
        {
            if (other.Port == port) settings.Problems.Add($"{DnsPort} and {other.Key} are both {port}");
        }
    }
}
