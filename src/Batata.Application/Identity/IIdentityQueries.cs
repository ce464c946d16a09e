using Batata.Domain.Identity;

namespace Batata.Application.Identity;

/// <param name="PageNumber">From 1.</param>
public readonly record struct IdentityPage(int PageNumber, int PageSize);

public sealed record IdentityRows<T>(int Total, IReadOnlyList<T> Items);

/// <summary>How names are compared in a list.</summary>
public enum NameMatch
{
    /// <summary>Equal; empty for all.</summary>
    Accurate,

    /// <summary><c>*</c> stands for anything; without one, equal.</summary>
    Blur,
}

/// <summary>Lists for people who manage accounts.</summary>
public interface IIdentityQueries
{
    /// <summary>Names of users, in their order.</summary>
    Task<IdentityRows<string>> UsersAsync(string name, NameMatch match, IdentityPage page, CancellationToken cancellationToken);

    Task<IdentityRows<RoleGrant>> RolesAsync(string userName, string role, NameMatch match, IdentityPage page, CancellationToken cancellationToken);

    Task<IdentityRows<RolePermission>> PermissionsAsync(string role, NameMatch match, IdentityPage page, CancellationToken cancellationToken);

    Task<IReadOnlyList<string>> FindUsersAsync(string part, CancellationToken cancellationToken);

    /// <summary>Each role once for every user that has it, as in Nacos.</summary>
    Task<IReadOnlyList<string>> FindRolesAsync(string part, CancellationToken cancellationToken);
}
