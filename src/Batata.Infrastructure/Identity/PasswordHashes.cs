using Batata.Application.Identity;

namespace Batata.Infrastructure.Identity;

/// <summary>BCrypt with the cost and the mark of Nacos, <c>$2a$10$</c>. As many at a time as there are processors but one, so that a flood of logins leaves time for others.</summary>
internal sealed class PasswordHashes : IPasswordHashes, IDisposable
{
    private const int Cost = 10;

    // Of nothing that anybody knows: verifying against it takes as long as against a real one.
    private static readonly string OfNobody = Hash(Guid.NewGuid().ToString());

    private readonly SemaphoreSlim _places = new(Math.Max(1, Environment.ProcessorCount - 1));

    public Task<string> HashAsync(string password, CancellationToken cancellationToken) => RunAsync(() => Hash(password), cancellationToken);

    public Task<bool> VerifyAsync(string password, string? hash, CancellationToken cancellationToken) =>
        RunAsync(() => Verify(password, hash ?? OfNobody) && hash is not null, cancellationToken);

    public void Dispose() => _places.Dispose();

    private static string Hash(string password) => BCrypt.Net.BCrypt.HashPassword(password, BCrypt.Net.BCrypt.GenerateSalt(Cost, 'a'));

    /// <summary>An account may have a text that is no hash, on purpose.</summary>
    private static bool Verify(string password, string hash)
    {
        try
        {
            return BCrypt.Net.BCrypt.Verify(password, hash);
        }
        catch (Exception e) when (e is BCrypt.Net.SaltParseException or ArgumentException)
        {
            return false;
        }
    }

    private async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(work, cancellationToken);
        }
        finally
        {
            _places.Release();
        }
    }
}
