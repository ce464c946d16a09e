using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Http;

/// <summary>
/// Decides who may call what. Rules for tokens do not exist yet: while authorization is on, only what is open to everybody is answered, as with
/// Consul's default policy deny and no token that could exist.
/// </summary>
internal sealed class ConsulGate(IOptions<ConsulOptions> options)
{
    private readonly bool _open = !options.Value.RequiresTokens;

    /// <summary>Everything is allowed to everybody.</summary>
    public bool IsOpen => _open;

    public string DefaultPolicy => _open ? "allow" : "deny";

    /// <returns>Why the call is refused with 403; null when it is not.</returns>
    public string? Refuse(ConsulPermission permission, string? token)
    {
        if (_open || permission.Resource == ConsulResource.Open) return null;
        return token is null ? "Permission denied" : "ACL not found";
    }
}
