using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Audit;

/// <summary>
/// What of a request goes into a record. Parameters are taken by name and only those below, so that content, passwords and tokens cannot get in by a
/// parameter that somebody adds later.
/// </summary>
internal static class AuditTexts
{
    private const int MaxLength = 256;

    private static readonly string[] Namespaces = ["namespaceId", "tenant", "targetNamespaceId", "namespace"];

    private static readonly string[] Named =
    [
        "customNamespaceId", "namespaceId", "namespace", "namespaceName", "namespaceShowName", "username", "role", "resource", "action", "tag", "ids", "ip", "port",
        "clusterName", "ephemeral", "healthy", "enabled", "weight", "entry", "value", "logName", "logLevel", "connectionId", "redirectAddress", "loaderFactor", "count", "policy",
        "quota", "maxSize", "command", "type",
    ];

    public static string ResourceOf(NacosPermission permission, NacosParameters parameters) => permission.Subject switch
    {
        PermissionSubject.Config => Resource(First(parameters, Namespaces), parameters["groupName"] ?? parameters["group"], "config", parameters["dataId"]),
        PermissionSubject.Naming => Service(First(parameters, Namespaces), parameters["groupName"], parameters["serviceName"]),
        PermissionSubject.Ai => Resource(parameters["namespaceId"], "DEFAULT_GROUP", "ai", parameters["mcpName"]),
        PermissionSubject.Fixed => permission.Resource!,
        _ => "",
    };

    /// <summary>As permissions write it.</summary>
    public static string Resource(string? @namespace, string? group, string type, string? name) =>
        $"{Short(Filled(@namespace, "public"))}:{Short(Filled(group, "*"))}:{type}/{Short(Filled(name, "*"))}";

    /// <param name="forwarded">What the client, or a proxy, says of addresses before it; blank when nothing.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> DetailsOf(NacosParameters parameters, string forwarded)
    {
        List<KeyValuePair<string, string>>? details = null;
        if (forwarded.Length > 0) details = [new("forwardedFor", Short(forwarded))];
        foreach (var name in Named)
        {
            if (parameters[name] is { Length: > 0 } value) (details ??= []).Add(new(name, Short(value)));
        }
        return details ?? (IReadOnlyList<KeyValuePair<string, string>>)[];
    }

    public static string Short(string text) => text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength), "…");

    // v1 has both in one name.
    private static string Service(string? @namespace, string? group, string? name)
    {
        var at = name?.IndexOf(ServiceKey.Separator, StringComparison.Ordinal) ?? -1;
        return at < 0 ? Resource(@namespace, group, "naming", name) : Resource(@namespace, name![..at], "naming", name[(at + ServiceKey.Separator.Length)..]);
    }

    private static string? First(NacosParameters parameters, string[] names)
    {
        foreach (var name in names)
        {
            if (parameters[name] is { Length: > 0 } value) return value;
        }
        return null;
    }

    private static string Filled(string? text, string otherwise) => string.IsNullOrWhiteSpace(text) ? otherwise : text.Trim();
}
