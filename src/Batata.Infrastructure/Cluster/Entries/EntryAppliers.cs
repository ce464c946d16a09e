using System.Collections.Frozen;
using Batata.Application.Abstractions;

namespace Batata.Infrastructure.Cluster.Entries;

/// <summary>Finds the applier of an entry by its type, without reflection.</summary>
internal sealed class EntryAppliers(EntryCodec codec, IServiceProvider services)
{
    private readonly FrozenDictionary<Type, EntryDispatcher> _dispatchers =
        codec.Kinds.ToFrozenDictionary(kind => kind.EntryType, kind => kind.CreateDispatcher(services));

    /// <inheritdoc cref="EntryDispatcher.ApplyAsync"/>
    public ValueTask ApplyAsync(IReplicatedEntry entry, ApplySlot? slot, IChangeSink changes) =>
        _dispatchers[entry.GetType()].ApplyAsync(entry, slot, changes);
}
