using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Domain.Configs;
using Batata.Infrastructure.Tests.Persistence;
using Batata.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Tests.Cluster;

public sealed class RaftNodeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose()
    {
        Environment.ExitCode = 0; // of the test host
        _folder.Dispose();
    }

    public static TheoryData<Exception> Failures =>
        [new IOException("disk full"), new InvalidDataException("disk full"), new OperationCanceledException("disk full")];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Apply_ThatFails_StopsTheNodeAndIsTriedAgainAtTheNextStart(Exception failure)
    {
        await using (var node = await StartStoppableAsync())
        {
            Assert.True((await node.PublishAsync("before", "v")).Ok);
            Repository(node).Failure = failure;
            Assert.Equal(ClusterFailures.OutcomeUnknownCode, (await node.PublishAsync("lost", "v")).Failure?.Code);
            await node.StopAsked;
            Assert.NotEqual(0, Environment.ExitCode);
            Assert.NotNull(node.State.NotReadyReason);
            Assert.Contains("disk full", Assert.Single(node.Log.At(LogLevel.Critical)), StringComparison.Ordinal);
            Assert.Equal(ClusterFailures.UnavailableCode, (await node.PublishAsync("after", "v")).Failure?.Code);
            await Assert.ThrowsAsync<UnavailableException>(() => node.Barrier.WaitAsync(default).AsTask());
            Assert.Equal("", node.Md5Of("lost"));
            await node.StopAsync();
        }
        await using var next = await TestNode.StartAsync(Data);
        Assert.Equal(ConfigContent.Of("v").Md5, next.Md5Of("lost"));
        Assert.Equal(2, next.Served.Count);
        Assert.Equal(2L, await next.Database.ReadAsync((s, _) => s.Scalar("SELECT count(*) FROM his_config_info"), default));
    }

    [Fact]
    public async Task Propose_CancelledOnItsWay_EndsTheWaitAndNotTheWrite()
    {
        await using var node = await StartStoppableAsync();
        Repository(node).Hold();
        using var cancel = new CancellationTokenSource();
        var proposal = node.PublishAsync("a", "v", cancellationToken: cancel.Token);
        await Repository(node).Entered;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => proposal);
        Assert.Equal("", node.Md5Of("a"));
        Repository(node).Release();
        await node.Barrier.WaitAsync(default);
        Assert.Equal(ConfigContent.Of("v").Md5, node.Md5Of("a"));
    }

    [Fact]
    public async Task Stop_WithProposalsOnTheirWay_LetsThemArrive()
    {
        await using var node = await StartStoppableAsync();
        Repository(node).Hold();
        var proposals = Enumerable.Range(0, 50).Select(i => node.PublishAsync($"k{i}", "v")).ToArray();
        await Repository(node).Entered;
        var stopping = node.StopAsync();
        await Wait.UntilAsync(() => node.Get<INodeState>().NotReadyReason is not null, "the stop to reach the node"); // others stop before it
        Assert.Equal(ClusterFailures.UnavailableCode, (await node.PublishAsync("late", "v")).Failure?.Code);
        Assert.False(stopping.IsCompleted);
        Repository(node).Release();
        Assert.All(await Task.WhenAll(proposals), outcome => Assert.True(outcome.Ok));
        await stopping;
        Assert.Equal(50, node.Served.Count);
    }

    [Fact]
    public async Task Stop_WithoutPatience_TellsThatTheOutcomeIsUnknown()
    {
        await using var node = await StartStoppableAsync();
        Repository(node).Hold();
        var proposal = node.PublishAsync("a", "v");
        await Repository(node).Entered;
        var stopping = node.StopAsync(new CancellationToken(canceled: true));
        Assert.Equal(ClusterFailures.OutcomeUnknownCode, (await proposal).Failure?.Code);
        Repository(node).Release();
        await stopping;
        await node.DisposeAsync();
        await using var next = await TestNode.StartAsync(Data);
        Assert.Equal(ConfigContent.Of("v").Md5, next.Md5Of("a")); // it was in the log
    }

    private static StoppedRepository Repository(TestNode node) => node.Get<StoppedRepository>();

    private Task<TestNode> StartStoppableAsync() => TestNode.StartAsync(Data, change: services => services
        .AddSingleton<StoppedRepository>()
        .AddSingleton<IConfigRepository>(p => p.GetRequiredService<StoppedRepository>()));
}
