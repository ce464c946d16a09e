using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Batata.Api.Nacos.Http;

/// <summary>Response headers with prebuilt values. Protocol source: Spring Security's defaults, Nacos <c>ConfigServletInner</c>.</summary>
internal static class NacosHeaders
{
    /// <summary>The preset of <c>/v1/cs</c>: even plain texts carry it there.</summary>
    public const string JsonUtf8 = "application/json;charset=UTF-8";
    public const string Json = "application/json";
    public const string TextUtf8 = "text/plain;charset=UTF-8";
    public const string Html = "text/html;charset=UTF-8";

    /// <summary>Content-Security-Policy of the console: no script but its own.</summary>
    public static readonly StringValues OwnScripts = "script-src 'self'";

    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues Zero = "0";
    private static readonly StringValues Deny = "DENY";
    private static readonly StringValues NoCache = "no-cache";
    private static readonly StringValues NeverStore = "no-cache, no-store, max-age=0, must-revalidate";
    private static readonly StringValues NoStore = "no-cache,no-store";
    private static readonly StringValues Epoch = "Thu, 01 Jan 1970 00:00:00 GMT";

    /// <summary>On every answer of both ports, errors too. A handler may replace the three about caching.</summary>
    public static void WriteSecurity(IHeaderDictionary headers)
    {
        WriteNoFraming(headers);
        headers.CacheControl = NeverStore;
        headers.Pragma = NoCache;
        headers.Expires = Zero;
    }

    public static void WriteNoFraming(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = NoSniff;
        headers.XXSSProtection = Zero;
        headers.XFrameOptions = Deny;
    }

    /// <summary>The config reads, listener answers and the parameter check say it in their own words.</summary>
    public static void WriteConfigNoCache(IHeaderDictionary headers)
    {
        headers.CacheControl = NoStore;
        headers.Pragma = NoCache;
        headers.Expires = Epoch;
    }
}
