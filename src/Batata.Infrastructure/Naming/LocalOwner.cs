using Batata.Domain.Naming;

namespace Batata.Infrastructure.Naming;

/// <summary>This life of this node, as owner of ephemeral records, and the number of the last change to any of them.</summary>
internal sealed class LocalOwner(NodeIncarnation incarnation)
{
    private long _sequence;

    public NodeIncarnation Incarnation { get; } = incarnation;

    public long Sequence => Volatile.Read(ref _sequence);

    public RecordStamp Next() => new(Incarnation, Interlocked.Increment(ref _sequence));
}
