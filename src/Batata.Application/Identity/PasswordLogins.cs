using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Batata.Application.Abstractions;
using Batata.Domain.Identity;
using Batata.Domain.Shared;

namespace Batata.Application.Identity;

/// <summary>
/// Checks names with passwords. BCrypt takes a tenth of a second, and some clients send both with every call, so what was right once is remembered as
/// a keyed digest beside the hash that it was right for.
/// </summary>
internal sealed class PasswordLogins(
    IIdentityState accounts, IPasswordHashes hashes, IUserDirectory directory, ExternalAccounts external, IReadBarrier barrier, LoginBrake brake)
{
    private const int MaxRight = 10_000;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, string> _right = new(StringComparer.Ordinal);

    /// <returns>The user; <c>identity.unknown</c> for an unknown name as for a wrong password, after the same time; or <c>identity.too_many_logins</c>.</returns>
    public async ValueTask<Outcome<User>> CheckAsync(string name, string password, string address, CancellationToken cancellationToken)
    {
        if (password.Length == 0 || PasswordRules.IsTooLong(password)) return IdentityFailures.Unknown;
        // The accounts of a directory's users have no password here (Nacos gives all of them the same, S8).
        if (IdentityNames.IsExternal(name)) return IdentityFailures.Unknown;
        var user = Find(name);
        var digest = Digest(name, password);
        if (user is not null && _right.TryGetValue(digest, out var hash) && hash == user.PasswordHash) return user;
        if (brake.Holds(name, address)) return IdentityFailures.Braked;
        if (user is null)
        {
            await barrier.WaitAsync(cancellationToken); // made on another node a moment ago, perhaps
            user = Find(name);
        }
        if (!await hashes.VerifyAsync(password, user?.PasswordHash, cancellationToken))
        {
            if (directory.IsOn && await directory.CheckAsync(name, password, cancellationToken) is { } vouched)
            {
                brake.Succeeded(name, address);
                return await external.AdmitAsync(IdentityNames.DirectoryPrefix, vouched, cancellationToken);
            }
            brake.Failed(name, address);
            return IdentityFailures.Unknown;
        }
        brake.Succeeded(name, address);
        if (_right.Count >= MaxRight) _right.Clear();
        _right[digest] = user!.PasswordHash;
        return user;
    }

    private User? Find(string name) => accounts.Current.Find(name);

    private string Digest(string name, string password) => Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{name}\0{password}")));
}
