using Batata.Domain.Agents;

namespace Batata.Infrastructure.Agents.Checks;

/// <summary>Consul takes the registration and its runs fail where there is no Docker; here there never is one.</summary>
internal sealed class NoDockerProbe : ICheckProbe
{
    public string Kind => "docker";

    public Task<CheckResult> RunAsync(CheckDefinition check, TimeSpan timeout, CancellationToken deadline) =>
        Task.FromResult(CheckResult.Critical("This server runs no checks inside of Docker containers; use a script, HTTP, TCP or gRPC check"));
}
