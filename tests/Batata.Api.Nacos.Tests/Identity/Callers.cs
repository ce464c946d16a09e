using System.Globalization;
using Batata.Api.Nacos.Http;
using Batata.Application.Identity;
using Batata.Domain.Identity;
using Batata.Infrastructure.Identity;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Tests.Identity;

/// <summary>The kinds of callers that every call is tried with.</summary>
public enum CallerKind
{
    /// <summary>No token.</summary>
    Nobody,

    /// <summary>A token that somebody else's key signed.</summary>
    Foreign,

    /// <summary>One whose time is up.</summary>
    Expired,

    /// <summary>May read all of the public namespace, and write nothing.</summary>
    Reader,

    /// <summary>May do everything in another namespace.</summary>
    Stranger,
}

internal static class Callers
{
    public static string Expired(ILoginTokens tokens, User user) =>
        tokens.Issue(new LoginToken(user.Name, DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 10, user.Tokens.Number)).Value;

    public static string Foreign(User user)
    {
        var key = Convert.ToBase64String([.. Enumerable.Repeat((byte)7, 64)]);
        return new LoginTokens(new NoAccounts(), Options.Create(new IdentityOptions { TokenKey = key }))
            .Issue(new LoginToken(user.Name, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1_000, user.Tokens.Number)).Value;
    }

    /// <returns>What the call must be refused with; null when the caller may.</returns>
    public static string? ExpectedRefusal(NacosPermission permission, CallerKind caller) => permission.Subject switch
    {
        PermissionSubject.Open => null,
        PermissionSubject.Basic => Unknown("User not found! Please check user exist or password is right!"), // a token is none there
        _ when caller == CallerKind.Nobody => Unknown("User not found! Please check user exist or password is right!"),
        _ when caller == CallerKind.Foreign => Unknown("Invalid signature"),
        _ when caller == CallerKind.Expired => Unknown("token expired!"),
        PermissionSubject.Identity => null,
        PermissionSubject.Config or PermissionSubject.Naming or PermissionSubject.Ai when caller == CallerKind.Reader && permission.Action == PermissionAction.Read => null,
        _ => "Code: 403, Message: authorization failed!.",
    };

    private static string Unknown(string why) => string.Create(CultureInfo.InvariantCulture, $"Code: 401, Message: {why}.");

    private sealed class NoAccounts : IIdentityState
    {
        public IdentityView Current => IdentityView.Empty;
    }
}
