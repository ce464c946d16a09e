using Batata.Domain.Shared;

namespace Batata.Application.Identity;

/// <summary>
/// The one place that knows who somebody is. What a caller may do is then asked of the <see cref="Caller"/> itself; which calls need one at all is in
/// <see cref="IdentityOptions.Guards"/> and in what each route declares.
/// </summary>
public interface IAuthorizer
{
    /// <summary>For hot paths: allocates nothing and waits for nothing.</summary>
    /// <returns>Null when the token is not one that was checked before and still counts; then <see cref="IdentifyAsync"/> tells.</returns>
    Caller? FindKnown(ReadOnlySpan<char> token);

    /// <returns>Who has the token; else who has name and password; else <c>identity.unknown</c>. A bad token is not followed by a try with the password.</returns>
    ValueTask<Outcome<Caller>> IdentifyAsync(Credentials credentials, CancellationToken cancellationToken);
}

/// <summary>What somebody shows to be known. Blank parts have not come.</summary>
/// <param name="Address">Of the socket, which nobody can make up; failed logins are counted by it.</param>
public readonly record struct Credentials(string? Token, string? UserName, string? Password, string Address);
