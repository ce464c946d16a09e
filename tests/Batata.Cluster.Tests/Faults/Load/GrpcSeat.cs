using Batata.Testing.Nacos;
using Batata.Testing.Nodes;
using Grpc.Core;

namespace Batata.Cluster.Tests.Faults.Load;

/// <summary>A connection to one node that is made again when it broke.</summary>
internal sealed class GrpcSeat(NodeProcess node, string module) : IAsyncDisposable
{
    private NacosGrpcClient? _client;

    public bool IsConnected => _client is { StreamEnd.IsCompleted: false };

    /// <returns>The connection, and whether it is a new one; null when the node cannot be reached now.</returns>
    public async Task<(NacosGrpcClient Client, bool IsNew)?> SitAsync()
    {
        if (IsConnected) return (_client!, false);
        await LeaveAsync();
        try
        {
            _client = await NacosGrpcClient.ConnectAsync(node.Ports.Grpc, module: module, host: node.Host);
            return (_client, true);
        }
        catch (Exception e) when (e is RpcException or TimeoutException or IOException or HttpRequestException)
        {
            return null;
        }
    }

    public async Task LeaveAsync()
    {
        if (_client is { } left) await left.DisposeAsync();
        _client = null;
    }

    public async ValueTask DisposeAsync() => await LeaveAsync();
}
