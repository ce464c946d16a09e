using System.IO.Compression;
using Batata.Api.Consul.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Batata.Api.Consul.Agent;

/// <summary>An answer without an end: what is written goes out with each flush, packed for whoever takes that.</summary>
internal sealed class OpenStream : IAsyncDisposable
{
    private readonly Stream _body;
    private readonly GZipStream? _gzip;

    private OpenStream(Stream body, GZipStream? gzip) => (_body, _gzip) = (body, gzip);

    /// <summary>Sends the headers at once, so that a client knows that it is heard.</summary>
    public static async Task<OpenStream> StartAsync(HttpContext http, string contentType)
    {
        var packed = ConsulAnswers.TakesGzip(http.Request.Headers.AcceptEncoding.ToString());
        http.Response.StatusCode = StatusCodes.Status200OK;
        http.Response.ContentType = contentType;
        if (packed) http.Response.Headers.ContentEncoding = "gzip";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await http.Response.StartAsync(http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        return new OpenStream(http.Response.Body, packed ? new GZipStream(http.Response.Body, CompressionLevel.Fastest, leaveOpen: true) : null);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => (_gzip ?? _body).WriteAsync(bytes, cancellationToken);

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_gzip is not null) await _gzip.FlushAsync(cancellationToken);
        await _body.FlushAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _gzip?.DisposeAsync() ?? ValueTask.CompletedTask;
}
