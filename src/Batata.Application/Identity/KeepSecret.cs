using Batata.Application.Abstractions;
using Batata.Domain.Identity;
using Batata.Domain.Shared;

namespace Batata.Application.Identity;

/// <summary>A secret that one node made up for all: the first one proposed stays. The value says whether it was this one.</summary>
public sealed record KeepSecretEntry(string Name, string Value) : ReplicatedEntry<bool>
{
    /// <summary>Signs login tokens; Base64.</summary>
    public const string SigningKey = "login-token-key";
}

internal sealed class KeepSecretApplier(IIdentityRepository accounts) : IApplier<KeepSecretEntry, bool>
{
    public ValueTask<Outcome<bool>> ApplyAsync(KeepSecretEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        if (accounts.FindSecret(entry.Name) is not null) return new(false);
        accounts.AddSecret(entry.Name, entry.Value);
        changes.Add<IdentityChanged>(new SecretAdded(entry.Name, entry.Value));
        return new(true);
    }
}
