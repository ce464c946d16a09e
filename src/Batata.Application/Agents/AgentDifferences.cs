using Batata.Domain.Agents;
using Batata.Domain.Catalog;

namespace Batata.Application.Agents;

/// <summary>
/// What differs between an agent and the catalog of its node. The agent is right but for tags that others may set, and for the node's own
/// service and check. Protocol source: Consul <c>State.updateSyncState</c>.
/// </summary>
/// <param name="ForeignServices">Ids that only the catalog has; so of checks.</param>
/// <param name="Retagged">Services of the agent with the tags that somebody gave them.</param>
/// <param name="Services">Lost or altered in the catalog.</param>
public sealed record AgentDifferences(
    IReadOnlyList<string> ForeignServices,
    IReadOnlyList<string> ForeignChecks,
    IReadOnlyList<AgentService> Retagged,
    IReadOnlyList<AgentService> Services,
    IReadOnlyList<AgentCheck> Checks)
{
    /// <summary>The service that stands for the server itself.</summary>
    private const string OwnServiceId = "consul";

    public bool Any => ForeignServices.Count + ForeignChecks.Count + Retagged.Count + Services.Count + Checks.Count > 0;

    /// <param name="outputsOf">Checks whose output counts, too.</param>
    public static AgentDifferences Between(
        IReadOnlyList<AgentService> services,
        IReadOnlyList<AgentCheck> checks,
        IReadOnlyList<ServiceInstance> shownServices,
        IReadOnlyList<HealthCheck> shownChecks,
        IReadOnlySet<string> outputsOf)
    {
        var ownServices = new OwnIds(services.Select(static service => service.Id));
        var ownChecks = new OwnIds(checks.Select(static check => check.Id));
        var foreignServices = shownServices.Where(shown => shown.Id != OwnServiceId && !ownServices.Has(shown.Id)).Select(static shown => shown.Id).ToList();
        var foreignChecks = shownChecks.Where(shown => shown.CheckId != CatalogNode.SerfCheckId && !ownChecks.Has(shown.CheckId)).Select(static shown => shown.CheckId).ToList();
        var (retagged, lost) = (new List<AgentService>(), new List<AgentService>());
        var shownById = shownServices.ToDictionary(static shown => shown.Id, StringComparer.OrdinalIgnoreCase);
        foreach (var service in services)
        {
            if (!shownById.TryGetValue(service.Id, out var shown))
            {
                lost.Add(service);
                continue;
            }
            if (ownServices.IsAnothers(shown.Id, service.Id)) continue;
            var wanted = service;
            if (service.Definition.EnableTagOverride && !service.Definition.Tags.SequenceEqual(shown.Tags))
            {
                wanted = service with { Definition = service.Definition with { Tags = shown.Tags } };
                retagged.Add(wanted);
            }
            if (!wanted.Definition.IsSameAs(WithoutVirtual(shown))) lost.Add(wanted);
        }
        var checksById = shownChecks.ToDictionary(static shown => shown.CheckId, StringComparer.OrdinalIgnoreCase);
        var lostChecks = checks.Where(check => !checksById.TryGetValue(check.Id, out var shown)
            || (!ownChecks.IsAnothers(shown.CheckId, check.Id) && !IsShown(check.State, shown, outputsOf.Contains(check.Id)))).ToList();
        return new AgentDifferences(foreignServices, foreignChecks, retagged, lost, lostChecks);
    }

    /// <summary>Name and tags of the service are the catalog's matter.</summary>
    private static bool IsShown(HealthCheck own, HealthCheck shown, bool withOutput) => own.IsSameAs(shown with
    {
        Node = own.Node,
        CheckId = own.CheckId,
        Output = withOutput ? shown.Output : own.Output,
        ServiceName = own.ServiceName,
        ServiceTags = own.ServiceTags,
    });

    private static ServiceInstance WithoutVirtual(ServiceInstance shown) => !shown.TaggedAddresses.ContainsKey(VirtualAddress.Tag)
        ? shown
        : shown with { TaggedAddresses = shown.TaggedAddresses.Where(static one => one.Key != VirtualAddress.Tag).ToDictionary(static one => one.Key, static one => one.Value, StringComparer.Ordinal) };

    /// <summary>Ids of the agent, which are told apart by their letter case; the catalog has one entry for all that differ in it alone.</summary>
    private sealed class OwnIds(IEnumerable<string> ids)
    {
        private readonly HashSet<string> _exact = new(ids, StringComparer.Ordinal);
        private HashSet<string>? _any;

        public bool Has(string shown) => (_any ??= new(_exact, StringComparer.OrdinalIgnoreCase)).Contains(shown);

        /// <summary>What is shown stands for another one, which came later: writing this one would take that one's place, and the next time the other way round.</summary>
        public bool IsAnothers(string shown, string own) => shown != own && _exact.Contains(shown);
    }
}
