using Batata.Domain.Events;

namespace Batata.Application.Events;

public interface IEventQueries
{
    /// <summary>The last events that the agent of this node keeps, oldest first.</summary>
    ValueTask<IReadOnlyList<UserEvent>> ListAsync(string node, int limit, CancellationToken cancellationToken);
}
