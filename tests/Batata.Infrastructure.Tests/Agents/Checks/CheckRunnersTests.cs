using Batata.Application.Agents;
using Batata.Application.Catalog;
using Batata.Application.Cluster;
using Batata.Application.Watches;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;
using Batata.Infrastructure.Agents;
using Batata.Infrastructure.Agents.Checks;
using Batata.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace Batata.Infrastructure.Tests.Agents.Checks;

/// <summary>Which checks run here, and how often; the probe is played.</summary>
public sealed class CheckRunnersTests : IAsyncLifetime, IDisposable
{
    private readonly FakeAgent _agent = new();
    private readonly AgentDuty _duty;
    private readonly PlayedProbe _probe = new();
    private readonly CheckLanes _lanes = new(Options.Create(new AgentCheckOptions()));
    private readonly ICatalogQueries _catalog = Substitute.For<ICatalogQueries>();
    private readonly IWatches _watches = Substitute.For<IWatches>();
    private readonly AgentCheckQueue _queue;
    private readonly CheckRunners _runners;

    public CheckRunnersTests()
    {
        var node = Substitute.For<INodeState>();
        node.FirstReady.Returns(Task.CompletedTask);
        _duty = new AgentDuty(_agent);
        _queue = new AgentCheckQueue(_duty);
        _runners = new CheckRunners(
            _duty, _agent, new ProbeLoop([_probe], _lanes, _agent, TimeProvider.System, NullLogger<ProbeLoop>.Instance),
            new AliasLoop(_agent, _catalog, _watches, _agent, TimeProvider.System, NullLogger<AliasLoop>.Instance), _queue, node, NullLogger<CheckRunners>.Instance);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _runners.StopAsync(CancellationToken.None);
        await _runners.ExecuteTask!;
        Assert.Equal(0, _probe.UnderWay);
    }

    public void Dispose()
    {
        _runners.Dispose();
        _lanes.Dispose();
    }

    [Fact]
    public async Task ChecksOfThisNode_Run_AndNobodyElses()
    {
        _agent.Register("mine", Tcp("a"));
        await _runners.StartAsync(CancellationToken.None);
        var other = _agent.Register("theirs", Tcp("b"), node: "node2");
        Changed(other);
        Changed(_agent.Register("later", Tcp("c")));
        Changed(_agent.Register("ttl", new CheckDefinition { Ttl = TimeSpan.FromSeconds(1) }));
        await Wait.UntilAsync(() => _agent.StatusesOf("mine").Count() >= 2 && _agent.StatusesOf("later").Any(), "both to run");
        Assert.DoesNotContain(_agent.Reports, static report => report.Check.Id is "theirs" or "ttl");
        Assert.All(_agent.Reports, static report => Assert.Equal(CheckStatus.Passing, report.Status));
    }

    [Fact]
    public async Task ChecksOfALostNode_RunWhileThisOneStandsIn_ButForThoseThatLookAtItsMachine()
    {
        await _runners.StartAsync(CancellationToken.None);
        Changed(_agent.Register("theirs", Tcp("far:80"), node: "node2"));
        Changed(_agent.Register("local", Tcp("127.0.0.1:80"), node: "node2"));
        Changed(_agent.Register("mine", Tcp("a")));
        await Wait.UntilAsync(() => _agent.StatusesOf("mine").Any(), "its own to run");
        Assert.Empty(_agent.StatusesOf("theirs"));
        StandInFor("node2");
        await Wait.UntilAsync(() => _agent.StatusesOf("theirs").Any(), "the check of the lost node");
        Changed(_agent.Register("later", Tcp("far:81"), node: "node2"));
        await Wait.UntilAsync(() => _agent.StatusesOf("later").Any(), "what was registered with it meanwhile");
        StandInFor();
        Changed(_agent.Register("last", Tcp("b")));
        await Wait.UntilAsync(() => _agent.StatusesOf("last").Any(), "the next after its return");
        var (before, mine) = (_agent.StatusesOf("theirs").Count(), _agent.StatusesOf("mine").Count());
        await Wait.UntilAsync(() => _agent.StatusesOf("mine").Count() > mine, "another run of its own");
        Assert.Equal(before, _agent.StatusesOf("theirs").Count());
        Assert.Empty(_agent.StatusesOf("local"));
    }

