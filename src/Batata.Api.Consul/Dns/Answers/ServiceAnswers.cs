using System.Net;
using System.Net.Sockets;
using ARSoft.Tools.Net.Dns;
using Batata.Api.Consul.Dns.Names;
using Batata.Api.Consul.Dns.Views;
using Batata.Api.Consul.Dns.Wire;

namespace Batata.Api.Consul.Dns.Answers;

/// <summary>
/// Answers of instances, in another order each time. Protocol source: Consul <c>addServiceNodeRecordsToMessage</c>,
/// <c>addServiceSRVRecordsToMessage</c>, <c>makeNodeServiceRecords</c>.
/// </summary>
internal sealed class ServiceAnswers(ConsulDnsOptions options, Domains domains, string datacenter, AliasAnswers aliases)
{
    /// <summary>Records behind a CNAME for those who ask without EDNS.</summary>
    private const int MostBehindAlias = 5;

    /// <param name="instances">Some of them, at least one.</param>
    /// <param name="ttl">Of all records.</param>
    public async ValueTask<Found> AnswerAsync(Lookup lookup, InstanceView[] instances, uint ttl, CancellationToken cancellationToken)
    {
        Random.Shared.Shuffle(instances);
        var found = lookup.Type == RecordType.Srv
            ? await ServicesAsync(lookup, instances, ttl, cancellationToken)
            : await AddressesAsync(lookup, instances, ttl, cancellationToken);
        return found.Answers.Count == 0 ? Found.NoData : found;
    }

    private async ValueTask<Found> AddressesAsync(Lookup lookup, InstanceView[] instances, uint ttl, CancellationToken cancellationToken)
    {
        var (found, seen) = (new Found(Outcome.Found), new HashSet<IPAddress>());
        var most = options.ARecordLimit == 0 ? lookup.Wanted : Math.Min(lookup.Wanted, options.ARecordLimit);
        InstanceView? alias = null;
        foreach (var instance in instances)
        {
            var place = PlaceOf(instance, lookup);
            if (place.Name is not null) alias ??= instance;
            if (place.Ip is null || !Shows(lookup.Type, place.Ip) || !seen.Add(place.Ip)) continue;
            found.Answers.Add(new AddressRecord(lookup.Name, ttl, place.Ip));
            if (found.Answers.Count == most) return found;
        }
        // Names are answered only where there are no addresses, and one of them.
        if (found.Answers.Count > 0 || alias is null || !WireName.TryParse(PlaceOf(alias, lookup).Name!, out var target)) return found;
        found.Answers.Add(new NameRecord(lookup.Name, RecordType.CName, ttl, target));
        found.Answers.AddRange(await BehindAsync(lookup, target, ttl, cancellationToken));
        return found;
    }

    private async ValueTask<Found> ServicesAsync(Lookup lookup, InstanceView[] instances, uint ttl, CancellationToken cancellationToken)
    {
        var (found, seen, domain) = (new Found(Outcome.Found), new HashSet<(string, string, ushort)>(), domains.In(lookup.Name));
        foreach (var instance in instances)
        {
            if (instance.PortOf(lookup.PortName) is not { } port || !seen.Add((instance.Node.Name, instance.Address(Family.Any).Text, port))) continue;
            var place = PlaceOf(instance, lookup);
            if (place.Name is not null)
            {
                if (!WireName.TryParse(place.Name, out var name)) continue;
                found.Answers.Add(new ServiceRecord(lookup.Name, ttl, instance.Weight, port, name));
                found.Additional.AddRange(await BehindAsync(lookup, name, ttl, cancellationToken));
            }
            else if (place.Ip is not null && WireName.TryJoin(place.IsOfNode ? NodeLabels(instance.Node) : AddressLabels(place.Ip), domain, out var target))
            {
                found.Answers.Add(new ServiceRecord(lookup.Name, ttl, instance.Weight, port, target));
                found.Additional.Add(new AddressRecord(target, ttl, place.Ip));
            }
            if (options.EnableAdditionalNodeMetaTxt && instance.Node.Texts.Length > 0 && WireName.TryJoin(NodeLabels(instance.Node), domain, out var node))
                found.Additional.AddRange(instance.Node.Texts.Select(text => new TextRecord(node, ttl, text)));
            if (found.Answers.Count == lookup.Wanted) return found;
        }
        return found;
    }

    private async ValueTask<IEnumerable<AnswerRecord>> BehindAsync(Lookup lookup, WireName target, uint ttl, CancellationToken cancellationToken)
    {
        var behind = (await aliases.FollowAsync(target, lookup.Depth, cancellationToken))
            .Where(static record => record.Type is RecordType.CName or RecordType.A or RecordType.Aaaa)
            .Select(record => record with { Ttl = ttl });
        return lookup.HasEdns ? behind : behind.Take(MostBehindAlias);
    }

    /// <summary>Where an instance is. A service whose address is the name that was asked for is at its node.</summary>
    private static (IPAddress? Ip, bool IsOfNode, string? Name) PlaceOf(InstanceView instance, Lookup lookup)
    {
        var family = FamilyOf(lookup.Type);
        var (own, node) = (instance.Address(family), instance.Node.Address(family));
        if (own.IsEmpty)
        {
            // A tagged address of the node is not the one that its name leads to.
            return node.Ip is null ? (null, false, node.IsEmpty ? null : node.Text) : (node.Ip, node.Text == instance.Node.Plain.Text, null);
        }
        if (own.Ip is not null) return (own.Ip, false, null);
        return node.Ip is not null && Dotted(own.Text) == lookup.Name.ToString() ? (node.Ip, true, null) : (null, false, own.Text);
    }

    private static string Dotted(string name) => name.EndsWith('.') ? name : name + ".";

    private string NodeLabels(NodeView node) => $"{node.Name}.node.{datacenter}";

    private string AddressLabels(IPAddress address) => $"{Convert.ToHexStringLower(address.GetAddressBytes())}.addr.{datacenter}";

    public static Family FamilyOf(RecordType type) => type switch
    {
        RecordType.A => Family.V4,
        RecordType.Aaaa => Family.V6,
        _ => Family.Any,
    };

    /// <summary>Whether the type of a question shows an address. TXT does, as in Consul.</summary>
    public static bool Shows(RecordType type, IPAddress address) => type is RecordType.Srv or RecordType.Any or RecordType.Ns or RecordType.Txt
        || type == (address.AddressFamily == AddressFamily.InterNetwork ? RecordType.A : RecordType.Aaaa);
}
