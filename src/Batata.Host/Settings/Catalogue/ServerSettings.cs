using System.Buffers;
using System.Net;
using static Batata.Host.Settings.SettingTypes;

namespace Batata.Host.Settings.Catalogue;

/// <summary>Ports, addresses, start and stop.</summary>
internal static class ServerSettings
{
    private const string PathRule = "a path that begins with a slash, or empty";

    private static readonly SearchValues<char> NotInPath = SearchValues.Create(" ?#%;\\");

    public static SettingGroup Group => new("Server",
    [
        Port("nacos.server.main.port", o => o.Nacos.MainPort, (o, v) => o.Nacos.MainPort = v,
            "Port of the HTTP API. The other ports are counted from it, as SDKs do.") with { Aliases = ["server.port"], Shipped = true },
        Text("nacos.server.context-path", PathRule, o => o.Nacos.ContextPath, (o, text) => SetPath(text, path => o.Nacos.ContextPath = path),
            "What every path of the Nacos API begins with; empty or / for nothing.")
            with { Aliases = ["server.servlet.context-path", "server.context-path"], AllowsEmpty = true, Shipped = true },
        Port("batata.grpc.port", o => o.Server.GrpcPort == 0 ? null : o.Server.GrpcPort, (o, v) => o.Server.GrpcPort = v,
            "gRPC port. SDKs look for it 1000 above the main port, so it needs a value only behind a port mapping.") with { DefaultText = "main port + 1000", Example = "9848" },
        Port("nacos.console.port", o => o.Server.ConsolePort, (o, v) => o.Server.ConsolePort = v,
            "Port of the console's API. There are no pages of a web console in this version yet.") with { Shipped = true },
        Text("nacos.console.context-path", PathRule, o => o.Nacos.ConsoleContextPath, (o, text) => SetPath(text, path => o.Nacos.ConsoleContextPath = path),
            "What every path of the console begins with on its own port.") with { AllowsEmpty = true },
        Text("nacos.deployment.type", "merged or server", o => o.Server.HasConsole ? "merged" : "server", SetDeployment,
            "With server, nothing listens on the console port; the console's API is on the main port all the same."),
        Address("batata.listen-address", o => o.Server.ListenAddress, (o, v) => o.Server.ListenAddress = v,
            "Address that is listened on; * for all of the machine.")
            with { Aliases = ["server.address"], DefaultText = "*", Example = "127.0.0.1" },
        Address("nacos.remote.grpc.listen.ip", o => o.Server.GrpcListenAddress, (o, v) => o.Server.GrpcListenAddress = v,
            "The same for the gRPC port alone.") with { DefaultText = "as batata.listen-address", Example = "127.0.0.1" },
        Number("batata.stop-timeout", 1, 600, o => o.Server.StopTimeoutSeconds, (o, v) => o.Server.StopTimeoutSeconds = v,
            "Seconds that open requests get to end after SIGTERM. A second SIGINT ends the process at once."),
    ]);

    private static Setting Address(string key, Func<BatataOptions, IPAddress?> get, Action<BatataOptions, IPAddress?> set, string meaning) =>
        Text(key, "an IP address, or * for all", options => get(options)?.ToString(), (options, text) =>
        {
            if (text is "*") set(options, null);
            else if (IPAddress.TryParse(text, out var address)) set(options, address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? null : address);
            else return false;
            return true;
        }, meaning);

    private static bool SetDeployment(BatataOptions options, string text)
    {
        if (text is not ("merged" or "server")) return false;
        options.Server.HasConsole = text == "merged";
        return true;
    }

    private static bool SetPath(string text, Action<string> set)
    {
        var path = text.TrimEnd('/');
        if (path.Length > 0 && (path[0] != '/' || path.AsSpan().ContainsAny(NotInPath))) return false;
        set(path);
        return true;
    }
}
