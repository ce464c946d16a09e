using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Consul.Http;

/// <summary>Headers of answers. Spelled as documented; Consul's own answers have Go's letter case, which no client looks at.</summary>
internal static class ConsulHeaders
{
    public const string DefaultPolicy = "X-Consul-Default-ACL-Policy";

    private const string Index = "X-Consul-Index";
    private const string KnownLeader = "X-Consul-KnownLeader";
    private const string LastContact = "X-Consul-LastContact";
    private const string Backend = "X-Consul-Query-Backend";
    private const string Consistency = "X-Consul-Effective-Consistency";

    /// <summary>On every answer of a known path.</summary>
    public static void WriteCommon(IHeaderDictionary headers, string defaultPolicy)
    {
        headers.Vary = "Accept-Encoding";
        headers[DefaultPolicy] = defaultPolicy;
    }

    /// <summary>How fresh an answer is, where it has no index.</summary>
    public static void WriteContact(IHeaderDictionary headers, LeaderContact contact)
    {
        headers[KnownLeader] = contact.Known ? "true" : "false";
        headers[LastContact] = contact.AgoMs == 0 ? "0" : contact.AgoMs.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>On every read from the state.</summary>
    /// <param name="consistency">Null where the read does not say it.</param>
    public static void WriteRead(IHeaderDictionary headers, ulong index, LeaderContact contact, string? consistency)
    {
        headers[Index] = Math.Max(1, index).ToString(CultureInfo.InvariantCulture);
        WriteContact(headers, contact);
        headers[Backend] = "blocking-query";
        if (consistency is not null) headers[Consistency] = consistency;
    }

    /// <param name="age">Of what was kept; null when it was read just now.</param>
    public static void WriteCacheUse(IHeaderDictionary headers, TimeSpan? age)
    {
        headers["X-Cache"] = age is null ? "MISS" : "HIT";
        if (age is { } old) headers.Age = ((long)old.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }
}

/// <param name="Known">A leader is known.</param>
/// <param name="AgoMs">When it was heard last; 0 on the leader.</param>
internal readonly record struct LeaderContact(bool Known, long AgoMs);
