using Batata.Api.Nacos.Locks;
using Batata.Api.Nacos.Tests.Grpc;
using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Application.Locks;
using Batata.Domain.Locks;
using Batata.Domain.Shared;
using Batata.Testing.Nacos;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Nacos.Tests.Locks;

/// <summary>What a request means and how it is answered; the rules of locks have their tests where they are.</summary>
public sealed class LockRequestTests : IReplicatedLog, ILockLeases
{
    private readonly List<IReplicatedEntry> _proposed = [];
    private Outcome<bool> _answer = true;
    private int _count;

    public Task<Outcome<TResult>> ProposeAsync<TResult>(ReplicatedEntry<TResult> entry, CancellationToken cancellationToken)
    {
        _proposed.Add(entry);
        return Task.FromResult((Outcome<TResult>)(object)_answer);
    }

    int ILockLeases.Count => _count;

    bool ILockLeases.IsHeld(string key) => key == "held";

    long? ILockLeases.FindOver(string key) => 7;

    IReadOnlyList<HeldLock> ILockLeases.OverFor(TimeSpan time, int max) => [];

    [Theory]
    [InlineData("""{"key":"k","expiredTime":60000,"lockType":"NACOS_LOCK","params":{"p":{"q":[1]}}}""", 60_000)]
    [InlineData("""{"key":"k","expiredTime":null,"lockType":"NACOS_LOCK","params":null}""", 30_000)]
    [InlineData("""{"key":"k","expiredTime":-1,"lockType":"NACOS_LOCK"}""", 30_000)]
    [InlineData("""{"key":"k","lockType":"NACOS_LOCK"}""", 30_000)]
    [InlineData("""{"key":"k","expiredTime":9000000000000000000,"lockType":"NACOS_LOCK"}""", 1_800_000)]
    public async Task Acquire_AsksForTheLease(string instance, int leaseMs)
    {
        await using var server = await StartAsync();
        await using var client = await server.ConnectAsync(module: "lock");
        var acquired = await AskAsync(client, instance, "\"ACQUIRE\"");
        Assert.Equal(("LockOperationResponse", 200, 0), (acquired.Type, acquired.ResultCode, acquired.ErrorCode));
        Assert.True(acquired.Json.GetProperty("result").GetBoolean());
        var entry = Assert.IsType<AcquireLockEntry>(Assert.Single(_proposed));
        Assert.Equal(("k", leaseMs, 7), (entry.Key, entry.LeaseMs, entry.OverToken));
    }

    [Fact]
    public async Task Answer_IsWhatTheLogSays()
    {
        await using var server = await StartAsync();
        await using var client = await server.ConnectAsync();
        _answer = false;
        var released = await AskAsync(client, """{"key":"k","lockType":"NACOS_LOCK"}""", "\"RELEASE\"");
        Assert.True(released.Ok);
        Assert.False(released.Json.GetProperty("result").GetBoolean());
        Assert.Equal(new ReleaseLockEntry("k"), Assert.Single(_proposed));
    }

    [Theory]
    [InlineData("NACOS_LOCK", "\"EXPIRE\"", 0, "There is no Handler of such operations!")]
    [InlineData("NACOS_LOCK", "null", 0, "There is no Handler of such operations!")]
    [InlineData("OTHER", "\"ACQUIRE\"", 0, "there are no locks of type OTHER")]
    [InlineData("OTHER", "\"RELEASE\"", 0, "there are no locks of type OTHER")]
    public async Task OperationOrTypeThatThereIsNot_IsRefused(string type, string operation, int errorCode, string message)
    {
        await using var server = await StartAsync();
        await using var client = await server.ConnectAsync();
        var refused = await AskAsync(client, $$"""{"key":"k","lockType":"{{type}}"}""", operation);
        Assert.Equal(("LockOperationResponse", 500, errorCode, message), (refused.Type, refused.ResultCode, refused.ErrorCode, refused.Message));
        Assert.False(refused.Json.GetProperty("result").GetBoolean());
        Assert.Empty(_proposed);
    }

