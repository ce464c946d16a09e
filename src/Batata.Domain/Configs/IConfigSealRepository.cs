namespace Batata.Domain.Configs;

public enum ConfigTable
{
    Formal = 0,
    Gray = 1,
    History = 2,
}

/// <summary>The same content as it is to be stored from now on.</summary>
/// <param name="Id">Row id in the table.</param>
/// <param name="Md5">Of the content in clear: a row with another one has changed meanwhile and stays.</param>
public sealed record ResealedContent(ConfigTable Table, long Id, string Md5, string Text);

/// <summary>Changes how contents are stored, not what they are. Inside the unit of work of the entry that is being applied.</summary>
public interface IConfigSealRepository
{
    /// <returns>How many rows were written.</returns>
    ValueTask<int> ReplaceAsync(IReadOnlyList<ResealedContent> contents, CancellationToken cancellationToken);

    /// <returns>False when a content still needs the key.</returns>
    ValueTask<bool> ForgetKeyAsync(string keyId, CancellationToken cancellationToken);
}
