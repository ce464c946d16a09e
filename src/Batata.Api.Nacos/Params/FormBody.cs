using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Batata.Api.Nacos.Params;

/// <summary>What became of a body.</summary>
internal enum FormOutcome
{
    /// <summary>Read, or there was no form to read.</summary>
    Read,

    /// <summary>A multipart body or one of its parts is over its limit: 413 with an empty body.</summary>
    TooLarge,

    /// <summary>A multipart body that is none.</summary>
    Malformed,
}

/// <summary>
/// Reads the form of POST, PUT, PATCH and DELETE, url-encoded or multipart; the body of any other method or type is not looked at.
/// Protocol source: Tomcat <c>Request.parseParameters</c>, Spring <c>FormContentFilter</c> and the multipart defaults of Spring Boot.
/// </summary>
internal static class FormBody
{
    private const int MaxPartBytes = 1024 * 1024;
    private const long MaxSwallowBytes = 2 * 1024 * 1024;
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <param name="maxBytes">A longer url-encoded form counts as none at all, so that its first required parameter is missing.</param>
    /// <param name="maxUploadBytes">Of a multipart body.</param>
    public static ValueTask<FormOutcome> ReadAsync(HttpRequest request, int maxBytes, long maxUploadBytes, NacosParameters into, CancellationToken cancellationToken)
    {
        var type = request.ContentType;
        LimitUnread(request, Math.Max(maxBytes, maxUploadBytes));
        if (type is null || HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
            return ValueTask.FromResult(FormOutcome.Read);
        if (IsType(type, "application/x-www-form-urlencoded")) return ReadUrlEncodedAsync(request, maxBytes, into, cancellationToken);
        return type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
            ? ReadMultipartAsync(request, type, maxUploadBytes, into, cancellationToken)
            : ValueTask.FromResult(FormOutcome.Read);
    }

    /// <summary>A body that nobody reads is swallowed only so far; over that the connection is closed (Tomcat <c>maxSwallowSize</c>).</summary>
    private static void LimitUnread(HttpRequest request, long maxBytes)
    {
        if (HttpMethods.IsGet(request.Method) && request.ContentLength is null or 0) return;
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = maxBytes + MaxSwallowBytes;
    }

    private static bool IsType(string contentType, string expected)
    {
        var end = contentType.IndexOf(';', StringComparison.Ordinal);
        return contentType.AsSpan(0, end < 0 ? contentType.Length : end).Trim().Equals(expected, StringComparison.OrdinalIgnoreCase);
    }

    private static async ValueTask<FormOutcome> ReadUrlEncodedAsync(
        HttpRequest request, int maxBytes, NacosParameters into, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes) return FormOutcome.Read;
        var buffer = ArrayPool<byte>.Shared.Rent((int)(request.ContentLength ?? 4096) + 1);
        try
        {
            var length = 0;
            while (true)
            {
                var read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken);
                if (read == 0) break;
                length += read;
                if (length > maxBytes) return FormOutcome.Read;
                if (length == buffer.Length) buffer = Grow(buffer, length);
            }
            UrlEncoded.Read(buffer.AsSpan(0, length), into);
            return FormOutcome.Read;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] buffer, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static async ValueTask<FormOutcome> ReadMultipartAsync(
        HttpRequest request, string contentType, long maxBytes, NacosParameters into, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes) return FormOutcome.TooLarge;
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 } boundary)
            return FormOutcome.Malformed;
        try
        {
            var total = 0L;
            var reader = new MultipartReader(boundary.ToString(), request.Body);
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } part)
            {
                var disposition = part.GetContentDispositionHeader();
                var isFile = disposition?.IsFileDisposition() == true;
                var bytes = await ReadPartAsync(part.Body, isFile ? maxBytes - total : MaxPartBytes, cancellationToken);
                if (bytes is null || (total += bytes.Length) > maxBytes) return FormOutcome.TooLarge;
                if (HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).Value is not { Length: > 0 } name) continue;
                if (isFile) into.AddFile(name, bytes);
                else into.Add(name, Utf8.GetString(bytes));
            }
            return FormOutcome.Read;
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return FormOutcome.Malformed;
        }
    }

    /// <returns>Null when the part is over its limit.</returns>
    private static async ValueTask<byte[]?> ReadPartAsync(Stream part, long maxBytes, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            int read;
            while ((read = await part.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (bytes.Length + read > maxBytes) return null;
                bytes.Write(buffer, 0, read);
            }
            return bytes.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
