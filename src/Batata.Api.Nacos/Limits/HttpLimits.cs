using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Limits;

/// <summary>
/// Turns requests away before they are read. Rates of Batata's own answer 429; traffic control answers 503 after a second, as in the reference.
/// Protocol source: Nacos 3.1 <c>NacosHttpTpsFilter</c>.
/// </summary>
internal sealed class HttpLimits(CallLimits limits, LimitedCalls calls, IOptions<LimitOptions> options)
{
    public bool IsOn => limits.IsOn;

    /// <summary>Null when the request may go on, which allocates nothing.</summary>
    public Task? Refuse(HttpContext http, NacosPort port)
    {
        if (calls.Find(port, http.Request) is not { } call) return null;
        if (!limits.IsWithinRates(call.Group, ClientKey.Of(http, options.Value.TrustedProxies))) return TooManyAsync(http, port);
        return limits.Count(call.Point) is { } reason ? OverTpsAsync(http, port, reason) : null;
    }

    /// <summary>Calls that are answered before the caller is looked for must not be.</summary>
    public bool CountsUsers => limits.CountsUsers;

    /// <summary>Once the caller is known. Null when the request may go on.</summary>
    public Task? RefuseUser(HttpContext http, NacosPort port) =>
        calls.Find(port, http.Request) is { } call && !limits.IsWithinRates(call.Group, http.Caller()) ? TooManyAsync(http, port) : null;

    private static Task TooManyAsync(HttpContext http, NacosPort port)
    {
        port.WriteHeaders(http);
        http.Response.Headers.RetryAfter = "1";
        return SpringErrors.WriteAsync(http, StatusCodes.Status429TooManyRequests, "Too many requests, please try again later.");
    }

    private async Task OverTpsAsync(HttpContext http, NacosPort port, string reason)
    {
        await limits.HoldAsync(http.RequestAborted);
        port.WriteHeaders(http);
        NacosHeaders.WriteConfigNoCache(http.Response.Headers);
        await Answers.TextAsync(http, StatusCodes.Status503ServiceUnavailable, NacosPaths.IsConfigV1(http) ? NacosHeaders.JsonUtf8 : null, reason + "\r\n");
    }
}
