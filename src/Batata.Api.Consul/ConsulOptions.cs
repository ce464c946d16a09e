namespace Batata.Api.Consul;

/// <summary>Settings of the Consul API; the key of each is in its remark.</summary>
public sealed class ConsulOptions
{
    /// <summary>Port of the HTTP API, beside <c>/v1</c> on the main port; 0 turns it off. <c>batata.consul.port</c>.</summary>
    public int Port { get; set; } = 8500;

    /// <summary>Name of the datacenter, which every node of the cluster has. <c>batata.consul.datacenter</c>.</summary>
    public string Datacenter { get; set; } = "dc1";

    /// <summary>Size of a value in bytes. Consul's <c>limits.kv_max_value_size</c>; <c>batata.consul.kv-max-value-size</c>.</summary>
    public int MaxValueBytes { get; set; } = 524_288;

    /// <summary>Size of the body of a transaction in bytes, when larger than that of a value. Consul's <c>limits.txn_max_req_len</c>; <c>batata.consul.txn-max-size</c>.</summary>
    public int MaxTransactionBytes { get; set; } = 524_288;

    /// <summary>Size of a snapshot that is restored, in bytes as it comes. <c>batata.consul.snapshot-max-size</c>.</summary>
    public long MaxSnapshotBytes { get; set; } = 1L << 30;

    /// <summary>Connections of one address to the port; 0 for no limit. Consul's <c>limits.http_max_conns_per_client</c>, 200 there; <c>batata.consul.max-connections-per-address</c>.</summary>
    public int MaxConnectionsPerAddress { get; set; } = 16_384;

    /// <summary>How long a blocking query waits that names no time. Consul's <c>default_query_time</c>; <c>batata.consul.default-query-time</c>. Milliseconds.</summary>
    public long DefaultWaitMs { get; set; } = 300_000;

    /// <summary>Longer waits are cut to this. Consul's <c>max_query_time</c>; <c>batata.consul.max-query-time</c>. Milliseconds.</summary>
    public long MaxWaitMs { get; set; } = 600_000;

    /// <summary>Shortest TTL that a session may have. Consul's <c>session_ttl_min</c>; <c>batata.consul.session-ttl-min</c>. Milliseconds.</summary>
    public long SessionTtlMinMs { get; set; } = 10_000;

    /// <summary>Memory for answers that are kept until what they show changes, in bytes. <c>batata.consul.answer-cache</c>.</summary>
    public long AnswerCacheBytes { get; set; } = 64 << 20;

    /// <summary>False: keys are stored as they come. Consul's <c>disable_kv_key_validation</c> turned round; <c>batata.consul.kv-key-validation</c>.</summary>
    public bool ValidatesKeys { get; set; } = true;

    /// <summary>Above 0, <c>/v1/agent/metrics</c> answers in the form of Prometheus. Consul's <c>telemetry.prometheus_retention_time</c>; <c>batata.consul.prometheus-retention-time</c>. Milliseconds.</summary>
    public long PrometheusRetentionMs { get; set; }

    /// <summary>Checks that run a script may be registered. Consul's <c>enable_script_checks</c>; <c>batata.consul.enable-script-checks</c>.</summary>
    public bool RunsScripts { get; set; }

    /// <summary>A configuration of Consul's agent in JSON; empty for none. <c>batata.consul.config-file</c>.</summary>
    public string ConfigFile { get; set; } = "";

    /// <summary>Beginnings of paths that nobody may call. Consul's <c>http_config.block_endpoints</c>; <c>batata.consul.block-endpoints</c>.</summary>
    public IReadOnlyList<string> BlockedEndpoints { get; set; } = [];

    /// <summary>Networks from which anything but reads is taken; empty for all. Consul's <c>http_config.allow_write_http_from</c>; <c>batata.consul.allow-write-http-from</c>.</summary>
    public IReadOnlyList<System.Net.IPNetwork> WritersFrom { get; set; } = [];

    /// <summary>Authorization is on: <c>nacos.core.auth.enabled</c>.</summary>
    public bool RequiresTokens { get; set; }
}
