using System.Collections.Concurrent;
using Batata.Application.Agents;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;

namespace Batata.Infrastructure.Tests.Agents.Checks;

/// <summary>What agents have, as a test says, and what runs reported.</summary>
internal sealed class FakeAgent : ILocalAgent, IAgentQueries, ICheckReports
{
    private ulong _registrations;

    public string Node => "node1";

    public bool Refuses { get; set; }

    public ConcurrentDictionary<string, AgentCheck> Checks { get; } = new();

    public ConcurrentDictionary<string, AgentService> Services { get; } = new();

    public ConcurrentQueue<(AgentCheck Check, string Status, string Output)> Reports { get; } = new();

    public AgentCheck Register(string id, CheckDefinition definition, string node = "node1", string serviceId = "", string status = CheckStatus.Critical)
    {
        var state = new HealthCheck(node, id, $"name of {id}", status, "", "", serviceId, serviceId, [], definition.Kind, "", "", 0, "{}", 0, 0);
        var check = new AgentCheck(state, definition, ++_registrations, DateTimeOffset.UnixEpoch, false, null, false);
        Checks[id] = check;
        return check;
    }

    public IEnumerable<string> StatusesOf(string id) => Reports.Where(report => report.Check.Id == id).Select(static report => report.Status);

    public ValueTask<IReadOnlyList<AgentService>> ServicesAsync(string node, CancellationToken cancellationToken) => new([.. Services.Values]);

    public ValueTask<AgentService?> ServiceAsync(string node, string id, CancellationToken cancellationToken) => new(Services.GetValueOrDefault(id));

    public ValueTask<IReadOnlyList<AgentCheck>> ChecksAsync(string node, CancellationToken cancellationToken) =>
        new([.. Checks.Values.Where(check => check.Node == node).OrderBy(static check => check.Id, StringComparer.Ordinal)]);

    public ValueTask<AgentCheck?> CheckAsync(string node, string id, CancellationToken cancellationToken) => new(Checks.GetValueOrDefault(id));

    public ValueTask<IReadOnlyList<string>> NodesOfServiceAsync(string id, CancellationToken cancellationToken) => new([]);

    public ValueTask<IReadOnlyList<string>> NodesOfCheckAsync(string id, CancellationToken cancellationToken) => new([]);

    public Task<bool> ReportAsync(AgentCheck check, string status, string output, CancellationToken cancellationToken)
    {
        if (Refuses) throw new InvalidOperationException("It cannot be written.");
        Reports.Enqueue((check, status, output));
        return Task.FromResult(true);
    }

    public string OutputOf(AgentCheck check) => check.State.Output;
}