    [Fact]
    public async Task RemovedCheck_RunsNoMore_AndAChangeOfItsStateDoesNotStartItAnew()
    {
        var check = _agent.Register("a", Tcp("a") with { SuccessBeforePassing = 1_000 });
        await _runners.StartAsync(CancellationToken.None);
        await Wait.UntilAsync(() => _agent.StatusesOf("a").Any(), "the first run");
        Changed(check with { State = check.State with { Status = CheckStatus.Passing } }, isRegistration: false);
        _probe.Result = CheckResult.Critical("");
        await Wait.UntilAsync(() => _agent.StatusesOf("a").Contains(CheckStatus.Critical), "a failed run");
        _probe.Result = CheckResult.Passing("");
        var runs = _probe.Runs;
        await Wait.UntilAsync(() => _probe.Runs > runs + 1, "it goes on"); // a new start would have counted a first success at once
        Assert.Equal(CheckStatus.Critical, _agent.StatusesOf("a").Last());
        _agent.Checks.TryRemove("a", out _);
        _queue.Observe(new AgentCheckChanged("node1", "a", null, false));
        var mark = _agent.Register("mark", Tcp("m"));
        Changed(mark);
        await Wait.UntilAsync(() => _agent.StatusesOf("mark").Any(), "what came after it");
        var last = _probe.RunsOf("a");
        await Wait.UntilAsync(() => _probe.RunsOf("m") > 2, "others to go on");
        Assert.InRange(_probe.RunsOf("a"), last, last + 1);
    }

    [Fact]
    public async Task OneThatIsRegisteredAgain_StartsWhenTheRunBeforeHasEnded()
    {
        _probe.Hangs = true;
        Changed(_agent.Register("a", Tcp("old")));
        await _runners.StartAsync(CancellationToken.None);
        await Wait.UntilAsync(() => _probe.UnderWay == 1, "the first run");
        Changed(_agent.Register("a", Tcp("new")));
        await Wait.UntilAsync(() => _probe.RunsOf("new") == 1, "the run of the second registration");
        Assert.Equal(1, _probe.UnderWay);
        Assert.Equal(1, _probe.MostAtATime);
        Assert.Empty(_agent.Reports); // what was broken off says nothing
    }

    [Fact]
    public async Task OneThatIsRemovedAndRegisteredAgain_DoesNotRunTwice()
    {
        _probe.Hangs = true;
        _probe.Lingers = new TaskCompletionSource();
        Changed(_agent.Register("a", Tcp("old")));
        await _runners.StartAsync(CancellationToken.None);
        await Wait.UntilAsync(() => _probe.UnderWay == 1, "the first run");
        _queue.Observe(new AgentCheckChanged("node1", "a", null, false));
        Changed(_agent.Register("a", Tcp("new")));
        Changed(_agent.Register("other", Tcp("other")));
        await Wait.UntilAsync(() => _probe.RunsOf("other") == 1, "what was registered after it");
        Assert.Equal(0, _probe.RunsOf("new"));
        _probe.Lingers.SetResult();
        await Wait.UntilAsync(() => _probe.RunsOf("new") == 1, "the second registration");
    }

    [Fact]
    public async Task AfterAReset_AllAreReadAgain()
    {
        _agent.Register("gone", Tcp("gone"));
        await _runners.StartAsync(CancellationToken.None);
        await Wait.UntilAsync(() => _agent.StatusesOf("gone").Any(), "the first run");
        _agent.Checks.Clear();
        _agent.Register("new", Tcp("new"));
        _queue.Reset();
        await Wait.UntilAsync(() => _agent.StatusesOf("new").Any(), "the new one to run");
        Assert.Single(_agent.Checks);
    }

    [Fact]
    public async Task ProbeThatThrows_DoesNotEndItsCheck()
    {
        _probe.Throws = true;
        Changed(_agent.Register("a", Tcp("a")));
        await _runners.StartAsync(CancellationToken.None);
        await Wait.UntilAsync(() => _probe.RunsOf("a") >= 1, "the failing run");
        _probe.Throws = false;
        await Wait.UntilAsync(() => _agent.StatusesOf("a").Any(), "the next run");
    }

    [Fact]
    public async Task ReportThatFails_DoesNotEndItsCheck()
    {
        _agent.Refuses = true;
        Changed(_agent.Register("a", Tcp("a")));
        await _runners.StartAsync(CancellationToken.None);
        await Wait.UntilAsync(() => _probe.RunsOf("a") >= 2, "the second run");
        _agent.Refuses = false;
        await Wait.UntilAsync(() => _agent.StatusesOf("a").Any(), "the report of a later one");
    }

