using Batata.Domain.Agents;

namespace Batata.Application.Agents;

/// <summary>
/// Takes what a run of a check found. Call it for every run: what says nothing new costs nothing, and output alone reaches the catalog late, as with
/// Consul's <c>check_update_interval</c>. The agent's own reads show it at once.
/// </summary>
public interface ICheckReports
{
    /// <param name="check">The one that was run; a result for an older registration of its id is dropped.</param>
    /// <param name="status">After thresholds: see <see cref="Domain.Catalog.CheckStatus"/>.</param>
    /// <param name="output">Already cut to its limit.</param>
    /// <returns>False when it could not be written (there is no leader): report it with the next run.</returns>
    Task<bool> ReportAsync(AgentCheck check, string status, string output, CancellationToken cancellationToken);

    /// <summary>The newest output of a check of this node, which may not be written yet.</summary>
    string OutputOf(AgentCheck check);
}
