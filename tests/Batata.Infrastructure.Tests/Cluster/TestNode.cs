using Batata.Application;
using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Domain.Shared;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Tests.Cluster;

/// <summary>A whole node without its fronts, as the container builds it.</summary>
internal sealed class TestNode : IAsyncDisposable, IHostApplicationLifetime
{
    private readonly ServiceProvider _services;
    private readonly TaskCompletionSource _stopAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TestNode(string dataPath, Action<ClusterOptions>? options, Action<IServiceCollection>? change)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(Log));
        services.AddSingleton<IHostApplicationLifetime>(this);
        services.AddBatataApplication();
        services.AddBatataInfrastructure();
        services.Configure<ClusterOptions>(o => o.DataPath = dataPath);
        if (options is not null) services.Configure(options);
        change?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public RecordedLog Log { get; } = new();

    public IReplicatedLog Replicated => _services.GetRequiredService<IReplicatedLog>();

    public INodeState State => _services.GetRequiredService<INodeState>();

    public IReadBarrier Barrier => _services.GetRequiredService<IReadBarrier>();

    public IServedConfigs Served => _services.GetRequiredService<IServedConfigs>();

    public StateDatabase Database => _services.GetRequiredService<StateDatabaseHolder>().Database;

    /// <summary>Completes when the node asks its host to stop.</summary>
    public Task StopAsked => _stopAsked.Task;

    CancellationToken IHostApplicationLifetime.ApplicationStarted => CancellationToken.None;

    CancellationToken IHostApplicationLifetime.ApplicationStopping => CancellationToken.None;

    CancellationToken IHostApplicationLifetime.ApplicationStopped => CancellationToken.None;

    /// <summary>Built and not started.</summary>
    public static TestNode Create(string dataPath, Action<ClusterOptions>? options = null, Action<IServiceCollection>? change = null) => new(dataPath, options, change);

    public static async Task<TestNode> StartAsync(string dataPath, Action<ClusterOptions>? options = null, Action<IServiceCollection>? change = null)
    {
        var node = Create(dataPath, options, change);
        try
        {
            await node.StartAsync();
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    public async Task StartAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>()) await service.StartAsync(CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        foreach (var service in _services.GetServices<IHostedService>().Reverse()) await service.StopAsync(cancellationToken);
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task<Outcome<ConfigVersion>> PublishAsync(string dataId, string content, string? expectedMd5 = null, CancellationToken cancellationToken = default) =>
        Replicated.ProposeAsync(Entry(dataId, content, expectedMd5), cancellationToken);

    /// <summary>The md5 that clients are served; empty when there is none.</summary>
    public string Md5Of(string dataId) => Served.Md5For(Key(dataId), null, null);

    public static PublishConfigEntry Entry(string dataId, string content, string? expectedMd5 = null) => new(
        Key(dataId), ConfigContent.Of(content), ConfigDescription.None with { Type = "text" }, new ConfigAuthor("tester", "10.0.0.1"), expectedMd5, At);

    public static ConfigKey Key(string dataId) => ConfigKey.Of(dataId, "G", null);

    public static DateTimeOffset At { get; } = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);

    void IHostApplicationLifetime.StopApplication() => _stopAsked.TrySetResult();

    /// <summary>Stops, too, unless that was done.</summary>
    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
