using Batata.Application.Abstractions;
using Batata.Domain.Identity;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Identity;

/// <summary>The same again is a success.</summary>
public sealed record AddPermission(RolePermission Permission) : IRequest<Outcome<Done>>;

/// <summary>A missing one is a success.</summary>
public sealed record RemovePermission(RolePermission Permission) : IRequest<Outcome<Done>>;

internal sealed class ChangePermissionHandler(IReplicatedLog log) : IRequestHandler<AddPermission, Outcome<Done>>, IRequestHandler<RemovePermission, Outcome<Done>>
{
    public async Task<Outcome<Done>> Handle(AddPermission request, CancellationToken cancellationToken)
    {
        if (IdentityNames.PermissionProblem(request.Permission.Resource, request.Permission.Action) is { } problem) return IdentityFailures.Illegal(problem);
        return await log.ProposeAsync(new AddPermissionEntry(request.Permission), cancellationToken);
    }

    public Task<Outcome<Done>> Handle(RemovePermission request, CancellationToken cancellationToken) =>
        log.ProposeAsync(new RemovePermissionEntry(request.Permission), cancellationToken);
}

public sealed record AddPermissionEntry(RolePermission Permission) : ReplicatedEntry<Done>;

public sealed record RemovePermissionEntry(RolePermission Permission) : ReplicatedEntry<Done>;

internal sealed class ChangePermissionApplier(IIdentityRepository accounts) : IApplier<AddPermissionEntry, Done>, IApplier<RemovePermissionEntry, Done>
{
    public ValueTask<Outcome<Done>> ApplyAsync(AddPermissionEntry entry, IChangeSink changes, CancellationToken cancellationToken) => new(Add(entry.Permission, changes));

    public ValueTask<Outcome<Done>> ApplyAsync(RemovePermissionEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        accounts.RemovePermission(entry.Permission);
        Tell(entry.Permission.Role, changes);
        return new(new Done());
    }

    private Outcome<Done> Add(RolePermission permission, IChangeSink changes)
    {
        if (accounts.UsersOf(permission.Role).Count == 0) return IdentityFailures.RoleMissing(permission.Role);
        if (accounts.PermissionsOf(permission.Role).Contains(permission)) return new Done();
        accounts.AddPermission(permission);
        Tell(permission.Role, changes);
        return new Done();
    }

    private void Tell(string role, IChangeSink changes) => changes.Add<IdentityChanged>(new PermissionsChanged(role, accounts.PermissionsOf(role)));
}
