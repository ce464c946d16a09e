using Batata.Domain.Identity;
using Batata.Domain.Namespaces;

namespace Batata.Application.Identity;

/// <summary>All that the roles of a user allow, ready to be asked. Protocol source: Nacos 3.1 <c>NacosRoleServiceImpl.hasPermission</c>.</summary>
public sealed class UserRights
{
    private const string ForAdministrators = "console/";
    private const int OnStack = 768;

    private readonly (ResourcePattern Pattern, bool Read, bool Write)[] _grants;

    public UserRights(IReadOnlyCollection<string> roles, IEnumerable<RolePermission> permissions)
    {
        IsAdministrator = roles.Contains(IdentityNames.AdministratorRole);
        _grants = [.. permissions.Select(static p => (new ResourcePattern(p.Resource), p.GrantsRead, p.GrantsWrite))];
    }

    public bool IsAdministrator { get; }

    public bool Allow(in AccessRequest request)
    {
        if (IsAdministrator || request.Kind == AccessKind.Identity) return true;
        if (request.Kind == AccessKind.Fixed) return !request.Name.StartsWith(ForAdministrators, StringComparison.Ordinal) && Matches(request.Name, request.Action);
        if (_grants.Length == 0) return false;
        var length = request.Namespace.Length + request.Group.Length + request.Name.Length + 32;
        var buffer = length <= OnStack ? stackalloc char[OnStack] : new char[length];
        return Matches(buffer[..Write(request, buffer)], request.Action);
    }

    private bool Matches(ReadOnlySpan<char> resource, AccessAction action)
    {
        foreach (var (pattern, read, write) in _grants)
        {
            if ((action == AccessAction.Read ? read : write) && pattern.Matches(resource)) return true;
        }
        return false;
    }

    /// <summary><c>namespace:group:type/name</c>.</summary>
    private static int Write(in AccessRequest request, Span<char> to)
    {
        var at = Put(request.Namespace.IsWhiteSpace() ? NamespaceId.Public : request.Namespace, to, 0);
        at = Put(":", to, at);
        at = Put(request.Group.IsEmpty ? "*" : request.Group, to, at);
        at = Put(request.Kind switch { AccessKind.Config => ":config/", AccessKind.Ai => ":ai/", _ => ":naming/" }, to, at);
        return Put(request.Name.IsEmpty ? "*" : request.Name, to, at);
    }

    private static int Put(ReadOnlySpan<char> text, Span<char> to, int at)
    {
        text.CopyTo(to[at..]);
        return at + text.Length;
    }
}
