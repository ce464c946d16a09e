using Batata.Api.Nacos.Http;

namespace Batata.Api.Nacos.Identity;

/// <summary>All that is open to everybody, with the reason for each: a route that needs no login takes its permission from here. Compare Nacos 3.1, which leaves more open.</summary>
internal static class OpenAccess
{
    /// <summary>Whoever logs in is nobody yet.</summary>
    public static NacosPermission Login { get; } = NacosPermission.Open;

    /// <summary>Works while there is no administrator, and once.</summary>
    public static NacosPermission FirstAdministrator { get; } = NacosPermission.Open;
}
