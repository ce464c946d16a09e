using System.Collections.Concurrent;
using Batata.Domain.Identity;
using Batata.Domain.Shared;
using MediatR;
using Microsoft.Extensions.Options;

namespace Batata.Application.Identity;

/// <summary>Gives a token to who shows name and password; who shows a token that counts gets it back. Protocol source: Nacos 3.1 <c>UserControllerV3.login</c>.</summary>
public sealed record Login(Credentials Credentials) : IRequest<Outcome<LoggedIn>>;

/// <param name="TtlSeconds">What is left of its life.</param>
public sealed record LoggedIn(string Token, long TtlSeconds, bool IsAdministrator, string UserName);

internal sealed class LoginHandler(
    IAuthorizer authorizer, PasswordLogins passwords, IIdentityState accounts, IFirstAccounts first, TokenIssue issue, ILoginTokens tokens, TimeProvider time)
    : IRequestHandler<Login, Outcome<LoggedIn>>
{
    /// <summary>Who waits for a node to be ready and then logs in does so a moment before the first accounts are there.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<Outcome<LoggedIn>> Handle(Login request, CancellationToken cancellationToken)
    {
        if (!first.Made.IsCompleted) await first.Made.WaitAsync(Patience, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var (token, name, password, address) = request.Credentials;
        if (!string.IsNullOrWhiteSpace(token))
        {
            var caller = await authorizer.IdentifyAsync(request.Credentials, cancellationToken);
            if (!caller.Ok) return caller.Failure;
            var (now, who) = (time.GetUtcNow().ToUnixTimeSeconds(), caller.Value);
            var own = tokens.Read(token);
            if (own.Ok) return new LoggedIn(token, own.Value.EndsAt - now, who.IsAdministrator, who.Name);
            // One of another system, for which there is one of ours: clients that know no other way of login carry on with that.
            return accounts.Current.Find(who.Name) is { } vouched ? issue.For(vouched, who.IsAdministrator) : own.Failure;
        }
        if (string.IsNullOrWhiteSpace(name)) return IdentityFailures.Unknown;
        var user = await passwords.CheckAsync(name, password ?? "", address, cancellationToken);
        return user.Ok ? issue.For(user.Value, accounts.Current.CallerOf(user.Value.Name).IsAdministrator) : user.Failure;
    }
}

/// <summary>Issues tokens; with the cache on, the same one for a user until a tenth of its life is left.</summary>
internal sealed class TokenIssue(ILoginTokens tokens, IOptions<IdentityOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Issued> _issued = new(StringComparer.Ordinal);

    public Outcome<LoggedIn> For(User user, bool isAdministrator)
    {
        var (life, now) = (options.Value.TokenSeconds, time.GetUtcNow().ToUnixTimeSeconds());
        if (options.Value.TokenCache && _issued.TryGetValue(user.Name, out var issued) && issued.Generation == user.Tokens.Number && issued.EndsAt - now > life / 10)
            return new LoggedIn(issued.Token, issued.EndsAt - now, isAdministrator, user.Name);
        var token = tokens.Issue(new LoginToken(user.Name, now + life, user.Tokens.Number));
        if (!token.Ok) return token.Failure;
        if (options.Value.TokenCache) _issued[user.Name] = new Issued(token.Value, now + life, user.Tokens.Number);
        return new LoggedIn(token.Value, life, isAdministrator, user.Name);
    }

    private sealed record Issued(string Token, long EndsAt, long Generation);
}
