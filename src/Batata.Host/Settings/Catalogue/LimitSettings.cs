using System.Globalization;
using System.Net;
using Batata.Api.Nacos.Limits;
using static Batata.Host.Settings.SettingTypes;

namespace Batata.Host.Settings.Catalogue;

/// <summary>How much and how large: of requests, of connections, of what they carry.</summary>
internal static class LimitSettings
{
    private const string RateRule = "a number, or two with a comma between, from 1 to 1000000000";
    private const int MiB = 1024 * 1024;

    public static SettingGroup Group => new("Limits",
    [
        Size("server.tomcat.max-http-form-post-size", 64 * 1024, 1024L * MiB, o => o.Nacos.MaxFormBytes, (o, v) => o.Nacos.MaxFormBytes = (int)v,
            "Largest form body.") with { Aliases = ["server.tomcat.max-http-post-size"] },
        Size("spring.servlet.multipart.max-file-size", MiB, 1024L * MiB, o => o.Nacos.MaxUploadBytes, (o, v) => o.Nacos.MaxUploadBytes = v,
            "Largest file of an import. It is held in memory while it is read. (Nacos: 1MB.)") with { Aliases = ["spring.servlet.multipart.max-request-size", "spring.http.multipart.max-file-size"] },
        Size("batata.config.import.max-size", MiB, 4096L * MiB, o => o.Nacos.MaxImportBytes, (o, v) => o.Nacos.MaxImportBytes = v,
            "What all configs of an import may unpack to."),
        Number("batata.config.import.max-entries", 1, 10_000_000, o => o.Nacos.MaxImportEntries, (o, v) => o.Nacos.MaxImportEntries = v,
            "Files in the archive of an import."),
        Size("server.max-http-request-header-size", 8 * 1024, 16 * MiB, o => o.Server.MaxHeaderBytes, (o, v) => o.Server.MaxHeaderBytes = (int)v,
            "Largest request line, and largest sum of headers.") with { Aliases = ["server.max-http-header-size"] },
        Size("nacos.remote.server.grpc.sdk.max-inbound-message-size", 64 * 1024, 1024L * MiB, o => o.Nacos.MaxGrpcMessageBytes, (o, v) => o.Nacos.MaxGrpcMessageBytes = (int)v,
            "Largest gRPC message of a client.") with { Aliases = ["nacos.remote.server.grpc.maxinbound.message.size"] },
        Number("batata.grpc.max-connections", 0, int.MaxValue, o => o.Nacos.MaxGrpcConnections, (o, v) => o.Nacos.MaxGrpcConnections = v,
            "gRPC connections that are taken at a time; 0 for no limit."),
        Number("server.tomcat.max-parameter-count", 10, 1_000_000, o => o.Nacos.MaxParameters, (o, v) => o.Nacos.MaxParameters = v,
            "Parameters of one request, of query and form together; what comes after is ignored."),
        Number("batata.request-head-timeout", 1, 600, o => o.Server.RequestHeadSeconds, (o, v) => o.Server.RequestHeadSeconds = v,
            "Seconds that a client may take to send the head of a request."),
        Number("batata.keep-alive-timeout", 1, 86_400, o => o.Server.KeepAliveSeconds, (o, v) => o.Server.KeepAliveSeconds = v,
            "Seconds that an idle HTTP connection is kept open."),
        Number("batata.min-data-rate", 0, int.MaxValue, o => o.Server.MinDataRate, (o, v) => o.Server.MinDataRate = v,
            "Bytes a second below which a client that sends a body, or takes an answer, is cut off after five seconds; 0 for never."),
        Number("batata.max-connections", 0, int.MaxValue, o => o.Server.MaxConnections, (o, v) => o.Server.MaxConnections = v,
            "TCP connections to each port for clients at a time; one more is closed at once. 0 for no limit."),
        Number("batata.max-connections-per-address", 0, int.MaxValue, o => o.Server.MaxConnectionsPerAddress, (o, v) => o.Server.MaxConnectionsPerAddress = v,
            "The same of one address, over all of these ports."),
        Number("batata.grpc.max-connections-per-address", 0, int.MaxValue, o => o.Limits.MaxConnectionsPerAddress, (o, v) => o.Limits.MaxConnectionsPerAddress = v,
            "gRPC connections and long polls of one address that are taken at a time; 0 for no limit."),
        .. Rates(),
        Text("batata.trusted-proxies", "addresses and networks with commas between, such as 10.0.0.1,192.168.0.0/16", o => o.Limits.TrustedProxies.Count == 0 ? null : string.Join(',', o.Limits.TrustedProxies),
            SetProxies, "Proxies whose X-Forwarded-For limits believe: the last address in it is the client's.") with { DefaultText = "none", Example = "10.0.0.1,192.168.0.0/16" },
        Text("nacos.plugin.control.manager.type", "nacos, or empty", o => o.Limits.TrafficControl ? "nacos" : "", (o, text) =>
        {
            o.Limits.TrafficControl = text == "nacos";
            return text is "" or "nacos";
        }, "With nacos, the rule files of Nacos' traffic control hold: tps/POINT and connection/limitRule in the data folder. They are read again when they change.") with { AllowsEmpty = true },
        Text("nacos.plugin.control.rule.local.basedir", "a path", o => o.Limits.RuleBaseFolder, (o, text) =>
        {
            o.Limits.RuleBaseFolder = text;
            return true;
        }, "Folder whose data/ holds these rule files.") with { DefaultText = "the data folder itself", Example = "/home/nacos" },
    ]);

    private static IEnumerable<Setting> Rates()
    {
        foreach (var (group, what) in RateNames.Groups)
        {
            yield return Rate(group, RateNames.PerAddress, $"{what}, a second and for each address of clients. A second number is how many may come at once. Over it the answer is 429, over gRPC code 503.");
            yield return Rate(group, RateNames.PerUser, "The same for each user who has logged in, from wherever.");
            yield return Rate(group, RateNames.Total, "The same of all clients together.");
        }
    }

    private static Setting Rate(string group, string kind, string meaning)
    {
        var name = $"{group}.{kind}";
        return new Setting($"batata.rate-limit.{name}", meaning, RateRule, o => o.Limits.Rates.TryGetValue(name, out var rate) ? $"{rate.PerSecond},{rate.Burst}" : null, (o, text, _) =>
        {
            var numbers = text.Split(',', StringSplitOptions.TrimEntries);
            if (numbers.Length > 2 || !Parse(numbers[0], out var perSecond) || !Parse(numbers[^1], out var burst)) return MustBe(RateRule);
            o.Limits.Rates[name] = new CallRate(perSecond, Math.Max(burst, perSecond));
            return null;
        }) with { DefaultText = "no limit", Example = "200,400" };
    }

    private static bool Parse(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is >= 1 and <= 1_000_000_000;

    private static bool SetProxies(BatataOptions options, string text)
    {
        var networks = new List<IPNetwork>();
        foreach (var entry in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPNetwork.TryParse(entry, out var network)) networks.Add(network);
            else if (IPAddress.TryParse(entry, out var address)) networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else return false;
        }
        options.Limits.TrustedProxies = networks;
        return networks.Count > 0;
    }
}
