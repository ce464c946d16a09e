using System.Buffers;
using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster.Entries;
using Batata.Infrastructure.Cluster.Members;
using Batata.Infrastructure.Cluster.Nodes;
using Batata.Infrastructure.Cluster.Wire;
using DotNext.Net.Cluster.Consensus.Raft;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Cluster.Peers;

/// <summary>What this node answers the others, <c>proto/cluster/node.proto</c>. The port behind it lets in nobody else.</summary>
internal sealed class NodeService(RaftNode node, EntryCodec codec, OwnReport own, IMembers members, PeerStandings standings, FeatureLevels levels, IOptions<ClusterOptions> options) : Node.NodeBase
{
    public override Task<HelloReply> Hello(HelloRequest request, ServerCallContext context)
    {
        if (node.Members is not { } membership) throw new RpcException(new Status(StatusCode.Unavailable, "The node is starting."));
        if (request.NodeId.Length == 16 && MemberAddress.Parse(request.Address, 0) is { } address)
            membership.HeardFrom(new Guid(request.NodeId.Span, bigEndian: true), new(address, request.NodeName.Length == 0 ? null : request.NodeName));
        var state = membership.State;
        var reply = new HelloReply
        {
            NodeId = ToBytes(membership.Self),
            NodeName = NameOf(options.Value),
            FeatureLevel = levels.Supported,
            ClusterId = state.Cluster == Guid.Empty ? ByteString.Empty : ToBytes(state.Cluster),
        };
        reply.Members.AddRange(membership.Listed.Select(static one => one.ToString()));
        if (state.Version >= 0) reply.Configuration = new Configuration { Version = state.Version, Voters = { state.Voters.Ids.Select(ToBytes) } };
        else reply.WouldFound.AddRange(membership.WouldFound.Select(ToBytes));
        return Task.FromResult(reply);
    }

    public override async Task<ProposeReply> Propose(ProposeRequest request, ServerCallContext context)
    {
        if (!node.Gate.TryEnter()) return Refused(node.NotWritableReason ?? "The leader is stopping.");
        try
        {
            if (node.Leadership is not { IsLocal: true }) return new ProposeReply { Fate = Fate.NotLeader };
            if (node.NotWritableReason is { } reason) return Refused(reason);
            var content = request.Record.ToByteArray();
            codec.Decode(new ReadOnlySequence<byte>(content)); // what cannot be read would stop every node that applies it
            if (!node.Writes.TryEnter()) return new ProposeReply { Fate = Fate.NotLeader }; // another node is about to lead
            try
            {
                await node.Writer.WriteAsync(content, null);
            }
            finally
            {
                node.Writes.Leave();
            }
            return new ProposeReply { Fate = Fate.Committed };
        }
        catch (UnreadableEntryException e)
        {
            return Refused(e.Message);
        }
        catch (Exception e) when (e is NotLeaderException or QuorumUnreachableException or OperationCanceledException or ObjectDisposedException)
        {
            return new ProposeReply { Fate = Fate.Unknown }; // it may be in the log of this node, and the next leader may commit it
        }
        finally
        {
            node.Gate.Leave();
        }
    }

    public override async Task<ReadIndexReply> ReadIndex(ReadIndexRequest request, ServerCallContext context)
    {
        var index = await node.LeaderIndexAsync(context.CancellationToken);
        var reply = new ReadIndexReply();
        if (index is { } found) reply.Index = found;
        return reply;
    }

    public override Task<ReportReply> Report(ReportRequest request, ServerCallContext context)
    {
        var from = members.Current.Others.FirstOrDefault(member => member.Address == request.From?.Address);
        if (from is not null) standings.HeardFirst(from, request.From);
        return Task.FromResult(new ReportReply { From = own.Read() });
    }

    /// <summary>As Consul the host's name; but several nodes of a cluster may share a machine, and only their addresses tell them apart.</summary>
    public static string NameOf(ClusterOptions options) => options.NodeName ?? (options.IsCluster ? options.Self.ToString() : Environment.MachineName);

    public static ByteString ToBytes(Guid id) => ByteString.CopyFrom(id.ToByteArray(bigEndian: true));

    private static ProposeReply Refused(string reason) => new() { Fate = Fate.Refused, Reason = reason };
}
