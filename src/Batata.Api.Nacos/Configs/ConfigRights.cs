using Batata.Api.Nacos.Http;
using Batata.Domain.Configs;

namespace Batata.Api.Nacos.Configs;

/// <summary>
/// Rights for configs that a request names by row ids, or inside a text, where the gate cannot see them. Nacos does not ask: there a caller with a right in one namespace
/// reads and removes what is in others (docs/protocol/deviations.md).
/// </summary>
internal static class ConfigRights
{
    public static bool Allows(this NacosRequest request, NacosPermission permission, IEnumerable<ConfigKey> keys)
    {
        var caller = request.Caller;
        return caller is { IsUser: false } or { IsAdministrator: true }
            || keys.All(key => permission.Allows(caller, key.NamespaceId, key.Group, key.DataId));
    }

    /// <summary>For a search in many namespaces, which finds only what the caller may read.</summary>
    /// <returns>Null when the caller may read all.</returns>
    public static Func<ConfigKey, bool>? Judge(this NacosRequest request, NacosPermission permission)
    {
        var caller = request.Caller;
        return caller is { IsUser: false } or { IsAdministrator: true } ? null : key => permission.Allows(caller, key.NamespaceId, key.Group, key.DataId);
    }

    /// <summary>Any config of each of these namespaces, as listening asks for.</summary>
    public static bool AllowsNamespaces(this NacosRequest request, NacosPermission permission, IEnumerable<string> namespaces)
    {
        var caller = request.Caller;
        return caller is { IsUser: false } or { IsAdministrator: true }
            || namespaces.Distinct(StringComparer.Ordinal).All(one => permission.Allows(caller, one, default, default));
    }
}
