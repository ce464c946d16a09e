using System.Text.Json;

namespace Batata.Api.Consul.Agent.Files;

/// <summary>Members of the file that are settings here. What is not understood is named, with its path.</summary>
internal sealed class FileKeys
{
    private const string Dns = "batata.consul.dns.";

    private static readonly Dictionary<string, (string Key, FileValue Value)> Known = new(StringComparer.Ordinal)
    {
        ["datacenter"] = ("batata.consul.datacenter", FileValue.Text),
        ["node_name"] = ("batata.node.name", FileValue.Text),
        ["domain"] = (Dns + "domain", FileValue.Text),
        ["alt_domain"] = (Dns + "alt-domain", FileValue.Text),
        ["recursors"] = (Dns + "recursors", FileValue.Texts),
        ["ports.http"] = ("batata.consul.port", FileValue.Port),
        ["ports.dns"] = (Dns + "port", FileValue.Port),
        ["default_query_time"] = ("batata.consul.default-query-time", FileValue.Milliseconds),
        ["max_query_time"] = ("batata.consul.max-query-time", FileValue.Milliseconds),
        ["session_ttl_min"] = ("batata.consul.session-ttl-min", FileValue.Milliseconds),
        ["enable_script_checks"] = ("batata.consul.enable-script-checks", FileValue.Flag),
        ["disable_kv_key_validation"] = ("batata.consul.kv-key-validation", FileValue.Flag with { Read = static value => FileValue.Flag.Read(value) switch { "true" => "false", "false" => "true", _ => null } }),
        ["http_config.block_endpoints"] = ("batata.consul.block-endpoints", FileValue.Texts),
        ["http_config.allow_write_http_from"] = ("batata.consul.allow-write-http-from", FileValue.Texts),
        ["limits.kv_max_value_size"] = ("batata.consul.kv-max-value-size", FileValue.Number),
        ["limits.txn_max_req_len"] = ("batata.consul.txn-max-size", FileValue.Number),
        ["limits.http_max_conns_per_client"] = ("batata.consul.max-connections-per-address", FileValue.Number),
        ["telemetry.prometheus_retention_time"] = ("batata.consul.prometheus-retention-time", FileValue.Milliseconds),
        // Off in a Consul file is its default, and no word about who may call this server.
        ["acl.enabled"] = ("nacos.core.auth.enabled", FileValue.Flag with { Read = static value => FileValue.Flag.Read(value) is "false" ? "" : FileValue.Flag.Read(value) }),
        ["dns_config.node_ttl"] = (Dns + "node-ttl", FileValue.Seconds),
        ["dns_config.service_ttl"] = (Dns + "service-ttl", FileValue.Ttls),
        ["dns_config.allow_stale"] = (Dns + "allow-stale", FileValue.Flag),
        ["dns_config.max_stale"] = (Dns + "max-stale", FileValue.Milliseconds),
        ["dns_config.only_passing"] = (Dns + "only-passing", FileValue.Flag),
        ["dns_config.enable_truncate"] = (Dns + "enable-truncate", FileValue.Flag),
        ["dns_config.udp_answer_limit"] = (Dns + "udp-answer-limit", FileValue.Number),
        ["dns_config.a_record_limit"] = (Dns + "a-record-limit", FileValue.Number),
        ["dns_config.disable_compression"] = (Dns + "disable-compression", FileValue.Flag),
        ["dns_config.enable_additional_node_meta_txt"] = (Dns + "enable-additional-node-meta-txt", FileValue.Flag),
        ["dns_config.recursor_timeout"] = (Dns + "recursor-timeout", FileValue.Milliseconds),
        ["dns_config.recursor_strategy"] = (Dns + "recursor-strategy", FileValue.Text),
        ["dns_config.soa.refresh"] = (Dns + "soa-refresh", FileValue.Number),
        ["dns_config.soa.retry"] = (Dns + "soa-retry", FileValue.Number),
        ["dns_config.soa.expire"] = (Dns + "soa-expire", FileValue.Number),
        ["dns_config.soa.min_ttl"] = (Dns + "soa-min-ttl", FileValue.Number),
    };

    private readonly List<FileSetting> _settings = [];
    private readonly List<string> _unused = [];
    private readonly List<string> _problems = [];

    public IReadOnlyList<FileSetting> Settings => _settings;

    /// <summary>Values of the wrong kind, by the names that they have in the file.</summary>
    public IReadOnlyList<string> Problems => _problems;

    public IReadOnlyList<string> Unused => _unused;

    /// <summary>Checks of the file may run scripts, those that are registered may not: Consul's <c>enable_local_script_checks</c>.</summary>
    public bool RunsLocalScripts { get; private set; }

    public void Take(JsonProperty member) => Take(member.Name, member.Value);

    private void Take(string path, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null) return; // as if it was not there
        if (path is "enable_local_script_checks" or "enable_script_checks") RunsLocalScripts |= value.ValueKind == JsonValueKind.True;
        if (path == "enable_local_script_checks")
        {
            if (FileValue.Flag.Read(value) is null) _problems.Add($"{path}: {FileValue.Flag.Expected} is expected");
            return;
        }
        if (Known.TryGetValue(path, out var known))
        {
            if (known.Value.Read(value) is not { } text) _problems.Add($"{path}: {known.Value.Expected} is expected");
            else if (text.Length > 0) _settings.Add(new FileSetting(path, known.Key, text));
            return;
        }
        // An object is looked into when something in it has a meaning; Consul also takes it as a list of one.
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1) value = value[0];
        if (Known.Keys.Any(key => key.StartsWith(path + ".", StringComparison.Ordinal)))
        {
            if (value.ValueKind != JsonValueKind.Object)
            {
                _problems.Add($"{path}: an object is expected");
                return;
            }
            foreach (var member in value.EnumerateObject()) Take($"{path}.{member.Name}", member.Value);
            return;
        }
        _unused.Add(path);
    }
}

/// <param name="Name">In the file, with dots.</param>
/// <param name="Key">Here.</param>
public sealed record FileSetting(string Name, string Key, string Value);
