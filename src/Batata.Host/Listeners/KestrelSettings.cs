using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Batata.Host.Listeners;

/// <summary>Limits that hold on every port. How large a body may be is for each front to say.</summary>
internal static class KestrelSettings
{
    // Nacos: the start script allows 512 KiB of header, since 1.x clients ask with long query strings (--server.max-http-request-header-size=524288).
    private const int MaxHeaderBytes = 512 * 1024;

    public static void Apply(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        limits.MaxRequestLineSize = MaxHeaderBytes;
        // Each SDK call is a stream on one connection; at the cap of 100 the C# SDK opens a second connection, which is not registered (nacos-grpc §1.4).
        limits.Http2.MaxStreamsPerConnection = int.MaxValue;
    }
}
