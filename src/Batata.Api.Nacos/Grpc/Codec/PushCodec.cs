using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Grpc.Wire;

namespace Batata.Api.Nacos.Grpc.Codec;

/// <summary>Builds pushes. One payload, with one request id, serves all connections that get the same push: acks are matched by connection and id.</summary>
internal sealed class PushCodec(PayloadCodec codec, LocalAddress address)
{
    private long _lastId;

    public long NextId() => Interlocked.Increment(ref _lastId);

    public Payload Write(ServerPush push, long? requestId = null) =>
        codec.Write(push, new Metadata { Type = push.Type, ClientIp = address.Value }, requestId);
}
