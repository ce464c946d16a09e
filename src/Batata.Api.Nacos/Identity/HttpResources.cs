using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Identity;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Identity;

/// <summary>
/// What a request is about, by its parameters. Nacos looks at one of several names for the same thing, and the handler may look at another one; here a caller needs
/// the right for every namespace and group that the request names. Protocol source: Nacos 3.1 <c>ConfigHttpResourceParser</c>, <c>NamingHttpResourceParser</c>,
/// <c>AiHttpResourceParser</c>.
/// </summary>
internal static class HttpResources
{
    private static readonly string[] ConfigNamespaces = ["namespaceId", "tenant", "targetNamespaceId", "namespace"];
    private static readonly string[] ConfigGroups = ["groupName", "group"];
    private static readonly string[] Namespaces = ["namespaceId"];

    public static bool Allows(NacosPermission permission, NacosParameters parameters, Caller caller)
    {
        switch (permission.Subject)
        {
            case PermissionSubject.Identity or PermissionSubject.Basic:
                return caller.May(new AccessRequest { Kind = AccessKind.Identity });
            case PermissionSubject.Fixed:
                return caller.May(new AccessRequest { Kind = AccessKind.Fixed, Action = permission.AccessAction, Name = permission.Resource });
            case PermissionSubject.Config:
                return AllowsConfig(permission, parameters, caller);
            case PermissionSubject.Naming:
                return AllowsService(permission, parameters, caller);
            case PermissionSubject.Ai:
                return permission.Allows(caller, parameters["namespaceId"], ServiceKey.DefaultGroup, parameters["mcpName"]);
            default:
                return caller == Caller.Server;
        }
    }

    /// <summary>No namespace has a star in its name.</summary>
    public static bool NamesMany(string? @namespace) => @namespace?.Contains('*', StringComparison.Ordinal) == true;

    private static bool AllowsConfig(NacosPermission permission, NacosParameters parameters, Caller caller)
    {
        var name = parameters["dataId"];
        foreach (var @namespace in Values(parameters, ConfigNamespaces))
        {
            if (permission.JudgesEach && NamesMany(@namespace)) continue;
            foreach (var group in Values(parameters, ConfigGroups))
            {
                if (!permission.Allows(caller, @namespace.AsSpan().Trim(), group, name)) return false;
            }
        }
        return true;
    }

    /// <summary>A group inside the name is one that the request names, too; without any, the default one, unless there is no service either.</summary>
    private static bool AllowsService(NacosPermission permission, NacosParameters parameters, Caller caller)
    {
        var (service, given) = (parameters["serviceName"], parameters["groupName"]);
        var name = string.IsNullOrEmpty(service) ? default : ServiceKey.Of("", service, "");
        if (string.IsNullOrWhiteSpace(given)) given = null;
        var group = string.IsNullOrEmpty(name.Group) ? given ?? (name.Name is null ? "" : ServiceKey.DefaultGroup) : name.Group;
        var other = given == group ? null : given;
        foreach (var @namespace in Values(parameters, Namespaces))
        {
            if (!permission.Allows(caller, @namespace, group, name.Name)) return false;
            if (other is not null && !permission.Allows(caller, @namespace, other, name.Name)) return false;
        }
        return true;
    }

    /// <summary>All that came; one blank when none did.</summary>
    private static IEnumerable<string> Values(NacosParameters parameters, string[] names)
    {
        var found = false;
        foreach (var name in names)
        {
            if (parameters[name] is not { } value || string.IsNullOrWhiteSpace(value)) continue;
            found = true;
            yield return value;
        }
        if (!found) yield return "";
    }
}
