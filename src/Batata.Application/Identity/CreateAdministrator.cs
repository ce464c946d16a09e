using System.Security.Cryptography;
using Batata.Application.Abstractions;
using Batata.Domain.Identity;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Identity;

/// <summary>Makes the first administrator, once. The value is the password. Protocol source: Nacos 3.1 <c>UserControllerV3.createAdminUser</c>.</summary>
/// <param name="Password">Blank for a random one.</param>
public sealed record CreateAdministrator(string? Password) : IRequest<Outcome<string>>;

internal sealed class CreateAdministratorHandler(IReplicatedLog log, IIdentityState accounts, IPasswordHashes passwords)
    : IRequestHandler<CreateAdministrator, Outcome<string>>
{
    private const int RandomLength = 8;
    private const string Special = "!@#$%&";
    private static readonly string[] Kinds = ["abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789", Special];

    public async Task<Outcome<string>> Handle(CreateAdministrator request, CancellationToken cancellationToken)
    {
        // Judged again when it is applied; here only so that a stranger cannot keep the server busy with hashes.
        if (accounts.Current.HasAdministrator) return IdentityFailures.AdministratorExists;
        var password = string.IsNullOrWhiteSpace(request.Password) ? RandomPassword() : request.Password;
        if (AccountRules.PasswordProblem(password) is { } problem) return problem;
        var hash = await passwords.HashAsync(password, cancellationToken);
        var user = new User(IdentityNames.Administrator, hash, AccountRules.NewGeneration(isFirst: true));
        return (await log.ProposeAsync(new CreateAdministratorEntry(user), cancellationToken)).Map(_ => password);
    }

    /// <summary>As Nacos makes it: eight characters with one of each kind. Drawn evenly here.</summary>
    private static string RandomPassword()
    {
        var all = string.Concat(Kinds);
        while (true)
        {
            var password = RandomNumberGenerator.GetString(all, RandomLength);
            if (Array.TrueForAll(Kinds, kind => password.AsSpan().ContainsAny(kind))) return password;
        }
    }
}

public sealed record CreateAdministratorEntry(User User) : ReplicatedEntry<Done>;

internal sealed class CreateAdministratorApplier(IIdentityRepository accounts) : IApplier<CreateAdministratorEntry, Done>
{
    public ValueTask<Outcome<Done>> ApplyAsync(CreateAdministratorEntry entry, IChangeSink changes, CancellationToken cancellationToken) => new(Apply(entry.User, changes));

    private Outcome<Done> Apply(User user, IChangeSink changes)
    {
        if (accounts.UsersOf(IdentityNames.AdministratorRole).Count > 0) return IdentityFailures.AdministratorExists;
        accounts.SaveUser(user);
        changes.Add<IdentityChanged>(new UserChanged(user.Name, user));
        accounts.AddRole(new RoleGrant(IdentityNames.AdministratorRole, user.Name));
        changes.Add<IdentityChanged>(new RolesChanged(user.Name, accounts.RolesOf(user.Name)));
        return new Done();
    }
}
