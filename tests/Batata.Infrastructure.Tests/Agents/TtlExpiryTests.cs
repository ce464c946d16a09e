using Batata.Application.Abstractions;
using Batata.Application.Agents;
using Batata.Application.Cluster;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;
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
    public async Task OfALostNode_RunsFromWhenThisOneBeganToStandIn_AndOfItsOwnFromTheStart()
    {
        // Both were reported an hour ago.
        _agent.Register("mine", new CheckDefinition { Ttl = TimeSpan.FromMinutes(1) });
        _agent.Register("theirs", new CheckDefinition { Ttl = TimeSpan.FromMinutes(1) }, node: "node2");
        _agent.Register("nobody's", new CheckDefinition { Ttl = TimeSpan.FromMinutes(1) }, node: "node3");
        _duty.StandInFor(["node2"], _time.GetUtcNow());
        await _expiry.ReadAsync(default);
        Assert.Empty(await DueAsync());
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(await DueAsync());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["mine", "theirs"], (await DueAsync()).Order());
    }

    [Fact]
    public async Task Beat_ThatSaysNothingNew_MovesTheTime_AndAllElseIsToBeWritten()
    {
        var check = _agent.Register("mine", new CheckDefinition { Ttl = TimeSpan.FromMinutes(1) });
        await _expiry.ReadAsync(default);
        Assert.False(Beat("mine", CheckStatus.Passing, "fine")); // read, not told
        var reported = check with { IsReported = true, State = check.State with { Status = CheckStatus.Passing, Output = "fine" } };
        _deadlines.Observe(new AgentCheckChanged(check.Node, "mine", reported, IsRegistration: false));
        for (var minute = 0; minute < 3; minute++)
        {
            _time.Advance(TimeSpan.FromSeconds(59));
            Assert.True(Beat("mine", CheckStatus.Passing, "fine"));
        }
        Assert.False(Beat("mine", CheckStatus.Warning, "fine"));
        Assert.False(Beat("mine", CheckStatus.Passing, "finer"));
        Assert.False(Beat("unknown", CheckStatus.Passing, "fine"));
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(await DueAsync());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["mine"], await DueAsync());
        Assert.False(Beat("mine", CheckStatus.Passing, "fine")); // it is being ended
    }

    [Fact]
    public void Beat_OfAReplacedState_OrOfANodeThatThisOneStandsInFor_IsToBeWritten()
    {
        var mine = _agent.Register("mine", new CheckDefinition { Ttl = TimeSpan.FromMinutes(1) });
        var theirs = _agent.Register("theirs", new CheckDefinition { Ttl = TimeSpan.FromMinutes(1) }, node: "node2");
        _duty.StandInFor(["node2"], _time.GetUtcNow());
        foreach (var check in new[] { mine, theirs })
        {
            var reported = check with { IsReported = true, State = check.State with { Status = CheckStatus.Passing, Output = "" } };
            _deadlines.Observe(new AgentCheckChanged(check.Node, check.Id, reported, IsRegistration: false));
        }
        Assert.False(_deadlines.TryRenew("node2", "theirs", CheckStatus.Passing, ""));
        Assert.True(Beat("mine", CheckStatus.Passing, ""));
        _deadlines.Reset();
        Assert.False(Beat("mine", CheckStatus.Passing, ""));
    }

    [Fact]
    public async Task AwayForLongerThanATtl_EndsNone_AndTheyRunAnew()
    {
        _agent.Register("mine", new CheckDefinition { Ttl = TimeSpan.FromSeconds(10) });
        await _expiry.ReadAsync(default);
        await LookAsync();
        _time.Advance(TimeSpan.FromMinutes(5)); // paused
        await LookAsync();
        await _log.DidNotReceiveWithAnyArgs().ProposeAsync(Arg.Any<ReportAgentCheckEntry>(), Arg.Any<CancellationToken>());
        for (var second = 0; second < 10; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await LookAsync();
        }
        await _log.Received(1).ProposeAsync(Arg.Is<ReportAgentCheckEntry>(static entry => entry.CheckId == "mine"), Arg.Any<CancellationToken>());
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

    private bool Beat(string id, string status, string output) => _deadlines.TryRenew(_agent.Node, id, status, output);

    /// <summary>One round of the loop. It is woken, so that it does not wait.</summary>
    private async Task LookAsync()
    {
        var look = Task.Run(() => _expiry.RunAsync(default));
        while (!look.IsCompleted)
        {
            _deadlines.All.Wake();
            await Task.Yield();
        }
        await look;
    }

    public void Dispose() => _expiry.Dispose();

    /// <summary>Without waiting for what is not due.</summary>
    private async Task<List<string>> DueAsync()
    {
        var ids = new List<string>();
        try
        {
            await foreach (var (_, ttl) in _deadlines.All.TakeDueAsync(new CancellationToken(canceled: true))) ids.Add(ttl.Check.Id);
        }
        catch (OperationCanceledException)
        {
            // Nothing is.
        }
        return ids;
    }
}
