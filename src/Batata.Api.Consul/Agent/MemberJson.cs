using System.Text.Json;

namespace Batata.Api.Consul.Agent;

/// <summary>A member as Consul shows it. The protocol versions are those of Serf in the Consul that <see cref="ConsulVersion"/> names.</summary>
internal static class MemberJson
{
    public static void Write(Utf8JsonWriter json, SerfMember member)
    {
        json.WriteStartObject();
        json.WriteString("Name"u8, member.Name);
        json.WriteString("Addr"u8, member.Address);
        json.WriteNumber("Port"u8, member.Port);
        json.WriteStartObject("Tags"u8);
        foreach (var (name, value) in member.Tags) json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteNumber("Status"u8, member.Status);
        json.WriteNumber("ProtocolMin"u8, 1);
        json.WriteNumber("ProtocolMax"u8, 5);
        json.WriteNumber("ProtocolCur"u8, 2);
        json.WriteNumber("DelegateMin"u8, 2);
        json.WriteNumber("DelegateMax"u8, 5);
        json.WriteNumber("DelegateCur"u8, 4);
        json.WriteEndObject();
    }
}
