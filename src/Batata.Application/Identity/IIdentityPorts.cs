using Batata.Domain.Shared;

namespace Batata.Application.Identity;

/// <summary>BCrypt, slow on purpose: it runs beside the callers, a few at a time.</summary>
public interface IPasswordHashes
{
    Task<string> HashAsync(string password, CancellationToken cancellationToken);

    /// <param name="hash">Null for an account that does not exist: takes as long, and is false.</param>
    Task<bool> VerifyAsync(string password, string? hash, CancellationToken cancellationToken);
}

/// <summary>Login tokens of Nacos: a JWT with the user and the time of its end. Protocol source: Nacos 3.1 <c>NacosJwtParser</c>.</summary>
public interface ILoginTokens
{
    /// <summary>Fails with <c>identity.not_ready</c> while there is no key.</summary>
    Outcome<string> Issue(LoginToken token);

    /// <summary>Checks form, algorithm and signature, and that there is a user and an end; not the time.</summary>
    Outcome<LoginToken> Read(string text);
}

/// <param name="EndsAt">Seconds since 1970; that second is still in.</param>
/// <param name="Generation">See <see cref="Domain.Identity.TokenGeneration"/>; null in tokens of Nacos.</param>
public readonly record struct LoginToken(string UserName, long EndsAt, long? Generation);
