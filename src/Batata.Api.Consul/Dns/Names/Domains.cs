using Batata.Api.Consul.Dns.Wire;

namespace Batata.Api.Consul.Dns.Names;

/// <summary>The domains that are answered with authority; whatever the case of letters.</summary>
internal sealed class Domains
{
    private static readonly WireName Reverse = Of("arpa");

    /// <summary>The longer one first.</summary>
    private readonly WireName[] _all;

    private readonly string? _otherText;

    public Domains(ConsulDnsOptions options)
    {
        Main = Of(options.Domain);
        _all = [Main];
        if (options.AltDomain.Length == 0) return;
        Other = Of(options.AltDomain);
        _otherText = Other.ToString();
        _all = Other.Bytes.Length > Main.Bytes.Length ? [Other, Main] : [Main, Other];
    }

    public WireName Main { get; }

    /// <summary>Null when there is only one.</summary>
    public WireName? Other { get; }

    public static bool IsReverse(WireName name) => name.IndexOf(Reverse) >= 0;

    /// <summary>One of the domains, or below it.</summary>
    public bool Has(WireName name) => Find(name, 0) is not null;

    /// <summary>Below one of the domains: what the target of a CNAME must be to be looked up here.</summary>
    public bool HasBelow(WireName name) => Find(name, 1) is not null;

    /// <summary>What stands before the domain, in small letters, with a dot behind each label; nothing for names of others.</summary>
    public string Strip(WireName name) => name.Before(Find(name, 0) is { } domain ? name.IndexOf(domain) : 0).ToLowerInvariant();

    /// <summary>The domain of a question in the question's letters; the main one when it has none.</summary>
    public WireName In(WireName name) => Find(name, 0) is { } domain ? name.From(name.IndexOf(domain)) : Main;

    /// <summary>The domain whose SOA goes with a question. As in Consul the main one for the bare name of the second, and for other letters than its own.</summary>
    public WireName OfZone(WireName name) => _otherText is not null && name.ToString().EndsWith("." + _otherText, StringComparison.Ordinal) ? Other! : Main;

    private WireName? Find(WireName name, int least)
    {
        foreach (var domain in _all)
        {
            if (name.IndexOf(domain) >= least) return domain;
        }
        return null;
    }

    private static WireName Of(string text) => WireName.TryParse(text, out var name) ? name : throw new ArgumentException($"{text} is no domain name", nameof(text));
}
