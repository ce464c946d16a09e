using Batata.Domain.Naming;

namespace Batata.Infrastructure.Naming;

/// <summary>This life of this node, as owner of ephemeral records, and the number of the last change to any of them.</summary>
/// <param name="incarnation">Null as long as it is not known: a member of a cluster reads its id from the data folder.</param>
internal sealed class LocalOwner(Func<NodeIncarnation?> incarnation)
{
    private NodeIncarnation? _incarnation;
    private long _sequence;

    public bool IsKnown => Find() is not null;

    public NodeIncarnation Incarnation => Find() ?? throw new InvalidOperationException("The data folder is not open yet.");

    public long Sequence => Volatile.Read(ref _sequence);

    public RecordStamp Next() => new(Incarnation, Interlocked.Increment(ref _sequence));

    private NodeIncarnation? Find()
    {
        if (Volatile.Read(ref _incarnation) is { } known) return known;
        if (incarnation() is not { } found) return null;
        return Interlocked.CompareExchange(ref _incarnation, found, null) ?? found;
    }
}
