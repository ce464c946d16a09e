using System.Text.Json;
using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster.Wire;
using Google.Protobuf;
using Grpc.Core;

namespace Batata.Infrastructure.Cluster.Peers;

/// <summary>Answers what another node asks of all, <c>proto/cluster/queries.proto</c>.</summary>
internal sealed class QueryService(IEnumerable<IPeerAnswerer> answerers) : Queries.QueriesBase
{
    private readonly Dictionary<string, IPeerAnswerer> _byTopic = answerers.ToDictionary(static one => one.Topic, StringComparer.Ordinal);

    public override Task<PeerAnswer> Ask(PeerQuestion request, ServerCallContext context)
    {
        var answer = new PeerAnswer();
        try
        {
            if (_byTopic.TryGetValue(request.Topic, out var answerer)) answer.Json = UnsafeByteOperations.UnsafeWrap(answerer.Answer(request.Json.Span));
        }
        catch (JsonException e)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, e.Message));
        }
        return Task.FromResult(answer);
    }
}
