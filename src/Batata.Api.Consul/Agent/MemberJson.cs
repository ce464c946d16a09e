using System.Net;
using System.Text.Json;
using Batata.Api.Consul.Filters;

namespace Batata.Api.Consul.Agent;

/// <summary>A member as Consul shows it. The protocol versions are those of Serf in the Consul that <see cref="ConsulVersion"/> names.</summary>
internal static class MemberJson
{
    private static readonly (int Min, int Max, int Current) Protocol = (1, 5, 2);
    private static readonly (int Min, int Max, int Current) Delegate = (2, 5, 4);

    /// <summary>As filters see it.</summary>
    public static FilterMember Of(SerfMember member) => new(
        member.Name, IPAddress.TryParse(member.Address, out var address) ? address.MapToIPv6().GetAddressBytes() : [], member.Port, member.Tags.ToDictionary(), member.Status,
        Protocol.Min, Protocol.Max, Protocol.Current, Delegate.Min, Delegate.Max, Delegate.Current);

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
        json.WriteNumber("ProtocolMin"u8, Protocol.Min);
        json.WriteNumber("ProtocolMax"u8, Protocol.Max);
        json.WriteNumber("ProtocolCur"u8, Protocol.Current);
        json.WriteNumber("DelegateMin"u8, Delegate.Min);
        json.WriteNumber("DelegateMax"u8, Delegate.Max);
        json.WriteNumber("DelegateCur"u8, Delegate.Current);
        json.WriteEndObject();
    }
}
