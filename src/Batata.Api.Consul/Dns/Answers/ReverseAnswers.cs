using ARSoft.Tools.Net.Dns;
using Batata.Api.Consul.Dns.Names;
using Batata.Api.Consul.Dns.Views;
using Batata.Api.Consul.Dns.Wire;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Dns.Answers;

/// <summary>Names of addresses: of a node before that of a service. Protocol source: Consul <c>handlePtr</c>.</summary>
internal sealed class ReverseAnswers(CatalogViews views, CatalogAnswers catalog, IOptions<ConsulDnsOptions> options, IOptions<ConsulOptions> consul)
{
    /// <returns>Null when nobody here has the address.</returns>
    public async ValueTask<AnswerRecord?> AnswerAsync(WireName question)
    {
        if (options.Value.RequiresTokens || ReverseName.Parse(question.ToString().ToLowerInvariant()) is not { } address) return null;
        var labels = (await views.NodesByAddressAsync()).TryGetValue(address, out var node) ? $"{node}.node"
            : (await views.ServicesByAddressAsync()).TryGetValue(GoAddress.Write(address), out var service) ? $"{service}.service"
            : null;
        return labels is not null && WireName.TryJoin($"{labels}.{consul.Value.Datacenter}", catalog.Domains.Main, out var name)
            ? new NameRecord(question, RecordType.Ptr, 0, name)
            : null;
    }
}
