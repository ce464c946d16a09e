using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Agents.Checks;

/// <summary>Bounds how many checks run at a time. The others wait in turn, without a thread.</summary>
internal sealed class CheckLanes(IOptions<AgentCheckOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _network = new(options.Value.Concurrency);
    private readonly SemaphoreSlim _scripts = new(options.Value.ScriptConcurrency);

    public SemaphoreSlim Of(CheckLaneKind kind) => kind == CheckLaneKind.Script ? _scripts : _network;

    public void Dispose()
    {
        _network.Dispose();
        _scripts.Dispose();
    }
}
