using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Batata.Testing;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;
using Grpc.Core;

namespace Batata.Cluster.Tests.Faults.Load;

/// <summary>By gRPC, as SDKs 2.x and 3.x: it says what it knows when it connects and after each push. Protocol source: Nacos <c>ConfigChangeBatchListenRequestHandler</c>.</summary>
internal sealed class StreamListener(NodeProcess node, IReadOnlyList<string> dataIds, Random random) : IConfigListener
{
    private const int NotFound = 300;
    private readonly GrpcSeat _seat = new(node, "config");
    private readonly ConcurrentDictionary<string, string?> _known = new();
    private readonly Workers _workers = new();
    private volatile int _turns;

    public string Name => $"gRPC listener on {node.Address}";

    public string? Known(string dataId) => _known.GetValueOrDefault(dataId);

    public async Task StartAsync()
    {
        _workers.Start(TurnAsync, random, TimeSpan.FromMilliseconds(10));
        await Wait.UntilAsync(() => _turns > 0, $"the {Name}");
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
            if (sat.IsNew) await ListenAsync(sat.Client);
            _turns++;
            await sat.Client.PushAsync("ConfigChangeNotifyRequest", TimeSpan.FromMilliseconds(500));
            await ListenAsync(sat.Client);
        }
        catch (TimeoutException)
        {
            // nothing has changed
        }
        catch (RpcException)
        {
            await _seat.LeaveAsync();
        }
    }

    /// <summary>Until the server calls nothing changed.</summary>
    private async Task ListenAsync(NacosGrpcClient client)
    {
        while (true)
        {
            var contexts = dataIds.Select(dataId => new { dataId, group = HttpConfigClient.Group, tenant = "", md5 = Md5(Known(dataId)) });
            var answer = await client.RequestAsync("ConfigBatchListenRequest", JsonSerializer.Serialize(new { listen = true, configListenContexts = contexts }));
            if (!answer.Ok) throw new RpcException(new Status(StatusCode.Unavailable, answer.ToString()));
            var changed = answer.Json.GetProperty("changedConfigs").EnumerateArray().Select(static one => one.GetProperty("dataId").GetString()!).ToList();
            if (changed.Count == 0) return;
            foreach (var dataId in changed) _known[dataId] = await QueryAsync(client, dataId);
        }
    }

    private static async Task<string?> QueryAsync(NacosGrpcClient client, string dataId)
    {
        var answer = await client.RequestAsync("ConfigQueryRequest", JsonSerializer.Serialize(new { dataId, group = HttpConfigClient.Group, tenant = "" }));
        if (answer.Ok) return answer.Text("content");
        return answer.ErrorCode == NotFound ? null : throw new RpcException(new Status(StatusCode.Unavailable, answer.ToString()));
    }

    private static string Md5(string? text) => text is null ? "" : Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
}
