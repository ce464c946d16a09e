using Batata.Application.Agents;
using Batata.Application.Cluster;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;
using Batata.Domain.Shared;
using Batata.Infrastructure.Agents;
using Batata.Infrastructure.Agents.Checks;
using MediatR;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace Batata.Infrastructure.Tests.Agents.Checks;

public sealed class CriticalReaperTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FakeAgent _agent = new();
    private readonly IMediator _mediator = Substitute.For<IMediator>();
    private readonly AgentDuty _duty;
    private readonly CriticalReaper _reaper;

    public CriticalReaperTests()
    {
        _mediator.Send(Arg.Any<DeregisterAgent>(), Arg.Any<CancellationToken>()).Returns(Task.FromResult<Outcome<Done>>(default(Done)));
        _duty = new AgentDuty(_agent);
        _reaper = new CriticalReaper(_duty, _agent, _mediator, Substitute.For<INodeState>(), _time, NullLogger<CriticalReaper>.Instance);
    }

    [Theory]
    [InlineData(1, 61, true)] // what is below a minute is a minute
    [InlineData(1, 60, false)]
    [InlineData(90, 91, true)]
    [InlineData(90, 90, false)]
    [InlineData(0, 100_000, false)]
    public async Task CriticalForLongerThanItSays_TakesItsServiceAway(int after, int since, bool goes)
    {
        Critical("a", after, since, "web");
        await _reaper.ReapAsync(default);
        await _mediator.Received(goes ? 1 : 0).Send(new DeregisterAgent("node1", true, "web"), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task OfANode_OfAnotherNode_OrNeverReported_NothingGoes()
    {
        Critical("node check", 60, 600, serviceId: "");
        Critical("theirs", 60, 600, "web", node: "node2");
        _agent.Register("silent", new CheckDefinition { DeregisterCriticalAfter = TimeSpan.FromMinutes(1) }, serviceId: "quiet");
        await _reaper.ReapAsync(default);
        await _mediator.DidNotReceiveWithAnyArgs().Send(default(DeregisterAgent)!, default);
    }

    [Theory]
    [InlineData(30, false)] // it may have passed since, and nobody looked yet
    [InlineData(3_601, true)]
    public async Task OfALostNode_GoesOnceItWasLookedAt(int standingIn, bool goes)
    {
        Critical("theirs", 60, 600, "web", node: "node2");
        _duty.StandInFor(["node2"], _time.GetUtcNow().AddSeconds(-standingIn));
        await _reaper.ReapAsync(default);
        await _mediator.Received(goes ? 1 : 0).Send(new DeregisterAgent("node2", true, "web"), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task TwoChecksOfAService_TakeItAwayOnce()
    {
        Critical("a", 60, 600, "web");
        Critical("b", 60, 600, "web");
        await _reaper.ReapAsync(default);
        await _mediator.Received(1).Send(new DeregisterAgent("node1", true, "web"), Arg.Any<CancellationToken>());
    }

    public void Dispose() => _reaper.Dispose();

    private void Critical(string id, int after, int since, string serviceId, string node = "node1")
    {
        var check = _agent.Register(id, new CheckDefinition { Ttl = TimeSpan.FromHours(1), DeregisterCriticalAfter = TimeSpan.FromSeconds(after) }, node, serviceId, CheckStatus.Critical);
        _agent.Checks[id] = check with { IsReported = true, CriticalSince = _time.GetUtcNow().AddSeconds(-since) };
    }
}
