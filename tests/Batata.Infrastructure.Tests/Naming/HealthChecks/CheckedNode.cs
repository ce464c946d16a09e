using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using Batata.Infrastructure.Naming;
using Batata.Infrastructure.Tests.Cluster;
using Batata.Infrastructure.Tests.Persistence;
using Batata.Testing;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Batata.Infrastructure.Tests.Naming.HealthChecks;

/// <summary>A node with its log and running health checks, which look at real sockets. The clock runs as fast as the test lets it.</summary>
internal sealed class CheckedNode : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private TestNode _node = null!;

    public TestNode Node => _node;

    public static async Task<CheckedNode> StartAsync()
    {
        var node = new CheckedNode();
        await node.StartNodeAsync();
        return node;
    }

    public async Task RestartAsync()
    {
        await _node.DisposeAsync();
        await StartNodeAsync();
    }

    public async Task<T> DoAsync<T>(IRequest<Outcome<T>> request) => (await _node.Get<IMediator>().Send(request)).Value;

    /// <summary>Lets time pass until the instances of the service are these: <c>ip:port</c>, sorted; a <c>!</c> behind unhealthy ones.</summary>
    public Task ServedAsync(ServiceKey service, string expected) => PassUntilAsync(() => Served(service) == expected, $"{expected} in {service}");

    public string Served(ServiceKey service) => string.Join(
        ' ', (_node.Get<IServiceDirectory>().Find(service)?.Instances ?? []).Select(i => $"{i.Ip}:{i.Port}{(i.Healthy ? "" : "!")}").Order(StringComparer.Ordinal));

    public Task PassUntilAsync(Func<bool> condition, string what) => Wait.UntilAsync(
        () =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100)); // a look at a real socket has five of these
            return condition();
        },
        what);

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StartNodeAsync() => _node = await TestNode.StartAsync(_folder.File("data"), change: services =>
    {
        services.AddSingleton<TimeProvider>(_clock);
        services.Remove(services.Single(s => s.ImplementationType == typeof(NamingCaretaker)));
    });
}
