using System.Diagnostics;
using System.Net;

namespace Batata.Load.Drivers;

/// <summary>Thousands of naming connections, each with instances of its own in several services.</summary>
internal sealed class NamingClients : IDisposable
{
    private const int OpenAtOnce = 32;
    private const int Port = 8080;

    private readonly SdkConnection[] _connections;

    private NamingClients(int count) => _connections = new SdkConnection[count];

    /// <param name="instances">Of all connections together, spread evenly over the services; none when only the connections count.</param>
    public static async Task<NamingClients> OpenAsync(IPEndPoint server, int count, int instances, int services, CancellationToken cancellationToken)
    {
        var clients = new NamingClients(count);
        try
        {
            var each = instances / count;
            await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = OpenAtOnce, CancellationToken = cancellationToken }, async (client, stop) =>
            {
                var connection = clients._connections[client] = await SdkConnection.OpenAsync(server, stop);
                for (var number = client * each; number < (client + 1) * each; number++)
                    await connection.CallAsync(NamingMessages.Register(NamingMessages.ServiceName(number % services), NamingMessages.Ip(client), Port), stop);
            });
            return clients;
        }
        catch
        {
            clients.Dispose();
            throw;
        }
    }

    public Task SubscribeAsync(int count, string service, CancellationToken cancellationToken)
    {
        var message = NamingMessages.Subscribe(service);
        return Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = OpenAtOnce, CancellationToken = cancellationToken },
            async (client, stop) => await _connections[client].CallAsync(message, stop));
    }

    /// <summary>The last connection registers, or registers again, with another port.</summary>
    /// <param name="subscribers">So many, from the first on, are waited for.</param>
    /// <returns>For each of them the milliseconds from sending the registration to the push that shows it, in order of size.</returns>
    public async Task<double[]> ChangeAsync(string service, int port, int subscribers, TimeSpan limit, CancellationToken cancellationToken)
    {
        Task<long>[] pushed = [.. _connections.Take(subscribers).Select(connection => connection.PushWith($"\"port\":{port},"))];
        var since = Stopwatch.GetTimestamp();
        await _connections[^1].CallAsync(NamingMessages.Register(service, NamingMessages.Ip(_connections.Length - 1), port), cancellationToken);
        try
        {
            var times = await Task.WhenAll(pushed).WaitAsync(limit, cancellationToken);
            return [.. times.Select(at => Stopwatch.GetElapsedTime(since, at).TotalMilliseconds).Order()];
        }
        catch (TimeoutException)
        {
            throw new LoadException($"{pushed.Count(push => !push.IsCompletedSuccessfully)} of {subscribers} subscribers were not pushed to within {limit.TotalSeconds} s.");
        }
    }

    /// <exception cref="LoadException">The server gave some up, so what was measured is not what was meant.</exception>
    public void CheckAllThere()
    {
        if (_connections.Count(static connection => connection.Lost) is > 0 and var lost) throw new LoadException($"The server gave up {lost} of {_connections.Length} connections.");
    }

    public void Dispose()
    {
        foreach (var connection in _connections) connection?.Dispose();
    }
}
