using Batata.Application.Abstractions;
using Batata.Domain.Sessions;

namespace Batata.Application.Sessions;

/// <summary>A renewal moves a timer of the leader and nothing that is stored: no index, no entry of the log. Any node takes it and asks the leader.</summary>
public interface ISessionRenewals
{
    /// <returns>The session; null when it is not there, or is just being ended for want of a renewal.</returns>
    /// <exception cref="UnavailableException">No leader could be asked in time: the session may be renewed or not.</exception>
    ValueTask<Session?> RenewAsync(string id, CancellationToken cancellationToken);
}
