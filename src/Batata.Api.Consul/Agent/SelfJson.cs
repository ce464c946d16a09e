using System.Globalization;
using System.Text.Json;
using Batata.Api.Consul.Coordinates;

namespace Batata.Api.Consul.Agent;

/// <summary><c>/v1/agent/self</c> as JSON.</summary>
internal static class SelfJson
{
    public static void Write(Utf8JsonWriter json, SelfView self)
    {
        json.WriteStartObject();
        WriteConfig(json, self);
        WriteDebug(json, self);
        json.WritePropertyName("Coord"u8);
        CoordinateJson.Write(json, self.Place);
        json.WritePropertyName("Member"u8);
        MemberJson.Write(json, self.Member);
        json.WriteStartObject("Stats"u8);
        foreach (var (group, figures) in self.Stats)
        {
            json.WriteStartObject(group);
            foreach (var (name, value) in figures) json.WriteString(name, value);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteStartObject("Meta"u8);
        json.WriteString("consul-network-segment"u8, "");
        json.WriteString("consul-version"u8, ConsulVersion.Text);
        json.WriteEndObject();
        WriteProxies(json);
        json.WriteEndObject();
    }

    private static void WriteConfig(Utf8JsonWriter json, SelfView self)
    {
        json.WriteStartObject("Config"u8);
        json.WriteString("Datacenter"u8, self.Datacenter);
        json.WriteString("PrimaryDatacenter"u8, self.Datacenter);
        json.WriteString("NodeName"u8, self.NodeName);
        json.WriteString("NodeID"u8, self.NodeId);
        json.WriteString("Revision"u8, ConsulVersion.Revision);
        json.WriteBoolean("Server"u8, true);
        json.WriteString("Version"u8, ConsulVersion.Text);
        json.WriteString("VersionMetadata"u8, $"{ConsulVersion.Metadata} {ConsulVersion.Release}");
        json.WriteString("BuildDate"u8, ConsulVersion.BuiltAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteString("BindAddr"u8, self.BindAddress);
        json.WriteEndObject();
    }

    /// <summary>The few members that scripts read by Consul's names, and all settings by ours.</summary>
    private static void WriteDebug(Utf8JsonWriter json, SelfView self)
    {
        json.WriteStartObject("DebugConfig"u8);
        json.WriteString("Datacenter"u8, self.Datacenter);
        json.WriteString("PrimaryDatacenter"u8, self.Datacenter);
        json.WriteString("NodeName"u8, self.NodeName);
        json.WriteString("NodeID"u8, self.NodeId);
        json.WriteString("Version"u8, ConsulVersion.Text);
        json.WriteBoolean("ServerMode"u8, true);
        json.WriteBoolean("EnableDebug"u8, false); // `consul debug` asks; nobody is given profiles over HTTP
        json.WriteBoolean("ConnectEnabled"u8, false);
        json.WriteStartObject("Settings"u8);
        foreach (var (key, value) in self.Settings) json.WriteString(key, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Nothing serves xDS here.</summary>
    private static void WriteProxies(Utf8JsonWriter json)
    {
        json.WriteStartObject("xDS"u8);
        json.WriteStartObject("SupportedProxies"u8);
        json.WriteStartArray("envoy"u8);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteNumber("Port"u8, -1);
        json.WriteStartObject("Ports"u8);
        json.WriteNumber("Plaintext"u8, -1);
        json.WriteNumber("TLS"u8, -1);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
