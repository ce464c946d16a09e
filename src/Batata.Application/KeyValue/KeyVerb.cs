namespace Batata.Application.KeyValue;

/// <summary>What can be done to a key. The numbers are in the log.</summary>
public enum KeyVerb
{
    Set = 1,
    Cas,
    Lock,
    Unlock,
    Delete,
    DeleteCas,
    DeleteTree,
}
