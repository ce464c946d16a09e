using Batata.Host.Listeners;

namespace Batata.Host.Settings;

/// <summary>What the fronts tell about the server, or answer in Kestrel's place, follows from settings of other parts.</summary>
internal static class FrontRules
{
    public static void Apply(BatataOptions options)
    {
        options.Nacos.IsClusterMember = options.Cluster.IsCluster;
        options.Consul.RequiresTokens = options.Auth.Enabled;
        options.AgentChecks.RunsScripts |= options.Consul.RunsScripts; // a file of Consul may allow it for its own checks
        options.ConsulDns.RequiresTokens = options.Auth.Enabled;
        options.ConsulDns.Addresses = Listener.AddressesOf(options.Server.ListenAddress, options.Server.LoopbackOnly);
        options.Nacos.ConsolePort = options.Server.ConsolePort;
        // Nacos: below the home folder, in data/.
        options.Limits.RuleFolder = options.Limits.RuleBaseFolder is { } folder ? Path.Combine(folder, "data") : options.Cluster.DataPath;
        options.Nacos.MaxHeadBytes = options.Server.MaxHeaderBytes;
    }
}
