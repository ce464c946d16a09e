using System.Globalization;
using System.Text.Json;
using Batata.Api.Consul.Http;

namespace Batata.Api.Consul.Agent.Files;

/// <summary>Members of the file that are settings here. What is not understood is named, with its path.</summary>
internal sealed class FileKeys
{
    private const string Dns = "batata.consul.dns.";

    private static readonly Dictionary<string, (string Key, Func<JsonElement, string?> Read)> Known = new(StringComparer.Ordinal)
    {
        ["datacenter"] = ("batata.consul.datacenter", Text),
        ["node_name"] = ("batata.node.name", Text),
        ["domain"] = (Dns + "domain", Text),
        ["alt_domain"] = (Dns + "alt-domain", Text),
        ["recursors"] = (Dns + "recursors", Texts),
        ["ports.http"] = ("batata.consul.port", Port),
        ["ports.dns"] = (Dns + "port", Port),
        ["default_query_time"] = ("batata.consul.default-query-time", Milliseconds),
        ["max_query_time"] = ("batata.consul.max-query-time", Milliseconds),
        ["session_ttl_min"] = ("batata.consul.session-ttl-min", Milliseconds),
        ["enable_script_checks"] = ("batata.consul.enable-script-checks", Flag),
        ["disable_kv_key_validation"] = ("batata.consul.kv-key-validation", static value => Flag(value) switch { "true" => "false", "false" => "true", _ => null }),
        ["http_config.block_endpoints"] = ("batata.consul.block-endpoints", Texts),
        ["http_config.allow_write_http_from"] = ("batata.consul.allow-write-http-from", Texts),
        ["limits.kv_max_value_size"] = ("batata.consul.kv-max-value-size", Number),
        ["limits.txn_max_req_len"] = ("batata.consul.txn-max-size", Number),
        ["limits.http_max_conns_per_client"] = ("batata.max-connections-per-address", Number),
        ["telemetry.prometheus_retention_time"] = ("batata.consul.prometheus-retention-time", Milliseconds),
        // Off in a Consul file is its default, and no word about who may call this server.
        ["acl.enabled"] = ("nacos.core.auth.enabled", static value => Flag(value) == "true" ? "true" : null),
        ["dns_config.node_ttl"] = (Dns + "node-ttl", Seconds),
        ["dns_config.service_ttl"] = (Dns + "service-ttl", Ttls),
        ["dns_config.allow_stale"] = (Dns + "allow-stale", Flag),
        ["dns_config.max_stale"] = (Dns + "max-stale", Milliseconds),
        ["dns_config.only_passing"] = (Dns + "only-passing", Flag),
        ["dns_config.enable_truncate"] = (Dns + "enable-truncate", Flag),
        ["dns_config.udp_answer_limit"] = (Dns + "udp-answer-limit", Number),
        ["dns_config.a_record_limit"] = (Dns + "a-record-limit", Number),
        ["dns_config.disable_compression"] = (Dns + "disable-compression", Flag),
        ["dns_config.enable_additional_node_meta_txt"] = (Dns + "enable-additional-node-meta-txt", Flag),
        ["dns_config.recursor_timeout"] = (Dns + "recursor-timeout", Milliseconds),
        ["dns_config.recursor_strategy"] = (Dns + "recursor-strategy", Text),
        ["dns_config.soa.refresh"] = (Dns + "soa-refresh", Number),
        ["dns_config.soa.retry"] = (Dns + "soa-retry", Number),
        ["dns_config.soa.expire"] = (Dns + "soa-expire", Number),
        ["dns_config.soa.min_ttl"] = (Dns + "soa-min-ttl", Number),
    };

    private readonly List<KeyValuePair<string, string>> _settings = [];
    private readonly List<string> _unused = [];

    public IReadOnlyList<KeyValuePair<string, string>> Settings => _settings;

    public IReadOnlyList<string> Unused => _unused;

    /// <summary>Checks of the file may run scripts, those that are registered may not: Consul's <c>enable_local_script_checks</c>.</summary>
    public bool RunsLocalScripts { get; private set; }

    public void Take(JsonProperty member) => Take(member.Name, member.Value);

    private void Take(string path, JsonElement value)
    {
        if (path is "enable_local_script_checks" or "enable_script_checks") RunsLocalScripts |= Flag(value) == "true";
        if (path == "enable_local_script_checks") return;
        if (Known.TryGetValue(path, out var known))
        {
            if (known.Read(value) is { } text) _settings.Add(new(known.Key, text));
            else if (path != "acl.enabled") _unused.Add(path);
            return;
        }
        // An object is looked into when something in it has a meaning; Consul also takes it as a list of one.
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1) value = value[0];
        if (value.ValueKind == JsonValueKind.Object && Known.Keys.Any(key => key.StartsWith(path + ".", StringComparison.Ordinal)))
        {
            foreach (var member in value.EnumerateObject()) Take($"{path}.{member.Name}", member.Value);
            return;
        }
        _unused.Add(path);
    }

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? Texts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(static one => one.ValueKind == JsonValueKind.String)
            ? string.Join(',', value.EnumerateArray().Select(static one => one.GetString()))
            : Text(value);

    private static string? Flag(JsonElement value) => value.ValueKind switch { JsonValueKind.True => "true", JsonValueKind.False => "false", _ => null };

    private static string? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number.ToString(CultureInfo.InvariantCulture) : null;

    /// <summary>-1 turns it off, as 0 does here.</summary>
    private static string? Port(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var port) ? Math.Max(0, port).ToString(CultureInfo.InvariantCulture) : null;

    private static string? Milliseconds(JsonElement value) => In(value, 1_000_000);

    private static string? Seconds(JsonElement value) => In(value, 1_000_000_000);

    private static string? In(JsonElement value, long unit) =>
        value.ValueKind == JsonValueKind.String && GoDuration.TryParse(value.GetString(), out var nanoseconds) ? (nanoseconds / unit).ToString(CultureInfo.InvariantCulture) : null;

    private static string? Ttls(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) return null;
        var ttls = value.EnumerateObject().Select(static one => (one.Name, Ttl: Seconds(one.Value))).ToList();
        return ttls.Exists(static one => one.Ttl is null) ? null : string.Join(',', ttls.Select(static one => $"{one.Name}={one.Ttl}"));
    }
}
