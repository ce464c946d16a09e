using System.Net;
using DotNext.IO;
using DotNext.Net.Cluster.Consensus.Raft.Membership;

namespace Batata.Infrastructure.Cluster.Members;

/// <summary>Who counts for majorities: the ids of the nodes. In the log it is their 16 bytes one after the other, in order.</summary>
internal sealed class MemberConfiguration : IClusterConfiguration<EndPoint>
{
    private const int IdBytes = 16;

    private readonly byte[] _bytes;

    public MemberConfiguration(IEnumerable<Guid> ids)
    {
        Ids = [.. ids.Distinct().Order()];
        Members = Ids.Select(static id => new NodeEndPoint(id)).ToHashSet<EndPoint>();
        _bytes = new byte[Ids.Count * IdBytes];
        for (var i = 0; i < Ids.Count; i++) Ids[i].TryWriteBytes(_bytes.AsSpan(i * IdBytes), bigEndian: true, out _);
    }

    public static MemberConfiguration Nobody { get; } = new([]);

    public IReadOnlyList<Guid> Ids { get; }

    public IReadOnlySet<EndPoint> Members { get; }

    public bool IsEmpty => Ids.Count == 0;

    public int Majority => (Ids.Count / 2) + 1;

    bool IDataTransferObject.IsReusable => true;

    long? IDataTransferObject.Length => _bytes.Length;

    public static MemberConfiguration Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % IdBytes != 0) throw new InvalidDataException($"A list of members has {bytes.Length} bytes.");
        var ids = new Guid[bytes.Length / IdBytes];
        for (var i = 0; i < ids.Length; i++) ids[i] = new Guid(bytes.Slice(i * IdBytes, IdBytes), bigEndian: true);
        return new(ids);
    }

    public bool Contains(Guid id) => Ids.Contains(id);

    // The library takes the same object for "nothing changed".
    public IClusterConfiguration<EndPoint> Add(EndPoint address) =>
        NodeEndPoint.IdOf(address) is { } id && !Contains(id) ? new MemberConfiguration([.. Ids, id]) : this;

    public IClusterConfiguration<EndPoint> Remove(EndPoint address) =>
        NodeEndPoint.IdOf(address) is { } id && Contains(id) ? new MemberConfiguration(Ids.Where(one => one != id)) : this;

    bool IDataTransferObject.TryGetMemory(out ReadOnlyMemory<byte> memory)
    {
        memory = _bytes;
        return true;
    }

    ValueTask IDataTransferObject.WriteToAsync<TWriter>(TWriter writer, CancellationToken token) => writer.WriteAsync(_bytes, null, token);
}
