using Batata.Domain.Shared;

namespace Batata.Application.Cluster;

/// <summary>What an operator asks of the log.</summary>
public interface IClusterOperations
{
    /// <summary>Lets another node lead. Writes that are on their way arrive, those that come meanwhile wait for the next leader.</summary>
    /// <param name="to">As the member list names it; null for whoever is furthest.</param>
    /// <returns>Who leads then; or why all is as before.</returns>
    Task<Outcome<LeaderChange>> TransferLeadershipAsync(string? to, CancellationToken cancellationToken);
}

/// <param name="Leader">As the member list names it.</param>
/// <param name="Before">Who led until then.</param>
public sealed record LeaderChange(string Leader, string Before, long Term);
