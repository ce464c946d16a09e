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

/// <summary>The index that a topic of the catalog reports. For the applying thread.</summary>
public interface ITopicIndexes
{
    void Move(WatchTopic topic, ulong index);

    /// <summary>There is no such service or node any more: it loses its own index, and what is unknown of its kind reports this one.</summary>
    void Extinguish(WatchTopic topic, ulong index);
}
