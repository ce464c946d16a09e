using System.Net;
using DotNext.Buffers;
using DotNext.Net;
using DotNext.Net.Cluster.Consensus.Raft.Membership;

namespace Batata.Infrastructure.Cluster.Members;

/// <summary>The members as Raft sees them: those of the settings. Nothing is kept on the disk, so that a changed address never locks a node out of its own log.</summary>
internal sealed class FixedMembers : InMemoryClusterConfigurationStorage<EndPoint>
{
    public FixedMembers(IEnumerable<MemberAddress> members)
    {
        var builder = CreateInitialConfigurationBuilder();
        foreach (var member in members) builder.Add(member.RaftEndPoint);
        builder.Build();
    }

    protected override IEqualityComparer<EndPoint> Comparer => EqualityComparer<EndPoint>.Default;

    protected override void Encode(EndPoint address, ref BufferWriterSlim<byte> writer) => EndPointFormatter.WriteEndPoint(ref writer, address);

    protected override EndPoint Decode(ref SequenceReader reader) => EndPointFormatter.ReadEndPoint(ref reader);
}
