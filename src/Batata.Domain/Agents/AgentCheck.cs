using Batata.Domain.Catalog;

namespace Batata.Domain.Agents;

/// <summary>A check that was registered with the agent of a node, and its state. Its key is node and id. Immutable.</summary>
/// <param name="State">What reads show of it; its indexes are not used. Its output may be newer than the one in the catalog.</param>
/// <param name="Registration">Differs with every registration of the id. A result that belongs to an older one does not count.</param>
/// <param name="ReportedAt">UTC of the registration, or of the last report since.</param>
/// <param name="IsReported">There was a report since the registration.</param>
/// <param name="CriticalSince">UTC of the first of the reports since which it is critical; null while it is not, or only since its registration.</param>
/// <param name="IsExpired">Its TTL ran out, and nobody reported since.</param>
/// <param name="IsFromFile">It stands in the configuration file.</param>
public sealed record AgentCheck(
    HealthCheck State,
    CheckDefinition Definition,
    ulong Registration,
    DateTimeOffset ReportedAt,
    bool IsReported,
    DateTimeOffset? CriticalSince,
    bool IsFromFile,
    bool IsExpired = false)
{
    public string Node => State.Node;

    public string Id => State.CheckId;
}
