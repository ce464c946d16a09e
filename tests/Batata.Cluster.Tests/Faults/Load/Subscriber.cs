using System.Text.Json;
using Batata.Testing;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;
using Grpc.Core;

namespace Batata.Cluster.Tests.Faults.Load;

/// <summary>A subscriber of one service on one node, over gRPC: it knows what was pushed, and asks only when it subscribes again after a broken connection.</summary>
internal sealed class Subscriber(NodeProcess node, string service, Random random) : ILoad, IAsyncDisposable
{
    private readonly GrpcSeat _seat = new(node, "naming");
    private readonly Workers _workers = new();
    private volatile HashSet<string>? _known;

    public string Name => $"subscriber on {node.Address}";

    /// <summary>Addresses of healthy instances.</summary>
    public HashSet<string> Known => _known ?? [];

    public async Task StartAsync()
    {
        _workers.Start(TurnAsync, random, TimeSpan.FromMilliseconds(10));
        await Wait.UntilAsync(() => _known is not null, $"the {Name}");
    }

    public Task StopAsync() => _workers.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _seat.DisposeAsync();
        _workers.Dispose();
    }

    private async Task TurnAsync(CancellationToken end)
    {
        if (await _seat.SitAsync() is not { } sat) return;
        try
        {
            if (sat.IsNew)
            {
                var answer = await sat.Client.RequestAsync("SubscribeServiceRequest", JsonSerializer.Serialize(
                    new { @namespace = "public", groupName = NamingClients.Group, serviceName = service, subscribe = true, clusters = "" }));
                if (answer.Ok) _known = Addresses(answer);
                else await _seat.LeaveAsync();
                return;
            }
            _known = Addresses(await sat.Client.PushAsync("NotifySubscriberRequest", TimeSpan.FromMilliseconds(500)));
        }
        catch (TimeoutException)
        {
            // nothing was pushed
        }
        catch (RpcException)
        {
            await _seat.LeaveAsync();
        }
    }

    private static HashSet<string> Addresses(SdkMessage message) =>
    [
        .. message.Json.GetProperty("serviceInfo").GetProperty("hosts").EnumerateArray().Where(static host => host.GetProperty("healthy").GetBoolean())
            .Select(static host => $"{host.GetProperty("ip").GetString()}:{host.GetProperty("port").GetInt32()}"),
    ];
}
