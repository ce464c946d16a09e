using Batata.Domain.Shared;

namespace Batata.Application.Agents;

/// <summary>Something that was read from a file and can be read again while the node runs: <c>PUT /v1/agent/reload</c>. Register one for each.</summary>
public interface IAgentReload
{
    /// <returns>Refused when the file is wrong: what was in force stays.</returns>
    Task<Outcome<bool>> ReloadAsync(CancellationToken cancellationToken);
}
