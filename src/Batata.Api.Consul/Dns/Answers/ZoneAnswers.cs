using ARSoft.Tools.Net.Dns;
using Batata.Api.Consul.Dns.Wire;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Dns.Answers;

/// <summary>SOA and NS, which every name of the domain has. Protocol source: Consul <c>makeSOARecord</c>, <c>getNameserversAndNodeRecord</c>.</summary>
internal sealed class ZoneAnswers(CatalogAnswers catalog, IOptions<ConsulDnsOptions> options, IOptions<ConsulOptions> consul, TimeProvider time)
{
    private const int MostServers = 3;
    private readonly ConsulDnsOptions _options = options.Value;

    /// <summary>The record that says how long a name may be held for missing.</summary>
    public AnswerRecord Zone(WireName question)
    {
        var domain = catalog.Domains.OfZone(question);
        return new ZoneRecord(
            domain, (uint)_options.SoaMinTtlSeconds, Below("ns", domain), Below("hostmaster", domain), (uint)time.GetUtcNow().ToUnixTimeSeconds(),
            (uint)_options.SoaRefreshSeconds, (uint)_options.SoaRetrySeconds, (uint)_options.SoaExpireSeconds, (uint)_options.SoaMinTtlSeconds);
    }

    /// <summary>Some servers, each with its address in Additional.</summary>
    public async ValueTask<Found> ServersAsync(WireName question, int depth, CancellationToken cancellationToken)
    {
        var (found, domain) = (new Found(Outcome.Found), catalog.Domains.In(question));
        foreach (var server in await catalog.ServersAsync())
        {
            // In small letters, the domain as well.
            if (!WireName.TryParse($"{server.Name}.node.{consul.Value.Datacenter}.{domain}".ToLowerInvariant(), out var name)) continue;
            found.Answers.Add(new NameRecord(domain, RecordType.Ns, (uint)_options.NodeTtlSeconds, name));
            found.Additional.AddRange(await catalog.Nodes.AddressAsync(name, RecordType.Any, server, depth, cancellationToken));
            if (found.Answers.Count == MostServers) break;
        }
        return found;
    }

    private static WireName Below(string label, WireName domain) => WireName.TryJoin(label, domain, out var name) ? name : domain;
}
