using Batata.Api.Consul.Http;
using Batata.Application.KeyHistory;

namespace Batata.Api.Consul.KeyHistory;

/// <summary>Who writes a key, for its history. Secrets are not kept; accessors come with the tokens.</summary>
internal static class KeyAuthors
{
    public static KeyAuthor Of(ConsulRequest request)
    {
        var address = request.Http.Connection.RemoteIpAddress;
        if (address is { IsIPv4MappedToIPv6: true }) address = address.MapToIPv4();
        return new KeyAuthor("", address?.ToString() ?? "");
    }
}
