using Batata.Domain.Autopilot;

namespace Batata.Application.Autopilot;

public interface IAutopilotQueries
{
    /// <summary>From the last commit; the default when it was never set.</summary>
    ValueTask<AutopilotConfig> FindAsync(CancellationToken cancellationToken);
}
