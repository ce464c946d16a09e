namespace Batata.Api.Consul.Dns.Names;

/// <summary>
/// Where a name is to be looked up, <c>dc1</c>, <c>dc1.dc</c> or <c>p.peer</c>, and which of its ports is meant, <c>http.port</c>. Protocol source: Consul
/// <c>parseLocality</c> of the community edition.
/// </summary>
/// <param name="Datacenter">Null when none is named.</param>
/// <param name="Peer">Null when none is named.</param>
/// <param name="IsBare">One label alone: a datacenter, but for virtual addresses a peer.</param>
/// <param name="Port">Name of a port; null when none is named.</param>
internal sealed record Place(string? Datacenter, string? Peer, bool IsBare, string? Port = null)
{
    private static readonly Place Here = new(null, null, false);

    public static Place? Parse(IReadOnlyList<string> labels)
    {
        if (labels.Count == 0) return Here;
        if (labels.Count == 1) return new Place(labels[0], null, true);
        if (labels.Count is not (2 or 4)) return null;
        var place = Here;
        for (var i = 0; i < labels.Count; i += 2)
        {
            switch (labels[i + 1])
            {
                case "dc":
                    place = place with { Datacenter = labels[i] };
                    break;
                case "peer":
                    place = place with { Peer = labels[i] };
                    break;
                case "port":
                    place = place with { Port = labels[i] };
                    break;
                default:
                    return null;
            }
        }
        return place is { Datacenter: not null, Peer: not null } ? null : place;
    }

    /// <summary>There are no peers, and no other datacenter is known.</summary>
    public bool IsHere(string datacenter) => Peer is null && (Datacenter is null || Datacenter == datacenter);
}
