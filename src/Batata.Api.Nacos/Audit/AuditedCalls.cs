using Batata.Api.Nacos.Http;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Audit;

/// <summary>Which calls are kept: those that change something, and logins. Beats never are.</summary>
internal static class AuditedCalls
{
    /// <summary>What SDKs do all the time, kept only when that is asked for: ephemeral instances and locks.</summary>
    public static bool IsOfClients(string method, string path, string? ephemeral) =>
        !HttpMethods.IsPut(method) && path is "/v1/ns/instance" or "/v2/ns/instance" or "/v3/client/ns/instance" && !"false".Equals(ephemeral, StringComparison.OrdinalIgnoreCase);

    public static bool IsKept(NacosRoute route, string method)
    {
        if (route.Path.EndsWith("/beat", StringComparison.Ordinal)) return false;
        // The only reads of Nacos that do something: clients are moved to other nodes.
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method)) return route.Path.Contains("/core/loader/", StringComparison.Ordinal) && IsWrite(route);
        // Logins, and passwords, which anybody may change who has one.
        return IsWrite(route) || route.Path.Contains("/auth", StringComparison.Ordinal);
    }

    public static bool IsKept(NacosPermission permission) => permission.Action == PermissionAction.Write;

    public static bool IsOfClients(string requestType) => requestType is "InstanceRequest" or "BatchInstanceRequest" or "LockOperationRequest";

    private static bool IsWrite(NacosRoute route) => route.Permission!.Action == PermissionAction.Write;
}
