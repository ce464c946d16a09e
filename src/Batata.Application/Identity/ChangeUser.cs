using Batata.Application.Abstractions;
using Batata.Domain.Identity;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Identity;

public sealed record CreateUser(string Name, string Password) : IRequest<Outcome<Done>>;

/// <summary>Ends all tokens of the user.</summary>
/// <param name="KeptToken">But this one: the user's own, with which this is asked for.</param>
public sealed record SetPassword(string UserName, string Password, string? KeptToken) : IRequest<Outcome<Done>>;

/// <summary>With its roles and tokens. A missing one is a success; the administrator stays.</summary>
public sealed record RemoveUser(string Name) : IRequest<Outcome<Done>>;

internal sealed class ChangeUserHandler(IReplicatedLog log, IPasswordHashes passwords) :
    IRequestHandler<CreateUser, Outcome<Done>>,
    IRequestHandler<SetPassword, Outcome<Done>>,
    IRequestHandler<RemoveUser, Outcome<Done>>
{
    public async Task<Outcome<Done>> Handle(CreateUser request, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.Name)) return IdentityFailures.Illegal("username is blank");
        if (AccountRules.PasswordProblem(request.Password) is { } problem) return problem;
        if (IdentityNames.UserProblem(request.Name) is { } name) return IdentityFailures.Illegal(name);
        return await log.ProposeAsync(new CreateUserEntry(await NewAsync(request.Name, request.Password, AccountRules.NewGeneration(isFirst: true), cancellationToken)), cancellationToken);
    }

    public async Task<Outcome<Done>> Handle(SetPassword request, CancellationToken cancellationToken)
    {
        if (AccountRules.PasswordProblem(request.Password) is { } problem) return problem;
        var kept = string.IsNullOrWhiteSpace(request.KeptToken) ? null : TokenDigest.Of(request.KeptToken);
        return await log.ProposeAsync(
            new SetPasswordEntry(await NewAsync(request.UserName, request.Password, AccountRules.NewGeneration(isFirst: false, kept), cancellationToken)), cancellationToken);
    }

    public Task<Outcome<Done>> Handle(RemoveUser request, CancellationToken cancellationToken) => log.ProposeAsync(new RemoveUserEntry(request.Name), cancellationToken);

    private async Task<User> NewAsync(string name, string password, TokenGeneration tokens, CancellationToken cancellationToken) =>
        new(name, await passwords.HashAsync(password, cancellationToken), tokens);
}

public sealed record CreateUserEntry(User User) : ReplicatedEntry<Done>;

/// <param name="User">As it is afterwards.</param>
public sealed record SetPasswordEntry(User User) : ReplicatedEntry<Done>;

public sealed record RemoveUserEntry(string Name) : ReplicatedEntry<Done>;

internal sealed class ChangeUserApplier(IIdentityRepository accounts) :
    IApplier<CreateUserEntry, Done>,
    IApplier<SetPasswordEntry, Done>,
    IApplier<RemoveUserEntry, Done>
{
    public ValueTask<Outcome<Done>> ApplyAsync(CreateUserEntry entry, IChangeSink changes, CancellationToken cancellationToken) =>
        new(accounts.FindUser(entry.User.Name) is null ? Save(entry.User, changes) : IdentityFailures.UserExists(entry.User.Name));

    public ValueTask<Outcome<Done>> ApplyAsync(SetPasswordEntry entry, IChangeSink changes, CancellationToken cancellationToken) =>
        new(accounts.FindUser(entry.User.Name) is null ? IdentityFailures.UserMissing(entry.User.Name) : Save(entry.User, changes));

    public ValueTask<Outcome<Done>> ApplyAsync(RemoveUserEntry entry, IChangeSink changes, CancellationToken cancellationToken) =>
        new(Remove(entry.Name, changes));

    private Outcome<Done> Save(User user, IChangeSink changes)
    {
        accounts.SaveUser(user);
        changes.Add<IdentityChanged>(new UserChanged(user.Name, user));
        return new Done();
    }

    /// <summary>Nacos leaves the roles, which whoever gets the name next would have.</summary>
    private Outcome<Done> Remove(string name, IChangeSink changes)
    {
        var roles = accounts.RolesOf(name);
        if (roles.Contains(IdentityNames.AdministratorRole)) return IdentityFailures.CannotRemoveAdministrator(name);
        foreach (var role in roles) accounts.RemoveRole(new RoleGrant(role, name));
        if (roles.Count > 0) changes.Add<IdentityChanged>(new RolesChanged(name, []));
        accounts.RemoveUser(name);
        changes.Add<IdentityChanged>(new UserChanged(name, null));
        return new Done();
    }
}
