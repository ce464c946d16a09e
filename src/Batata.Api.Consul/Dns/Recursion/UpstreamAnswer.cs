using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;
using Batata.Api.Consul.Dns.Wire;

namespace Batata.Api.Consul.Dns.Recursion;

/// <summary>The records of another name server's answer that belong behind a CNAME; others are passed over.</summary>
internal static class UpstreamAnswer
{
    public static IReadOnlyList<AnswerRecord> Read(byte[] packet)
    {
        try
        {
            return [.. DnsMessage.Parse(packet).AnswerRecords.Select(Read).OfType<AnswerRecord>()];
        }
#pragma warning disable CA1031 // The library has many exceptions for what it cannot read.
        catch (Exception)
#pragma warning restore CA1031
        {
            return [];
        }
    }

    private static AnswerRecord? Read(DnsRecordBase record)
    {
        if (NameOf(record.Name) is not { } name) return null;
        var ttl = (uint)Math.Max(0, record.TimeToLive);
        return record switch
        {
            ARecord address => new AddressRecord(name, ttl, address.Address),
            AaaaRecord address => new AddressRecord(name, ttl, address.Address),
            CNameRecord alias when NameOf(alias.CanonicalName) is { } target => new NameRecord(name, RecordType.CName, ttl, target),
            _ => null,
        };
    }

    private static WireName? NameOf(DomainName name)
    {
        var bytes = new List<byte>();
        foreach (var label in name.Labels)
        {
            bytes.Add((byte)label.Length);
            bytes.AddRange(System.Text.Encoding.Latin1.GetBytes(label));
        }
        bytes.Add(0);
        return WireName.Read(bytes.ToArray());
    }
}
