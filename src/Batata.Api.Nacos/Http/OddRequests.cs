using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Http;

/// <summary>
/// Requests that never reach a route of the reference: its servlet container or its firewall refuses them.
/// Protocol source: Tomcat, Spring Security <c>StrictHttpFirewall</c>.
/// </summary>
internal static class OddRequests
{
    private static readonly string[] Forbidden =
        ["//", ";", "%3b", "\\", "%5c", "%2e", "%25", "%00", "%0a", "%0d"];

    private static readonly SearchValues<char> Suspects = SearchValues.Create("%;\\");

    /// <summary>Null when there is nothing odd about it.</summary>
    /// <param name="maxHeadBytes">Kestrel must be set to let a little more through, so that this is the answer and not its own.</param>
    public static Task? Refuse(HttpContext http, string rawPath, int maxHeadBytes)
    {
        if (!IsServedMethod(http.Request.Method)) return Answers.EmptyAsync(http, StatusCodes.Status400BadRequest);
        if (HeadBytes(http.Request, rawPath) > maxHeadBytes) return SpringErrors.HtmlAsync(http, StatusCodes.Status400BadRequest, "Request header is too large");
        if (!IsSuspect(rawPath)) return null;
        if (rawPath.Contains("%2f", StringComparison.OrdinalIgnoreCase))
            return SpringErrors.HtmlAsync(http, StatusCodes.Status400BadRequest, "Invalid URI: the encoded slash character is not allowed");
        foreach (var part in Forbidden)
        {
            if (rawPath.Contains(part, StringComparison.OrdinalIgnoreCase)) return RefusePath(http, $"the URL contained a potentially malicious String \"{part}\"");
        }
        return HasDotSegment(rawPath) ? RefusePath(http, "the URL was not normalized.") : null;
    }

    /// <summary>One pass instead of a dozen: whatever is refused for its path has one of these.</summary>
    private static bool IsSuspect(string path) =>
        path.AsSpan().ContainsAny(Suspects) || path.Contains("//", StringComparison.Ordinal) || path.Contains("/.", StringComparison.Ordinal);

    private static Task RefusePath(HttpContext http, string why) =>
        SpringErrors.WriteAsync(http, StatusCodes.Status400BadRequest, $"The request was rejected because {why}");

    private static bool IsServedMethod(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsDelete(method)
        || HttpMethods.IsHead(method) || HttpMethods.IsPatch(method) || HttpMethods.IsOptions(method);

    private static bool HasDotSegment(string path) =>
        path.Contains("/./", StringComparison.Ordinal) || path.Contains("/../", StringComparison.Ordinal)
        || path.EndsWith("/.", StringComparison.Ordinal) || path.EndsWith("/..", StringComparison.Ordinal);

    private static long HeadBytes(HttpRequest request, string rawPath)
    {
        var bytes = (long)request.Method.Length + rawPath.Length + (request.QueryString.Value?.Length ?? 0);
        foreach (var header in request.Headers)
        {
            foreach (var value in header.Value) bytes += header.Key.Length + (value?.Length ?? 0) + 4;
        }
        return bytes;
    }
}
