using System.Text.RegularExpressions;
using Batata.Application.Agents;
using Batata.Application.Cluster;
using Batata.Application.Patterns;
using Batata.Domain.Agents;
using Batata.Domain.Events;
using Batata.Domain.Shared;

namespace Batata.Application.Events;

/// <summary>
/// Which agents an event is for. In Consul each of them decides when it hears of it; here the node that fires it decides for all, by what they have at that moment:
/// no regular expression runs while the log is applied. Protocol source: Consul <c>shouldProcessUserEvent</c>, which asks for the ids of services.
/// </summary>
internal sealed class EventAudience(IClusterNodes nodes, IEnumerable<IAgentQueries> agents)
{
    private readonly IAgentQueries? _agents = agents.FirstOrDefault();

    /// <returns>Names of nodes, null for all; or why the filters are refused.</returns>
    public async ValueTask<(IReadOnlyList<string>? Nodes, Failure? Refused)> FindAsync(EventFilters filters, CancellationToken cancellationToken)
    {
        if (filters.Tag.Length > 0 && filters.Service.Length == 0) return (null, EventFailures.TagWithoutService);
        var node = Compile("node", filters.Node, out var refused);
        var service = Compile("service", filters.Service, out var refusedService);
        var tag = Compile("tag", filters.Tag, out var refusedTag);
        if ((refused ?? refusedService ?? refusedTag) is { } failure) return (null, failure);
        if (node is null && service is null) return (null, null);
        var found = new List<string>();
        foreach (var one in nodes.All())
        {
            if (node?.IsMatch(one.Label) != false && (service is null || await HasAsync(one.Label, service, tag, cancellationToken))) found.Add(one.Label);
        }
        return (found, null);
    }

    private async ValueTask<bool> HasAsync(string node, Regex service, Regex? tag, CancellationToken cancellationToken)
    {
        IReadOnlyList<AgentService> all = _agents is null ? [] : await _agents.ServicesAsync(node, cancellationToken);
        return all.Any(one => service.IsMatch(one.Id) && (tag is null || one.Definition.Tags.Any(tag.IsMatch)));
    }

    private static Regex? Compile(string which, string filter, out Failure? refused)
    {
        refused = null;
        if (filter.Length == 0) return null;
        if (GoRegex.TryCompile(filter, out var pattern) is { } problem) refused = EventFailures.Filter(which, problem);
        return pattern;
    }
}
