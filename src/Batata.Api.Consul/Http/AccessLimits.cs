using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Http;

/// <summary>
/// What is refused whoever asks: parts of the API that the operator shut, and writes from networks that he did not name. Protocol source: Consul
/// <c>http_config.block_endpoints</c> and <c>allow_write_http_from</c>.
/// </summary>
internal sealed class AccessLimits(IOptions<ConsulOptions> options)
{
    private readonly string[] _blocked = [.. options.Value.BlockedEndpoints];
    private readonly IPNetwork[] _writers = [.. options.Value.WritersFrom];

    /// <returns>Why it is refused with 403; null when it is not.</returns>
    public string? RefusePath(string path)
    {
        foreach (var blocked in _blocked)
        {
            if (path.StartsWith(blocked, StringComparison.Ordinal)) return "Endpoint is blocked by agent configuration";
        }
        return null;
    }

    /// <inheritdoc cref="RefusePath"/>
    public string? RefuseWrite(HttpContext http)
    {
        if (_writers.Length == 0 || HttpMethods.IsGet(http.Request.Method)) return null;
        if (http.Connection.RemoteIpAddress is not { } address) return "Access is restricted";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        foreach (var network in _writers)
        {
            if (network.Contains(address)) return null;
        }
        return "Access is restricted";
    }
}
