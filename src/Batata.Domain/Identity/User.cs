namespace Batata.Domain.Identity;

/// <summary>Somebody who may log in.</summary>
/// <param name="PasswordHash">BCrypt, <c>$2a$10$…</c>, as Nacos stores it; a text that is no hash for accounts nobody may log into with a password.</param>
/// <param name="Tokens">Which tokens count.</param>
public sealed record User(string Name, string PasswordHash, TokenGeneration Tokens);

/// <summary>Another one with every password: tokens of an older one are over. Nacos has none; there a token lives until its time is up.</summary>
/// <param name="Number">Random, in every token that Batata issues.</param>
/// <param name="IsFirst">The password was never changed since the account was made: then tokens without a number count, too, which a Nacos with the same key issued.</param>
/// <param name="Kept">Digest of the one older token that goes on: the user changed the password with it. Null for none.</param>
public readonly record struct TokenGeneration(long Number, bool IsFirst, string? Kept)
{
    /// <param name="number">What the token says; null for none.</param>
    /// <param name="digest">Of the whole token.</param>
    public bool Covers(long? number, string digest) => (number is { } said ? said == Number : IsFirst) || (Kept is not null && Kept == digest);
}

/// <summary>One line of the table of permissions.</summary>
/// <param name="Resource">Pattern, <c>namespace:group:type/name</c>; see <see cref="ResourcePattern"/>.</param>
/// <param name="Action">Grants reading when it contains an <c>r</c> and writing when it contains a <c>w</c>, whatever else it says, as in Nacos.</param>
public sealed record RolePermission(string Role, string Resource, string Action)
{
    public bool GrantsRead => Action.Contains('r', StringComparison.Ordinal);

    public bool GrantsWrite => Action.Contains('w', StringComparison.Ordinal);
}

/// <summary>A user has a role.</summary>
public sealed record RoleGrant(string Role, string UserName);
