using Batata.Host.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Batata.Host.Listeners;

/// <summary>Limits that hold on every port. What a body may be is for each front to say, below the ceiling that is here for a front that forgets.</summary>
internal static class KestrelSettings
{
    private const long MaxBodyBytes = 1L << 30;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private const int HeadMargin = 128 * 1024;

    public static void Apply(KestrelServerOptions kestrel, ServerOptions server)
    {
        // Nacos: names no server.
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = MaxBodyBytes;
        // Nacos: the start script allows 512 KiB of header (--server.max-http-request-header-size=524288), since 1.x clients ask with long query strings.
        // A little more here, so that the front refuses with Nacos' 400; Kestrel's own answers are 414 and 431.
        var headBytes = server.MaxHeaderBytes + HeadMargin;
        limits.MaxRequestHeadersTotalSize = headBytes;
        limits.MaxRequestLineSize = headBytes;
        limits.MaxRequestBufferSize = Math.Max(limits.MaxRequestBufferSize ?? 0, headBytes);
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(server.RequestHeadSeconds);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(server.KeepAliveSeconds);
        limits.MinRequestBodyDataRate = limits.MinResponseDataRate = server.MinDataRate == 0 ? null : new MinDataRate(server.MinDataRate, Grace);
        // A long poll waits between request and response, where neither data rate of Kestrel counts; slow senders and readers are still cut off.

        // Each call of an SDK is a stream on one connection; at the usual cap of 100 the C# SDK opens a second connection, which nobody registers.
        limits.Http2.MaxStreamsPerConnection = int.MaxValue;
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromMilliseconds(server.GrpcKeepAliveMs);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromMilliseconds(server.GrpcKeepAliveTimeoutMs);
    }
}
