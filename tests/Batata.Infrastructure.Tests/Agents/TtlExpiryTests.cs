using Batata.Application.Abstractions;
using Batata.Application.Agents;
using Batata.Application.Cluster;
using Batata.Domain.Agents;
using Batata.Domain.Shared;
using Batata.Infrastructure.Agents;
using Batata.Infrastructure.Tests.Agents.Checks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace Batata.Infrastructure.Tests.Agents;

/// <summary>Whose TTLs this node ends, and from when on they run.</summary>
public sealed class TtlExpiryTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddHours(1));
    private readonly FakeAgent _agent = new();
    private readonly IReplicatedLog _log = Substitute.For<IReplicatedLog>();
    private readonly AgentDuty _duty;
    private readonly TtlDeadlines _deadlines;
    private readonly TtlExpiry _expiry;

    public TtlExpiryTests()
    {
        _log.ProposeAsync(Arg.Any<ReportAgentCheckEntry>(), Arg.Any<CancellationToken>()).Returns(Task.FromResult<Outcome<Done>>(default(Done)));
        _duty = new AgentDuty(_agent);
        _deadlines = new TtlDeadlines(_duty, _time);
        _expiry = new TtlExpiry(_log, _agent, _duty, _deadlines, Substitute.For<INodeState>(), _time, NullLogger<TtlExpiry>.Instance);
    }

    [Fact]
    public async Task OfALostNode_RunsFromWhenThisOneBeganToStandIn_AndOfItsOwnFromTheLastReport()
    {
        // Both were reported an hour ago.
        _agent.Register("mine", new CheckDefinition { Ttl = TimeSpan.FromMinutes(1) });
        _agent.Register("theirs", new CheckDefinition { Ttl = TimeSpan.FromMinutes(1) }, node: "node2");
        _agent.Register("nobody's", new CheckDefinition { Ttl = TimeSpan.FromMinutes(1) }, node: "node3");
        _duty.StandInFor(["node2"], _time.GetUtcNow());
        await _expiry.ReadAsync(default);
        Assert.Equal(["mine"], await DueAsync());
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(await DueAsync());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["theirs"], await DueAsync());
    }

    [Fact]
    public async Task Report_OfALostNodesCheck_PutsItOff()
    {
        var check = _agent.Register("theirs", new CheckDefinition { Ttl = TimeSpan.FromMinutes(1) }, node: "node2");
        _deadlines.Observe(new AgentCheckChanged("node2", "theirs", check, IsRegistration: false));
        Assert.Equal(0, _deadlines.All.QueuedCount);
        _duty.StandInFor(["node2"], _time.GetUtcNow());
        await _expiry.ReadAsync(default);
        _time.Advance(TimeSpan.FromSeconds(30));
        _deadlines.Observe(new AgentCheckChanged("node2", "theirs", check with { ReportedAt = _time.GetUtcNow() }, IsRegistration: false));
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(await DueAsync());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["theirs"], await DueAsync());
    }

    public void Dispose() => _expiry.Dispose();

    /// <summary>Without waiting for what is not due.</summary>
    private async Task<List<string>> DueAsync()
    {
        var ids = new List<string>();
        try
        {
            await foreach (var (_, check) in _deadlines.All.TakeDueAsync(new CancellationToken(canceled: true))) ids.Add(check.Id);
        }
        catch (OperationCanceledException)
        {
            // Nothing is.
        }
        return ids;
    }
}
