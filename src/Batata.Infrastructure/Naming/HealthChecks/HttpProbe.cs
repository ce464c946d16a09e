using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Batata.Domain.Naming;

namespace Batata.Infrastructure.Naming.HealthChecks;

/// <summary>
/// Alive is who answers the expected status. Each look opens a connection of its own: that a new one is taken is part of being alive, and
/// ten thousand idle ones would cost both sides more. Protocol source: Nacos <c>HttpHealthCheckProcessor</c>.
/// </summary>
internal sealed class HttpProbe : IHealthProbe, IDisposable
{
    private static readonly HttpRequestOptionsKey<Look> LookKey = new("look");

    private readonly TargetAddresses _addresses;
    private readonly HttpMessageInvoker _http;

    public HttpProbe(TargetAddresses addresses)
        : this(addresses, TimeSpan.FromMilliseconds(500))
    {
    }

    public HttpProbe(TargetAddresses addresses, TimeSpan patience)
    {
        (_addresses, Patience) = (addresses, patience);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectTimeout = Patience, // an attempt goes on without its request, but not longer than this
            ConnectCallback = ConnectAsync,
        });
    }

    public string Type => "HTTP";

    /// <summary>To connect, and then again to answer.</summary>
    public TimeSpan Patience { get; }

    public async ValueTask<ProbeOutcome> ProbeAsync(CheckTarget target, ProbeDeadline deadline)
    {
        if (await _addresses.FindAsync(target, deadline.Token) is not { } endPoint) return TargetAddresses.NoAddress;
        if ((target.Question ??= HttpQuestion.Of(target, (HttpChecker)target.Checker)) is not { } question) return TargetAddresses.NoAddress;
        using var look = new Look(endPoint, deadline, Patience);
        try
        {
            using var request = question.ToRequest();
            request.Options.Set(LookKey, look);
            using var response = await _http.SendAsync(request, deadline.Token);
            await DrainAsync(response, deadline.Token);
            return Of(response.StatusCode, question.ExpectedStatus);
        }
        catch (HttpRequestException e)
        {
            return e.InnerException is SocketException socket ? SocketOutcomes.Of(socket.SocketErrorCode) : ProbeOutcome.Failing($"no HTTP answer: {e.HttpRequestError}");
        }
        catch (OperationCanceledException)
        {
            return ProbeOutcome.TimedOut; // ours, or that of the connection attempt
        }
    }

    public void Dispose() => _http.Dispose();

    private static ProbeOutcome Of(HttpStatusCode status, int expected)
    {
        if ((int)status == expected) return ProbeOutcome.Alive;
        var why = string.Create(CultureInfo.InvariantCulture, $"HTTP status {(int)status}");
        return status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.Found ? ProbeOutcome.Busy(why) : ProbeOutcome.Down(why);
    }

    /// <summary>A connection that is closed with an answer in it is reset, which fills the logs of the target. The answer itself says nothing.</summary>
    private static async Task DrainAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await response.Content.CopyToAsync(Stream.Null, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // The status was read, and that is what counts.
        }
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        context.InitialRequestMessage.Options.TryGetValue(LookKey, out var look);
        var socket = new Socket(look!.To.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(look.To, cancellationToken);
            look.Connected();
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>An attempt to connect may outlive the look that began it, and must then leave the deadline alone.</summary>
    private sealed class Look(IPEndPoint to, ProbeDeadline deadline, TimeSpan patience) : IDisposable
    {
        private readonly Lock _gate = new();
        private ProbeDeadline? _deadline = deadline;

        public IPEndPoint To => to;

        public void Connected()
        {
            lock (_gate) _deadline?.Restart(patience);
        }

        public void Dispose()
        {
            lock (_gate) _deadline = null;
        }
    }
}
