using System.Threading.Channels;
using Batata.Application.Abstractions;
using Batata.Application.Agents;

namespace Batata.Infrastructure.Agents.Checks;

/// <summary>What became of the checks of this node's agent, and of those that it stands in for, from the applying thread to <see cref="CheckRunners"/>, which propose entries themselves.</summary>
internal sealed class AgentCheckQueue(AgentDuty duty) : IChangeObserver<AgentCheckChanged>, IDutyFollower
{
    // One task takes it at once: it is as long as what is applied meanwhile.
    private readonly Channel<AgentCheckChanged?> _changes = Channel.CreateUnbounded<AgentCheckChanged?>(new UnboundedChannelOptions { SingleReader = true });

    public void Observe(AgentCheckChanged change)
    {
        if (duty.Has(change.Node)) _changes.Writer.TryWrite(change);
    }

    public void DutyChanged() => Reset();

    public void Reset() => _changes.Writer.TryWrite(null);

    /// <summary>Null: the state was replaced, all are to be read again.</summary>
    public IAsyncEnumerable<AgentCheckChanged?> ReadAllAsync(CancellationToken cancellationToken) => _changes.Reader.ReadAllAsync(cancellationToken);
}
