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

/// <summary>Takes a member out by an operator's word instead of the member list's.</summary>
public interface IMemberRemoval
{
    /// <summary>Only one that does not answer, and only when the others keep a majority without it. It is a member again when it comes back and is still listed.</summary>
    /// <returns>Why it is still a member, for people.</returns>
    Task<Outcome<bool>> RemoveAsync(Guid id, CancellationToken cancellationToken);
}

/// <param name="Leader">As the member list names it.</param>
/// <param name="Before">Who led until then.</param>
public sealed record LeaderChange(string Leader, string Before, long Term);
