using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Http;

/// <summary>Address of the client as Nacos sees it. Protocol source: Nacos <c>WebUtils.getRemoteIp</c>.</summary>
internal static class ClientAddress
{
    public static string Of(HttpContext http)
    {
        var forwarded = http.Request.Headers["X-Forwarded-For"].ToString();
        if (!string.IsNullOrWhiteSpace(forwarded))
        {
            var end = forwarded.IndexOf(',', StringComparison.Ordinal);
            return forwarded.AsSpan(0, end < 0 ? forwarded.Length : end).Trim().ToString();
        }
        var real = http.Request.Headers["X-Real-IP"].ToString();
        if (!string.IsNullOrWhiteSpace(real)) return real.Trim();
        var address = http.Connection.RemoteIpAddress;
        if (address is null) return "";
        return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }
}
