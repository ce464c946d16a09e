using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Consul.Http;

/// <summary>How the Consul API answers. Errors are plain text.</summary>
internal static class ConsulAnswers
{
    public const string Json = "application/json";
    public const string PlainText = "text/plain; charset=utf-8";

    private const int CompressedFrom = 1_400;

    public static readonly JsonWriterOptions Writing = new() { Encoder = GoJsonEncoder.Shared, SkipValidation = true };

    private static readonly byte[] True = "true"u8.ToArray();
    private static readonly byte[] False = "false"u8.ToArray();

    public static Task TextAsync(HttpContext http, int status, string text) => BytesAsync(http, status, PlainText, Encoding.UTF8.GetBytes(text));

    public static Task EmptyAsync(HttpContext http, int status) => BytesAsync(http, status, PlainText, default);

    public static Task BoolAsync(HttpContext http, bool value) => BytesAsync(http, StatusCodes.Status200OK, Json, value ? True : False);

    public static async Task BytesAsync(HttpContext http, int status, string? contentType, ReadOnlyMemory<byte> body)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        if (HttpMethods.IsHead(http.Request.Method)) return;
        if (body.Length >= CompressedFrom && TakesGzip(http.Request.Headers.AcceptEncoding.ToString()))
        {
            response.Headers.ContentEncoding = "gzip";
            await using var gzip = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
            await gzip.WriteAsync(body, http.RequestAborted);
            return;
        }
        response.ContentLength = body.Length;
        if (!body.IsEmpty) await response.Body.WriteAsync(body, http.RequestAborted);
    }

    /// <summary>Consul's wrapper knows gzip alone, by its name or with a weight above nothing.</summary>
    public static bool TakesGzip(string header)
    {
        foreach (var range in header.AsSpan().Split(','))
        {
            var coding = header.AsSpan(range).Trim();
            var weight = coding.IndexOf(';');
            var name = (weight < 0 ? coding : coding[..weight]).Trim();
            if (!name.Equals("gzip", StringComparison.OrdinalIgnoreCase)) continue;
            if (weight < 0) return true;
            var q = coding[(weight + 1)..].Trim();
            return !q.StartsWith("q=", StringComparison.OrdinalIgnoreCase) || (double.TryParse(q[2..], System.Globalization.CultureInfo.InvariantCulture, out var value) && value > 0);
        }
        return false;
    }
}