    [Fact]
    public async Task TimesThatNoTimerTakes_AreTaken()
    {
        Changed(_agent.Register("a", Tcp("a") with { Timeout = TimeSpan.FromDays(100_000) }));
        Changed(_agent.Register("never", new CheckDefinition { Tcp = "b", Interval = TimeSpan.FromDays(100_000) }));
        await _runners.StartAsync(CancellationToken.None);
        await Wait.UntilAsync(() => _agent.StatusesOf("a").Any(), "the first run");
        Changed(_agent.Register("never", Tcp("soon")));
        await Wait.UntilAsync(() => _probe.RunsOf("soon") > 0, "the one that took its place");
    }

    [Fact]
    public async Task Alias_FollowsTheChecksOfItsService_WhenTheyChange()
    {
        await _runners.StartAsync(CancellationToken.None);
        Changed(_agent.Register("alias", new CheckDefinition { AliasService = "web" }, serviceId: "copy"));
        await LastAsync(CheckStatus.Critical, "Service web could not be found on node ");
        var web = _agent.Register("c1", new CheckDefinition { Ttl = TimeSpan.FromHours(1) }, serviceId: "web", status: CheckStatus.Passing);
        Changed(web);
        await LastAsync(CheckStatus.Passing, "All checks passing.");
        Put(web with { State = web.State with { Status = CheckStatus.Warning, Output = "hm" } });
        await LastAsync(CheckStatus.Warning, "Aliased check \"name of c1\" failing: hm");
        Put(web with { State = web.State with { Status = CheckStatus.Critical, Output = "gone" } });
        await LastAsync(CheckStatus.Critical, "Aliased check \"name of c1\" failing: gone");

        async Task LastAsync(string status, string output) => await Wait.UntilAsync(
            () => _agent.Reports.LastOrDefault() is { Status: { } last } report && last == status && report.Output == output, $"{status}, {output}");

        void Put(AgentCheck check)
        {
            _agent.Checks[check.Id] = check;
            Changed(check, isRegistration: false);
        }
    }

    [Fact]
    public async Task ThousandsThatHang_DoNotKeepOthersFromRunning()
    {
        _probe.Hangs = true;
        for (var i = 0; i < 900; i++) _agent.Register($"hang{i}", Tcp("hang"));
        await _runners.StartAsync(CancellationToken.None);
        await Wait.UntilAsync(() => _probe.UnderWay == 900, "all of them to hang at once", TimeSpan.FromSeconds(60));
        _probe.Hangs = false;
        Changed(_agent.Register("one", Tcp("one")));
        await Wait.UntilAsync(() => _agent.StatusesOf("one").Any(), "the one more to run");
    }

    private static CheckDefinition Tcp(string address) => new() { Tcp = address, Interval = TimeSpan.FromMilliseconds(1) }; // raised to a second

    private void StandInFor(params string[] nodes)
    {
        Assert.True(_duty.StandInFor(nodes, DateTimeOffset.UnixEpoch));
        _queue.DutyChanged();
    }

    private void Changed(AgentCheck check, bool isRegistration = true) => _queue.Observe(new AgentCheckChanged(check.Node, check.Id, check, isRegistration));

    private sealed class PlayedProbe : ICheckProbe
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, int> _runs = new();
        private int _underWay;
        private int _most;

        public string Kind => "tcp";

        public CheckResult Result { get; set; } = CheckResult.Passing("fine");

        public bool Hangs { get; set; }

        public bool Throws { get; set; }

        /// <summary>A run that is broken off ends only with this.</summary>
        public TaskCompletionSource? Lingers { get; set; }

        public int UnderWay => Volatile.Read(ref _underWay);

        public int MostAtATime => Volatile.Read(ref _most);

        public int Runs => _runs.Values.Sum();

        public int RunsOf(string address) => _runs.GetValueOrDefault(address);

        public async Task<CheckResult> RunAsync(CheckDefinition check, TimeSpan timeout, CancellationToken deadline)
        {
            _runs.AddOrUpdate(check.Tcp, 1, static (_, count) => count + 1);
            _most = Math.Max(_most, Interlocked.Increment(ref _underWay));
            try
            {
                if (Throws) throw new InvalidOperationException("a bug");
                if (Hangs) await Task.Delay(Timeout.Infinite, deadline);
                return Result;
            }
            finally
            {
                if (Lingers is { } lingers) await lingers.Task;
                Interlocked.Decrement(ref _underWay);
            }
        }
    }
}
