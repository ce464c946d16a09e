using System.Collections.Concurrent;
using Batata.Application.Abstractions;
using Batata.Application.Agents;
using Batata.Domain.Agents;

namespace Batata.Infrastructure.Agents;

/// <summary>Newest outputs of this node's checks that are not written yet, each with the time until which it waits.</summary>
internal sealed class HeldOutputs : IChangeObserver<AgentCheckChanged>
{
    private readonly ConcurrentDictionary<(string Node, string Id), Held> _held = new();

    /// <returns>Until when; the time of the first that waits stays.</returns>
    public DateTimeOffset Hold(AgentCheck check, string output, DateTimeOffset until) =>
        _held.AddOrUpdate((check.Node, check.Id), static (_, made) => made, static (_, old, made) => made with { Until = old.Until }, new Held(output, until)).Until;

    public void Drop(AgentCheck check) => _held.TryRemove((check.Node, check.Id), out _);

    public string? Find(AgentCheck check) => _held.TryGetValue((check.Node, check.Id), out var held) ? held.Output : null;

    /// <summary>Written, registered anew or gone: nothing waits any more.</summary>
    public void Observe(AgentCheckChanged change) => _held.TryRemove((change.Node, change.CheckId), out _);

    public void Reset() => _held.Clear();

    private sealed record Held(string Output, DateTimeOffset Until);
}
