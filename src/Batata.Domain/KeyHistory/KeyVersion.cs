namespace Batata.Domain.KeyHistory;

/// <summary>One write of a key, as its history keeps it. Immutable.</summary>
/// <param name="Index">That of the write; with the key it names the version.</param>
/// <param name="At">By the clock of the node that proposed it; null when it came with something else, such as the end of a session.</param>
/// <param name="By">Accessor of the token; empty for nobody.</param>
/// <param name="Address">Where it came from; empty for this cluster itself.</param>
/// <param name="Size">Of the value, in bytes.</param>
/// <param name="Value">Null when it was too large to be kept, or the key is gone.</param>
/// <param name="RestoredFrom">Index of the version that was put back; 0 when it was none.</param>
public sealed record KeyVersion(
    string Key, ulong Index, DateTimeOffset? At, KeyChange Change, string By, string Address, ulong Flags, string Session, int Size, byte[]? Value, ulong RestoredFrom)
{
    /// <summary>The key was gone after it.</summary>
    public bool IsDelete => Change is KeyChange.Delete or KeyChange.DeleteCas or KeyChange.DeleteTree or KeyChange.SessionDelete;
}

/// <summary>What was done to a key. The numbers are in the state; the first seven are those of the verbs.</summary>
public enum KeyChange
{
    Set = 1,
    Cas,
    Lock,
    Unlock,
    Delete,
    DeleteCas,
    DeleteTree,

    /// <summary>The session that held it ended: it is free, or gone.</summary>
    SessionRelease = 20,
    SessionDelete,
}
