using Batata.Application.Abstractions;
using Batata.Application.Identity;
using Batata.Domain.Identity;
using Batata.Infrastructure.Persistence;
using Batata.Infrastructure.Persistence.Identity;

namespace Batata.Infrastructure.Identity;

/// <summary>Accounts in memory: one immutable view, swapped by the applying thread. Some hundred bytes a user.</summary>
internal sealed class IdentityState(StateDatabaseHolder state) : IIdentityState, IChangeObserver<IdentityChanged>
{
    private IdentityView _current = IdentityView.Empty;

    public IdentityView Current => Volatile.Read(ref _current);

    public void Observe(IdentityChanged change) => Volatile.Write(ref _current, After(_current, change));

    public void Reset() => Volatile.Write(ref _current, IdentityRows.Load(state.Database.Writer));

    private static IdentityView After(IdentityView view, IdentityChanged change) => change switch
    {
        UserChanged { After: { } user } => view with { Users = view.Users.SetItem(user.Name, user) },
        UserChanged user => view with { Users = view.Users.Remove(user.Name) },
        RolesChanged roles => view with
        {
            Roles = roles.After.Count == 0 ? view.Roles.Remove(roles.UserName) : view.Roles.SetItem(roles.UserName, roles.After),
            Administrators = view.Administrators + Administrator(roles.After) - Administrator(view.RolesOf(roles.UserName)),
        },
        PermissionsChanged permissions => view with
        {
            Permissions = permissions.After.Count == 0 ? view.Permissions.Remove(permissions.Role) : view.Permissions.SetItem(permissions.Role, permissions.After),
        },
        SecretAdded { Name: KeepSecretEntry.SigningKey } key => view with { SigningKey = key.Value },
        _ => view,
    };

    private static int Administrator(IReadOnlyList<string> roles) => roles.Contains(IdentityNames.AdministratorRole) ? 1 : 0;
}
