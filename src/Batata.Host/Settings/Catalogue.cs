using System.Net;
using static Batata.Host.Settings.SettingTypes;

namespace Batata.Host.Settings;

/// <summary>Every setting that has a meaning here.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Setting> Build() =>
    [
        Port("nacos.server.main.port", o => o.Nacos.MainPort, (o, v) => o.Nacos.MainPort = v, "Main port.") with { Aliases = ["server.port"] },
        Text("nacos.server.context-path", "a path that begins with a slash, or empty", o => o.Nacos.ContextPath, SetContextPath, "Path that all Nacos routes begin with.")
            with { Aliases = ["nacos.server.contextPath", "server.servlet.contextPath", "server.contextPath"] },
        Port("batata.grpc.port", o => o.Server.GrpcPort, (o, v) => o.Server.GrpcPort = v, "gRPC port of the SDKs."),
        Port("batata.raft.port", o => o.Server.RaftPort, (o, v) => o.Server.RaftPort = v, "Raft port."),
        Text("batata.listen-address", "an IP address, or * for all", o => o.Server.ListenAddress?.ToString() ?? "*", SetListenAddress, "Address to listen on."),
        Switch("nacos.core.auth.enabled", o => o.Server.AuthEnabled, (o, v) => o.Server.AuthEnabled = v, "Whether requests need a login."),
        Switch("nacos.core.api.compatibility.client.enabled", o => o.Nacos.CompatibilityClient, (o, v) => o.Nacos.CompatibilityClient = v, "Old client APIs."),
        Switch("nacos.core.api.compatibility.console.enabled", o => o.Nacos.CompatibilityConsole, (o, v) => o.Nacos.CompatibilityConsole = v, "Old console APIs."),
        Switch("nacos.core.api.compatibility.admin.enabled", o => o.Nacos.CompatibilityAdmin, (o, v) => o.Nacos.CompatibilityAdmin = v, "Old admin APIs."),
        Switch("nacos.core.param.check.enabled", o => o.Nacos.ParamCheck, (o, v) => o.Nacos.ParamCheck = v, "Check of parameters before a request is handled."),
        Number("maxContent", 1, 100 * 1024 * 1024, o => o.Configs.MaxContentChars, (o, v) => o.Configs.MaxContentChars = (int)v, "Longest content of a config."),
        Number("batata.raft.snapshot-entries", 1_000, 10_000_000, o => o.Cluster.SnapshotEntries, (o, v) => o.Cluster.SnapshotEntries = v, "Entries between two snapshots."),
        Number("batata.stop-timeout", 1, 600, o => o.Server.StopTimeoutSeconds, (o, v) => o.Server.StopTimeoutSeconds = (int)v, "Seconds for open requests to end."),
    ];

    private static bool SetContextPath(BatataOptions options, string text)
    {
        var path = text.TrimEnd('/');
        if (path.Length > 0 && path[0] != '/') return false;
        options.Nacos.ContextPath = path;
        return true;
    }

    private static bool SetListenAddress(BatataOptions options, string text)
    {
        if (text == "*")
        {
            options.Server.ListenAddress = null;
            return true;
        }
        if (!IPAddress.TryParse(text, out var address)) return false;
        options.Server.ListenAddress = address;
        return true;
    }
}
