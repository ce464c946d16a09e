using ARSoft.Tools.Net.Dns;

namespace Batata.Api.Consul.Dns.Wire;

/// <summary>What somebody asks. The class of the question comes back, and nothing looks at it.</summary>
/// <param name="IsNotify">The one other opcode that is answered, like a query.</param>
/// <param name="Edns">Null when it was asked without.</param>
internal sealed record Question(
    ushort Id, bool IsNotify, bool RecursionDesired, bool CheckingDisabled, WireName Name, RecordType Type, ushort Class, Edns? Edns);

/// <param name="Size">Of the buffer that an answer over UDP may fill, as it was said.</param>
/// <param name="Subnet">Null without the client subnet option.</param>
internal sealed record Edns(ushort Size, ClientSubnet? Subnet);

/// <summary>RFC 7871. Protocol source of what comes back: Consul <c>setEDNS</c>.</summary>
/// <param name="Family">1 for IPv4, 2 for IPv6.</param>
/// <param name="Address">As many bytes as the mask needs.</param>
internal sealed record ClientSubnet(ushort Family, byte Mask, ReadOnlyMemory<byte> Address);
