using Batata.Api.Consul.Bodies;

namespace Batata.Api.Consul.Agent;

/// <summary>A check in a registration. Protocol source: Consul <c>structs.CheckType</c> (inside a service) and <c>structs.CheckDefinition</c> (for itself).</summary>
internal sealed class CheckForm
{
    /// <summary>Inside a service: <c>CheckID</c>, and no <c>ID</c>.</summary>
    public static readonly BodyShape<CheckForm> Embedded = Common(new BodyShape<CheckForm>("CheckType"))
        .Bool("DisableRedirects", static (form, value) => form.Say(value).DisableRedirects = value)
        .Text("CheckID", static (form, value) => form.Say(value.Length > 0).Id = value)
        .Text("ServiceID", static (_, _) => { }, "service_id"); // tolerated, not used

    /// <summary>For itself: <c>ID</c>, and a service that it belongs to.</summary>
    public static readonly BodyShape<CheckForm> Single = Common(new BodyShape<CheckForm>("CheckDefinition"))
        .Bool("DisableRedirects", static (form, value) => form.Say(value).DisableRedirects = value, "disable_redirects")
        .Text("ID", static (form, value) => form.Id = value)
        .Text("ServiceID", static (form, value) => form.ServiceId = value, "service_id")
        .Text("Token", static (form, value) => form.Token = value);

    /// <summary>In a configuration file, for itself or inside a service.</summary>
    public static readonly BodyShape<CheckForm> InFile = Common(new BodyShape<CheckForm>("CheckDefinition"))
        .Bool("DisableRedirects", static (form, value) => form.Say(value).DisableRedirects = value)
        .Text("ID", static (form, value) => form.Say(value.Length > 0).Id = value, "CheckID")
        .Text("ServiceID", static (form, value) => form.ServiceId = value)
        .Text("Token", static (form, value) => form.Token = value);

    public string Id { get; set; } = "";

    public string Name { get; set; } = "";

    public string Status { get; set; } = "";

    public string Notes { get; set; } = "";

    public string ServiceId { get; set; } = "";

    public string Token { get; set; } = "";

    public List<string> ScriptArgs { get; set; } = [];

    public string Http { get; set; } = "";

    public Dictionary<string, List<string>> Header { get; set; } = [];

    public string Method { get; set; } = "";

    public string Body { get; set; } = "";

    public bool DisableRedirects { get; set; }

    public string Tcp { get; set; } = "";

    public bool TcpUseTls { get; set; }

    public string Udp { get; set; } = "";

    public long Interval { get; set; }

    public string AliasNode { get; set; } = "";

    public string AliasService { get; set; } = "";

    public string DockerContainerId { get; set; } = "";

    public string Shell { get; set; } = "";

    public string Grpc { get; set; } = "";

    public bool GrpcUseTls { get; set; }

    public string H2Ping { get; set; } = "";

    /// <summary>Null when it was not given.</summary>
    public bool? H2PingUseTls { get; set; }

    public string OsService { get; set; } = "";

    public string TlsServerName { get; set; } = "";

    public bool TlsSkipVerify { get; set; }

    public long Timeout { get; set; }

    public long Ttl { get; set; }

    public int SuccessBeforePassing { get; set; }

    public int? FailuresBeforeWarning { get; set; }

    public int FailuresBeforeCritical { get; set; }

    public long DeregisterCriticalAfter { get; set; }

    public int OutputMaxSize { get; set; }

    /// <summary>Nothing was said: such a single check of a service is none. Protocol source: Consul <c>CheckType.Empty</c>.</summary>
    public bool IsEmpty { get; private set; } = true;

    private static BodyShape<CheckForm> Common(BodyShape<CheckForm> shape) => shape
        .Text("Name", static (form, value) => form.Say(value.Length > 0).Name = value)
        .Text("Status", static (form, value) => form.Say(value.Length > 0).Status = value)
        .Text("Notes", static (form, value) => form.Say(value.Length > 0).Notes = value)
        .Texts("ScriptArgs", static (form, value) => form.Say().ScriptArgs = value, "Args", "script_args")
        .Text("HTTP", static (form, value) => form.Say(value.Length > 0).Http = value)
        .TextListMap("Header", static (form, value) => form.Say().Header = value)
        .Text("Method", static (form, value) => form.Say(value.Length > 0).Method = value)
        .Text("Body", static (form, value) => form.Say(value.Length > 0).Body = value)
        .Text("TCP", static (form, value) => form.Say(value.Length > 0).Tcp = value)
        .Bool("TCPUseTLS", static (form, value) => form.Say(value).TcpUseTls = value, "tcp_use_tls")
        .Text("UDP", static (form, value) => form.Say(value.Length > 0).Udp = value)
        .LateDuration("Interval", static (form, value) => form.Say(value != 0).Interval = value)
        .Text("AliasNode", static (form, value) => form.Say(value.Length > 0).AliasNode = value)
        .Text("AliasService", static (form, value) => form.Say(value.Length > 0).AliasService = value)
        .Text("DockerContainerID", static (form, value) => form.Say(value.Length > 0).DockerContainerId = value, "docker_container_id")
        .Text("Shell", static (form, value) => form.Say(value.Length > 0).Shell = value)
        .Text("GRPC", static (form, value) => form.Say(value.Length > 0).Grpc = value)
        .Bool("GRPCUseTLS", static (form, value) => form.Say(value).GrpcUseTls = value, "grpc_use_tls")
        .Text("H2PING", static (form, value) => form.Say(value.Length > 0).H2Ping = value)
        .Bool("H2PingUseTLS", static (form, value) => form.Say(value).H2PingUseTls = value, "h2ping_use_tls")
        .Text("OSService", static (form, value) => form.Say(value.Length > 0).OsService = value)
        .Text("TLSServerName", static (form, value) => form.Say(value.Length > 0).TlsServerName = value, "tls_server_name")
        .Bool("TLSSkipVerify", static (form, value) => form.Say(value).TlsSkipVerify = value, "tls_skip_verify")
        .LateDuration("Timeout", static (form, value) => form.Say(value != 0).Timeout = value)
        .LateDuration("TTL", static (form, value) => form.Say(value != 0).Ttl = value)
        .Int("SuccessBeforePassing", static (form, value) => form.Say(value != 0).SuccessBeforePassing = value)
        .Int("FailuresBeforeWarning", static (form, value) => form.Say(value != 0).FailuresBeforeWarning = value)
        .Int("FailuresBeforeCritical", static (form, value) => form.Say(value != 0).FailuresBeforeCritical = value)
        .LateDuration("DeregisterCriticalServiceAfter", static (form, value) => form.Say(value != 0).DeregisterCriticalAfter = value, "deregister_critical_service_after")
        .Int("OutputMaxSize", static (form, value) => form.Say(value != 0).OutputMaxSize = value)
        .Any("ProxyHTTP", static (_, _) => { })
        .Any("ProxyGRPC", static (_, _) => { });

    private CheckForm Say(bool something = true)
    {
        IsEmpty &= !something;
        return this;
    }
}
