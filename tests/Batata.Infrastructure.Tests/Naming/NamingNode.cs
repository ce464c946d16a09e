using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using Batata.Infrastructure.Naming;
using Batata.Infrastructure.Naming.HealthChecks;
using Batata.Infrastructure.Tests.Cluster;
using Batata.Infrastructure.Tests.Persistence;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Batata.Infrastructure.Tests.Naming;

/// <summary>A node with its log, that the test may restart, and a clock that the test moves.</summary>
internal sealed class NamingNode : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private TestNode _node = null!;
    private MetadataSweep _metadata = null!;

    public FakeTimeProvider Clock { get; private set; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public TestNode Node => _node;

    public IServiceDirectory Directory => _node.Get<IServiceDirectory>();

    public IConnectionNaming Connections => _node.Get<IConnectionNaming>();

    public InstanceRegistry Addresses => _node.Get<InstanceRegistry>();

    public static async Task<NamingNode> StartAsync()
    {
        var node = new NamingNode();
        await node.StartNodeAsync();
        return node;
    }

    public async Task RestartAsync()
    {
        await _node.DisposeAsync();
        Clock = new FakeTimeProvider(Clock.GetUtcNow());
        await StartNodeAsync();
    }

    public Task<Outcome<T>> SendAsync<T>(IRequest<Outcome<T>> request) => _node.Get<IMediator>().Send(request);

    public async Task<T> DoAsync<T>(IRequest<Outcome<T>> request) => (await SendAsync(request)).Value;

    public async Task<Failure> RefusedAsync<T>(IRequest<Outcome<T>> request) => (await SendAsync(request)).Failure!;

    /// <summary>What is served, sorted; a <c>!</c> behind unhealthy ones.</summary>
    public string Served(ServiceKey key) => string.Join(
        ' ', (Directory.Find(key)?.Instances ?? []).Select(i => $"{i.Ip}:{i.Port}{(i.Healthy ? "" : "!")}").Order(StringComparer.Ordinal));

    /// <summary>Time passes in steps of a second; empty services and expired metadata are looked at each time.</summary>
    public async Task PassAsync(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            _node.Get<EmptyServiceSweep>().Run();
            await _metadata.RunAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StartNodeAsync()
    {
        _node = await TestNode.StartAsync(_folder.File("data"), change: services =>
        {
            services.AddSingleton<TimeProvider>(Clock);
            // The test drives the sweeps itself, and its instances live nowhere.
            services.Remove(services.Single(s => s.ImplementationType == typeof(NamingCaretaker)));
            services.Remove(services.Single(s => s.ImplementationType == typeof(HealthCheckService)));
        });
        _metadata = _node.Get<MetadataSweep>();
    }
}
