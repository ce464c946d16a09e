using System.Diagnostics;
using System.Net;
using Batata.Load.Measures;

namespace Batata.Load.Drivers;

/// <summary>Unary calls over several registered connections.</summary>
internal sealed class GrpcLoad : IDisposable
{
    private const int Connections = 16;
    private const int InFlight = 4;

    private readonly List<GrpcConnection> _connections = [];

    private GrpcLoad()
    {
    }

    /// <summary>How the figures name the load.</summary>
    public static string Description => $"{Connections} connections × {InFlight} calls in flight";

    /// <param name="calls">By the number of the connection.</param>
    public static async Task<GrpcLoad> OpenAsync(IPEndPoint server, Func<int, GrpcCalls> calls, CancellationToken cancellationToken)
    {
        var load = new GrpcLoad();
        try
        {
            for (var i = 0; i < Connections; i++) load._connections.Add(await GrpcConnection.OpenAsync(server, calls(i), InFlight, cancellationToken));
            return load;
        }
        catch
        {
            load.Dispose();
            throw;
        }
    }

    /// <returns>Successful calls per second, and how many there were.</returns>
    public async Task<Slice> RunAsync(int seconds, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        var calls = await Task.WhenAll(_connections.Select(c => c.RunAsync(InFlight, InFlight, TimeSpan.FromSeconds(seconds), cancellationToken)));
        return new Slice(calls.Sum() / Stopwatch.GetElapsedTime(since).TotalSeconds, calls.Sum());
    }

    public void Dispose()
    {
        foreach (var connection in _connections) connection.Dispose();
    }
}
