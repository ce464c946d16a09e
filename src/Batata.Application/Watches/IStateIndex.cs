namespace Batata.Application.Watches;

/// <summary>
/// The index of Consul's state: one more for every entry that is applied to it, the same on every node. Not the place in the log, where
/// several writes may share an entry: a check-and-set must tell them apart.
/// </summary>
public interface IStateIndex
{
    /// <summary>Takes the next one. For the applying thread, once an entry.</summary>
    ulong Next();
}
