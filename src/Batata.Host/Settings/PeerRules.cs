using Batata.Host.Settings.Sources;

namespace Batata.Host.Settings;

/// <summary>Nodes that were meant to be one cluster must not start as several servers with a truth of their own each.</summary>
internal static class PeerRules
{
    private const string Standalone = "nacos.standalone";
    private const string NoCluster = "a cluster is not possible in this version yet";
    private static readonly string[] PeerKeys = ["cluster.member.lookup.type", "nacos.member.list"];

    /// <param name="said">Who said a setting; null when nobody did.</param>
    public static void Apply(LoadedSettings settings, Func<string, SettingValue?> said)
    {
        if (said(Standalone) is { } asked)
        {
            if (!settings.Options.Server.Standalone) settings.Problems.Add($"{Standalone} = \"{asked.Text}\": {NoCluster} ({asked.Origin})");
            return;
        }
        foreach (var key in PeerKeys)
        {
            if (said(key) is { Text: not (null or "" or "standalone") } peers)
                settings.Problems.Add($"{peers.Key} = \"{peers.Text}\": {NoCluster}; say {Standalone}=true to run this node alone ({peers.Origin})");
        }
    }
}
