using Batata.Application.Agents;
using Batata.Application.Abstractions;
using Batata.Application.Catalog;
using Batata.Application.Watches;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;
using Batata.Infrastructure.Tests.Cluster;
using Batata.Infrastructure.Tests.Persistence;
using MediatR;

namespace Batata.Infrastructure.Tests.Agents;

/// <summary>What registrations with agents do to their tables and to the catalog, through the log and SQLite.</summary>
public sealed class AgentTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private TestNode _node = null!;

    private ICatalogQueries Catalog => _node.Get<ICatalogQueries>();

    private IAgentQueries Agents => _node.Get<IAgentQueries>();

    private IMediator Mediator => _node.Get<IMediator>();

    public async Task InitializeAsync()
    {
        _node = await TestNode.StartAsync(_folder.File("data"));
        foreach (var name in new[] { "n1", "n2", "n3" })
            Assert.True((await Mediator.Send(new RegisterCatalog(new CatalogNode(name, "", "10.0.0.1", null, null, 0, 0), false, null, []))).Ok);
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task SameRegistration_ChangesNothingInTheCatalog()
    {
        await RegisterAsync(Service("n1", "web-1"), Ttl("n1", "c1", "web-1"));
        var before = await Catalog.ServiceAsync("web", default);
        using var watch = _node.Get<IWatches>().Open(WatchTopic.Service("web"), WatchTopic.Services, WatchTopic.Checks, WatchTopic.Agent("n1"));
        await RegisterAsync(Service("n1", "web-1"), Ttl("n1", "c1", "web-1"));
        Assert.Equal(before.Index, (await Catalog.ServiceAsync("web", default)).Index);
        Assert.False(watch.HasFired);
    }

    [Fact]
    public async Task RegisteredAgain_CheckKeepsStatusAndOutput()
    {
        await RegisterAsync(Service("n1", "web-1"), Ttl("n1", "c1", "web-1"));
        await ReportAsync("n1", "c1", CheckStatus.Passing, "fine");
        await RegisterAsync(Service("n1", "web-1") with { Port = 99 }, Ttl("n1", "c1", "web-1"));
        var shown = Assert.Single((await Catalog.ServiceAsync("web", default)).Instances);
        Assert.Equal(99, shown.Service.Port);
        Assert.Equal((CheckStatus.Passing, "fine"), (shown.Checks[0].Status, shown.Checks[0].Output));
    }

    [Fact]
    public async Task SingleCheckRegisteredAgain_IsWrittenToTheCatalog_OnceSomethingWasReported()
    {
        var check = Ttl("n1", "c1", "");
        await RegisterCheckAsync();
        Assert.True((await Mediator.Send(new DeregisterCatalog("n1", "", "c1"))).Ok);
        await RegisterCheckAsync();
        Assert.Null(await ShownAsync()); // as it was: nothing to write
        await ReportAsync("n1", "c1", CheckStatus.Critical, "held back");
        Assert.Null(await ShownAsync());
        await RegisterCheckAsync();
        Assert.Equal("held back", (await ShownAsync())!.Output);
        var index = (await Catalog.ChecksAsync(default)).Index;
        await RegisterCheckAsync();
        Assert.Equal(index, (await Catalog.ChecksAsync(default)).Index);

        async Task RegisterCheckAsync() => Assert.True((await Mediator.Send(new RegisterAgentCheck(check))).Ok);

        async Task<HealthCheck?> ShownAsync() => (await Catalog.ChecksOfNodeAsync("n1", default)).Checks.SingleOrDefault();
    }

    [Fact]
    public async Task ReplacedChecks_TakeAwayTheOthersButNotMaintenance()
    {
        await RegisterAsync(Service("n1", "web-1"), Ttl("n1", "c1", "web-1"), Ttl("n1", "c2", "web-1"));
        await MaintainAsync("n1", "web-1", isOn: true);
        var replaced = await Mediator.Send(new RegisterAgentService(Agent(Service("n1", "web-1")), [Ttl("n1", "c2", "web-1")], null, [], ReplacesChecks: true));
        Assert.True(replaced.Ok);
        Assert.Equal(["_service_maintenance:web-1", "c2"], (await Agents.ChecksAsync("n1", default)).Select(static check => check.Id));
        Assert.Equal(["_service_maintenance:web-1", "c2"], (await ShownChecksAsync("web")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task CheckOfAnotherService_Moves()
    {
        await RegisterAsync(Service("n1", "web-1"), Ttl("n1", "c1", "web-1"));
        await RegisterAsync(Service("n1", "api-1") with { Name = "api" }, Ttl("n1", "c1", "api-1"));
        Assert.Empty(await ShownChecksAsync("web"));
        Assert.Equal(["c1"], await ShownChecksAsync("api"));
    }

    [Fact]
    public async Task Sidecar_HasAFreePort_TwoChecks_AndGoesWithItsService()
    {
        await RegisterAsync(Service("n1", "taken") with { Name = "taken", Port = 21_000 });
        var sidecar = Service("n1", "web-1-sidecar-proxy") with
        {
            Name = "web-sidecar-proxy", Kind = ServiceInstance.ConnectProxyKind, Proxy = new ServiceProxy("web", "web-1", "{}"), Port = 0,
        };
        var register = new RegisterAgentService(Agent(Service("n1", "web-1")), [], new AgentService(sidecar, true, false, ""), [], false);
        Assert.True((await Mediator.Send(register)).Ok);
        Assert.Equal(21_001, (await Agents.ServiceAsync("n1", "web-1-sidecar-proxy", default))!.Definition.Port);
        Assert.Equal(["Connect Sidecar Listening", "Connect Sidecar Aliasing web-1"], (await Agents.ChecksAsync("n1", default)).Select(static check => check.State.Name));
        Assert.Equal("10.1.1.1:21001", (await Agents.ChecksAsync("n1", default))[0].Definition.Tcp);
        Assert.True((await Mediator.Send(register)).Ok);
        Assert.Equal(21_001, (await Agents.ServiceAsync("n1", "web-1-sidecar-proxy", default))!.Definition.Port);
        await DeregisterAsync("n1", "web-1");
        Assert.Equal(["taken"], (await Agents.ServicesAsync("n1", default)).Select(static service => service.Id));
        Assert.Empty(await Agents.ChecksAsync("n1", default));
        Assert.Empty((await Catalog.ServiceAsync("web-sidecar-proxy", default)).Instances);
    }

    [Fact]
    public async Task OfAnotherNode_IsReportedAndTakenAwayFromAnyNode_UnlessItIsNotClearWhose()
    {
        await RegisterAsync(Service("n1", "web-1"), Ttl("n1", "c1", "web-1"));
        await ReportAsync("n2", "c1", CheckStatus.Passing, "seen by n2");
        Assert.Equal(CheckStatus.Passing, (await Agents.CheckAsync("n1", "c1", default))!.State.Status);
        await MaintainAsync("n2", "web-1", isOn: true);
        Assert.NotNull(await Agents.CheckAsync("n1", "_service_maintenance:web-1", default));

        await RegisterAsync(Service("n3", "web-1") with { Address = "" }); // another one of the same id, on its node
        Assert.Equal(AgentFailures.UnknownCode, (await Mediator.Send(new DeregisterAgent("n2", true, "web-1"))).Failure!.Code);
        await DeregisterAsync("n3", "web-1");
        await DeregisterAsync("n2", "web-1");
        Assert.Empty(await Agents.ServicesAsync("n1", default));
        Assert.Empty((await Catalog.ServiceAsync("web", default)).Instances);
    }

    [Fact]
    public async Task SameInstanceThroughAnotherNode_MovesThere()
    {
        await RegisterAsync(Service("n1", "web-1"), Ttl("n1", "c1", "web-1"));
        await RegisterAsync(Service("n2", "web-1"), Ttl("n2", "c1", "web-1"));
        Assert.Equal(["n2"], (await Catalog.ServiceAsync("web", default)).Instances.Select(static one => one.Service.Node));
        Assert.Empty(await Agents.ChecksAsync("n1", default));
    }

    [Fact]
    public async Task Expired_OnlyWhenNobodyReportedSince()
    {
        await RegisterAsync(Service("n1", "web-1"), Ttl("n1", "c1", "web-1"));
        var seen = (await Agents.CheckAsync("n1", "c1", default))!;
        await ReportAsync("n1", "c1", CheckStatus.Passing, "beat");
        var late = new ReportAgentCheckEntry("n1", "c1", CheckStatus.Critical, "", seen.Registration, seen.ReportedAt.AddMilliseconds(5), seen.ReportedAt.AddMilliseconds(-1));
        Assert.False((await Log.ProposeAsync(late, default)).Ok);
        var now = (await Agents.CheckAsync("n1", "c1", default))!;
        Assert.True((await Log.ProposeAsync(late with { ExpiredSince = now.ReportedAt }, default)).Ok);
        var expired = (await Agents.CheckAsync("n1", "c1", default))!;
        Assert.Equal((CheckStatus.Critical, "TTL expired (last output before timeout follows): beat", true), (expired.State.Status, expired.State.Output, expired.IsExpired));
        Assert.NotNull(expired.CriticalSince);
    }

    [Fact]
    public async Task Report_OutputAloneIsNotShown_AndIsCut()
    {
        await RegisterAsync(Service("n1", "web-1"), Ttl("n1", "c1", "web-1"));
        await ReportAsync("n1", "c1", CheckStatus.Passing, "first");
        var index = (await Catalog.ServiceAsync("web", default)).Index;
        await ReportAsync("n1", "c1", CheckStatus.Passing, new string('x', 5_000));
        Assert.Equal(index, (await Catalog.ServiceAsync("web", default)).Index);
        var output = (await Agents.CheckAsync("n1", "c1", default))!.State.Output;
        Assert.Equal(new string('x', 4_096) + " ... (captured 4096 of 5000 bytes)", output);
        Assert.True((await Log.ProposeAsync(new SyncAgentEntry("n1", ["c1"]), default)).Ok);
        Assert.Equal(output, (await Catalog.ServiceAsync("web", default)).Instances[0].Checks[0].Output);
    }

    [Fact]
    public async Task Sync_RemovesWhatIsForeign_AndBringsBackWhatWasChanged()
    {
        await RegisterAsync(Service("n1", "lost") with { Name = "lost" }, Ttl("n1", "lost-check", "lost"));
        await RegisterAsync(Service("n1", "free") with { Name = "free", Tags = ["own"], EnableTagOverride = true });
        await RegisterAsync(Service("n1", "fixed") with { Name = "fixed", Tags = ["own"] });
        Assert.True((await Mediator.Send(new DeregisterCatalog("n1", "lost", ""))).Ok);
        foreach (var (id, port) in new[] { ("free", 7), ("fixed", 7), ("alien", 1) })
        {
            var foreign = Service("n1", id) with { Name = id, Port = port, Tags = ["foreign"], EnableTagOverride = id == "free" };
            var check = Ttl("n1", "alien-check", "").State;
            Assert.True((await Mediator.Send(new RegisterCatalog(new CatalogNode("n1", "", "10.0.0.1", null, null, 0, 0), true, foreign, [check]))).Ok);
        }
        Assert.True((await Log.ProposeAsync(new SyncAgentEntry("n1", []), default)).Ok);
        var node = (await Catalog.NodeAsync("n1", default)).Node!;
        Assert.Equal(["fixed", "free", "lost"], node.Services.Select(static service => service.Id).Order(StringComparer.Ordinal));
        Assert.Equal(["lost-check"], node.Checks.Select(static check => check.CheckId));
        Assert.All(node.Services, static service => Assert.Equal(80, service.Port));
        Assert.Equal(["foreign"], node.Services.Single(static service => service.Id == "free").Tags);
        Assert.Equal(["own"], node.Services.Single(static service => service.Id == "fixed").Tags);
        Assert.Equal(["foreign"], (await Agents.ServiceAsync("n1", "free", default))!.Definition.Tags);
        var index = (await Catalog.NodeAsync("n1", default)).Index;
        Assert.True((await Log.ProposeAsync(new SyncAgentEntry("n1", []), default)).Ok);
        Assert.Equal(index, (await Catalog.NodeAsync("n1", default)).Index);
    }

    [Fact]
    public async Task Sync_IdsThatDifferInLetterCase_AreOneEntryOfTheCatalog_AndStayWhatTheyAre()
    {
        await RegisterAsync(Service("n1", "web-1"), Ttl("n1", "c1", "web-1"));
        await RegisterAsync(Service("n1", "WEB-1") with { Port = 81 }, Ttl("n1", "C1", "WEB-1"));
        Assert.True((await Log.ProposeAsync(new SyncAgentEntry("n1", []), default)).Ok);
        var (node, index) = await Catalog.NodeAsync("n1", default);
        Assert.Equal(("WEB-1", 81), (Assert.Single(node!.Services).Id, node.Services[0].Port));
        Assert.True((await Log.ProposeAsync(new SyncAgentEntry("n1", []), default)).Ok);
        Assert.Equal(index, (await Catalog.NodeAsync("n1", default)).Index);
        await DeregisterAsync("n1", "WEB-1");
        Assert.True((await Log.ProposeAsync(new SyncAgentEntry("n1", []), default)).Ok);
        Assert.Equal("web-1", Assert.Single((await Catalog.NodeAsync("n1", default)).Node!.Services).Id);
    }

    [Fact]
    public async Task FirstRun_ThatConfirmsTheStatus_IsCountedAndNotShownYet()
    {
        await RegisterAsync(Service("n1", "web-1"), Ttl("n1", "c1", "web-1"));
        var check = (await Agents.CheckAsync("n1", "c1", default))!;
        var index = (await Catalog.ServiceAsync("web", default)).Index;
        var run = new ReportAgentCheckEntry("n1", "c1", CheckStatus.Critical, "refused", check.Registration, TimeProvider.System.GetUtcNow(), null);
        Assert.True((await Log.ProposeAsync(run, default)).Ok);
        Assert.Equal(index, (await Catalog.ServiceAsync("web", default)).Index);
        var after = (await Agents.CheckAsync("n1", "c1", default))!;
        Assert.Equal(("refused", true, true), (after.State.Output, after.IsReported, after.CriticalSince is not null));
        Assert.True((await Log.ProposeAsync(run with { Status = CheckStatus.Passing, Output = "fine" }, default)).Ok);
        Assert.Equal("fine", (await Catalog.ServiceAsync("web", default)).Instances[0].Checks[0].Output);
    }

    [Fact]
    public async Task Report_CutInTheMiddleOfALetter_HasAMarkForEachByteOfIt()
    {
        var check = Ttl("n1", "c1", "");
        Assert.True((await Mediator.Send(new RegisterAgentCheck(check with { Definition = check.Definition with { OutputMaxSize = 5 } }))).Ok);
        await ReportAsync("n1", "c1", CheckStatus.Passing, "\u6f22\u5b57");
        Assert.Equal("\u6f22\ufffd\ufffd ... (captured 5 of 6 bytes)", (await Agents.CheckAsync("n1", "c1", default))!.State.Output);
    }

    [Fact]
    public async Task Maintenance_KeepsItsFirstReason()
    {
        await MaintainAsync("n1", "", isOn: true, "first");
        await MaintainAsync("n1", "", isOn: true, "second");
        Assert.Equal("first", (await Agents.CheckAsync("n1", CheckStatus.NodeMaintenanceId, default))!.State.Notes);
        await MaintainAsync("n1", "", isOn: false);
        Assert.Null(await Agents.CheckAsync("n1", CheckStatus.NodeMaintenanceId, default));
        Assert.Equal(AgentFailures.UnknownCode, (await Mediator.Send(new SetAgentMaintenance("n1", "none", true, ""))).Failure!.Code);
    }

    private IReplicatedLog Log => _node.Get<IReplicatedLog>();

    private static AgentService Agent(ServiceInstance service) => new(service, false, false, "");

    private static ServiceInstance Service(string node, string id) => new(
        node, id, "web", "", [], "10.1.1.1", 80, [], new Dictionary<string, ServiceAddress>(), null, "", ServiceWeights.Default, false, null, false, null, 0, 0);

    private static AgentCheck Ttl(string node, string id, string serviceId) => new(
        new HealthCheck(node, id, id, CheckStatus.Critical, "", "", serviceId, "", [], "ttl", "", "", 0, "{}", 0, 0),
        new CheckDefinition { Ttl = TimeSpan.FromHours(1) }, 0, default, false, null, false);

    private async Task RegisterAsync(ServiceInstance service, params AgentCheck[] checks) =>
        Assert.True((await Mediator.Send(new RegisterAgentService(Agent(service), checks, null, [], false))).Ok);

    private async Task DeregisterAsync(string node, string id) => Assert.Null((await Mediator.Send(new DeregisterAgent(node, true, id))).Failure);

    private async Task MaintainAsync(string node, string serviceId, bool isOn, string reason = "") =>
        Assert.Null((await Mediator.Send(new SetAgentMaintenance(node, serviceId, isOn, reason))).Failure);

    private async Task ReportAsync(string node, string id, string status, string output) =>
        Assert.Null((await Log.ProposeAsync(new ReportAgentCheckEntry(node, id, status, output, 0, TimeProvider.System.GetUtcNow(), null), default)).Failure);

    private async Task<IEnumerable<string>> ShownChecksAsync(string service) =>
        (await Catalog.ServiceAsync(service, default)).Instances.SelectMany(static one => one.Checks).Select(static check => check.CheckId);
}
