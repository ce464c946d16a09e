using Batata.Application.Abstractions;
using Batata.Application.Agents;
using Batata.Application.Sessions;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;
using Batata.Domain.Sessions;
using Batata.Domain.Shared;
using Batata.Infrastructure.Agents;
using Batata.Infrastructure.Persistence;
using Batata.Infrastructure.Sessions;

namespace Batata.Benchmarks.HotPaths;

/// <summary>What clients of Consul say again and again, and what changes nothing: neither is written.</summary>
internal static class ConsulBeats
{
    private const string Node = "node1";

    public static HotPath Ttl()
    {
        var agent = new LocalNode();
        var deadlines = new TtlDeadlines(new AgentDuty(agent), TimeProvider.System);
        var state = new HealthCheck(Node, "service:web-1", "alive", CheckStatus.Passing, "", "fine", "web-1", "web", [], "ttl", "", "", 0, "{}", 0, 0);
        var check = new AgentCheck(state, new CheckDefinition { Ttl = TimeSpan.FromSeconds(30) }, 1, DateTimeOffset.UnixEpoch, true, null, false);
        deadlines.Observe(new AgentCheckChanged(Node, check.Id, check, IsRegistration: false));
        var reports = new TtlReports(new NoLog(), deadlines, new NoBarrier(), agent, TimeProvider.System);
        return new HotPath(
            "consul-ttl-beat",
            () =>
            {
                if (reports.ReportAsync(check.Id, CheckStatus.Passing, "fine", CancellationToken.None) is not { IsCompletedSuccessfully: true }) throw new InvalidOperationException("The beat is not taken at once.");
            });
    }

    public static HotPath Session()
    {
        const string id = "adf4238a-882b-9ddc-4a9d-5b6758e4159e";
        var timers = new SessionTimers(new StateDatabaseHolder(), TimeProvider.System);
        timers.Observe(new SessionChanged(id, new Session(id, "", Node, 0, SessionBehavior.Release, "15s", 15_000, null, null, null)));
        return new HotPath(
            "consul-session-renew",
            () =>
            {
                if (timers.Renew(id) is not true) throw new InvalidOperationException("The session is not renewed.");
            });
    }

    private sealed class LocalNode : ILocalAgent
    {
        public string Node => ConsulBeats.Node;
    }

    private sealed class NoBarrier : IReadBarrier
    {
        public bool IsPassed => true;

        public ValueTask WaitAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class NoLog : IReplicatedLog
    {
        public Task<Outcome<T>> ProposeAsync<T>(ReplicatedEntry<T> entry, CancellationToken cancellationToken) => throw new InvalidOperationException("The beat is written.");
    }
}
