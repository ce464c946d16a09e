using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Batata.Api.Nacos.Http;

/// <summary>The path of a request as the client wrote it. Kestrel's own is decoded and has no dot segments, but error answers repeat the original.</summary>
internal static class NacosPaths
{
    /// <summary>Without the query, escapes and all.</summary>
    public static string Raw(HttpContext http)
    {
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var start = target.StartsWith('/') ? 0 : PathOfAbsolute(target);
        var end = target.IndexOf('?', start);
        return start == 0 && end < 0 ? target : target[start..(end < 0 ? target.Length : end)];
    }

    public static bool IsConfigV1(HttpContext http) => http.Request.Path.Value?.Contains("/v1/cs/", StringComparison.Ordinal) == true;

    private static int PathOfAbsolute(string target)
    {
        var authority = target.IndexOf("://", StringComparison.Ordinal);
        var slash = authority < 0 ? 0 : target.IndexOf('/', authority + 3);
        return slash < 0 ? target.Length : slash;
    }
}
