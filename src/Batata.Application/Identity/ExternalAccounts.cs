using System.Security.Cryptography;
using Batata.Application.Abstractions;
using Batata.Domain.Identity;
using Batata.Domain.Shared;
using Microsoft.Extensions.Options;

namespace Batata.Application.Identity;

/// <summary>Somebody for whom another system vouches.</summary>
/// <param name="Name">As that system has it.</param>
/// <param name="Groups">There.</param>
public sealed record Vouched(string Name, IReadOnlyList<string> Groups);

/// <summary>Asks a directory for name and password.</summary>
public interface IUserDirectory
{
    /// <summary>False: it is never asked.</summary>
    bool IsOn { get; }

    /// <returns>Null when it does not know the name or the password is another one.</returns>
    /// <exception cref="UnavailableException">It did not answer.</exception>
    Task<Vouched?> CheckAsync(string name, string password, CancellationToken cancellationToken);
}

/// <param name="EndsAt">Seconds since 1970.</param>
public sealed record ExternalToken(Vouched Vouched, long EndsAt);

/// <summary>Tokens that another system issued and signed.</summary>
public interface IExternalTokens
{
    /// <summary>False: none counts.</summary>
    bool IsOn { get; }

    /// <exception cref="UnavailableException">Whose keys they are did not answer.</exception>
    ValueTask<Outcome<ExternalToken>> ReadAsync(string text, CancellationToken cancellationToken);
}

/// <summary>
/// Accounts of users whom another system vouches for. Each gets one here at the first login, with a prefix of its own, so that roles can be granted to it, and with no password: Nacos gives all of them
/// the same. Roles that the settings name for groups follow the groups at each login; others stay as they were granted.
/// </summary>
internal sealed class ExternalAccounts(IIdentityState accounts, IReplicatedLog log, IOptions<IdentityOptions> options)
{
    /// <returns>The account; <c>identity.illegal</c> when its name does not fit.</returns>
    public async ValueTask<Outcome<User>> AdmitAsync(string prefix, Vouched vouched, CancellationToken cancellationToken)
    {
        var name = prefix + vouched.Name;
        if (IdentityNames.UserProblem(name) is { } problem) return IdentityFailures.Illegal(problem);
        var (view, mapped) = (accounts.Current, options.Value.ExternalRoles);
        var due = vouched.Groups.Select(group => mapped.GetValueOrDefault(group)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var has = view.RolesOf(name);
        var granted = due.Except(has).ToList();
        var revoked = mapped.Values.Distinct(StringComparer.Ordinal).Except(due).Intersect(has).ToList();
        var user = view.Find(name);
        if (user is not null && granted.Count == 0 && revoked.Count == 0) return user;
        user ??= new User(name, Unusable(), AccountRules.NewGeneration(isFirst: false));
        var done = await log.ProposeAsync(new AdmitUserEntry(user, granted, revoked), cancellationToken);
        return done.Ok ? accounts.Current.Find(name) ?? user : done.Failure;
    }

    /// <summary>No hash, and another text for each, so that nobody can log in with a password.</summary>
    private static string Unusable() => "!" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}

/// <param name="User">Made when there is none of this name.</param>
public sealed record AdmitUserEntry(User User, IReadOnlyList<string> Granted, IReadOnlyList<string> Revoked) : ReplicatedEntry<Done>;

internal sealed class AdmitUserApplier(IIdentityRepository accounts) : IApplier<AdmitUserEntry, Done>
{
    public ValueTask<Outcome<Done>> ApplyAsync(AdmitUserEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var (user, granted, revoked) = entry;
        if (accounts.FindUser(user.Name) is null)
        {
            accounts.SaveUser(user);
            changes.Add<IdentityChanged>(new UserChanged(user.Name, user));
        }
        foreach (var role in granted) accounts.AddRole(new RoleGrant(role, user.Name));
        foreach (var role in revoked) accounts.RemoveRole(new RoleGrant(role, user.Name));
        changes.Add<IdentityChanged>(new RolesChanged(user.Name, accounts.RolesOf(user.Name)));
        return new(new Done());
    }
}
