using System.Collections.Concurrent;
using Batata.Application.Abstractions;
using Batata.Domain.Identity;
using Batata.Domain.Shared;

namespace Batata.Application.Identity;

/// <summary>
/// Tokens that were checked once are remembered with their caller until the accounts change or their time is up, so that a request costs a lookup.
/// Only valid ones get in, so nobody can fill the memory with others.
/// </summary>
internal sealed class Authorizer : IAuthorizer
{
    private const int MaxKnown = 50_000;

    private readonly IIdentityState _accounts;
    private readonly ILoginTokens _tokens;
    private readonly PasswordLogins _passwords;
    private readonly IExternalTokens _external;
    private readonly ExternalAccounts _admission;
    private readonly IReadBarrier _barrier;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Known>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    public Authorizer(
        IIdentityState accounts, ILoginTokens tokens, PasswordLogins passwords, IExternalTokens external, ExternalAccounts admission, IReadBarrier barrier, TimeProvider time)
    {
        (_accounts, _tokens, _passwords, _external, _admission, _barrier, _time) = (accounts, tokens, passwords, external, admission, barrier, time);
        _bySpan = _known.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public Caller? FindKnown(ReadOnlySpan<char> token) =>
        _bySpan.TryGetValue(token, out var known) && ReferenceEquals(known.View, _accounts.Current) && !IsOver(known.EndsAt) ? known.Caller : null;

    public async ValueTask<Outcome<Caller>> IdentifyAsync(Credentials credentials, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrWhiteSpace(credentials.Token)) return FindKnown(credentials.Token) is { } known ? Outcome<Caller>.Of(known) : await ReadAsync(credentials.Token, cancellationToken);
        if (string.IsNullOrWhiteSpace(credentials.UserName)) return IdentityFailures.Unknown;
        var user = await _passwords.CheckAsync(credentials.UserName, credentials.Password ?? "", credentials.Address, cancellationToken);
        return user.Map(found => (Caller)_accounts.Current.CallerOf(found.Name));
    }

    private async ValueTask<Outcome<Caller>> ReadAsync(string text, CancellationToken cancellationToken)
    {
        var read = _tokens.Read(text);
        if (!read.Ok) return _external.IsOn && read.Failure == IdentityFailures.TokenAlgorithm ? await AdmitAsync(text, cancellationToken) : read.Failure;
        var token = read.Value;
        if (IsOver(token.EndsAt)) return IdentityFailures.TokenExpired;
        var caller = Resolve(text, token);
        if (caller is not null) return caller;
        // The signature is ours, so this node may just not have heard of the user or of the password yet.
        await _barrier.WaitAsync(cancellationToken);
        return Resolve(text, token) is { } found ? found : IdentityFailures.TokenExpired;
    }

    private UserCaller? Resolve(string text, LoginToken token)
    {
        var view = _accounts.Current;
        if (view.Find(token.UserName) is not { } user || !user.Tokens.Covers(token.Generation, TokenDigest.Of(text))) return null;
        return Remember(text, view, user.Name, token.EndsAt);
    }

    /// <summary>A token of another system. Its user is looked at again when accounts have changed.</summary>
    private async ValueTask<Outcome<Caller>> AdmitAsync(string text, CancellationToken cancellationToken)
    {
        var read = await _external.ReadAsync(text, cancellationToken);
        if (!read.Ok) return read.Failure;
        var user = await _admission.AdmitAsync(IdentityNames.ProviderPrefix, read.Value.Vouched, cancellationToken);
        return user.Ok ? Remember(text, _accounts.Current, user.Value.Name, read.Value.EndsAt) : user.Failure;
    }

    private UserCaller Remember(string text, IdentityView view, string userName, long endsAt)
    {
        var caller = view.CallerOf(userName);
        if (_known.Count >= MaxKnown) _known.Clear();
        _known[text] = new Known(view, caller, endsAt);
        return caller;
    }

    private bool IsOver(long endsAt) => _time.GetUtcNow().ToUnixTimeSeconds() > endsAt;

    private sealed record Known(IdentityView View, Caller Caller, long EndsAt);
}
