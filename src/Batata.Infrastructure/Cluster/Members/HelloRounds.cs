using Batata.Infrastructure.Cluster.Peers;
using Batata.Infrastructure.Cluster.Wire;
using Google.Protobuf;
using Grpc.Core;

namespace Batata.Infrastructure.Cluster.Members;

/// <summary>Asks all that are listed, and all that vote, who they are. They learn from the question where this node is.</summary>
internal sealed class HelloRounds(ClusterOptions options, PeerClients peers)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<Round> AskAsync(IReadOnlyList<MemberAddress> listed, MemberStore store, CancellationToken cancellationToken)
    {
        var request = new HelloRequest { NodeId = NodeService.ToBytes(store.Self), Address = options.Self.ToListText(), NodeName = NodeService.NameOf(options) };
        request.Members.AddRange(listed.Select(static one => one.ToString()));
        var state = store.State;
        var asked = listed.Concat(state.Voters.Ids.Select(id => state.Addresses.GetValueOrDefault(id)?.Address).OfType<MemberAddress>())
            .Where(address => address != options.Self).Distinct().ToList();
        peers.CloseAllBut(asked);
        var answers = await Task.WhenAll(asked.Select(address => AskAsync(address, request, cancellationToken)));
        return new Round(
            store.Self, options.Self, listed,
            asked.Zip(answers).Where(static one => one.Second is not null).ToDictionary(static one => one.First, static one => one.Second!));
    }

    private async Task<Answer?> AskAsync(MemberAddress member, HelloRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return Read(await peers.Of(member).HelloAsync(request, deadline: DateTime.UtcNow + Patience, cancellationToken: cancellationToken));
        }
        catch (RpcException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    private static Answer? Read(HelloReply reply) => IdOf(reply.NodeId) is not { } id || id == Guid.Empty
        ? null
        : new Answer(
            id,
            reply.NodeName.Length == 0 ? null : reply.NodeName,
            reply.Members,
            IdOf(reply.ClusterId) ?? Guid.Empty,
            reply.Configuration?.Version ?? -1,
            new MemberConfiguration(reply.Configuration?.Voters.Select(IdOf).OfType<Guid>() ?? []),
            [.. reply.WouldFound.Select(IdOf).OfType<Guid>()],
            reply.FeatureLevel);

    private static Guid? IdOf(ByteString bytes) => bytes.Length == 16 ? new Guid(bytes.Span, bigEndian: true) : null;
}
