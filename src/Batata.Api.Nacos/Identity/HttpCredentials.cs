using System.Text;
using Batata.Api.Nacos.Params;
using Batata.Application.Identity;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Identity;

/// <summary>
/// Where a request says who sends it: names without case, a parameter before a header of the same name, <c>Authorization: Bearer</c> before <c>accessToken</c>.
/// Protocol source: Nacos 3.1 <c>HttpIdentityContextBuilder</c>, <c>AbstractAuthenticationManager.resolveToken</c>.
/// </summary>
internal static class HttpCredentials
{
    private const string Authorization = "Authorization";
    private const string AccessToken = "accessToken";
    private const string Bearer = "Bearer "; // in this spelling, with one blank

    public static Credentials Of(HttpContext http, NacosParameters parameters)
    {
        string? Find(string name) => parameters.FirstAnyCase(name) ?? Header(http.Request.Headers, name);
        var token = Find(Authorization) is { } authorization && TryBearer(authorization, out var bearer) ? bearer.ToString() : Find(AccessToken);
        return new Credentials(token, Find("username"), Find("password"), AddressOf(http));
    }

    /// <summary>The login looks at fewer places: headers are no names, passwords or tokens there, but for <c>Authorization</c>.</summary>
    public static Credentials OfLogin(HttpContext http, NacosParameters parameters)
    {
        var authorization = Header(http.Request.Headers, Authorization);
        var token = authorization is not null && TryBearer(authorization, out var bearer) ? bearer.ToString() : parameters.First(AccessToken);
        return new Credentials(token, parameters.First("username"), parameters.First("password"), AddressOf(http));
    }

    /// <summary>Name and password as HTTP itself has them.</summary>
    public static Credentials OfBasic(HttpContext http)
    {
        const string basic = "Basic ";
        var nobody = new Credentials(null, null, null, AddressOf(http));
        if (Header(http.Request.Headers, Authorization) is not { } text || !text.StartsWith(basic, StringComparison.Ordinal)) return nobody;
        Span<byte> bytes = stackalloc byte[512];
        if (!Convert.TryFromBase64String(text[basic.Length..], bytes, out var length)) return nobody;
        var pair = Encoding.UTF8.GetString(bytes[..length]);
        return pair.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? nobody with { UserName = pair[..colon], Password = pair[(colon + 1)..] } : nobody;
    }

    /// <summary>For requests whose query was read by hand and holds no other place for a token. Allocates nothing.</summary>
    /// <returns>Empty when there is none.</returns>
    public static ReadOnlySpan<char> TokenOf(IHeaderDictionary headers, ReadOnlySpan<char> inQuery)
    {
        if (headers.Authorization is { Count: 1 } authorization && TryBearer(authorization[0], out var bearer)) return bearer;
        return inQuery.IsEmpty && headers.TryGetValue(AccessToken, out var header) && header.Count == 1 ? header[0] : inQuery;
    }

    /// <summary>Of the socket: what a header says of it anybody could make up.</summary>
    public static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";

    private static string? Header(IHeaderDictionary headers, string name) => headers.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;

    private static bool TryBearer(ReadOnlySpan<char> authorization, out ReadOnlySpan<char> token)
    {
        token = authorization.StartsWith(Bearer, StringComparison.Ordinal) ? authorization[Bearer.Length..] : default;
        return !token.IsWhiteSpace();
    }
}