    [Theory]
    [InlineData("""{"key":"k","lockType":"NACOS_LOCK"}""", "\"NONSENSE\"", "ErrorResponse", 502)]
    [InlineData("""{"key":"k","lockType":"NACOS_LOCK","expiredTime":"x"}""", "\"ACQUIRE\"", "ErrorResponse", 502)]
    [InlineData("null", "\"ACQUIRE\"", "ErrorResponse", 500)]
    [InlineData("""{"lockType":"NACOS_LOCK"}""", "\"ACQUIRE\"", "LockOperationResponse", 400)]
    [InlineData("""{"key":"","lockType":"NACOS_LOCK"}""", "\"RELEASE\"", "LockOperationResponse", 400)]
    public async Task BadRequest_IsRefused(string instance, string operation, string type, int errorCode)
    {
        await using var server = await StartAsync();
        await using var client = await server.ConnectAsync();
        var refused = await AskAsync(client, instance, operation);
        Assert.Equal((type, errorCode), (refused.Type, refused.ErrorCode));
        Assert.Empty(_proposed);
    }

    [Fact]
    public async Task WriteThatDidNotHappen_MayBeTriedAgain_ButNotOneOfUnknownFate()
    {
        await using var server = await StartAsync();
        await using var client = await server.ConnectAsync();
        _answer = ClusterFailures.Unavailable("no leader");
        Assert.Equal("ErrorResponse", (await AskAsync(client, """{"key":"k","lockType":"NACOS_LOCK"}""", "\"ACQUIRE\"")).Type);
        _answer = ClusterFailures.OutcomeUnknown();
        var unknown = await AskAsync(client, """{"key":"k","lockType":"NACOS_LOCK"}""", "\"ACQUIRE\"");
        Assert.Equal(("LockOperationResponse", 500, 500), (unknown.Type, unknown.ResultCode, unknown.ErrorCode));
    }

    [Fact]
    public async Task MoreLocksThanTheServerKeeps_AreRefused()
    {
        await using var server = await StartAsync();
        await using var client = await server.ConnectAsync();
        _count = 1_000_000;
        var refused = await AskAsync(client, """{"key":"k","lockType":"NACOS_LOCK"}""", "\"ACQUIRE\"");
        Assert.Equal(("LockOperationResponse", 503, "too many locks are held, over 1000000"), (refused.Type, refused.ErrorCode, refused.Message));
        Assert.True((await AskAsync(client, """{"key":"held","lockType":"NACOS_LOCK"}""", "\"ACQUIRE\"")).Ok);
        Assert.True((await AskAsync(client, """{"key":"k","lockType":"NACOS_LOCK"}""", "\"RELEASE\"")).Ok);
    }

    [Fact]
    public async Task Requests_AreCounted_AndThoseInWhichNothingWentWrong()
    {
        await using var server = await StartAsync();
        await using var client = await server.ConnectAsync();
        const string Lock = """{"key":"k","lockType":"NACOS_LOCK"}""";
        await AskAsync(client, Lock, "\"ACQUIRE\"");
        await AskAsync(client, Lock, "\"RELEASE\"");
        _answer = false;
        await AskAsync(client, Lock, "\"ACQUIRE\"");
        await AskAsync(client, Lock, "\"ACQUIRE\"");
        await AskAsync(client, Lock, "\"RELEASE\"");
        _answer = ClusterFailures.Unavailable("no leader");
        await AskAsync(client, Lock, "\"RELEASE\"");
        await AskAsync(client, """{"key":"k","lockType":"OTHER"}""", "\"ACQUIRE\"");
        await AskAsync(client, Lock, "\"EXPIRE\"");
        var counters = server.Services.GetRequiredService<LockCounters>();
        Assert.Equal((4, 3, 3, 2), (counters.Acquires, counters.AcquiresAnswered, counters.Releases, counters.ReleasesAnswered));
    }

    private Task<GrpcServer> StartAsync() => GrpcServer.StartAsync(change: services => services.AddSingleton<IReplicatedLog>(this).AddSingleton<ILockLeases>(this));

    private static Task<SdkMessage> AskAsync(NacosGrpcClient client, string instance, string operation) =>
        client.RequestAsync("LockOperationRequest", $$"""{"lockInstance":{{instance}},"lockOperationEnum":{{operation}}}""");
}
