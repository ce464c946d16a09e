using Batata.Application.Abstractions;
using Batata.Infrastructure.Cluster.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure.Cluster.Entries;

/// <summary>One kind of entry: its number in the log, how it is written and read, and who applies it.</summary>
internal abstract class EntryKind(LogRecord.EntryOneofCase number, Type entryType)
{
    public LogRecord.EntryOneofCase Number { get; } = number;

    public Type EntryType { get; } = entryType;

    /// <summary>Feature level of the release that brought it: it is written once the cluster is there. See <see cref="Application.Cluster.FeatureLevel"/>.</summary>
    public int Since { get; init; }

    public abstract void Write(IReplicatedEntry entry, LogRecord record);

    public abstract IReplicatedEntry Read(LogRecord record);

    public abstract EntryDispatcher CreateDispatcher(IServiceProvider services);
}

/// <param name="write">Sets the field of this number.</param>
/// <param name="read">Reads the field of this number.</param>
internal sealed class EntryKind<TEntry, TResult>(LogRecord.EntryOneofCase number, Action<TEntry, LogRecord> write, Func<LogRecord, TEntry> read)
    : EntryKind(number, typeof(TEntry))
    where TEntry : ReplicatedEntry<TResult>
{
    public override void Write(IReplicatedEntry entry, LogRecord record) => write((TEntry)entry, record);

    public override IReplicatedEntry Read(LogRecord record) => read(record);

    public override EntryDispatcher CreateDispatcher(IServiceProvider services) =>
        new EntryDispatcher<TEntry, TResult>(services.GetRequiredService<IApplier<TEntry, TResult>>());
}
