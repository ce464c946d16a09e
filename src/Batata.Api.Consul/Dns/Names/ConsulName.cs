using ARSoft.Tools.Net.Dns;

namespace Batata.Api.Consul.Dns.Names;

/// <summary>A name below the domain, taken apart. Everything is in small letters. Protocol source: Consul <c>DNSServer.dispatch</c>.</summary>
/// <param name="Kind">By its last label that is one of the kinds.</param>
/// <param name="Labels">What stands left of it.</param>
/// <param name="Place">What stands right of it; null when that is no place.</param>
internal sealed record ConsulName(NameKind Kind, IReadOnlyList<string> Labels, Place? Place)
{
    /// <param name="relative">The name without the domain, in small letters, with a dot at the end.</param>
    public static ConsulName Parse(string relative, RecordType type)
    {
        var labels = Split(relative);
        for (var i = labels.Count - 1; i >= 0; i--)
        {
            if (KindOf(labels[i]) is var kind && kind != NameKind.None) return new ConsulName(kind, labels[..i], Place.Parse(labels[(i + 1)..]));
            // RFC 2782 does without the label "service".
            if (type == RecordType.Srv && labels[i][0] == '_') return new ConsulName(NameKind.Service, labels[..(i + 1)], Place.Parse(labels[(i + 1)..]));
        }
        return new ConsulName(NameKind.None, [], null);
    }

    /// <summary>Service and tag. Two labels that begin with <c>_</c> are those of RFC 2782, where <c>_tcp</c> means any tag.</summary>
    /// <returns>A tag that is null for any; with dots when several labels stand for it.</returns>
    public (string Service, string? Tag) Service()
    {
        if (Labels is [['_', .. var service], ['_', .. var protocol]]) return (service, protocol is "tcp" or "" ? null : protocol);
        return (Labels[^1], Labels.Count == 1 ? null : string.Join('.', Labels.Take(Labels.Count - 1)));
    }

    private static NameKind KindOf(string label) => label switch
    {
        "service" => NameKind.Service,
        "connect" => NameKind.Connect,
        "virtual" => NameKind.Virtual,
        "ingress" => NameKind.Ingress,
        "node" => NameKind.Node,
        "query" => NameKind.Query,
        "addr" => NameKind.Address,
        _ => NameKind.None,
    };

    /// <summary>At dots that no backslash stands before.</summary>
    private static List<string> Split(string name)
    {
        List<string> labels = [];
        for (int start = 0, i = 0; i < name.Length; i++)
        {
            if (name[i] == '\\') i++;
            else if (name[i] == '.')
            {
                if (i > start) labels.Add(name[start..i]);
                start = i + 1;
            }
        }
        return labels;
    }
}
