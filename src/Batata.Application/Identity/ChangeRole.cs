using Batata.Application.Abstractions;
using Batata.Domain.Identity;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Identity;

public sealed record GrantRole(string Role, string UserName) : IRequest<Outcome<Done>>;

/// <param name="UserName">Blank: from everybody, so that the role is gone, and its permissions with it.</param>
public sealed record RevokeRole(string Role, string? UserName) : IRequest<Outcome<Done>>;

internal sealed class ChangeRoleHandler(IReplicatedLog log) : IRequestHandler<GrantRole, Outcome<Done>>, IRequestHandler<RevokeRole, Outcome<Done>>
{
    public async Task<Outcome<Done>> Handle(GrantRole request, CancellationToken cancellationToken)
    {
        if (request.Role == IdentityNames.AdministratorRole) return IdentityFailures.CannotGrantAdministrator;
        if (IdentityNames.RoleProblem(request.Role) is { } problem) return IdentityFailures.Illegal(problem);
        return await log.ProposeAsync(new GrantRoleEntry(request.Role, request.UserName), cancellationToken);
    }

    public async Task<Outcome<Done>> Handle(RevokeRole request, CancellationToken cancellationToken)
    {
        if (request.Role == IdentityNames.AdministratorRole) return IdentityFailures.CannotRevokeAdministrator;
        return await log.ProposeAsync(new RevokeRoleEntry(request.Role, string.IsNullOrWhiteSpace(request.UserName) ? null : request.UserName), cancellationToken);
    }
}

public sealed record GrantRoleEntry(string Role, string UserName) : ReplicatedEntry<Done>;

/// <param name="UserName">Null for everybody.</param>
public sealed record RevokeRoleEntry(string Role, string? UserName) : ReplicatedEntry<Done>;

internal sealed class ChangeRoleApplier(IIdentityRepository accounts) : IApplier<GrantRoleEntry, Done>, IApplier<RevokeRoleEntry, Done>
{
    public ValueTask<Outcome<Done>> ApplyAsync(GrantRoleEntry entry, IChangeSink changes, CancellationToken cancellationToken) => new(Grant(entry, changes));

    public ValueTask<Outcome<Done>> ApplyAsync(RevokeRoleEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        foreach (var user in entry.UserName is { } one ? [one] : accounts.UsersOf(entry.Role)) Revoke(new RoleGrant(entry.Role, user), changes);
        if (entry.UserName is null) Forget(entry.Role, changes);
        return new(new Done());
    }

    private Outcome<Done> Grant(GrantRoleEntry entry, IChangeSink changes)
    {
        var (role, user) = (entry.Role, entry.UserName);
        if (accounts.FindUser(user) is null) return IdentityFailures.RoleOfNobody(user);
        if (accounts.RolesOf(user).Contains(role)) return IdentityFailures.HasRole(user, role);
        accounts.AddRole(new RoleGrant(role, user));
        changes.Add<IdentityChanged>(new RolesChanged(user, accounts.RolesOf(user)));
        return new Done();
    }

    private void Revoke(RoleGrant grant, IChangeSink changes)
    {
        accounts.RemoveRole(grant);
        changes.Add<IdentityChanged>(new RolesChanged(grant.UserName, accounts.RolesOf(grant.UserName)));
    }

    /// <summary>Nacos leaves the permissions, which the next role of this name would have.</summary>
    private void Forget(string role, IChangeSink changes)
    {
        foreach (var permission in accounts.PermissionsOf(role)) accounts.RemovePermission(permission);
        changes.Add<IdentityChanged>(new PermissionsChanged(role, []));
    }
}
