using Batata.Api.Consul.Dns.Wire;

namespace Batata.Api.Consul.Dns.Answers;

/// <summary>How a name was found.</summary>
internal enum Outcome
{
    /// <summary>With what is in the lists, which may be nothing.</summary>
    Found,

    /// <summary>The name is there, and nothing of the type: NOERROR with the SOA.</summary>
    NoData,

    /// <summary>NXDOMAIN with the SOA.</summary>
    NoName,

    /// <summary>SERVFAIL.</summary>
    Failed,
}

/// <summary>What the catalog says to a name.</summary>
internal sealed class Found(Outcome outcome)
{
    public static Found NoName => new(Outcome.NoName);

    public static Found Failed => new(Outcome.Failed);

    public static Found NoData => new(Outcome.NoData);

    public static Found Nothing => new(Outcome.Found);

    public Outcome Outcome { get; } = outcome;

    public List<AnswerRecord> Answers { get; init; } = [];

    public List<AnswerRecord> Additional { get; init; } = [];
}

/// <summary>A name that is looked up: what a client asks, or what a CNAME leads to.</summary>
/// <param name="HasEdns">Who asks has EDNS: more records may come behind a CNAME.</param>
/// <param name="Depth">CNAMEs that may still be followed within the domain.</param>
/// <param name="Wanted">More answers than this would be thrown away.</param>
/// <param name="PortName">The port of a service that is meant; null for the one without a name.</param>
internal sealed record Lookup(WireName Name, ARSoft.Tools.Net.Dns.RecordType Type, bool HasEdns, int Depth, int Wanted, string? PortName = null);
