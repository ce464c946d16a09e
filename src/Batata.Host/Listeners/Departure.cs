namespace Batata.Host.Listeners;

/// <summary>
/// The time between closed listeners and closed connections, when the server stops. Clients that keep a connection are told in their next answer that
/// it ends; closed under them, a request that is on its way would be reset.
/// </summary>
internal sealed class Departure(TimeProvider time)
{
    /// <summary>Without a request for so long, everybody who is busy has been told.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private long _began;
    private long _lastRequest;

    public bool HasBegun => Volatile.Read(ref _began) != 0;

    /// <summary>Completes when nobody asked for a moment, and after a second in any case.</summary>
    public async Task LastAsync(CancellationToken cancellationToken)
    {
        // The first listener begins it, the others wait with it.
        Interlocked.CompareExchange(ref _began, time.GetTimestamp(), 0);
        while (time.GetElapsedTime(_began) < Longest && Left() is var left && left > TimeSpan.Zero)
            await Task.Delay(left, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>HTTP/2 has a message of its own for it, which Kestrel sends.</summary>
    public void Tell(HttpContext context)
    {
        Volatile.Write(ref _lastRequest, time.GetTimestamp());
        if (HttpProtocol.IsHttp11(context.Request.Protocol)) context.Response.Headers.Connection = "close";
    }

    private TimeSpan Left() => Quiet - time.GetElapsedTime(Math.Max(Volatile.Read(ref _began), Volatile.Read(ref _lastRequest)));
}
