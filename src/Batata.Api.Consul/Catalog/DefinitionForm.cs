using System.Text;
using System.Text.Json;
using Batata.Api.Consul.Bodies;
using Batata.Api.Consul.Http;

namespace Batata.Api.Consul.Catalog;

/// <summary>
/// How a check of the catalog is meant to be run: kept and shown, but by nobody run here. Names that nobody knows are ignored. Protocol source: Consul
/// <c>structs.HealthCheckDefinition</c>.
/// </summary>
internal sealed class DefinitionForm
{
    private static readonly string[] Texts =
    [
        "HTTP", "TLSServerName", "TLSSkipVerify", "Header", "Method", "Body", "DisableRedirects", "TCP", "TCPUseTLS", "UDP", "H2PING", "OSService", "H2PingUseTLS", "GRPC",
        "GRPCUseTLS", "ScriptArgs", "DockerContainerID", "Shell", "AliasNode", "AliasService", "SessionName", "TTL",
    ];

    public static readonly BodyShape<DefinitionForm> Shape = Common()
        .Int("OutputMaxSize", static (form, value) => form._outputMaxSize = value)
        .Bool("DisableRedirects", static (form, value) => form.Set("DisableRedirects", value))
        .Text("UDP", static (form, value) => form.Set("UDP", value))
        .Text("H2PING", static (form, value) => form.Set("H2PING", value))
        .Bool("H2PingUseTLS", static (form, value) => form.Set("H2PingUseTLS", value))
        .Texts("ScriptArgs", static (form, value) => form._scriptArgs = value)
        .Text("DockerContainerID", static (form, value) => form.Set("DockerContainerID", value))
        .Text("Shell", static (form, value) => form.Set("Shell", value))
        .Text("AliasNode", static (form, value) => form.Set("AliasNode", value))
        .Text("AliasService", static (form, value) => form.Set("AliasService", value))
        .Text("SessionName", static (form, value) => form.Set("SessionName", value))
        .Duration("TTL", static (form, value) => form._ttl = value);

    /// <summary>What a transaction takes over; times come under two names, and the longer one wins. Protocol source: Consul <c>api.HealthCheckDefinition.UnmarshalJSON</c>.</summary>
    public static readonly BodyShape<DefinitionForm> OfTransactions = Common()
        .Duration("IntervalDuration", static (form, value) => form._intervalDuration = value)
        .Duration("TimeoutDuration", static (form, value) => form._timeoutDuration = value)
        .Duration("DeregisterCriticalServiceAfterDuration", static (form, value) => form._deregisterAfterDuration = value);

    private readonly Dictionary<string, object> _members = new(StringComparer.Ordinal);
    private Dictionary<string, List<string>> _header = [];
    private List<string> _scriptArgs = [];
    private long _interval;
    private long _timeout;
    private long _deregisterAfter;
    private long? _intervalDuration;
    private long? _timeoutDuration;
    private long? _deregisterAfterDuration;
    private long _ttl;
    private int _outputMaxSize;

    /// <summary>What kind of check it makes; empty for none. Protocol source: Consul <c>CheckType.Type</c>.</summary>
    public string Type =>
        Runs("GRPC") ? "grpc"
        : Runs("HTTP") ? "http"
        : _ttl > 0 ? "ttl"
        : Runs("TCP") ? "tcp"
        : Runs("UDP") ? "udp"
        : Has("AliasNode") || Has("AliasService") ? "alias"
        : _scriptArgs.Count > 0 && Runs("DockerContainerID") ? "docker"
        : _scriptArgs.Count > 0 && _interval > 0 ? "script"
        : Runs("H2PING") ? "h2ping"
        : Runs("OSService") ? "os_service"
        : "";

    /// <summary>What is set, times as text.</summary>
    public string ToJson() => Encoding.UTF8.GetString(ConsulJson.Write(pretty: false, json =>
    {
        json.WriteStartObject();
        WriteTime(json, "Interval", _intervalDuration ?? _interval);
        if (_outputMaxSize != 0) json.WriteNumber("OutputMaxSize"u8, _outputMaxSize);
        WriteTime(json, "Timeout", _timeoutDuration ?? _timeout);
        WriteTime(json, "DeregisterCriticalServiceAfter", _deregisterAfterDuration ?? _deregisterAfter);
        foreach (var name in Texts) WriteMember(json, name);
        json.WriteEndObject();
    }).Span);

    private void WriteMember(Utf8JsonWriter json, string name)
    {
        if (name == "TTL")
        {
            WriteTime(json, name, _ttl);
        }
        else if (name == "ScriptArgs" && _scriptArgs.Count > 0)
        {
            NodeJson.WriteList(json, "ScriptArgs"u8, _scriptArgs);
        }
        else if (name == "Header" && _header.Count > 0)
        {
            json.WriteStartObject("Header"u8);
            foreach (var (header, values) in _header.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteStartArray(header);
                foreach (var value in values) json.WriteStringValue(value);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        else if (_members.TryGetValue(name, out var member))
        {
            if (member is string text) json.WriteString(name, text);
            else json.WriteBoolean(name, (bool)member);
        }
    }

    /// <summary>What registrations and transactions both take.</summary>
    private static BodyShape<DefinitionForm> Common() => new BodyShape<DefinitionForm>("HealthCheckDefinition", lenient: true)
        .Duration("Interval", static (form, value) => form._interval = value)
        .Duration("Timeout", static (form, value) => form._timeout = value)
        .Duration("DeregisterCriticalServiceAfter", static (form, value) => form._deregisterAfter = value)
        .Text("HTTP", static (form, value) => form.Set("HTTP", value))
        .Text("TLSServerName", static (form, value) => form.Set("TLSServerName", value))
        .Bool("TLSSkipVerify", static (form, value) => form.Set("TLSSkipVerify", value))
        .TextListMap("Header", static (form, value) => form._header = value)
        .Text("Method", static (form, value) => form.Set("Method", value))
        .Text("Body", static (form, value) => form.Set("Body", value))
        .Text("TCP", static (form, value) => form.Set("TCP", value))
        .Bool("TCPUseTLS", static (form, value) => form.Set("TCPUseTLS", value))
        .Text("OSService", static (form, value) => form.Set("OSService", value))
        .Text("GRPC", static (form, value) => form.Set("GRPC", value))
        .Bool("GRPCUseTLS", static (form, value) => form.Set("GRPCUseTLS", value));

    private bool Has(string name) => _members.ContainsKey(name);

    private bool Runs(string name) => Has(name) && _interval > 0;

    private void Set(string name, string value)
    {
        if (value.Length > 0) _members[name] = value;
        else _members.Remove(name);
    }

    private void Set(string name, bool value)
    {
        if (value) _members[name] = value;
        else _members.Remove(name);
    }

    private static void WriteTime(Utf8JsonWriter json, string name, long nanoseconds)
    {
        if (nanoseconds != 0) json.WriteString(name, GoDuration.Format(nanoseconds));
    }
}
