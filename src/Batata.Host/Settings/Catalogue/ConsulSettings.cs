using static Batata.Host.Settings.SettingTypes;

namespace Batata.Host.Settings.Catalogue;

/// <summary>The API of Consul.</summary>
internal static class ConsulSettings
{
    public static SettingGroup Group => new("Consul",
    [
        Number("batata.consul.port", 0, System.Net.IPEndPoint.MaxPort, o => o.Consul.Port, (o, v) => o.Consul.Port = v,
            "Port of Consul's HTTP API, where its clients look for it; 0 for none. It is below /v1 of the main port all the same."),
        Text("batata.consul.datacenter", "letters, digits, - and _", o => o.Consul.Datacenter, SetDatacenter,
            "Name of the datacenter. The same on every node."),
        Size("batata.consul.kv-max-value-size", 1, 64 << 20, o => o.Consul.MaxValueBytes, (o, v) => o.Consul.MaxValueBytes = (int)v,
            "Size that a value of the KV store may have."),
        Size("batata.consul.txn-max-size", 1, 64 << 20, o => o.Consul.MaxTransactionBytes, (o, v) => o.Consul.MaxTransactionBytes = (int)v,
            "Size that the body of a transaction may have; that of a value when it is larger."),
        Size("batata.consul.snapshot-max-size", 1 << 20, 1L << 40, o => o.Consul.MaxSnapshotBytes, (o, v) => o.Consul.MaxSnapshotBytes = v,
            "Size that a snapshot may have which is restored, compressed as it comes. Unpacked it may be 32 times as large."),
        Number("batata.consul.max-connections-per-address", 0, int.MaxValue, o => o.Consul.MaxConnectionsPerAddress, (o, v) => o.Consul.MaxConnectionsPerAddress = v,
            "Connections that one address may have to Consul's port; one more is answered with 429 and closed. Each blocking query is one. 0 for no limit."),
        Switch("batata.consul.kv-key-validation", o => o.Consul.ValidatesKeys, (o, v) => o.Consul.ValidatesKeys = v,
            "Keys are cleaned like paths, and those with blanks at an end or with .. in them are refused, as Consul does since 1.22. With false they are stored as they come."),
        Number("batata.consul.kv-history.versions", 0, 1_000, o => o.KeyHistory.Versions, (o, v) => o.KeyHistory.Versions = v,
            "Versions of each key of the KV store that are kept, with who wrote them; 0 keeps none, and forgets those that there are."),
        Number("batata.consul.kv-history.days", 0, 36_500, o => o.KeyHistory.Days, (o, v) => o.KeyHistory.Days = v,
            "Days after which versions are forgotten; 0 keeps them."),
        Size("batata.consul.kv-history.max-value-size", 0, 64 << 20, o => o.KeyHistory.MaxValueBytes, (o, v) => o.KeyHistory.MaxValueBytes = (int)v,
            "Larger values are not kept in the history of a key; that they were written is."),
        Number("batata.consul.default-query-time", 1_000L, 86_400_000L, o => o.Consul.DefaultWaitMs, (o, v) => o.Consul.DefaultWaitMs = v,
            "Milliseconds that a blocking query waits when it names no time."),
        Number("batata.consul.max-query-time", 1_000L, 86_400_000L, o => o.Consul.MaxWaitMs, (o, v) => o.Consul.MaxWaitMs = v,
            "Milliseconds that a blocking query waits at most, whatever it asks for."),
        Number("batata.consul.session-ttl-min", 1L, 86_400_000L, o => o.Consul.SessionTtlMinMs, (o, v) => o.Consul.SessionTtlMinMs = v,
            "Milliseconds that a session must ask for at least when it wants to be renewed. It ends when twice the time it asked for went by without a renewal."),
        Text("batata.consul.config-file", "a path", o => o.Consul.ConfigFile is { Length: > 0 } path ? path : null, static (o, path) => { o.Consul.ConfigFile = path; return true; },
            "A configuration of Consul's agent in JSON. What of it means something here is applied where no setting says otherwise, the rest is named once; its services and checks are registered with this node.")
            with { DefaultText = "none", Example = "/etc/batata/consul.json" },
        Switch("batata.consul.enable-script-checks", o => o.Consul.RunsScripts, (o, v) => o.Consul.RunsScripts = v,
            "Checks that run a program may be registered, and are run. Whoever may register checks can then run anything on this machine as the user of Batata."),
        Text("batata.consul.block-endpoints", "beginnings of paths, with commas", o => o.Consul.BlockedEndpoints.Count > 0 ? string.Join(',', o.Consul.BlockedEndpoints) : null, SetBlocked,
            "Parts of the API that answer 403 to everybody.") with { AllowsEmpty = true, DefaultText = "none", Example = "/v1/agent/monitor,/v1/snapshot" },
        Text("batata.consul.allow-write-http-from", "networks such as 10.0.0.0/8, with commas", o => o.Consul.WritersFrom.Count > 0 ? string.Join(',', o.Consul.WritersFrom) : null, SetWriters,
            "Networks from which writes are taken; others may read.") with { AllowsEmpty = true, DefaultText = "everywhere", Example = "10.0.0.0/8,127.0.0.0/8" },
        Size("batata.consul.answer-cache", 1 << 20, 16L << 30, o => o.Consul.AnswerCacheBytes, (o, v) => o.Consul.AnswerCacheBytes = v,
            "Memory for answers of Consul's API that are kept until something they show changes."),
        Number("batata.consul.check-concurrency", 1, 65_536, o => o.AgentChecks.Concurrency, (o, v) => o.AgentChecks.Concurrency = v,
            "Checks of Consul over the network that this node runs at a time; the others wait in turn."),
        Number("batata.consul.script-concurrency", 1, 4_096, o => o.AgentChecks.ScriptConcurrency, (o, v) => o.AgentChecks.ScriptConcurrency = v,
            "Checks that run a program, at a time."),
        Number("batata.consul.prometheus-retention-time", 0L, long.MaxValue / 1_000_000, o => o.Consul.PrometheusRetentionMs, (o, v) => o.Consul.PrometheusRetentionMs = v,
            "Milliseconds. Above 0, /v1/agent/metrics?format=prometheus shows metrics, as in Consul; how much above makes no difference here. The page /nacos/actuator/prometheus does so always."),
    ]);

    private static bool SetBlocked(BatataOptions options, string text)
    {
        var paths = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (paths.Any(static path => !path.StartsWith("/v1/", StringComparison.Ordinal))) return false;
        options.Consul.BlockedEndpoints = paths;
        return true;
    }

    private static bool SetWriters(BatataOptions options, string text)
    {
        var networks = new List<System.Net.IPNetwork>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!System.Net.IPNetwork.TryParse(part, out var network)) return false;
            networks.Add(network);
        }
        options.Consul.WritersFrom = networks;
        return true;
    }

    private static bool SetDatacenter(BatataOptions options, string text)
    {
        if (text.Length is 0 or > 63 || !text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) return false;
        options.Consul.Datacenter = text.ToLowerInvariant();
        return true;
    }
}
