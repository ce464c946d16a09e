using System.Net;
using System.Net.Sockets;
using ARSoft.Tools.Net.Dns;

namespace Batata.Api.Consul.Dns.Wire;

/// <summary>A record of an answer, of the kinds that Consul's names have. Equal when a client could not tell them apart.</summary>
/// <param name="Ttl">Seconds.</param>
internal abstract record AnswerRecord(WireName Name, RecordType Type, uint Ttl);

/// <summary>A or AAAA.</summary>
internal sealed record AddressRecord(WireName Name, uint Ttl, IPAddress Address)
    : AnswerRecord(Name, Address.AddressFamily == AddressFamily.InterNetwork ? RecordType.A : RecordType.Aaaa, Ttl);

/// <summary>CNAME, NS or PTR.</summary>
internal sealed record NameRecord(WireName Name, RecordType Type, uint Ttl, WireName Target) : AnswerRecord(Name, Type, Ttl);

internal sealed record ServiceRecord(WireName Name, uint Ttl, ushort Weight, ushort Port, WireName Target) : AnswerRecord(Name, RecordType.Srv, Ttl);

/// <param name="Strings">Each behind its length, as the packet has them.</param>
internal sealed record TextRecord(WireName Name, uint Ttl, ReadOnlyMemory<byte> Strings) : AnswerRecord(Name, RecordType.Txt, Ttl);

internal sealed record ZoneRecord(WireName Name, uint Ttl, WireName Server, WireName Mailbox, uint Serial, uint Refresh, uint Retry, uint Expire, uint MinTtl)
    : AnswerRecord(Name, RecordType.Soa, Ttl);
